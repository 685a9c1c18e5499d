"""Multikey: a public key as text (W3C Controlled Identifiers 1.0, 2.2.2): Ed25519, and P-256 to read the proofs of others."""

import re

import base58

from .refusals import ProofRefused, Reason

_ED25519_PUBLIC = b"\xed\x01"
P256_PUBLIC = b"\x80\x24"
_BASE58 = re.compile("z[1-9A-HJ-NP-Za-km-z]+")
# Base58 takes quadratic time; nothing that we read (a key of 34 bytes, a signature of 64) is longer than 90.
_MAX_TEXT = 128


def encode_base58(data: bytes) -> str:
    """``data`` as multibase base58-btc: ``z…``."""
    return "z" + base58.b58encode(data).decode("ascii")


def decode_base58(text: object, *, reason: Reason) -> bytes:
    """The bytes of a multibase base58-btc text; raises ``ProofRefused`` with ``reason``."""
    if not isinstance(text, str) or len(text) > _MAX_TEXT or not _BASE58.fullmatch(text):
        raise ProofRefused(reason, f"not base58-btc multibase: {str(text)[:80]}")
    return base58.b58decode(text[1:])


def encode_ed25519(public_key: bytes) -> str:
    """``z6Mk…`` for the 32 raw bytes of an Ed25519 public key."""
    if len(public_key) != 32:
        raise ValueError("an Ed25519 public key has 32 bytes")
    return encode_base58(_ED25519_PUBLIC + public_key)


def decode_ed25519(text: object) -> bytes:
    """The 32 raw bytes in a ``z6Mk…``; raises ``ProofRefused(BAD_KEY)`` for any other text or kind of key."""
    data = decode_base58(text, reason=Reason.BAD_KEY)
    if len(data) != 34 or not data.startswith(_ED25519_PUBLIC):
        raise ProofRefused(Reason.BAD_KEY, f"not an Ed25519 Multikey: {text}")
    return data[2:]


def decode_p256(text: object) -> bytes:
    """The 35 bytes in a ``zDn…``: the mark of P-256 and a compressed point. Raises ``ProofRefused(BAD_KEY)``."""
    data = decode_base58(text, reason=Reason.BAD_KEY)
    if len(data) != 35 or not data.startswith(P256_PUBLIC):
        raise ProofRefused(Reason.BAD_KEY, f"not a P-256 Multikey: {text}")
    return data
