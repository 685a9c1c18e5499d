import base64
import hashlib
import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.europass.made_up import ESEAL_AUTHORITY, LATER, NOON, SAMPLES, sample, sample_certificates
from tests.support.degrees import AMU

from salerno.credentials.europass.envelope import MAX_CHARACTERS
from salerno.credentials.europass.jws import sign, signing_input, to_base64url
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.europass.sealing import seal
from salerno.credentials.europass.seals import make_test_seal
from salerno.credentials.europass.verification import TimeEvidence, verify_sealed

SMALL = {
    "@context": ["https://www.w3.org/2018/credentials/v1", "http://data.europa.eu/snb/model/context/edc-ap"],
    "type": ["VerifiableCredential", "EuropeanDigitalCredential"],
    "issuer": {"eIDASIdentifier": {"notation": AMU.legal_identifier}},
    "credentialSubject": {"fullName": {"en": "Élodie"}},
    "validFrom": "2027-07-15T00:00:00Z",
}


@pytest.fixture(scope="module")
def verify(test_seal):
    def of(text, **how):
        return verify_sealed(text, **{"trusted": [test_seal[1]], "at": LATER, **how})

    return of


@pytest.fixture(scope="module")
def small(test_seal) -> str:
    own = test_seal[0]
    return seal(json.dumps(SMALL, ensure_ascii=False, separators=(",", ":")), own.key, own.certificates, NOON)


@pytest.fixture(scope="module")
def resealed(test_seal):
    """A seal by the right key over whatever header and payload a test wants."""
    own = test_seal[0]
    der = own.certificates[0].public_bytes(Encoding.DER)
    standing = {
        "alg": "ES256",
        "x5c": [base64.b64encode(der).decode()],
        "x5t#S256": to_base64url(hashlib.sha256(der).digest()),
        "sigT": "2027-07-20T12:00:00Z",
        "b64": False,
        "crit": ["b64", "sigT"],
    }

    def of(header=None, without=(), credential=None, payload=None, **outside):
        values = {name: value for name, value in {**standing, **(header or {})}.items() if name not in without}
        protected = to_base64url(json.dumps(values).encode())
        text = json.dumps({**SMALL, **(credential or {})}) if payload is None else payload
        signature = to_base64url(sign(own.key, signing_input(protected, text)))
        return json.dumps({"payload": text, "signatures": [{"protected": protected, "signature": signature, **outside}]})

    return of


@pytest.mark.parametrize("name", SAMPLES)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_no_byte_of_a_sample_can_change(name, data):
    text = sample(name)
    document = json.loads(text)
    known = sample_certificates(text)
    part = data.draw(st.sampled_from(["payload", "protected", "signature"]))
    holder = document if part == "payload" else document["signatures"][0]
    place = data.draw(st.integers(0, len(holder[part]) - 1))
    other = data.draw(st.sampled_from("A7_-{ é").filter(lambda letter: letter != holder[part][place]))
    holder[part] = holder[part][:place] + other + holder[part][place + 1 :]

    verdict = verify_sealed(json.dumps(document), trusted=[known[ESEAL_AUTHORITY]], at=LATER)

    assert not verdict.is_valid
    assert verdict.credential is None


def test_no_bit_of_a_sealed_text_can_change(small, verify):
    data = small.encode()
    assert verify(small).is_valid

    survivors = []
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1 << (place % 7)
        if verify(changed.decode("utf-8", "replace")).is_valid:
            survivors.append(place)

    assert survivors == []


def test_a_whole_degree_is_valid_and_its_owner_known(sealed, verify):
    verdict = verify(sealed)

    assert (verdict.refusal, verdict.sealed_at, verdict.rests_on_claim) == (None, NOON, False)
    assert verdict.credential["credentialSubject"]["fullName"] == {"en": "Élodie Made Up-Example"}


def test_after_the_end_of_the_certificate_a_seal_rests_on_what_it_claims(sealed, verify):
    verdict = verify(sealed, at=datetime(2040, 1, 1, tzinfo=UTC))

    assert (verdict.refusal, verdict.evidence, verdict.rests_on_claim) == (None, TimeEvidence.CLAIMED, True)


