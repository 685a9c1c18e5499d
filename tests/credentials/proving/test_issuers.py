"""Whose signature counts."""

from datetime import UTC, datetime

from salerno.credentials.proving.achievement import credential
from salerno.credentials.proving.did import VerificationMethod, controller_document, did_key, resolver_of
from salerno.credentials.proving.keys import SigningKey
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Outcome

ISSUER = "did:web:campus.example:institutions:univ-amu.fr"


def test_a_key_of_another_party_is_refused(judge, award, stranger, resolver):
    document = sign(credential(award), key=stranger, created=award.awarded_at)
    both = controller_document(stranger.controller, [VerificationMethod(stranger.id, stranger.public)])

    known = judge(document, resolver=lambda controller: resolver(controller) or resolver_of(both)(controller))
    unknown = judge(document)

    assert (known.outcome, known.reason) == (Outcome.UNKNOWN_ISSUER, Reason.WRONG_ISSUER_KEY)
    assert not any(check.is_open for check in known.checks)
    assert (unknown.outcome, unknown.reason) == (Outcome.UNKNOWN_ISSUER, Reason.WRONG_ISSUER_KEY)


def test_a_stranger_with_a_key_in_the_address_is_refused(judge, award, stranger):
    """1EdTech's validator takes a key from the fragment; anybody could put theirs there."""
    forger = SigningKey(f"{ISSUER}#{stranger.public_multibase}", bytes(range(1, 33)))
    document = sign(credential(award), key=forger, created=award.awarded_at)

    assert judge(document).reason == Reason.UNKNOWN_KEY


def test_a_stranger_with_a_did_key_is_refused(judge, award, stranger):
    did = did_key(stranger.public)
    forger = SigningKey(f"{did}#{stranger.public_multibase}", bytes(range(1, 33)))

    assert judge(sign(credential(award), key=forger, created=award.awarded_at)).reason == Reason.WRONG_ISSUER_KEY


def test_an_issuer_that_is_a_did_key_needs_no_document(judge, simple, stranger):
    did = did_key(stranger.public)
    own = SigningKey(f"{did}#{stranger.public_multibase}", bytes(range(1, 33)))
    simple["issuer"]["id"] = did
    del simple["proof"]

    assert judge(sign(simple, key=own, created=datetime(2026, 11, 1, tzinfo=UTC)), resolver={}.get).is_valid


def test_an_unknown_issuer_is_not_called_altered(judge, signed):
    verdict = judge(signed, resolver={}.get)

    assert (verdict.outcome, verdict.reason, verdict.detail) == (
        Outcome.UNKNOWN_ISSUER,
        Reason.UNKNOWN_ISSUER,
        ISSUER,
    )
    assert [check.name for check in verdict.checks if check.is_open] == ["proof"]


def test_a_rotated_key_still_counts_and_a_revoked_one_does_not(judge, signed, key, stranger, noon):
    new = VerificationMethod(f"{ISSUER}#key-2", stranger.public)
    old, revoked = (VerificationMethod(key.id, key.public, revoked_at=at) for at in (None, noon))

    verdict = judge(signed, resolver=resolver_of(controller_document(ISSUER, [new, revoked])))

    assert judge(signed, resolver=resolver_of(controller_document(ISSUER, [new, old]))).is_valid
    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN_ISSUER, Reason.KEY_REVOKED)


def test_a_second_good_signature_of_another_party_is_told_and_does_no_harm(judge, signed, stranger, resolver, noon):
    both = controller_document(stranger.controller, [VerificationMethod(stranger.id, stranger.public)])
    document = sign(signed, key=stranger, created=noon)

    known = judge(document, resolver=lambda controller: resolver(controller) or resolver_of(both)(controller))
    unknown = judge(document)

    assert known.is_valid
    assert unknown.is_valid
    assert "is no key of" in known.checks[2].detail
    assert "its holder is not known" in unknown.checks[2].detail


def test_a_bad_second_signature_refuses_the_credential(judge, signed, key, noon):
    document = sign(signed, key=key, created=noon)
    document["proof"][1]["created"] = "2026-11-23T12:00:00Z"

    assert judge(document).reason == Reason.BAD_SIGNATURE
