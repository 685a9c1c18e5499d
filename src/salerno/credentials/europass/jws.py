"""The two signature algorithms of our seals, and base64url read strictly."""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from .refusals import SealReason, SealRefused

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_P256_BYTES = 32


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: object, name: str) -> bytes:
    """The bytes of ``text``, which must be the one way to write them: no padding, no loose bits at the end (RFC 7515, 2)."""
    if isinstance(text, str) and _BASE64URL.fullmatch(text):
        try:
            data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except (binascii.Error, ValueError):
            data = b""
        if to_base64url(data) == text:
            return data
    raise SealRefused(SealReason.BAD_HEADER, f"{name} is not base64url")


def signing_input(protected: str, payload: str) -> bytes:
    """RFC 7797, 3: with ``b64`` false the payload stands in it as it is."""
    return protected.encode("ascii") + b"." + payload.encode("utf-8")


def algorithm_of(key: object) -> str:
    """The ``alg`` of a private or public key."""
    return "RS256" if isinstance(key, rsa.RSAPrivateKey | rsa.RSAPublicKey) else "ES256"


def sign(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, PKCS1v15(), SHA256())
    r, s = decode_dss_signature(key.sign(data, ec.ECDSA(SHA256())))
    return r.to_bytes(_P256_BYTES, "big") + s.to_bytes(_P256_BYTES, "big")


def check_signature(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey, signature: bytes, data: bytes) -> None:
    """Raise ``SealRefused(BAD_SIGNATURE)`` unless ``signature`` over ``data`` was made with the private half of ``key``."""
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, PKCS1v15(), SHA256())
            return
        if len(signature) != 2 * _P256_BYTES:
            raise SealRefused(SealReason.BAD_SIGNATURE, "its length")
        r, s = int.from_bytes(signature[:_P256_BYTES], "big"), int.from_bytes(signature[_P256_BYTES:], "big")
        key.verify(encode_dss_signature(r, s), data, ec.ECDSA(SHA256()))
    except InvalidSignature as error:
        raise SealRefused(SealReason.BAD_SIGNATURE) from error
