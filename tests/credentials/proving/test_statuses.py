"""Which status lists are believed."""

import dataclasses
from datetime import UTC, datetime

import pytest

from salerno.credentials.proving.achievement import credential
from salerno.credentials.proving.contexts import pinned_contexts
from salerno.credentials.proving.did import VerificationMethod, controller_document, resolver_of
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.status_list import (
    Purpose,
    status_entry,
)
from salerno.credentials.proving.statuses import check_statuses
from salerno.credentials.proving.verification import Outcome, outcome_of

LIST_URL = "https://campus.example/status/3"
INDEX = 4242
NOVEMBER = datetime(2026, 11, 1, tzinfo=UTC)
OWN = "http://example.com/credentials/3527"


@pytest.mark.parametrize(
    ("revoked", "suspended", "outcome"),
    [
        (False, False, Outcome.VALID),
        (False, True, Outcome.SUSPENDED),
        (True, False, Outcome.REVOKED),
        (True, True, Outcome.REVOKED),
    ],
)
def test_revocation_and_suspension_together(judge, award, key, listing, revoked, suspended, outcome):
    other = "https://campus.example/status/4"
    statuses = (
        status_entry(list_url=other, index=9, purpose=Purpose.SUSPENSION),
        status_entry(list_url=LIST_URL, index=INDEX, purpose=Purpose.REVOCATION),
    )
    document = sign(credential(dataclasses.replace(award, statuses=statuses)), key=key, created=award.awarded_at)
    lists = {
        LIST_URL: listing(*[INDEX] * revoked),
        other: listing(*[9] * suspended, list_url=other, purpose=Purpose.SUSPENSION),
    }

    assert judge(document, status_lookup=lists.get).outcome == outcome


def test_a_status_list_that_cannot_be_trusted_leaves_the_status_open(judge, signed, listing, stranger, noon):
    altered = listing()
    altered["credentialSubject"]["encodedList"] = listing(1)["credentialSubject"]["encodedList"]
    cases = {
        "missing": None,
        "altered": altered,
        "unsigned": {key: value for key, value in listing().items() if key != "proof"},
        "somebody else's": listing(by=stranger, issuer=stranger.controller),
        "signed by somebody else": listing(by=stranger),
        "out of date": listing(valid_until=noon),
        "no list": signed,
        "not JSON": b"<html>",
        "another list": listing(list_url="https://campus.example/status/9"),
    }

    verdicts = {name: judge(signed, status_lookup={LIST_URL: found}.get) for name, found in cases.items()}

    assert {name: verdict.reason for name, verdict in verdicts.items()} == {
        name: Reason.STATUS_UNAVAILABLE if name == "missing" else Reason.STATUS_LIST_INVALID for name in cases
    }
    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.STATUS_UNCHECKED}
    assert {check.name for verdict in verdicts.values() for check in verdict.checks if check.is_open} == {"status"}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ({"type": "StatusList2021Entry"}, Reason.STATUS_UNSUPPORTED),
        ({"statusPurpose": "message"}, Reason.STATUS_UNSUPPORTED),
        ({"statusPurpose": ["revocation"]}, Reason.STATUS_UNSUPPORTED),
        ({"statusListCredential": None}, Reason.STATUS_MALFORMED),
    ],
)
def test_a_status_that_we_cannot_ask_stays_open(award, status, reason):
    """An issuer may sign such entries: the check itself must hold."""
    entry = award.statuses[0] | status
    with pytest.raises(ProofRefused) as refusal:
        check_statuses(
            {"credentialStatus": entry},
            lookup={}.get,
            resolver={}.get,
            at=award.awarded_at,
            contexts=pinned_contexts(),
        )

    assert refusal.value.reason == reason
    assert outcome_of(reason) == Outcome.STATUS_UNCHECKED


def test_a_list_of_another_known_issuer_clears_nobody(judge, signed, listing, stranger, resolver):
    """Both issuers are genuine; still, only the credential's own may speak of it."""
    theirs = controller_document(stranger.controller, [VerificationMethod(stranger.id, stranger.public)])
    listed = listing(by=stranger, issuer=stranger.controller)

    verdict = judge(
        signed,
        resolver=lambda controller: resolver(controller) or resolver_of(theirs)(controller),
        status_lookup={LIST_URL: listed}.get,
    )

    assert (verdict.outcome, verdict.reason) == (Outcome.STATUS_UNCHECKED, Reason.STATUS_LIST_INVALID)


def test_a_list_that_revokes_is_heard_although_another_is_silent(judge, award, key, listing):
    silent = status_entry(list_url="https://campus.example/status/4", index=9, purpose=Purpose.SUSPENSION)
    document = sign(credential(dataclasses.replace(award, statuses=(silent, *award.statuses))), key=key, created=award.awarded_at)

    assert judge(document, status_lookup={LIST_URL: listing(INDEX)}.get).outcome == Outcome.REVOKED
    assert judge(document, status_lookup={LIST_URL: listing()}.get).reason == Reason.STATUS_UNAVAILABLE


REVOCATIONS = "https://campus.example/revocations"


@pytest.fixture
def judge_revocations(simple, judge, key):
    """Judge a credential with a 1EdTech revocation list, given what is handed in as that list."""
    del simple["proof"]
    simple["@context"].append("https://purl.imsglobal.org/spec/ob/v3p0/extensions.json")
    simple["credentialStatus"] = {"id": REVOCATIONS, "type": "1EdTechRevocationList"}
    signed = sign(simple, key=key, created=NOVEMBER)

    def judge_with(**changes):
        listing = {"id": REVOCATIONS, "issuer": simple["issuer"]["id"], "revokedCredentials": []} | changes
        return judge(signed, status_lookup={REVOCATIONS: listing}.get)

    return judge_with


@pytest.mark.parametrize(
    ("revoked", "outcome"),
    [
        ([], Outcome.VALID),
        ([{"id": "urn:uuid:another"}], Outcome.VALID),
        ([{"id": OWN}], Outcome.REVOKED),
        ([{"id": OWN, "revoked": True, "revocationReason": "Issued by mistake"}], Outcome.REVOKED),
        ([{"id": OWN, "revoked": None}], Outcome.REVOKED),
        ([{"id": OWN, "revoked": False}], Outcome.VALID),
        ([{"id": OWN, "revoked": False}, {"id": OWN}], Outcome.REVOKED),
        ({"id": OWN}, Outcome.REVOKED),
    ],
)
def test_a_1edtech_revocation_list_revokes_what_it_lists(judge_revocations, revoked, outcome):
    assert judge_revocations(revokedCredentials=revoked).outcome == outcome


def test_a_clear_revocation_list_is_told_to_be_unsigned(judge_revocations):
    verdict = judge_revocations()

    assert [check.detail for check in verdict.checks if check.name == "status"] == ["not revoked, says a list that is not signed"]


@pytest.mark.parametrize(
    "change",
    [
        {"id": "https://campus.example/another"},
        {"issuer": "did:web:elsewhere.example"},
        {"issuer": None},
        {"revokedCredentials": [OWN]},
        {"revokedCredentials": [{"revoked": True}]},
        {"revokedCredentials": [{"id": "urn:x"}] * 20_001},
    ],
)
def test_a_revocation_list_that_is_not_sound_leaves_the_status_open(judge_revocations, change):
    verdict = judge_revocations(**change)

    assert (verdict.outcome, verdict.reason) == (Outcome.STATUS_UNCHECKED, Reason.STATUS_LIST_INVALID)
