"""Every university that a joint credential names has signed it, and nobody else."""

import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.joint.made_up import (
    AMU,
    AMU_KEY,
    DIDS,
    KEYS,
    KEYS_OF_BOTH,
    NOON,
    SIGNED_AT,
    SU_KEY,
    UNIPI,
    UNIPI_KEY,
    built,
    facts_of_three,
)

from salerno.credentials.joint.awarding import is_joint
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.joint.signing import missing_signers, sign_jointly
from salerno.credentials.joint.verification import verify_joint
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Outcome


def test_both_universities_sign_and_the_verdict_says_who(signed, judge):
    verdict = judge(json.dumps(signed).encode())

    assert (verdict.refusal, verdict.missing, verdict.outcome) == (None, (), Outcome.VALID)
    assert [(each.institution.did, each.institution.name, each.method, each.signed_at) for each in verdict.signers] == [
        (AMU, "Aix-Marseille University", AMU_KEY.id, SIGNED_AT),
        (UNIPI, "University of Pisa", UNIPI_KEY.id, SIGNED_AT),
    ]
    assert verdict.awarding[1].award == "Master in AI & Health (made up) · UNIPI-2027-00001 · 2027-07-15"
    assert is_joint(signed)
    assert not is_joint({"evidence": [{"genre": "Other"}]})


def test_the_order_of_signing_and_of_proofs_means_nothing(unsigned, signed, judge):
    first = judge(signed)

    for keys in itertools.permutations([AMU_KEY, UNIPI_KEY]):
        assert judge(sign_jointly(unsigned, keys, created=SIGNED_AT)) == first
    assert judge({**signed, "proof": signed["proof"][::-1]}) == first


@given(st.permutations(["univ-amu.fr", "unipi.it", "su.se"]), st.sets(st.sampled_from(range(3)), max_size=2))
def test_of_three_all_must_sign_in_whatever_order(did_documents, order, kept):
    document = sign_jointly(built(facts_of_three()), [KEYS[schac] for schac in order], created=SIGNED_AT)
    fewer = {**document, "proof": [document["proof"][place] for place in kept]}

    whole, part = (verify_joint(each, did_documents, at=NOON) for each in (document, fewer))

    assert [each.institution.did for each in whole.signers] == list(DIDS.values())
    assert part.refusal is JointReason.PROOF_MISSING
    assert set(part.missing) == set(DIDS.values()) - {DIDS[order[place]] for place in kept}


@pytest.mark.parametrize("place", [0, 1])
def test_a_missing_proof_is_refused_and_named(signed, judge, place):
    fewer = {**signed, "proof": [proof for number, proof in enumerate(signed["proof"]) if number != place]}

    verdict = judge(fewer)

    assert (verdict.refusal, verdict.missing, verdict.signers) == (JointReason.PROOF_MISSING, ([AMU, UNIPI][place],), ())
    assert missing_signers(fewer) == [[AMU, UNIPI][place]]


def test_the_proof_of_a_third_institution_replaces_none(unsigned, judge):
    """Stockholm is of the consortium and signs well, but did not award this degree."""
    document = sign(sign(unsigned, key=AMU_KEY, created=SIGNED_AT), key=SU_KEY, created=SIGNED_AT)

    assert judge(document).refusal is JointReason.FOREIGN_PROOF


def test_the_proof_of_a_third_institution_adds_nothing(signed, judge):
    assert judge(sign(signed, key=SU_KEY, created=SIGNED_AT)).refusal is JointReason.FOREIGN_PROOF


def test_one_university_signs_once(signed, judge):
    assert judge({**signed, "proof": [*signed["proof"], signed["proof"][0]]}).refusal is JointReason.PROOF_REPEATED
    assert judge({**signed, "proof": [signed["proof"][0]] * 2}).refusal is JointReason.PROOF_REPEATED


def test_one_university_does_not_sign_for_two(unsigned, judge):
    """With Pisa's name on a signature of Marseille's key."""
    borrowed = SigningKey(UNIPI_KEY.id, bytes(range(32)))

    document = sign_jointly(unsigned, [AMU_KEY, borrowed], created=SIGNED_AT)

    assert judge(document).refusal is Reason.BAD_SIGNATURE


def test_proofs_of_another_credential_prove_nothing(unsigned, signed, judge):
    other = sign_jointly({**unsigned, "id": "https://campus.example/credentials/joint-9"}, KEYS_OF_BOTH, created=SIGNED_AT)

    assert judge({**signed, "proof": [signed["proof"][0], other["proof"][1]]}).refusal is Reason.BAD_SIGNATURE


def test_a_chain_of_proofs_is_refused(unsigned, judge):
    first = sign(unsigned, key=AMU_KEY, created=SIGNED_AT, proof_id="urn:uuid:1")

    chained = sign(first, key=UNIPI_KEY, created=SIGNED_AT, previous="urn:uuid:1")

    assert judge(chained).refusal is JointReason.CHAINED_PROOF


@pytest.mark.parametrize("change", [{"cryptosuite": "eddsa-jcs-2022"}, {"type": "Ed25519Signature2020"}, {"cryptosuite": "new"}])
def test_other_kinds_of_proof_are_refused(signed, judge, change):
    proofs = [signed["proof"][0], signed["proof"][1] | change]

    assert judge({**signed, "proof": proofs}).refusal is JointReason.OTHER_KIND_OF_PROOF
