import copy
import dataclasses
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.credentials.proving.badge import badge_png
from salerno.credentials.proving.baking import bake_png
from salerno.credentials.proving.canonical import canonical_rdf
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.status_list import (
    Purpose,
    StatusList,
    status_list_credential,
)
from salerno.credentials.proving.verification import Check, Outcome, outcome_of, verify

LIST_URL = "https://campus.example/status/3"
INDEX = 4242
ISSUER = "did:web:campus.example:institutions:univ-amu.fr"


def test_a_genuine_credential_is_valid_and_every_check_is_told(judge, signed, key):
    verdict = judge(json.dumps(signed).encode())

    assert (verdict.outcome, verdict.reason, verdict.is_valid) == (Outcome.VALID, None, True)
    assert verdict.checks == (
        Check("readable", True),
        Check("structure", True),
        Check("proof", True, f"eddsa-rdfc-2022: {key.id}"),
        Check("status", True, "not revoked and not suspended"),
        Check("period", True),
    )


def test_the_summary_says_what_the_page_shows(judge, signed):
    summary = judge(signed).summary

    assert dataclasses.asdict(summary) == {
        "credential_id": "https://campus.example/credentials/6b0e6f1c-7a63-4c2d-9d5a-0f1f8a1f6a11",
        "issuer_id": ISSUER,
        "issuer_name": "Aix-Marseille Université",
        "holder": "Zoë D’Souza",
        "achievement_id": "https://campus.example/achievements/ai-in-health",
        "achievement_name": "AI in health: from the clinical question to the bedside",
        "valid_from": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        "valid_until": datetime(2031, 11, 20, tzinfo=UTC),
    }


def test_the_same_verdict_from_an_object_from_bytes_and_from_a_picture(judge, signed):
    text = json.dumps(signed, ensure_ascii=False)

    assert judge(signed) == judge(text.encode()) == judge(bake_png(badge_png("AI", "AMU"), text))


def test_verify_leaves_the_object_as_it_is(judge, signed):
    before = copy.deepcopy(signed)

    judge(signed)

    assert signed == before


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (datetime(2026, 11, 20, 9, 29, 59, tzinfo=UTC), Outcome.NOT_YET_VALID),
        (datetime(2026, 11, 20, 9, 30, tzinfo=UTC), Outcome.VALID),
        (datetime(2031, 11, 19, 23, 59, 59, tzinfo=UTC), Outcome.VALID),
        (datetime(2031, 11, 20, tzinfo=UTC), Outcome.EXPIRED),
    ],
)
def test_the_period_is_half_open(judge, signed, at, outcome):
    assert judge(signed, at=at).outcome == outcome


def test_a_revoked_credential_is_revoked_even_when_it_has_expired_too(judge, signed, listing, noon):
    lookup = {LIST_URL: listing(INDEX)}.get

    assert judge(signed, status_lookup=lookup).outcome == Outcome.REVOKED
    assert judge(signed, status_lookup=lookup, at=noon + timedelta(days=3650)).outcome == Outcome.REVOKED


def test_the_bit_of_a_neighbour_revokes_nothing(judge, signed, listing):
    assert judge(signed, status_lookup={LIST_URL: listing(INDEX - 1, INDEX + 1)}.get).is_valid


