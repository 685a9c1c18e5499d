"""Bitstring Status List 1.0: one bit per credential says that it is suspended or revoked.

PRIVACY: a list is fetched whole and holds at least 131,072 bits, so that whoever publishes it cannot tell
which credential is being checked; indexes are drawn at random, so that neighbours say nothing about each
other (6.1, 6.2).
"""

import base64
import gzip
import re
import secrets
import zlib
from collections.abc import Callable, Collection
from datetime import datetime
from enum import StrEnum

from .contexts import CREDENTIALS_V2
from .moments import as_text
from .refusals import ProofRefused, Reason

MIN_BITS = 131_072
# Four MiB of bits: 33 million credentials. SECURITY: GZIP packs a thousandfold, so the unpacked size is
# bounded.
_MAX_BYTES = 4 * 2**20
_BASE64URL = re.compile(r"u[A-Za-z0-9_-]+")
_INDEX = re.compile(r"[0-9]{1,9}")


class Purpose(StrEnum):
    """What a set bit means; the words are the standard's."""

    REVOCATION = "revocation"
    SUSPENSION = "suspension"


class StatusList:
    """The bits of a list. Index 0 is the most significant bit of the first byte (3.1)."""

    def __init__(self, bits: bytes | None = None) -> None:
        self._bytes = bytearray(MIN_BITS // 8 if bits is None else bits)
        if len(self._bytes) * 8 < MIN_BITS:
            raise ProofRefused(Reason.STATUS_MALFORMED, f"{len(self._bytes) * 8} bits; at least {MIN_BITS}")

    def __len__(self) -> int:
        return len(self._bytes) * 8

    def __getitem__(self, index: int) -> bool:
        byte, bit = self._place(index)
        return bool(self._bytes[byte] >> bit & 1)

    def __setitem__(self, index: int, value: bool) -> None:
        byte, bit = self._place(index)
        mask = 1 << bit
        self._bytes[byte] = self._bytes[byte] | mask if value else self._bytes[byte] & ~mask

    def _place(self, index: int) -> tuple[int, int]:
        if not 0 <= index < len(self):
            raise IndexError(f"{index} is outside a list of {len(self)} bits")
        return index // 8, 7 - index % 8

    def encode(self) -> str:
        """``u`` and base64url without padding of the GZIP. No time stamp inside: equal bits, equal text."""
        packed = gzip.compress(bytes(self._bytes), mtime=0)
        return "u" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")

    @classmethod
    def decode(cls, text: object) -> "StatusList":
        """The list in an ``encodedList``; raises ``ProofRefused`` for anything malformed, too short or
        too large."""
        if not isinstance(text, str) or not _BASE64URL.fullmatch(text):
            raise ProofRefused(Reason.STATUS_MALFORMED, "not multibase base64url")
        try:
            packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
            unpacker = zlib.decompressobj(wbits=31)
            bits = unpacker.decompress(packed, _MAX_BYTES + 1)
        except (ValueError, zlib.error) as error:
            raise ProofRefused(Reason.STATUS_MALFORMED, str(error)) from error
        if len(bits) > _MAX_BYTES:
            raise ProofRefused(Reason.STATUS_MALFORMED, f"it unpacks to more than {_MAX_BYTES} bytes")
        if not unpacker.eof or unpacker.unused_data:
            raise ProofRefused(Reason.STATUS_MALFORMED, "not exactly one GZIP member")
        return cls(bits)


def free_index(taken: Collection[int], *, size: int = MIN_BITS, below: Callable[[int], int] = secrets.randbelow) -> int:
    """An index that is not ``taken``, each with equal chance; raises ``ValueError`` when the list is full.

    ``taken`` should be a set. Drawing again is fast until the list is half full; then the free ones are
    counted out.
    """
    used = set(taken)
    if len(used) >= size:
        raise ValueError("the status list is full: begin another")
    if len(used) * 2 < size:
        while (index := below(size)) in used:
            pass
        return index
    free = [index for index in range(size) if index not in used]
    return free[below(len(free))]


def status_entry(*, list_url: str, index: int, purpose: Purpose) -> dict:
    """The ``credentialStatus`` of a credential (2.1); the index is text, as the standard has it."""
    return {
        "id": f"{list_url}#{index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": str(purpose),
        "statusListIndex": str(index),
        "statusListCredential": list_url,
    }


def status_list_credential(
    *,
    list_url: str,
    issuer: str,
    purpose: Purpose,
    statuses: StatusList,
    valid_from: datetime,
    valid_until: datetime | None = None,
) -> dict:
    """The list as a credential, still to be signed (2.2). It is published at ``list_url``, which is its
    id."""
    document = {
        "@context": [CREDENTIALS_V2],
        "id": list_url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": as_text(valid_from),
    }
    if valid_until is not None:
        document["validUntil"] = as_text(valid_until)
    return document | {
        "credentialSubject": {
            "id": f"{list_url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": str(purpose),
            "encodedList": statuses.encode(),
        }
    }


def is_set(entry: dict, list_credential: dict) -> bool:
    """Whether the bit of ``entry`` is set in ``list_credential``, whose signature the caller has checked
    (3.2).

    A list that names another address than the entry's may revoke, never clear: a stranger between us and
    the issuer could answer with another list of the same issuer, in which this index is free.
    """
    subject = list_credential.get("credentialSubject")
    if not isinstance(subject, dict) or subject.get("type") != "BitstringStatusList":
        raise ProofRefused(Reason.STATUS_LIST_INVALID, "it holds no status list")
    purposes = subject.get("statusPurpose")
    if entry.get("statusPurpose") not in (purposes if isinstance(purposes, list) else [purposes]):
        raise ProofRefused(Reason.STATUS_LIST_INVALID, f"it is for {purposes}, not {entry.get('statusPurpose')}")
    try:
        found = StatusList.decode(subject.get("encodedList"))[_index_of(entry)]
    except IndexError as error:
        raise ProofRefused(Reason.STATUS_MALFORMED, str(error)) from error
    if not found and list_credential.get("id") != entry.get("statusListCredential"):
        raise ProofRefused(Reason.STATUS_LIST_INVALID, f"it names itself {list_credential.get('id')}")
    return found


def _index_of(entry: dict) -> int:
    index = entry.get("statusListIndex")
    if isinstance(index, bool) or not isinstance(index, int | str) or not _INDEX.fullmatch(str(index)):
        raise ProofRefused(Reason.STATUS_MALFORMED, f"statusListIndex {str(index)[:40]}")
    if entry.get("statusSize", 1) != 1:
        raise ProofRefused(Reason.STATUS_UNSUPPORTED, "entries of several bits")
    return int(index)
