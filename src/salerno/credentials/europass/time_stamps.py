"""The time stamps of a JAdES seal: RFC 3161 tokens, which say that something existed at a time.

What is checked: the token covers this seal (its imprint), and somebody's time-stamping certificate signed it. Whether that
somebody may be believed is another question: it needs an anchor. Anybody can set up an authority of her own and date back, so
a stamp without an anchor proves nothing and never moves the time at which a certificate is judged.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from .certificates import is_vouched_for, load_der, may_stamp_time
from .der import (
    GENERALIZED_TIME,
    OCTET_STRING,
    SEQUENCE,
    SET,
    BadDer,
    Element,
    context,
    object_identifier,
    read,
)
from .envelope import Envelope, from_base64, read_object
from .jws import from_base64url
from .refusals import SealReason, SealRefused

_SIGNED_DATA = "1.2.840.113549.1.7.2"
_TST_INFO = "1.2.840.113549.1.9.16.1.4"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": hashes.SHA256(),
    "2.16.840.1.101.3.4.2.2": hashes.SHA384(),
    "2.16.840.1.101.3.4.2.3": hashes.SHA512(),
}
_MAX_TOKENS = 8
_MAX_UNSIGNED = 20
_MAX_CERTIFICATES = 20


@dataclass(frozen=True)
class TimeStamp:
    """``at``: the authority's time; ``signer``: its certificate; ``others``: further certificates in the token."""

    at: datetime
    signer: x509.Certificate
    others: tuple[x509.Certificate, ...]

    def is_trusted(self, authorities: Sequence[x509.Certificate]) -> bool:
        """Whether one of ``authorities`` vouches for the signer at the time of the stamp."""
        return is_vouched_for(self.signer, self.others, authorities, self.at)


def stamps_of(envelope: Envelope) -> list[TimeStamp]:
    """The time stamps over the seal (``sigTst``, 5.3.4), after a check of those over the payload (``adoTst``, 5.2.6).

    Later ones of an archive (``arcTst``) are not read: they prolong a proof, and prove no earlier time. Raises
    ``SealRefused(BAD_TIME_STAMP)`` for a token that is broken or covers something else.
    """
    if "adoTst" in envelope.header:
        for token in _tokens(envelope.header["adoTst"]):
            _read_token(token, envelope.payload.encode("utf-8"))
    covered = envelope.signature_text.encode("ascii")
    return [_read_token(token, covered) for part in _unsigned(envelope) for token in _tokens(part.get("sigTst"))]


def _unsigned(envelope: Envelope) -> Iterator[dict]:
    """The members of ``etsiU``, which stand there as base64url texts or as objects (5.3.1)."""
    members = envelope.unprotected.get("etsiU", [])
    if not isinstance(members, list) or len(members) > _MAX_UNSIGNED:
        raise SealRefused(SealReason.BAD_HEADER, "etsiU")
    for member in members:
        if isinstance(member, str):
            try:
                member = read_object(from_base64url(member, "etsiU").decode("utf-8"))
            except UnicodeError as error:
                raise SealRefused(SealReason.BAD_HEADER, "etsiU") from error
        if not isinstance(member, dict):
            raise SealRefused(SealReason.BAD_HEADER, "etsiU")
        yield member


def _tokens(container: object) -> list[bytes]:
    if container is None:
        return []
    tokens = container.get("tstTokens") if isinstance(container, dict) else None
    if not isinstance(tokens, list) or not 1 <= len(tokens) <= _MAX_TOKENS:
        raise SealRefused(SealReason.BAD_TIME_STAMP, "tstTokens")
    return [from_base64(token.get("val") if isinstance(token, dict) else None) for token in tokens]


def _read_token(token: bytes, covered: bytes) -> TimeStamp:
    try:
        return _time_stamp(token, covered)
    except (BadDer, IndexError, ValueError, KeyError, UnicodeError) as error:
        raise SealRefused(SealReason.BAD_TIME_STAMP, str(error)[:200]) from error


def _time_stamp(token: bytes, covered: bytes) -> TimeStamp:
    """RFC 5652, 5.1: SignedData with version, digests, content, certificates and signers, in this order."""
    kind, wrapped = read(token).expect(SEQUENCE).parts()
    if object_identifier(kind) != _SIGNED_DATA:
        raise BadDer("no signed data")
    parts = read(wrapped.expect(context(0)).content).expect(SEQUENCE).parts()
    content_kind, content = parts[2].expect(SEQUENCE).parts()
    if object_identifier(content_kind) != _TST_INFO:
        raise BadDer("no time-stamp token")
    info = read(content.expect(context(0)).content).expect(OCTET_STRING).content
    ders = [each.whole for part in parts if part.tag == context(0) for each in part.parts()]
    if len(ders) > _MAX_CERTIFICATES:
        raise BadDer("too many certificates")
    certificates = [load_der(der) for der in ders]
    (signer_info,) = parts[-1].expect(SET).parts()
    return TimeStamp(_time_in(info, covered), _signer(signer_info, info, certificates), tuple(certificates))


def _time_in(info: bytes, covered: bytes) -> datetime:
    """``genTime`` of a TSTInfo (RFC 3161, 2.4.2) whose imprint is that of ``covered``."""
    parts = read(info).expect(SEQUENCE).parts()
    algorithm, imprint = parts[2].expect(SEQUENCE).parts()
    digest = _DIGESTS[object_identifier(algorithm.parts()[0])]
    if imprint.expect(OCTET_STRING).content != hashlib.new(digest.name, covered).digest():
        raise BadDer("the time stamp covers something else")
    text = parts[4].expect(GENERALIZED_TIME).content.decode("ascii")
    return datetime.strptime(text[:14] + text[-1], "%Y%m%d%H%M%SZ").replace(tzinfo=UTC)


def _signer(signer: Element, info: bytes, certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """The time-stamping certificate whose key signed the attributes, which name the digest of ``info`` (RFC 5652, 5.4)."""
    parts = signer.expect(SEQUENCE).parts()
    digest = _DIGESTS[object_identifier(parts[2].parts()[0])]
    attributes = parts[3].expect(context(0))
    values = {object_identifier(each.parts()[0]): each.parts()[1] for each in attributes.parts()}
    named = read(values[_MESSAGE_DIGEST].expect(SET).content).expect(OCTET_STRING).content
    if named != hashlib.new(digest.name, info).digest():
        raise BadDer("the signed digest is another")
    signature = parts[5].expect(OCTET_STRING).content
    # What is signed is the SET itself, not the [0] under which it stands.
    signed = bytes([SET]) + attributes.whole[1:]
    for certificate in certificates:
        if may_stamp_time(certificate) and _has_signed(certificate, signature, signed, digest):
            return certificate
    raise BadDer("no time-stamping certificate in it signed it")


def _has_signed(certificate: x509.Certificate, signature: bytes, signed: bytes, digest: hashes.HashAlgorithm) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, signed, PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, signed, ec.ECDSA(digest))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True
