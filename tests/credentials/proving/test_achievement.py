import dataclasses
import hashlib
import json
from decimal import Decimal

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.credentials.proving.achievement import Holder, Term, credential, workload_text
from salerno.credentials.proving.canonical import canonical_rdf
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.identities import hashed_email, is_holder, plain_name
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.status_list import Purpose, status_entry

SALT = "0123456789abcdef"


@pytest.fixture(scope="module")
def schema(data):
    text = (data / "openbadges3/schema/ob_v3p0_achievementcredential_schema.json").read_text("utf-8")
    return jsonschema.Draft201909Validator(json.loads(text))


def smallest(award):
    """Only what must be there."""
    achievement = dataclasses.replace(
        award.achievement,
        criteria_url=None,
        ects_credits=None,
        cycle=None,
        fields=(),
        assessment=Term("oral examination"),
        image_url=None,
        prerequisites=None,
        supervision=None,
        stackability=None,
        code=None,
    )
    return dataclasses.replace(
        award,
        achievement=achievement,
        issuer=dataclasses.replace(award.issuer, region=None, image_url=None),
        holder=Holder(id="did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"),
        valid_until=None,
        evidence_minutes=None,
        grade=None,
        statuses=(),
    )


def test_credential_is_valid_against_1edtechs_schema(award, key, schema):
    for each in (award, smallest(award)):
        document = sign(credential(each), key=key, created=each.awarded_at)

        assert [error.message for error in schema.iter_errors(document)] == []


def test_every_key_of_a_credential_expands(award):
    for each in (award, smallest(award)):
        assert canonical_rdf(credential(each), pinned_contexts())


def test_credential_carries_the_eleven_elements_of_a_micro_credential(award):
    document = credential(award)
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    alignments = {each["targetFramework"]: each for each in achievement["alignment"] if "targetFramework" in each}

    carried = {
        "learner": subject["identifier"][0]["identityHash"],
        "title": achievement["name"],
        "country": document["issuer"]["address"]["addressCountry"],
        "awarding body": document["issuer"]["name"],
        "date": document["awardedDate"],
        "outcomes": [each["targetName"] for each in achievement["alignment"][:2]],
        "workload": subject["creditsEarned"],
        "level": alignments["European Qualifications Framework"]["targetCode"],
        "assessment": alignments["Council Recommendation 2022/C 243/02: type of assessment"]["targetName"],
        "participation": alignments["Council Recommendation 2022/C 243/02: form of participation"]["targetName"],
        "quality": alignments["Council Recommendation 2022/C 243/02: type of quality assurance"]["targetName"],
    }

    assert carried == {
        "learner": "Zoë D’Souza",
        "title": "AI in health: from the clinical question to the bedside",
        "country": "France",
        "awarding body": "Aix-Marseille Université",
        "date": "2026-11-20T09:30:00Z",
        "outcomes": ["State a clinical question", "Read a confusion matrix"],
        "workload": 1.5,
        "level": "6",
        "assessment": "marked assignment",
        "participation": "online",
        "quality": "institutional quality assurance",
    }


def test_criteria_say_in_words_what_open_badges_has_no_field_for(award):
    assert credential(award)["credentialSubject"]["achievement"]["criteria"]["narrative"].split("\n") == [
        "The final assessment was passed with at least 70 %.",
        "",
        "- Notional workload: 37.5 h, 1.5 ECTS",
        "- Level (EQF, cycle): EQF level 6, first cycle",
        "- Type of assessment: marked assignment",
        "- Form of participation: online",
        "- Type of quality assurance: institutional quality assurance",
        "- Prerequisites: none",
        "- Supervision and identity check: unsupervised",
        "- Integration and stackability: counts towards the short course",
    ]


def test_criteria_are_named_in_the_achievements_language(award):
    french = dataclasses.replace(award.achievement, language="fr-FR")

    narrative = credential(dataclasses.replace(award, achievement=french))["credentialSubject"]["achievement"]

    assert "- Forme de participation: online" in narrative["criteria"]["narrative"]


def test_whole_credits_are_written_without_a_point(award):
    achievement = dataclasses.replace(award.achievement, ects_credits=Decimal("6.0"), workload_hours=Decimal("150.0"))

    document = credential(dataclasses.replace(award, achievement=achievement))

    assert repr(document["credentialSubject"]["creditsEarned"]) == "6"
    assert workload_text(achievement) == "150 h, 6 ECTS"


def test_several_statuses_are_an_array(award):
    statuses = tuple(status_entry(list_url="https://x.example/s", index=7, purpose=purpose) for purpose in Purpose)

    document = credential(dataclasses.replace(award, statuses=statuses))

    assert document["credentialStatus"] == list(statuses)


def test_a_credential_without_holder_is_refused(award):
    with pytest.raises(ValueError, match="holder"):
        credential(dataclasses.replace(award, holder=Holder()))


def test_the_address_is_never_written_in_clear(award):
    assert "zoe@example.org" not in json.dumps(credential(award))


@given(st.emails())
def test_is_holder_knows_the_address_in_any_case(email):
    identity = hashed_email(email, SALT)

    assert is_holder(identity, f" {email.upper()} " if email.upper().lower() == email.lower() else email)
    assert not is_holder(identity, "x" + email)
    assert not is_holder(identity | {"salt": SALT[::-1]}, email)


def test_hashed_email_is_sha256_of_address_and_salt():
    assert hashed_email("Zoe@Example.org", SALT)["identityHash"] == (
        "sha256$" + hashlib.sha256(b"zoe@example.org0123456789abcdef").hexdigest()
    )


def test_hashed_email_refuses_a_short_salt():
    with pytest.raises(ValueError, match="16"):
        hashed_email("zoe@example.org", "short")


def test_is_holder_reads_plain_identities_of_other_issuers():
    plain = {"identityType": "emailAddress", "hashed": False, "identityHash": "Zoe@example.org"}

    assert is_holder(plain, "zoe@example.org")
    assert not is_holder(plain_name("Zoe"), "Zoe")
    assert not is_holder({}, "zoe@example.org")
