"""Which status lists are believed."""

import dataclasses

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


def test_a_status_list_that_cannot_be_trusted_makes_the_credential_uncheckable(judge, signed, listing, stranger, noon):
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
    assert {verdict.outcome for verdict in verdicts.values()} == {Outcome.UNCHECKABLE}


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ({"type": "StatusList2021Entry"}, Reason.STATUS_UNSUPPORTED),
        ({"statusPurpose": "message"}, Reason.STATUS_UNSUPPORTED),
        ({"statusPurpose": ["revocation"]}, Reason.STATUS_UNSUPPORTED),
        ({"statusListCredential": None}, Reason.STATUS_MALFORMED),
    ],
)
def test_a_status_that_we_cannot_ask_makes_uncheckable(award, status, reason):
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
    assert outcome_of(reason) == Outcome.UNCHECKABLE


def test_a_list_of_another_known_issuer_clears_nobody(judge, signed, listing, stranger, resolver):
    """Both issuers are genuine; still, only the credential's own may speak of it."""
    theirs = controller_document(stranger.controller, [VerificationMethod(stranger.id, stranger.public)])
    listed = listing(by=stranger, issuer=stranger.controller)

    verdict = judge(
        signed,
        resolver=lambda controller: resolver(controller) or resolver_of(theirs)(controller),
        status_lookup={LIST_URL: listed}.get,
    )

    assert (verdict.outcome, verdict.reason) == (Outcome.UNCHECKABLE, Reason.STATUS_LIST_INVALID)
