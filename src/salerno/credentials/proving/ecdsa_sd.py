"""Check a derived proof of ecdsa-sd-2023: the holder shows a part of what the issuer signed (vc-di-ecdsa 1.0, 3.4.7 and 3.6.7).

The issuer signs each statement alone with a key made for this one credential, and with its own key that key together with
the statements that nobody may leave out. Names of blank nodes would tell how much was left out, so that they are replaced by
random ones of the issuer. Read, not issued.
"""

import base64
import hashlib
import re
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor

from .canonical import canonical_options, canonical_rdf
from .contexts import Contexts
from .multikey import P256_PUBLIC, decode_p256
from .refusals import ProofRefused, Reason

_DERIVED = b"\xd9\x5d\x01"
_BASE = b"\xd9\x5d\x00"
# A statement costs some 80 bytes. SECURITY: the reader copies what is left at each step, which is quadratic.
_MAX_TEXT = 40_000
_BASE64URL = re.compile(r"u[A-Za-z0-9_-]+")
# Literals and identifiers come first: what looks like a blank node inside them is none.
_BLANK = re.compile(r'"(?:[^"\\]|\\.)*"|<[^>]*>|_:c14n(\d+)')


@dataclass(frozen=True)
class Disclosed:
    """What a derived proof says, and the statements that it is about."""

    issuer_signature: bytes
    issuer_signed: bytes
    statement_key: EllipticCurvePublicKey
    statements: tuple[tuple[bytes, bytes], ...]


def prepare(document: dict, proof: dict, contexts: Contexts) -> Disclosed:
    """Take ``proof`` apart and sort the statements of ``document``; raises ``ProofRefused`` when they do not belong together."""
    signature, key, signatures, labels, mandatory = _parts(proof.get("proofValue"))
    lines = _relabelled(canonical_rdf(document, contexts), labels)
    if any(index >= len(lines) for index in mandatory) or len(signatures) != len(lines) - len(mandatory):
        raise ProofRefused(Reason.DISCLOSURE_MISMATCH, f"{len(lines)} statements, {len(signatures)} of them signed alone")
    kept = set(mandatory)
    signed_whole = b"".join(line for index, line in enumerate(lines) if index in kept)
    alone = [line for index, line in enumerate(lines) if index not in kept]
    hashes = _hash(canonical_options(document, proof, contexts).encode()), _hash(signed_whole)
    statements = tuple(zip(signatures, alone, strict=True))
    return Disclosed(signature, hashes[0] + key + hashes[1], _key(key), statements)


def check(issuer_key: object, proof: dict, disclosed: Disclosed) -> None:
    """Raise unless the issuer's Multikey signed the statements' key, and that key every statement."""
    _check_one(_key(decode_p256(issuer_key)), disclosed.issuer_signature, disclosed.issuer_signed)
    for signature, line in disclosed.statements:
        _check_one(disclosed.statement_key, signature, line)


def _parts(value: object) -> tuple[bytes, bytes, list[bytes], dict[int, bytes], list[int]]:
    """The five parts of a proof value (parseDerivedProofValue), each of the shape that it must have."""
    try:
        signature, key, signatures, labels, mandatory = cbor.decode(_unwrapped(value))
    except (ValueError, TypeError, LookupError, RecursionError, struct.error) as error:
        raise ProofRefused(Reason.BAD_SIGNATURE, f"the proof value is no CBOR of five parts: {error}"[:200]) from error
    if not (_all_bytes([signature], 64) and _all_bytes([key], 35) and _all_bytes(signatures, 64)):
        raise ProofRefused(Reason.BAD_SIGNATURE, "a signature or key of the wrong length")
    if not (isinstance(labels, dict) and _all_numbers(list(labels)) and _all_bytes(list(labels.values()), 32)):
        raise ProofRefused(Reason.BAD_SIGNATURE, "its names of nodes are malformed")
    if not _all_numbers(mandatory) or len(set(mandatory)) != len(mandatory):
        raise ProofRefused(Reason.BAD_SIGNATURE, "its list of statements is malformed")
    return signature, key, signatures, labels, mandatory


def _unwrapped(value: object) -> bytes:
    """The CBOR in a proof value. A text that decodes to the same bytes as another one is refused."""
    if not isinstance(value, str) or len(value) > _MAX_TEXT or not _BASE64URL.fullmatch(value):
        raise ProofRefused(Reason.BAD_SIGNATURE, "the proof value is not base64url multibase")
    data = base64.urlsafe_b64decode(value[1:] + "=" * (-len(value[1:]) % 4))
    if data.startswith(_BASE):
        raise ProofRefused(Reason.NOT_DISCLOSED, "a base proof is for its holder alone")
    if not data.startswith(_DERIVED) or base64.urlsafe_b64encode(data).decode().rstrip("=") != value[1:]:
        raise ProofRefused(Reason.BAD_SIGNATURE, "the proof value does not begin as a derived proof")
    return data[len(_DERIVED) :]


def _all_bytes(values: object, length: int) -> bool:
    return isinstance(values, list) and all(isinstance(each, bytes) and len(each) == length for each in values)


def _all_numbers(values: object) -> bool:
    """``type`` and not ``isinstance``: CBOR's false would pass for 0."""
    return isinstance(values, list) and all(type(each) is int and each >= 0 for each in values)


def _relabelled(canonical: str, labels: dict[int, bytes]) -> list[bytes]:
    """The statements with the issuer's names of blank nodes, sorted (3.4.1, 3.4.4).

    SECURITY: the names must be those of exactly the nodes that are there, each its own. With one name for two nodes a holder could
    tell of two things what was signed of one.
    """
    names = {number: "_:u" + base64.urlsafe_b64encode(label).decode().rstrip("=") for number, label in labels.items()}
    found = {int(match[1]) for match in _BLANK.finditer(canonical) if match[1]}
    if found != set(names) or len(set(names.values())) != len(names):
        raise ProofRefused(Reason.DISCLOSURE_MISMATCH, f"{len(found)} nodes, {len(set(names.values()))} names")
    text = _BLANK.sub(lambda match: names[int(match[1])] if match[1] else match[0], canonical)
    return sorted(line.encode() for line in text.splitlines(keepends=True))


def _key(multikey: bytes) -> EllipticCurvePublicKey:
    if not multikey.startswith(P256_PUBLIC):
        raise ProofRefused(Reason.BAD_KEY, "not a P-256 key")
    try:
        return EllipticCurvePublicKey.from_encoded_point(SECP256R1(), multikey[len(P256_PUBLIC) :])
    except ValueError as error:
        raise ProofRefused(Reason.BAD_KEY, "not a point of P-256") from error


def _check_one(key: EllipticCurvePublicKey, signature: bytes, data: bytes) -> None:
    """``signature`` is r and s, 32 bytes each (IEEE P1363); ``cryptography`` wants them in DER."""
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        key.verify(encode_dss_signature(r, s), data, ECDSA(SHA256()))
    except InvalidSignature as error:
        raise ProofRefused(Reason.BAD_SIGNATURE) from error


def _hash(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
