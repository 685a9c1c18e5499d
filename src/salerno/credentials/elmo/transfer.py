"""How an ELMO travels in EMREX: the learner's browser POSTs it to the client, as GZIP in Base64."""

import base64
import binascii
import gzip
import zlib
from enum import StrEnum

from .documents import MAX_BYTES
from .refusals import ElmoReason, ElmoRefused

# Base64 of GZIP of the largest document, which need not shrink.
_MAX_TEXT = MAX_BYTES * 3 // 2


class ReturnCode(StrEnum):
    """What became of the learner's request, in EMREX's words."""

    OK = "NCP_OK"
    CANCELLED = "NCP_CANCEL"
    NO_RESULTS = "NCP_NO_RESULTS"
    ERROR = "NCP_ERROR"


def response_fields(session_id: str, code: ReturnCode, *, elmo: bytes = b"", message: str = "") -> dict[str, str]:
    """The fields of the form that the learner's browser POSTs to the client's ``returnUrl``. ``elmo`` goes with ``OK`` alone."""
    if bool(elmo) != (code is ReturnCode.OK):
        raise ValueError("an ELMO goes with NCP_OK, and with nothing else")
    fields = {"sessionId": session_id, "returnCode": str(code)}
    if message:
        fields["returnMessage"] = message
    return fields | ({"elmo": packed(elmo)} if elmo else {})


def packed(elmo: bytes) -> str:
    """``elmo`` as GZIP in Base64; the same bytes always give the same text."""
    return base64.b64encode(gzip.compress(elmo, mtime=0)).decode("ascii")


def unpacked(text: str) -> bytes:
    """The ELMO in ``text``. SECURITY: at most 20 MB come out, however well they were packed. Raises ``ElmoRefused``."""
    if len(text) > _MAX_TEXT:
        raise ElmoRefused(ElmoReason.TOO_LARGE, f"{len(text)} characters")
    try:
        # Forms wrap lines. A "+" that was not escaped arrives as a space and is lost: the checksum inside GZIP tells.
        data = base64.b64decode("".join(text.split()), validate=True)
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        elmo = unpacker.decompress(data, MAX_BYTES + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise ElmoRefused(ElmoReason.BAD_TRANSFER, str(error)[:200]) from error
    if len(elmo) > MAX_BYTES:
        raise ElmoRefused(ElmoReason.TOO_LARGE, f"more than {MAX_BYTES} bytes are inside")
    if not unpacker.eof or unpacker.unused_data:
        raise ElmoRefused(ElmoReason.BAD_TRANSFER, "it is cut off, or something follows it")
    return elmo
