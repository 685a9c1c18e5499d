"""Keys and awards that no longer hold: each university is asked for its own."""

from datetime import timedelta

import pytest
from tests.credentials.joint.made_up import (
    AMU,
    CLEAR,
    CONSORTIUM,
    KEYS_OF_BOTH,
    MEMBERS,
    NOON,
    SIGNED_AT,
    SU,
    SU_KEY,
    UNIPI,
    UNIPI_KEY,
    Lists,
    built,
    facts_of_both,
)

from salerno.credentials.joint.consortium import consortium_did_document
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.joint.signing import sign_jointly
from salerno.credentials.joint.verification import verify_joint
from salerno.credentials.proving.did import VerificationMethod, controller_document
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.status_list import Purpose
from salerno.credentials.proving.verification import Outcome


def without_member(did_documents, member):
    document = did_documents[CONSORTIUM.did]
    return {**document, "controller": [each for each in document["controller"] if each != member]}


def test_the_consortium_must_be_known_and_controlled_by_all(signed, judge, did_documents):
    assert judge(signed, documents={CONSORTIUM.did: None}).refusal is JointReason.UNKNOWN_CONSORTIUM
    for member in (AMU, UNIPI):
        verdict = judge(signed, documents={CONSORTIUM.did: without_member(did_documents, member)})
        assert (verdict.refusal, verdict.outcome) == (JointReason.NOT_A_CONTROLLER, Outcome.UNKNOWN_ISSUER)
    assert judge(signed, documents={CONSORTIUM.did: without_member(did_documents, SU)}).is_valid


def test_a_key_that_the_consortium_does_not_list_is_refused(signed, judge):
    fewer = consortium_did_document(CONSORTIUM.did, {**MEMBERS, UNIPI: []})
    other = consortium_did_document(CONSORTIUM.did, {**MEMBERS, UNIPI: [VerificationMethod(UNIPI_KEY.id, SU_KEY.public)]})

    for document in (fewer, other):
        assert judge(signed, documents={CONSORTIUM.did: document}).refusal is JointReason.KEY_NOT_LISTED


def test_a_key_that_the_university_does_not_list_is_refused(signed, judge):
    assert judge(signed, documents={UNIPI: controller_document(UNIPI, [])}).refusal is Reason.UNKNOWN_KEY
    assert judge(signed, documents={UNIPI: None}).refusal is Reason.UNKNOWN_ISSUER


def test_a_key_revoked_by_either_is_refused(signed, judge):
    revoked = [VerificationMethod(UNIPI_KEY.id, UNIPI_KEY.public, NOON)]

    for documents in (
        {UNIPI: controller_document(UNIPI, revoked)},
        {CONSORTIUM.did: consortium_did_document(CONSORTIUM.did, {**MEMBERS, UNIPI: revoked})},
    ):
        verdict = judge(signed, documents=documents)
        assert verdict.refusal is Reason.KEY_REVOKED
        assert [each.institution.did for each in verdict.signers] == [AMU]


@pytest.mark.parametrize("schac", ["univ-amu.fr", "unipi.it"])
def test_each_university_withdraws_its_award_alone(signed, judge, schac):
    verdict = judge(signed, status_lookup=Lists.lookup(schac))

    assert (verdict.refusal, verdict.outcome) == (Reason.SUSPENDED, Outcome.SUSPENDED)


def test_revoked_by_one_comes_before_a_list_that_is_silent():
    lookup = Lists.lookup("unipi.it", purpose=Purpose.REVOCATION)
    document = sign_jointly(built(facts_of_both(), statuses=Lists.entries(Purpose.REVOCATION)), KEYS_OF_BOTH, created=SIGNED_AT)
    documents = {did: controller_document(did, methods) for did, methods in MEMBERS.items()}
    documents[CONSORTIUM.did] = consortium_did_document(CONSORTIUM.did, MEMBERS)
    only_pisa = {Lists.address("unipi.it"): lookup(Lists.address("unipi.it"))}.get

    verdict = verify_joint(document, documents, at=NOON, status_lookup=only_pisa)

    assert verdict.refusal is Reason.REVOKED


def test_a_list_that_is_not_at_hand_is_no_answer(signed, judge):
    verdict = judge(signed, status_lookup=lambda address: None)

    assert (verdict.refusal, verdict.outcome) == (Reason.STATUS_UNAVAILABLE, Outcome.STATUS_UNCHECKED)


def test_one_university_does_not_answer_for_both(judge):
    """Both entries stand in Marseille's list, or one in that of a stranger."""
    entry = Lists.entries()["univ-amu.fr"]
    document = sign_jointly(
        built(facts_of_both(), statuses={"univ-amu.fr": entry, "unipi.it": entry}), KEYS_OF_BOTH, created=SIGNED_AT
    )
    of_stranger = sign({**CLEAR(entry["statusListCredential"]), "issuer": SU, "proof": []}, key=SU_KEY, created=SIGNED_AT)

    assert judge(document).refusal is JointReason.STATUS_OF_ANOTHER
    assert judge(document, status_lookup=lambda address: of_stranger).refusal is JointReason.STATUS_OF_ANOTHER


def test_the_dates_count(judge):
    document = built(facts_of_both()) | {"validUntil": "2028-01-01T00:00:00Z"}
    document = sign_jointly(document, KEYS_OF_BOTH, created=SIGNED_AT)

    assert judge(document).is_valid
    assert judge(document, at=NOON + timedelta(days=400)).refusal is Reason.EXPIRED
    assert judge(document, at=SIGNED_AT - timedelta(minutes=1)).refusal is Reason.NOT_YET_VALID
