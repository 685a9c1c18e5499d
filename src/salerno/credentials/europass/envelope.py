"""Read what claims to be a sealed credential: bounded, unambiguous, with a header that holds nothing unknown and critical."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509

from ..proving.moments import as_moment
from ..proving.refusals import ProofRefused
from .certificates import load_der
from .jws import from_base64url
from .refusals import SealReason, SealRefused

# The Commission's samples have 150 KB. Ours hold a dozen pages as pictures.
MAX_CHARACTERS = 10_000_000
_MAX_CERTIFICATES = 10
_ALGORITHMS = frozenset({"RS256", "ES256"})
# All that is understood here. ``adoTst`` is a time stamp over the payload from before the sealing: its imprint is checked.
_CRITICAL = frozenset({"b64", "sigT", "adoTst"})


@dataclass(frozen=True)
class Envelope:
    """The parts of a sealed text, read and not yet believed."""

    payload: str
    protected: str
    header: dict
    signature_text: str
    signature: bytes
    unprotected: dict
    certificates: tuple[x509.Certificate, ...]
    claimed_at: datetime


def read_envelope(text: str) -> Envelope:
    """The one seal in ``text``. Raises ``SealRefused`` for any other form of a JSON Web Signature, and for anything else."""
    if len(text) > MAX_CHARACTERS:
        raise SealRefused(SealReason.TOO_LARGE, f"at most {MAX_CHARACTERS} characters are read")
    document = read_object(text)
    if not isinstance(document.get("payload"), str) or not isinstance(document.get("signatures"), list):
        raise SealRefused(SealReason.NOT_SEALED, "there is no payload with signatures")
    if len(document["signatures"]) != 1:
        raise SealRefused(SealReason.SEVERAL_SEALS, str(len(document["signatures"])))
    seal = document["signatures"][0]
    if set(document) != {"payload", "signatures"} or not isinstance(seal, dict):
        raise SealRefused(SealReason.NOT_SEALED, "it holds more than a payload and a seal")
    return _read_seal(document["payload"], seal)


def _read_seal(payload: str, seal: dict) -> Envelope:
    if not {"protected", "signature"} <= set(seal) <= {"protected", "signature", "header"}:
        raise SealRefused(SealReason.NOT_SEALED, "the seal has other parts than it should")
    try:
        payload.encode("utf-8")
        header = read_object(from_base64url(seal["protected"], "protected").decode("utf-8"))
    except UnicodeError as error:
        raise SealRefused(SealReason.NOT_JSON, "it is not UTF-8") from error
    unprotected = seal.get("header", {})
    # RFC 7515, 7.2.1: what stands in both could be read in two ways; and nothing but time stamps may stand outside the seal.
    if not isinstance(unprotected, dict) or set(unprotected) - {"etsiU"}:
        raise SealRefused(SealReason.BAD_HEADER, "the unprotected header holds more than etsiU")
    _check_header(header)
    return Envelope(
        payload=payload,
        protected=seal["protected"],
        header=header,
        signature_text=seal["signature"],
        signature=from_base64url(seal["signature"], "signature"),
        unprotected=unprotected,
        certificates=_certificates(header),
        claimed_at=_claimed_time(header),
    )


def _check_header(header: dict) -> None:
    if not isinstance(header.get("alg"), str) or header["alg"] not in _ALGORITHMS:
        raise SealRefused(SealReason.UNSUPPORTED_ALGORITHM, str(header.get("alg"))[:40])
    critical = header.get("crit")
    if not isinstance(critical, list) or not all(isinstance(name, str) for name in critical):
        raise SealRefused(SealReason.BAD_HEADER, "crit")
    # RFC 7515, 4.1.11: each once, each present, each understood.
    if unknown := [name for name in critical if name not in _CRITICAL]:
        raise SealRefused(SealReason.UNKNOWN_CRITICAL_HEADER, str(unknown[0])[:60])
    if len(set(critical)) != len(critical) or not set(critical) <= set(header):
        raise SealRefused(SealReason.BAD_HEADER, "crit")
    if header.get("b64") is not False or "b64" not in critical:
        raise SealRefused(SealReason.BAD_HEADER, "b64 must be false and critical")


def _certificates(header: dict) -> tuple[x509.Certificate, ...]:
    chain = header.get("x5c")
    if not isinstance(chain, list) or not 1 <= len(chain) <= _MAX_CERTIFICATES:
        raise SealRefused(SealReason.BAD_HEADER, "x5c")
    return tuple(load_der(from_base64(text)) for text in chain)


def from_base64(text: object) -> bytes:
    """The DER in a text of x5c or of a time stamp: base64, not base64url."""
    try:
        if isinstance(text, str):
            return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        pass
    raise SealRefused(SealReason.BAD_CERTIFICATE, "it is not base64")


def _claimed_time(header: dict) -> datetime:
    """``sigT`` (version 1.1.1) or ``iat`` (1.2.1), not both."""
    given = [name for name in ("sigT", "iat") if name in header]
    if len(given) != 1:
        raise SealRefused(SealReason.BAD_HEADER, "one of sigT and iat")
    value = header[given[0]]
    try:
        if given[0] == "sigT":
            return as_moment(value, "sigT")
        if isinstance(value, int) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
    except (ProofRefused, ValueError, OverflowError, OSError) as error:
        raise SealRefused(SealReason.BAD_HEADER, given[0]) from error
    raise SealRefused(SealReason.BAD_HEADER, given[0])


def read_object(text: str) -> dict:
    """The JSON object in ``text``. Two equal keys, NaN and endless depth are refused: two readers would see two documents."""
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    except RecursionError as error:
        raise SealRefused(SealReason.NOT_JSON, "too deep") from error
    except ValueError as error:
        raise SealRefused(SealReason.NOT_JSON, str(error)[:200]) from error
    if not isinstance(value, dict):
        raise SealRefused(SealReason.NOT_JSON, "it is no object")
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands twice")
    return value


def _no_constant(name: str) -> None:
    raise ValueError(name)