def test_an_unknown_issuer_is_named_and_what_it_sealed_is_shown(sealed):
    verdict = verify_sealed(sealed, trusted=[], at=LATER)

    assert (verdict.refusal, verdict.detail) == (SealReason.UNKNOWN_ISSUER, "TEST authority of a demonstration")
    assert verdict.credential["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]


def test_a_trusted_seal_needs_no_authority(sealed, test_seal):
    assert verify_sealed(sealed, trusted=[test_seal[0].certificates[0]], at=LATER).is_valid


def test_what_stands_under_a_broken_signature_is_not_shown(small, verify):
    verdict = verify(small.replace("Élodie", "Elodie"))

    assert (verdict.refusal, verdict.payload, verdict.credential, verdict.owner) == (SealReason.BAD_SIGNATURE, None, None, None)


NO_SEAL = [
    ("", SealReason.NOT_JSON),
    ("[]", SealReason.NOT_JSON),
    ("[" * 100_000, SealReason.NOT_JSON),
    ('{"payload": "{}", "payload": "{}", "signatures": []}', SealReason.NOT_JSON),
    ('{"payload": NaN, "signatures": []}', SealReason.NOT_JSON),
    ('{"payload": {}, "signatures": []}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signature": "", "protected": ""}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signatures": [1]}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signatures": [{}]}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signatures": [{"protected": "", "signature": "", "extra": 1}]}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signatures": [{}], "more": 1}', SealReason.NOT_SEALED),
    ('{"payload": "{}", "signatures": []}', SealReason.SEVERAL_SEALS),
    ('{"payload": "{}", "signatures": [{}, {}]}', SealReason.SEVERAL_SEALS),
    ('{"payload": "\\ud800", "signatures": [{"protected": "e30", "signature": ""}]}', SealReason.NOT_JSON),
    ('{"payload": "{}", "signatures": [{"protected": "e31", "signature": ""}]}', SealReason.BAD_HEADER),
    (" " * (MAX_CHARACTERS + 1), SealReason.TOO_LARGE),
]


@pytest.mark.parametrize(("text", "reason"), NO_SEAL, ids=[f"{place}-{reason}" for place, (_, reason) in enumerate(NO_SEAL)])
def test_what_is_no_seal_is_refused(verify, text, reason):
    assert verify(text).refusal == reason


HEADERS = [
    ({"header": {"alg": "none"}}, SealReason.UNSUPPORTED_ALGORITHM),
    ({"header": {"alg": "HS256"}}, SealReason.UNSUPPORTED_ALGORITHM),
    ({"header": {"alg": ["ES256"]}}, SealReason.UNSUPPORTED_ALGORITHM),
    ({"header": {"alg": "RS256"}}, SealReason.UNSUPPORTED_ALGORITHM),
    ({"header": {"crit": ["b64", "sigT", "sigPId"], "sigPId": {}}}, SealReason.UNKNOWN_CRITICAL_HEADER),
    ({"header": {"crit": ["b64", "sigT", "alg"]}}, SealReason.UNKNOWN_CRITICAL_HEADER),
    ({"header": {"crit": ["b64", "b64", "sigT"]}}, SealReason.BAD_HEADER),
    ({"header": {"crit": ["b64", "sigT", "adoTst"]}}, SealReason.BAD_HEADER),
    ({"header": {"crit": "b64"}}, SealReason.BAD_HEADER),
    ({"header": {"crit": ["sigT"]}}, SealReason.BAD_HEADER),
    ({"without": ["crit"]}, SealReason.BAD_HEADER),
    ({"header": {"b64": True}}, SealReason.BAD_HEADER),
    ({"header": {"b64": 0}}, SealReason.BAD_HEADER),
    ({"header": {"iat": 1}}, SealReason.BAD_HEADER),
    ({"header": {"sigT": "2027-07-20"}}, SealReason.BAD_HEADER),
    ({"header": {"crit": ["b64"], "iat": True}, "without": ["sigT"]}, SealReason.BAD_HEADER),
    ({"header": {"crit": ["b64"], "iat": 10**40}, "without": ["sigT"]}, SealReason.BAD_HEADER),
    ({"header": {"crit": ["b64"]}, "without": ["sigT"]}, SealReason.BAD_HEADER),
    ({"header": {"x5c": []}}, SealReason.BAD_HEADER),
    ({"header": {"x5c": ["AAAA"]}}, SealReason.BAD_CERTIFICATE),
    ({"header": {"x5c": ["*"]}}, SealReason.BAD_CERTIFICATE),
    ({"header": {"x5c": [7]}}, SealReason.BAD_CERTIFICATE),
    ({"header": {"x5t#S256": "AAAA"}}, SealReason.WRONG_CERTIFICATE),
    ({"without": ["x5t#S256"]}, SealReason.BAD_HEADER),
    ({"outside": {"alg": "ES256"}}, SealReason.BAD_HEADER),
    ({"outside": []}, SealReason.BAD_HEADER),
    ({"outside": {"etsiU": "x"}}, SealReason.BAD_HEADER),
    ({"outside": {"etsiU": [1]}}, SealReason.BAD_HEADER),
    ({"outside": {"etsiU": ["_w"]}}, SealReason.BAD_HEADER),
    ({"outside": {"etsiU": [{"sigTst": {}}]}}, SealReason.BAD_TIME_STAMP),
    ({"outside": {"etsiU": [{"sigTst": {"tstTokens": [{"val": "MAA="}]}}]}}, SealReason.BAD_TIME_STAMP),
    ({"header": {"adoTst": {"tstTokens": [{"val": "MAA="}]}}}, SealReason.BAD_TIME_STAMP),
    ({"header": {"sigT": "2020-01-01T00:00:00Z"}}, SealReason.CERTIFICATE_NOT_YET_VALID),
    ({"header": {"sigT": "2030-01-01T00:00:00Z"}}, SealReason.SEALED_IN_THE_FUTURE),
]


@pytest.mark.parametrize(("how", "reason"), HEADERS, ids=[f"{place}-{reason}" for place, (_, reason) in enumerate(HEADERS)])
def test_a_header_that_is_not_as_it_should_be_is_refused_although_signed(resealed, verify, how, reason):
    outside = {"header": how["outside"]} if "outside" in how else {}
    text = resealed(how.get("header"), how.get("without", ()))
    document = json.loads(text)
    document["signatures"][0].update(outside)

    assert verify(json.dumps(document)).refusal == reason


PAYLOADS = [
    ({"payload": "no json"}, SealReason.NOT_A_CREDENTIAL),
    ({"payload": '{"type": [], "type": []}'}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"type": ["VerifiableCredential"]}}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"type": "EuropeanDigitalCredential"}}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"@context": SMALL["@context"][::-1]}}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"credentialSubject": "somebody"}}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"validFrom": "2027-07-15"}}, SealReason.NOT_A_CREDENTIAL),
    ({"credential": {"issuer": {}}}, SealReason.WRONG_ISSUER),
    ({"credential": {"issuer": {"eIDASIdentifier": {"notation": "VATIT-OTHER"}}}}, SealReason.WRONG_ISSUER),
    ({"credential": {"validFrom": "2028-06-01T00:00:00Z"}}, SealReason.NOT_YET_VALID),
    ({"credential": {"validUntil": "2027-12-31T00:00:00Z"}}, SealReason.EXPIRED),
    ({"credential": {"expirationDate": "2027-12-31T00:00:00Z", "validUntil": "2029-12-31T00:00:00Z"}}, SealReason.EXPIRED),
]


