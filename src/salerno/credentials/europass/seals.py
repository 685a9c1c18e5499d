"""The means to seal: the institution's key with its certificates, from a file that the operator got from a trust service.

``make_test_seal`` makes one for demonstrations. It comes from an authority of its own and says in its subject that it is a TEST.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key, pkcs12
from cryptography.x509.oid import NameOID

from .certificates import TEST_MARK, check_may_seal
from .refusals import SealReason, SealRefused

SealKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_TEST_LIFE = timedelta(days=730)
# Clocks differ: a certificate made a moment ago holds already.
_TEST_EARLIER = timedelta(minutes=5)


@dataclass(frozen=True)
class Seal:
    """A private key and its certificates, that of the seal first. SECURITY: the key signs in the institution's name."""

    key: SealKey
    certificates: tuple[x509.Certificate, ...]

    def __repr__(self) -> str:
        return f"<Seal of {self.certificates[0].subject.rfc4514_string()}>"


def load_pem(text: bytes, password: bytes | None, at: datetime) -> Seal:
    """The seal in a PEM file that holds the private key and its certificates in any order.

    Raises ``SealRefused``: unreadable, no certificate of this key, no seal, not valid at ``at``.
    """
    try:
        key = load_pem_private_key(text, password)
        certificates = x509.load_pem_x509_certificates(text)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SealRefused(SealReason.BAD_SEAL_FILE, f"no PEM with a key and certificates: {error}"[:300]) from error
    return _checked(key, certificates, at)


def load_pkcs12(data: bytes, password: bytes | None, at: datetime) -> Seal:
    """The seal in a PKCS#12 file (``.p12``, ``.pfx``). Raises ``SealRefused`` like ``load_pem``."""
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SealRefused(SealReason.BAD_SEAL_FILE, f"no PKCS#12, or another password: {error}"[:300]) from error
    if key is None:
        raise SealRefused(SealReason.BAD_SEAL_FILE, "the file holds no private key")
    return _checked(key, [*([certificate] if certificate else []), *others], at)


def _checked(key: object, certificates: Sequence[x509.Certificate], at: datetime) -> Seal:
    if not isinstance(key, SealKey):
        raise SealRefused(SealReason.UNSUPPORTED_ALGORITHM, "the key is neither RSA nor P-256")
    own = [certificate for certificate in certificates if certificate.public_key() == key.public_key()]
    if not own:
        raise SealRefused(SealReason.KEY_MISMATCH, "no certificate in the file belongs to the key")
    check_may_seal(own[0], at)
    return Seal(key, (own[0], *(certificate for certificate in certificates if certificate not in own)))


def make_test_seal(
    *, name: str, country: str, legal_identifier: str, at: datetime, elliptic: bool = False
) -> tuple[Seal, x509.Certificate]:
    """A seal for demonstrations and tests, and the authority that vouches for it: nobody trusts that one until told to."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority_name = _subject(f"{TEST_MARK} authority of a demonstration", "Salerno", country)
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, SHA256())
    )
    key: SealKey = ec.generate_private_key(ec.SECP256R1()) if elliptic else rsa.generate_private_key(65537, 2048)
    subject = _subject(f"{TEST_MARK} SEAL, NOT QUALIFIED", name, country, legal_identifier)
    certificate = (
        _certificate(subject, authority_name, key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .sign(authority_key, SHA256())
    )
    return Seal(key, (certificate,)), authority


def _subject(common_name: str, organisation: str, country: str, legal_identifier: str = "") -> x509.Name:
    values = [
        (NameOID.COUNTRY_NAME, country),
        (NameOID.ORGANIZATION_NAME, organisation[:64]),
        (NameOID.ORGANIZATION_IDENTIFIER, legal_identifier),
        (NameOID.COMMON_NAME, common_name),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in values if value])


def _certificate(subject: x509.Name, issuer: x509.Name, key: object, at: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _TEST_EARLIER)
        .not_valid_after(at + _TEST_LIFE)
    )


def _usage(**on: bool) -> x509.KeyUsage:
    off = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**off, **on})
