"""What a time stamp proves: the Commission's samples, whose certificate ended long ago, and stamps that were tampered with."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.europass.made_up import ESEAL_AUTHORITY, LATER, SAMPLES, TIME_AUTHORITY, sample, sample_certificates

from salerno.credentials.europass.der import BadDer, read
from salerno.credentials.europass.jws import to_base64url
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.europass.verification import TimeEvidence, verify_sealed


@pytest.mark.parametrize(("name", "stamped"), [(SAMPLES[0], (11, 54, 20)), (SAMPLES[1], (12, 7, 4))])
def test_the_samples_of_the_commission_are_valid_as_of_their_time_stamp(name, stamped):
    text = sample(name)
    known = sample_certificates(text)

    verdict = verify_sealed(text, trusted=[known[ESEAL_AUTHORITY]], time_authorities=[known[TIME_AUTHORITY]], at=LATER)

    assert (verdict.refusal, verdict.evidence, verdict.rests_on_claim) == (None, TimeEvidence.STAMPED, False)
    assert verdict.sealed_at == datetime(2023, 9, 27, *stamped, tzinfo=UTC)
    assert (verdict.owner.name, verdict.owner.legal_identifier, verdict.owner.is_test) == (
        "ORGANIZACION TEST",
        "VATES-A00000000",
        True,
    )
    assert json.loads(verdict.payload) == verdict.credential


def test_a_time_stamp_of_nobody_known_does_not_carry_an_ended_certificate():
    text = sample(SAMPLES[0])

    verdict = verify_sealed(text, trusted=[sample_certificates(text)[ESEAL_AUTHORITY]], at=LATER)

    assert (verdict.refusal, verdict.evidence, verdict.rests_on_claim) == (None, TimeEvidence.CLAIMED, True)
    assert verdict.sealed_at == datetime(2023, 9, 27, 11, 54, 17, tzinfo=UTC)


def test_the_time_stamp_of_another_seal_is_refused():
    first, second = (json.loads(sample(name)) for name in SAMPLES)
    first["signatures"][0]["header"]["etsiU"] = second["signatures"][0]["header"]["etsiU"]

    assert verify_sealed(json.dumps(first), trusted=[], at=LATER).refusal == SealReason.BAD_TIME_STAMP


# PyCA still reads some certificates that it will refuse one day, and warns.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
@settings(deadline=None, max_examples=100)
@given(place=st.integers(0, 2000), value=st.integers(0, 255))
def test_a_damaged_time_stamp_is_refused_or_reads_the_same(place, value):
    """A byte of the token that no signature covers may differ; the time that it proves may not."""
    document = json.loads(sample(SAMPLES[0]))
    known = sample_certificates(sample(SAMPLES[0]))
    member = document["signatures"][0]["header"]["etsiU"][0]
    container = json.loads(base64.urlsafe_b64decode(member + "=" * (-len(member) % 4)))
    token = bytearray(base64.b64decode(container["sigTst"]["tstTokens"][0]["val"]))
    token[place % len(token)] = value
    container["sigTst"]["tstTokens"][0]["val"] = base64.b64encode(token).decode()
    document["signatures"][0]["header"]["etsiU"][0] = to_base64url(json.dumps(container).encode())

    verdict = verify_sealed(
        json.dumps(document), trusted=[known[ESEAL_AUTHORITY]], time_authorities=[known[TIME_AUTHORITY]], at=LATER
    )

    assert verdict.refusal in (None, SealReason.BAD_TIME_STAMP, SealReason.BAD_CERTIFICATE)
    if verdict.evidence is TimeEvidence.STAMPED:
        assert verdict.sealed_at == datetime(2023, 9, 27, 11, 54, 20, tzinfo=UTC)


@given(st.binary(max_size=60))
def test_der_is_read_whole_or_refused(data):
    try:
        element = read(data)
    except BadDer:
        return
    assert element.whole == data
