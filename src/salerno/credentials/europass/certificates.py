"""The certificate of a seal: what it says, whether it may seal, and whether anchors that we trust vouch for it.

Electronic seals belong to legal persons (eIDAS, article 3(25)); EN 319 412-3 puts the name of one into ``organizationName`` and
its identifier into ``organizationIdentifier``. Revocation is not looked up: that would tell an authority who is verified here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from .refusals import SealReason, SealRefused

MIN_RSA_BITS = 2048
TEST_MARK = "TEST"
# SECURITY: a stranger's key of a million bits would take its time.
_MAX_RSA_BITS = 8192
# Bounds for chains that strangers send.
_MAX_CANDIDATES = 20
_MAX_DEPTH = 6
_UNREADABLE = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)


@dataclass(frozen=True)
class SealOwner:
    """Whose seal it is, in the words of the certificate. ``is_test``: its subject says that it is no real seal."""

    name: str
    common_name: str
    legal_identifier: str
    country: str
    issued_by: str
    valid_from: datetime
    valid_until: datetime
    is_test: bool


def owner_of(certificate: x509.Certificate) -> SealOwner:
    """What ``certificate`` says of its owner; absent names are empty."""
    common_name = _name(certificate.subject, NameOID.COMMON_NAME)
    return SealOwner(
        name=_name(certificate.subject, NameOID.ORGANIZATION_NAME),
        common_name=common_name,
        legal_identifier=_name(certificate.subject, NameOID.ORGANIZATION_IDENTIFIER),
        country=_name(certificate.subject, NameOID.COUNTRY_NAME),
        issued_by=_name(certificate.issuer, NameOID.COMMON_NAME) or _name(certificate.issuer, NameOID.ORGANIZATION_NAME),
        valid_from=certificate.not_valid_before_utc,
        valid_until=certificate.not_valid_after_utc,
        is_test=re.match(rf"{TEST_MARK}\b", common_name) is not None,
    )


def _name(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    return next((str(attribute.value) for attribute in name.get_attributes_for_oid(oid)), "")


def load_der(data: bytes) -> x509.Certificate:
    """The certificate in ``data``; every part of it that we read later is read now, for PyCA parses extensions late."""
    try:
        certificate = x509.load_der_x509_certificate(data)
        key = certificate.public_key()
        _ = (certificate.extensions, certificate.subject, certificate.issuer, certificate.signature_hash_algorithm)
    except _UNREADABLE as error:
        raise SealRefused(SealReason.BAD_CERTIFICATE, str(error)[:200]) from error
    if isinstance(key, rsa.RSAPublicKey) and key.key_size > _MAX_RSA_BITS:
        raise SealRefused(SealReason.BAD_CERTIFICATE, f"RSA {key.key_size}")
    return certificate


def check_may_seal(certificate: x509.Certificate, at: datetime) -> None:
    """Refuse a certificate that names no legal person, has no signing usage, a weak key, or does not hold at ``at``."""
    owner = owner_of(certificate)
    if not owner.legal_identifier or not owner.name:
        raise SealRefused(SealReason.CERTIFICATE_NOT_FOR_SEALS, "it does not name a legal person with its identifier")
    usage = _extension(certificate, x509.KeyUsage)
    if usage is None or not (usage.digital_signature or usage.content_commitment):
        raise SealRefused(SealReason.CERTIFICATE_NOT_FOR_SEALS, "its key usage has no digital signature")
    check_key(certificate.public_key())
    check_holds(certificate, at)


def check_key(key: object) -> None:
    """RSA of 2048 bits or more, or P-256: the keys of RS256 and ES256 (RFC 7518, 3.3 and 3.4)."""
    if isinstance(key, rsa.RSAPublicKey):
        if key.key_size < MIN_RSA_BITS:
            raise SealRefused(SealReason.WEAK_KEY, f"RSA {key.key_size}")
    elif not (isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)):
        raise SealRefused(SealReason.UNSUPPORTED_ALGORITHM, "the key is neither RSA nor P-256")


def check_holds(certificate: x509.Certificate, at: datetime) -> None:
    if at < certificate.not_valid_before_utc:
        raise SealRefused(SealReason.CERTIFICATE_NOT_YET_VALID, certificate.not_valid_before_utc.isoformat())
    if at > certificate.not_valid_after_utc:
        raise SealRefused(SealReason.CERTIFICATE_EXPIRED, certificate.not_valid_after_utc.isoformat())


def is_vouched_for(
    certificate: x509.Certificate, others: Sequence[x509.Certificate], trusted: Sequence[x509.Certificate], at: datetime
) -> bool:
    """Whether a chain leads from ``certificate`` to one of ``trusted``, each link signed and valid at ``at`` (RFC 5280, 6.1,
    without policies and name constraints). A certificate that is itself trusted needs no chain.

    ``others`` come with the document and are only links: they prove nothing by themselves.
    """
    links = [*trusted, *others[:_MAX_CANDIDATES]]
    reached, frontier = {certificate}, [certificate]
    for depth in range(_MAX_DEPTH):
        if any(each in trusted for each in frontier):
            return True
        frontier = [link for link in links if link not in reached and any(_vouches(link, below, depth, at) for below in frontier)]
        reached.update(frontier)
    return False


def _vouches(issuer: x509.Certificate, below: x509.Certificate, depth: int, at: datetime) -> bool:
    """Whether ``issuer`` is an authority that signed ``below``; ``depth``: authorities between it and the leaf."""
    constraints = _extension(issuer, x509.BasicConstraints)
    usage = _extension(issuer, x509.KeyUsage)
    if constraints is None or not constraints.ca or (usage is not None and not usage.key_cert_sign):
        return False
    if constraints.path_length is not None and depth > constraints.path_length:
        return False
    if not issuer.not_valid_before_utc <= at <= issuer.not_valid_after_utc:
        return False
    try:
        below.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _extension(certificate: x509.Certificate, kind: type) -> object | None:
    try:
        return certificate.extensions.get_extension_for_class(kind).value
    except x509.ExtensionNotFound:
        return None


def may_stamp_time(certificate: x509.Certificate) -> bool:
    """Whether it is a time-stamping certificate (RFC 3161, 2.3)."""
    usages = _extension(certificate, x509.ExtendedKeyUsage)
    return usages is not None and x509.oid.ExtendedKeyUsageOID.TIME_STAMPING in usages
