"""Seal a credential: JAdES baseline B-B (ETSI TS 119 182-1), as the Commission's own signed samples are made.

A JSON Web Signature in its JSON form over the raw text of the credential (``b64`` false, RFC 7797). What is sealed is a text, not a
value: keep the answer byte for byte, for a credential that is written out again is another one.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from ..proving.moments import as_text
from .certificates import check_may_seal, owner_of
from .expansion import check_expands
from .jws import algorithm_of, sign, signing_input, to_base64url
from .refusals import SealReason, SealRefused
from .seals import SealKey
from .terms import concept


class TimeHeader(StrEnum):
    """Where the claimed time of sealing stands. ``sigT`` is that of version 1.1.1 of the standard, of the Commission's samples and
    of its older validators; version 1.2.1 wants ``iat`` in signatures made since 15 July 2025."""

    SIG_T = "sigT"
    IAT = "iat"


def ready_to_seal(document: dict, certificate: x509.Certificate, at: datetime) -> str:
    """The exact text to seal: ``document`` with the moment of issue and the legal identifier of the seal's owner.

    ``document`` is what ``build`` gave, so that every word of it is known; those that are added are looked at here.

    Raises ``SealRefused(WRONG_ISSUER)`` when the credential names another legal person than the seal.
    """
    owner = owner_of(certificate)
    registered = document["issuer"].get("registration", {}).get("notation", owner.legal_identifier)
    if registered != owner.legal_identifier:
        raise SealRefused(SealReason.WRONG_ISSUER, f"the issuer is {registered}, the seal that of {owner.legal_identifier}")
    identifier = {
        "id": "urn:certificateIdentifier:1",
        "type": "LegalIdentifier",
        "notation": owner.legal_identifier,
        "spatial": concept("country", owner.country),
    }
    issued = as_text(at)
    added = {"issuanceDate": issued, "issued": issued, "issuer": {**document["issuer"], "eIDASIdentifier": identifier}}
    check_expands({name: document[name] for name in ("@context", "id", "type")} | added)
    return json.dumps({**document, **added}, ensure_ascii=False, separators=(",", ":"))


def seal(
    payload: str,
    key: SealKey,
    certificates: Sequence[x509.Certificate],
    at: datetime,
    time_header: TimeHeader = TimeHeader.SIG_T,
) -> str:
    """``payload`` sealed, as the JSON text to keep and to serve. ``certificates``: that of the key first.

    Raises ``SealRefused`` when the first certificate is not the key's, is none for seals or does not hold at ``at``.
    """
    own = certificates[0]
    if own.public_key() != key.public_key():
        raise SealRefused(SealReason.KEY_MISMATCH, "the first certificate is not that of the key")
    check_may_seal(own, at)
    header = _protected_header(key, certificates, at, time_header)
    protected = to_base64url(json.dumps(header, separators=(",", ":")).encode("ascii"))
    signature = to_base64url(sign(key, signing_input(protected, payload)))
    envelope = {"payload": payload, "signatures": [{"protected": protected, "signature": signature}]}
    return json.dumps(envelope, ensure_ascii=False, separators=(",", ":"))


def _protected_header(
    key: SealKey, certificates: Sequence[x509.Certificate], at: datetime, time_header: TimeHeader
) -> dict[str, object]:
    """Baseline B-B (6.3): the certificate itself and its digest, the claimed time, and as critical what a reader must understand.
    ``iat`` is no header of ETSI's own, so it is not critical."""
    ders = [certificate.public_bytes(Encoding.DER) for certificate in certificates]
    moment = as_text(at)
    claimed = moment if time_header is TimeHeader.SIG_T else int(datetime.fromisoformat(moment).astimezone(UTC).timestamp())
    return {
        "alg": algorithm_of(key),
        "typ": "jose+json",
        "cty": "ld+json",
        "x5c": [base64.b64encode(der).decode("ascii") for der in ders],
        "x5t#S256": to_base64url(hashlib.sha256(ders[0]).digest()),
        time_header.value: claimed,
        "b64": False,
        "crit": ["b64", *(["sigT"] if time_header is TimeHeader.SIG_T else [])],
    }
