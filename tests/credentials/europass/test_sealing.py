import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID
from tests.credentials.europass.made_up import NOON
from tests.support.degrees import AMU

from salerno.credentials.europass.certificates import owner_of
from salerno.credentials.europass.credential import build
from salerno.credentials.europass.envelope import read_object
from salerno.credentials.europass.jws import from_base64url
from salerno.credentials.europass.refusals import SealReason, SealRefused
from salerno.credentials.europass.sealing import TimeHeader, ready_to_seal, seal
from salerno.credentials.europass.seals import load_pem, load_pkcs12, make_test_seal
from salerno.credentials.europass.verification import verify_sealed


def header_of(sealed: str) -> dict:
    return read_object(from_base64url(read_object(sealed)["signatures"][0]["protected"], "protected").decode())


def pem_of(key, *certificates, password: bytes | None = None) -> bytes:
    how = BestAvailableEncryption(password) if password else NoEncryption()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, how)
    return b"".join([*(each.public_bytes(Encoding.PEM) for each in certificates), text])


def certificate_with(key, *, digital_signature: bool = True, identifier: str = "VATFR-MADE-UP", named: bool = True):
    """A self-signed certificate with chosen defects."""
    names = [(NameOID.COUNTRY_NAME, "FR"), (NameOID.ORGANIZATION_IDENTIFIER, identifier), (NameOID.COMMON_NAME, "TEST")]
    names += [(NameOID.ORGANIZATION_NAME, "Made up")] if named else []
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in names if value])
    usage = x509.KeyUsage(digital_signature, False, not digital_signature, False, False, False, False, False, False)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    builder = builder.not_valid_before(NOON - timedelta(days=1)).not_valid_after(NOON + timedelta(days=1))
    return builder.add_extension(usage, critical=True).sign(key, SHA256())


def refusal_of(call, *arguments, **named) -> SealReason:
    with pytest.raises(SealRefused) as error:
        call(*arguments, **named)
    return error.value.reason


def test_what_is_sealed_is_the_credential_with_its_moment_and_the_owner_of_the_seal(facts, display, test_seal):
    document = build(facts, display)

    text = ready_to_seal(document, test_seal[0].certificates[0], NOON)

    ready = read_object(text)
    identifier = ready["issuer"].pop("eIDASIdentifier")
    assert (ready.pop("issued"), ready.pop("issuanceDate")) == ("2027-07-20T12:00:00Z", "2027-07-20T12:00:00Z")
    assert ready == document
    assert identifier["notation"] == AMU.legal_identifier
    assert identifier["spatial"]["id"].endswith("/country/FRA")


def test_a_seal_of_another_institution_is_refused(facts, display):
    other, _ = make_test_seal(name="Made up", country="IT", legal_identifier="IT-OTHER", at=NOON, elliptic=True)

    assert refusal_of(ready_to_seal, build(facts, display), other.certificates[0], NOON) == SealReason.WRONG_ISSUER


def test_a_seal_names_the_issuer_when_the_facts_do_not(facts, display, test_seal):
    document = build(replace(facts, awarding=replace(AMU, legal_identifier="")), display)

    ready = read_object(ready_to_seal(document, test_seal[0].certificates[0], NOON))

    assert ready["issuer"]["eIDASIdentifier"]["notation"] == AMU.legal_identifier


@pytest.mark.parametrize("elliptic", [False, True])
def test_the_seal_is_jades_baseline_b_over_the_raw_payload(elliptic):
    own, authority = make_test_seal(name="Made up", country="FR", legal_identifier="VATFR-0", at=NOON, elliptic=elliptic)
    payload = '{"é": "as it is"}'

    sealed = seal(payload, own.key, (*own.certificates, authority), NOON)

    ders = [each.public_bytes(Encoding.DER) for each in (*own.certificates, authority)]
    assert read_object(sealed)["payload"] == payload
    assert header_of(sealed) == {
        "alg": "ES256" if elliptic else "RS256",
        "typ": "jose+json",
        "cty": "ld+json",
        "x5c": [base64.b64encode(der).decode() for der in ders],
        "x5t#S256": base64.urlsafe_b64encode(hashlib.sha256(ders[0]).digest()).rstrip(b"=").decode(),
        "sigT": "2027-07-20T12:00:00Z",
        "b64": False,
        "crit": ["b64", "sigT"],
    }


def test_the_newer_time_header_is_seconds_and_not_critical(test_seal):
    own = test_seal[0]

    header = header_of(seal("{}", own.key, own.certificates, NOON, TimeHeader.IAT))

    assert header["iat"] == int(NOON.timestamp())
    assert "sigT" not in header
    assert header["crit"] == ["b64"]


