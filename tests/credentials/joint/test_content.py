"""What a joint credential says, who may sign it, and what the consortium publishes."""

from dataclasses import replace

import pytest
from tests.credentials.joint.made_up import (
    AMU,
    AMU_KEY,
    CONSORTIUM,
    KEYS,
    KEYS_OF_BOTH,
    MEMBERS,
    SIGNED_AT,
    SU_KEY,
    UNIPI,
    UNIPI_KEY,
    Lists,
    built,
    facts_of_both,
)

from salerno.credentials.europass.refusals import CannotBuild
from salerno.credentials.joint.consortium import consortium_did_document
from salerno.credentials.joint.refusals import JointReason, JointRefused
from salerno.credentials.joint.signing import add_signature, sign_jointly


def test_the_content_is_what_the_facts_say(unsigned):
    subject = unsigned["credentialSubject"]

    assert unsigned["issuer"]["id"] == CONSORTIUM.did
    assert subject["identifier"][0]["identityHash"] == "Élodie Made Up-Example"
    assert (subject["creditsEarned"], subject["achievement"]["creditsAvailable"]) == (120, 120)
    assert subject["achievement"]["achievementType"] == "MasterDegree"
    assert subject["achievement"]["description"].startswith("Made-up data: this credential proves nothing.\n")
    assert [each["targetCode"] for each in subject["achievement"]["alignment"]] == ["7", "0988"]
    assert [each["id"].partition("#")[0] for each in unsigned["evidence"]] == [AMU, UNIPI]


def test_another_language_is_taken_where_the_facts_have_it():
    french = built(facts_of_both(), language="fr")

    assert french["name"] == "Master conjoint IA et santé"
    assert french["credentialSubject"]["achievement"]["inLanguage"] == "fr"
    assert [each["name"] for each in french["evidence"]] == ["Aix-Marseille Université", "Université de Pise"]


@pytest.mark.parametrize(
    ("facts", "other"),
    [
        (facts_of_both()[:1], {}),
        (facts_of_both()[:1] * 2, {}),
        (facts_of_both(programme_code="OTHER"), {}),
        (facts_of_both(graduate=replace(facts_of_both()[0].graduate, family_name="Other")), {}),
        (facts_of_both(results=facts_of_both()[0].results[1:]), {}),
        (facts_of_both(), {"dids": {"univ-amu.fr": AMU}}),
        (facts_of_both(), {"statuses": {"univ-amu.fr": Lists.entries()["univ-amu.fr"]}}),
    ],
)
def test_degrees_that_are_not_joint_make_no_joint_credential(facts, other):
    with pytest.raises(CannotBuild):
        built(facts, **other)


def test_signing_is_for_those_who_are_named_and_once(unsigned):
    once = add_signature(unsigned, AMU_KEY, created=SIGNED_AT)
    reasons = []

    for act in (
        lambda: add_signature(once, AMU_KEY, created=SIGNED_AT),
        lambda: add_signature(once, SU_KEY, created=SIGNED_AT),
        lambda: sign_jointly(unsigned, [AMU_KEY], created=SIGNED_AT),
    ):
        with pytest.raises(JointRefused) as error:
            act()
        reasons.append(error.value.reason)

    assert reasons == [JointReason.PROOF_REPEATED, JointReason.FOREIGN_PROOF, JointReason.PROOF_MISSING]
    assert sign_jointly(once, [UNIPI_KEY], created=SIGNED_AT) == sign_jointly(unsigned, KEYS_OF_BOTH, created=SIGNED_AT)


def test_the_document_of_the_consortium_holds_no_key_of_its_own():
    document = consortium_did_document(CONSORTIUM.did, MEMBERS)

    assert document["controller"] == list(MEMBERS)
    assert document["assertionMethod"] == [key.id for key in KEYS.values()]
    assert [entry["controller"] for entry in document["verificationMethod"]] == list(MEMBERS)


def test_a_consortium_has_two_members_and_their_keys_alone():
    with pytest.raises(ValueError, match="two members"):
        consortium_did_document(CONSORTIUM.did, {AMU: MEMBERS[AMU]})
    with pytest.raises(ValueError, match="no key of"):
        consortium_did_document(CONSORTIUM.did, {AMU: MEMBERS[UNIPI], UNIPI: []})
