"""Read and write the chunks of a PNG (ISO/IEC 15948), no more of it than baking needs.

SECURITY: the files come from strangers. Lengths are checked against what is there, checksums must fit, and
nothing is unpacked: no picture is decoded to find a credential.
"""

import struct
import zlib
from collections.abc import Iterator

from .refusals import ProofRefused, Reason

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_CHUNKS = 10_000

Chunk = tuple[bytes, bytes]


def chunks(png: bytes) -> Iterator[Chunk]:
    """Kind and content of each chunk; raises ``ProofRefused(HOSTILE_FILE)`` unless it is well formed to
    the end."""
    if not png.startswith(SIGNATURE):
        raise ProofRefused(Reason.HOSTILE_FILE, "no PNG")
    position = len(SIGNATURE)
    for number in range(_MAX_CHUNKS):
        kind, content, position = _chunk_at(png, position)
        if (number == 0) != (kind == b"IHDR"):
            raise ProofRefused(Reason.HOSTILE_FILE, "IHDR is not the first chunk, or not alone")
        yield kind, content
        if kind == b"IEND":
            if position != len(png):
                raise ProofRefused(Reason.HOSTILE_FILE, "something follows the end of the picture")
            return
    raise ProofRefused(Reason.HOSTILE_FILE, f"more than {_MAX_CHUNKS} chunks")


def _chunk_at(png: bytes, position: int) -> tuple[bytes, bytes, int]:
    if position + 12 > len(png):
        raise ProofRefused(Reason.HOSTILE_FILE, "the picture is cut off")
    (length,) = struct.unpack_from(">I", png, position)
    end = position + 12 + length
    if end > len(png):
        raise ProofRefused(Reason.HOSTILE_FILE, "a chunk claims more bytes than there are")
    body = png[position + 4 : end - 4]
    if zlib.crc32(body) != struct.unpack_from(">I", png, end - 4)[0]:
        raise ProofRefused(Reason.HOSTILE_FILE, "a chunk's checksum is wrong")
    return body[:4], body[4:], end


def written(parts: list[Chunk]) -> bytes:
    """A PNG of these chunks."""
    return SIGNATURE + b"".join(_packed(kind, content) for kind, content in parts)


def _packed(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))