def test_an_expired_credential_is_expired_even_when_its_list_is_gone(judge, signed, noon):
    verdict = judge(signed, status_lookup={}.get, at=noon + timedelta(days=3650))

    assert verdict.outcome == Outcome.EXPIRED


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"proofPurpose": "authentication"}, Outcome.ALTERED, Reason.WRONG_PURPOSE),
        ({"proofPurpose": None}, Outcome.ALTERED, Reason.WRONG_PURPOSE),
        ({"created": "2027-01-01T00:00:00Z"}, Outcome.NOT_YET_VALID, Reason.PROOF_FROM_THE_FUTURE),
        ({"expires": "2026-11-24T11:59:59Z"}, Outcome.EXPIRED, Reason.PROOF_EXPIRED),
        ({"created": "yesterday"}, Outcome.UNREADABLE, Reason.BAD_DATE),
        ({"created": "2026-11-20"}, Outcome.UNREADABLE, Reason.BAD_DATE),
        ({"cryptosuite": "ecdsa-rdfc-2019"}, Outcome.UNCHECKABLE, Reason.NO_CHECKABLE_PROOF),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, Outcome.UNCHECKABLE, Reason.NO_CHECKABLE_PROOF),
        ({"type": "SomethingElse"}, Outcome.UNCHECKABLE, Reason.NO_CHECKABLE_PROOF),
        ({"proofValue": "z1"}, Outcome.ALTERED, Reason.BAD_SIGNATURE),
        ({"proofValue": "u" + "A" * 86}, Outcome.ALTERED, Reason.BAD_SIGNATURE),
        ({"proofValue": "z" + "1" * 10_000}, Outcome.ALTERED, Reason.BAD_SIGNATURE),
        ({"proofValue": 7}, Outcome.ALTERED, Reason.BAD_SIGNATURE),
        ({"verificationMethod": "did:example:1"}, Outcome.UNCHECKABLE, Reason.UNKNOWN_DID_METHOD),
        ({"verificationMethod": "ftp://example.org/key"}, Outcome.UNCHECKABLE, Reason.UNKNOWN_KEY_METHOD),
        ({"previousProof": "urn:uuid:1"}, Outcome.ALTERED, Reason.PREVIOUS_PROOF_MISSING),
        ({"previousProof": [{"a": 1}]}, Outcome.ALTERED, Reason.PREVIOUS_PROOF_MISSING),
        ({"note": "not signed"}, Outcome.ALTERED, Reason.UNSIGNED_CONTENT),
    ],
)
def test_a_changed_proof_is_refused_for_its_own_reason(judge, signed, change, outcome, reason):
    document = copy.deepcopy(signed)
    document["proof"][0] |= change

    verdict = judge(document)

    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@pytest.mark.parametrize(
    ("change", "outcome", "reason"),
    [
        ({"proof": []}, Outcome.UNCHECKABLE, Reason.NO_PROOF),
        ({"proof": "x"}, Outcome.ALTERED, Reason.BAD_PROOF),
        ({"proof": [{}] * 7}, Outcome.ALTERED, Reason.BAD_PROOF),
        ({"@context": []}, Outcome.UNREADABLE, Reason.WRONG_BASE_CONTEXT),
        ({"type": "OpenBadgeCredential"}, Outcome.UNREADABLE, Reason.MISSING_TYPE),
        ({"issuer": {"name": "x"}}, Outcome.UNREADABLE, Reason.MISSING_ISSUER),
        ({"issuer": "AMU"}, Outcome.UNREADABLE, Reason.MISSING_ISSUER),
        ({"credentialSubject": []}, Outcome.UNREADABLE, Reason.MISSING_SUBJECT),
        ({"credentialSubject": {}}, Outcome.UNREADABLE, Reason.MISSING_SUBJECT),
        ({"validUntil": "2020-01-01T00:00:00Z"}, Outcome.UNREADABLE, Reason.BAD_DATE),
        ({"validFrom": "2026-11-20T09:30:00"}, Outcome.UNREADABLE, Reason.BAD_DATE),
        ({"validFrom": "2026-02-30T09:30:00Z"}, Outcome.UNREADABLE, Reason.BAD_DATE),
        ({"name": "Another"}, Outcome.ALTERED, Reason.BAD_SIGNATURE),
        ({"grade": "excellent"}, Outcome.ALTERED, Reason.UNSIGNED_CONTENT),
        (
            {"@context": ["https://www.w3.org/ns/credentials/v2", "https://evil.example/c"]},
            Outcome.UNCHECKABLE,
            Reason.UNKNOWN_CONTEXT,
        ),
        ({"name": float("nan")}, Outcome.UNREADABLE, Reason.BAD_NUMBER),
        ({"name": b"bytes"}, Outcome.UNREADABLE, Reason.NOT_JSON),
    ],
)
def test_a_changed_credential_is_refused_for_its_own_reason(judge, signed, change, outcome, reason):
    verdict = judge(signed | change)

    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_a_credential_without_start_is_refused(judge, signed):
    document = {key: value for key, value in signed.items() if key != "validFrom"}

    assert judge(document).reason == Reason.MISSING_START


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_verify_meets_any_bytes_with_a_verdict(data):
    verdict = verify(data, at=datetime(2026, 1, 1, tzinfo=UTC), resolver={}.get, status_lookup={}.get)

    assert not verdict.is_valid


WORDS = st.sampled_from(
    [
        "id",
        "type",
        "@context",
        "proof",
        "issuer",
        "credentialSubject",
        "achievement",
        "name",
        "credentialStatus",
        "validFrom",
    ]
)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(path=st.lists(WORDS | st.integers(0, 1), min_size=1, max_size=3), value=ANY)
@settings(max_examples=200, deadline=None)
def test_verify_meets_any_misshapen_credential_with_a_verdict(signed, resolver, listing_once, path, value):
    document = copy.deepcopy(signed)
    parent = document
    for step in path[:-1]:
        inner = parent[step] if (isinstance(parent, dict) and step in parent) else None
        if not isinstance(inner, dict):
            break
        parent = inner
    parent[str(path[-1])] = value

    verdict = verify(
        document,
        at=datetime(2026, 11, 24, tzinfo=UTC),
        resolver=resolver,
        status_lookup=lambda url: listing_once,
    )

    if verdict.is_valid:
        assert document.pop("proof") == signed["proof"]
        assert canonical_rdf(document, pinned_contexts()) == canonical_rdf(unsecured(signed), pinned_contexts())


def unsecured(document: dict) -> dict:
    return {key: value for key, value in document.items() if key != "proof"}


@pytest.fixture(scope="module")
def listing_once(key):
    start = datetime(2026, 11, 1, tzinfo=UTC)
    document = status_list_credential(
        list_url=LIST_URL, issuer=ISSUER, purpose=Purpose.REVOCATION, statuses=StatusList(), valid_from=start
    )
    return sign(document, key=key, created=start)


def test_every_reason_has_an_outcome():
    assert {outcome_of(reason) for reason in Reason} == set(Outcome) - {Outcome.VALID}
