"""Whether bytes from a student are a PDF that a jury can open, and the pieces in which they are kept."""

from collections.abc import Iterator
from typing import BinaryIO

from salerno.awards.enums import ThesisRefusal

MOST_BYTES = 20 * 2**20
_PIECE = 256 * 1024
_TAIL = 2048
_MAX_UNPACKED = 50 * 2**20
_PACKINGS = ("zlib", "lzw", "run_length", "array_based_stream", "jbig2", "brotli")
_LIMITS = {f"{kind}_maximum_output_length": _MAX_UNPACKED for kind in _PACKINGS}


def why_not_pdf(source: BinaryIO) -> ThesisRefusal | None:
    """The reason for which ``source`` (which is read and rewound) is no PDF of 20 MB at most without a password, or None.

    SECURITY: the bytes decide, never the name: the header stands first (so that no other reader takes the file for something
    else), the trailer last (ISO 32000-2, 7.5), and the table of objects is sound. Nothing unpacks to more than ``_MAX_UNPACKED``.
    """
    size = source.seek(0, 2)
    if size > MOST_BYTES:
        return ThesisRefusal.TOO_LARGE
    source.seek(max(0, size - _TAIL))
    tail = source.read()
    source.seek(0)
    head = source.read(5)
    source.seek(0)
    if head != b"%PDF-" or b"%%EOF" not in tail or b"startxref" not in tail:
        return ThesisRefusal.NO_PDF
    refusal = _why_not_read(source)
    source.seek(0)
    return refusal


def _why_not_read(source: BinaryIO) -> ThesisRefusal | None:
    """The reader is loaded here: it takes 36 MB, and few requests bring a thesis."""
    from pypdf import PdfReader, apply_configuration

    try:
        with apply_configuration(**_LIMITS):
            reader = PdfReader(source, strict=True)
            if reader.is_encrypted:
                return ThesisRefusal.LOCKED
            return None if len(reader.pages) else ThesisRefusal.NO_PDF
    except Exception:
        # A broken PDF makes the reader fail in every way that Python knows; none of them is ours to mend.
        return ThesisRefusal.NO_PDF


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """``source`` from its beginning, piece by piece."""
    source.seek(0)
    while piece := source.read(_PIECE):
        yield piece