@pytest.mark.parametrize("time_header", list(TimeHeader))
@pytest.mark.parametrize("elliptic", [False, True])
def test_what_is_sealed_verifies_and_keeps_its_bytes(facts, display, elliptic, time_header):
    own, authority = make_test_seal(
        name=AMU.legal_name, country="FR", legal_identifier=AMU.legal_identifier, at=NOON, elliptic=elliptic
    )
    payload = ready_to_seal(build(facts, display), own.certificates[0], NOON)

    verdict = verify_sealed(seal(payload, own.key, own.certificates, NOON, time_header), trusted=[authority], at=NOON)

    assert (verdict.refusal, verdict.payload, verdict.sealed_at) == (None, payload, NOON)


def test_a_test_seal_says_that_it_is_one_and_who_is_meant(test_seal):
    owner = owner_of(test_seal[0].certificates[0])

    assert (owner.name, owner.legal_identifier, owner.country) == (AMU.legal_name, AMU.legal_identifier, "FR")
    assert (owner.common_name, owner.is_test) == ("TEST SEAL, NOT QUALIFIED", True)
    assert owner.issued_by == "TEST authority of a demonstration"


def test_a_seal_does_not_show_its_key(test_seal):
    assert repr(test_seal[0]).startswith("<Seal of ")
    assert "Key" not in repr(test_seal[0])


@pytest.mark.parametrize("password", [None, b"a password"])
def test_a_seal_is_read_from_pem_and_from_pkcs12_its_own_certificate_first(test_seal, password):
    own, authority = test_seal
    how = BestAvailableEncryption(password) if password else NoEncryption()
    bundle = pkcs12.serialize_key_and_certificates(b"seal", own.key, own.certificates[0], [authority], how)

    loaded = [load_pem(pem_of(own.key, authority, *own.certificates, password=password), password, NOON)]
    loaded += [load_pkcs12(bundle, password, NOON)]

    assert [each.certificates for each in loaded] == [(own.certificates[0], authority)] * 2
    assert [each.key.private_numbers() for each in loaded] == [own.key.private_numbers()] * 2


def test_seal_files_that_cannot_be_used_say_why(test_seal):
    own, authority = test_seal
    pem = pem_of(own.key, *own.certificates)
    without_key = pkcs12.serialize_key_and_certificates(b"", None, own.certificates[0], None, NoEncryption())
    locked = pem_of(own.key, *own.certificates, password=b"right")

    assert refusal_of(load_pem, b"nothing", None, NOON) == SealReason.BAD_SEAL_FILE
    assert refusal_of(load_pem, locked, b"wrong", NOON) == SealReason.BAD_SEAL_FILE
    assert refusal_of(load_pem, locked, None, NOON) == SealReason.BAD_SEAL_FILE
    assert refusal_of(load_pkcs12, b"nothing", None, NOON) == SealReason.BAD_SEAL_FILE
    assert refusal_of(load_pkcs12, without_key, None, NOON) == SealReason.BAD_SEAL_FILE
    assert refusal_of(load_pem, pem_of(own.key, authority), None, NOON) == SealReason.KEY_MISMATCH
    assert refusal_of(load_pem, pem, None, NOON + timedelta(days=3650)) == SealReason.CERTIFICATE_EXPIRED
    assert refusal_of(load_pem, pem, None, NOON - timedelta(days=1)) == SealReason.CERTIFICATE_NOT_YET_VALID


@pytest.mark.parametrize(
    ("key", "how", "reason"),
    [
        (ec.generate_private_key(ec.SECP256R1()), {"digital_signature": False}, SealReason.CERTIFICATE_NOT_FOR_SEALS),
        (ec.generate_private_key(ec.SECP256R1()), {"identifier": ""}, SealReason.CERTIFICATE_NOT_FOR_SEALS),
        (ec.generate_private_key(ec.SECP256R1()), {"named": False}, SealReason.CERTIFICATE_NOT_FOR_SEALS),
        (ec.generate_private_key(ec.SECP384R1()), {}, SealReason.UNSUPPORTED_ALGORITHM),
        (rsa.generate_private_key(65537, 1024), {}, SealReason.WEAK_KEY),
    ],
)
def test_a_certificate_that_is_no_seal_is_refused_when_loading_and_when_sealing(key, how, reason):
    certificate = certificate_with(key, **how)

    assert refusal_of(load_pem, pem_of(key, certificate), None, NOON) == reason
    assert refusal_of(seal, "{}", key, (certificate,), NOON) == reason


def test_a_key_of_another_kind_is_no_seal():
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    text = pem_of(Ed25519PrivateKey.generate(), certificate_with(ec.generate_private_key(ec.SECP256R1())))

    assert refusal_of(load_pem, text, None, NOON) == SealReason.UNSUPPORTED_ALGORITHM


def test_another_key_than_the_certificates_seals_nothing(test_seal):
    stranger = ec.generate_private_key(ec.SECP256R1())

    assert refusal_of(seal, "{}", stranger, test_seal[0].certificates, NOON) == SealReason.KEY_MISMATCH


def test_a_sealed_text_is_compact_json(sealed):
    assert json.dumps(json.loads(sealed), ensure_ascii=False, separators=(",", ":")) == sealed
    assert datetime.fromisoformat(header_of(sealed)["sigT"]) == NOON.astimezone(UTC)