@pytest.mark.parametrize(("how", "reason"), PAYLOADS, ids=[f"{place}-{reason}" for place, (_, reason) in enumerate(PAYLOADS)])
def test_a_payload_that_is_no_valid_credential_is_refused_although_sealed(resealed, verify, how, reason):
    assert verify(resealed(**how)).refusal == reason


def test_a_header_without_defect_is_accepted(resealed, verify):
    assert verify(resealed()).is_valid
    assert verify(resealed({"crit": ["b64"], "iat": int(NOON.timestamp())}, ["sigT"])).is_valid


def test_a_certificate_that_had_ended_when_it_sealed_is_refused(resealed, verify):
    text = resealed({"sigT": "2035-01-01T00:00:00Z"})

    assert verify(text, at=datetime(2036, 1, 1, tzinfo=UTC)).refusal == SealReason.CERTIFICATE_EXPIRED


SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
MEMBERS = st.sampled_from(["payload", "signatures", "protected", "signature", "header", "etsiU"])
HEADER_NAMES = st.sampled_from(["alg", "x5c", "x5t#S256", "sigT", "iat", "b64", "crit", "adoTst"])


def lists_and_objects(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=4)


@settings(deadline=None, max_examples=150)
@given(st.recursive(SCALARS, lists_and_objects, max_leaves=12))
def test_whatever_is_handed_in_gets_a_verdict(value):
    assert not verify_sealed(json.dumps(value), trusted=[], at=LATER).is_valid


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(HEADER_NAMES, SCALARS | st.lists(st.sampled_from(["b64", "sigT", "MAA="]), max_size=3)))
def test_whatever_stands_in_a_signed_header_gets_a_verdict(resealed, header):
    assert verify_sealed(resealed(header), trusted=[], at=LATER).refusal is not None


def test_an_authority_of_the_same_name_with_another_key_is_a_stranger(sealed):
    _, other = make_test_seal(name="x", country="FR", legal_identifier="VATFR-1", at=NOON, elliptic=True)

    assert verify_sealed(sealed, trusted=[other], at=LATER).refusal == SealReason.UNKNOWN_ISSUER


def test_every_reason_of_a_verdict_is_met_by_a_test():
    met = {reason for table in (NO_SEAL, HEADERS, PAYLOADS) for _, reason in table}
    elsewhere = {
        SealReason.BAD_SIGNATURE,
        SealReason.UNKNOWN_ISSUER,
        SealReason.CERTIFICATE_EXPIRED,
        SealReason.CERTIFICATE_NOT_FOR_SEALS,
        SealReason.WEAK_KEY,
        SealReason.BAD_SEAL_FILE,
        SealReason.KEY_MISMATCH,
    }

    assert met | elsewhere == set(SealReason)
