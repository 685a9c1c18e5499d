"""Whether bytes from outside may become a file of a course: size, name, real type, and nothing hidden in them."""

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image

from salerno.common.telling import told
from salerno.courseware.draft_files import most_bytes
from salerno.courseware.package import limits
from salerno.courseware.package.file_kinds import FOLDER_SUFFIXES, HEAD_BYTES, TEXT_SUFFIXES, why_not_image, why_not_kind
from salerno.courseware.package.files import CHUNK_BYTES, is_media

_FOREIGN = re.compile(rb"<\s*(script|html|!doctype\s+html|iframe)|%PDF-\d|<\?php", re.IGNORECASE)
_UPLOADED_TO = ("images", "media", "data")
_OPENINGS = {".vtt": b"WEBVTT", ".m3u8": b"#EXTM3U"}


class UploadRefused(Exception):
    """These bytes may not become a file; the message says why and what to do."""


def path_for(name: str) -> str:
    """Where a file called ``name`` goes: its folder by its ending, its name in plain letters. Raises ``UploadRefused``."""
    given = PurePosixPath(name.replace("\\", "/")).name
    suffix = PurePosixPath(given).suffix.lower()
    folder = next((folder for folder in _UPLOADED_TO if suffix in FOLDER_SUFFIXES[folder]), None)
    if folder is None:
        raise UploadRefused(_("%(name)s: files of this kind cannot be used.") % {"name": given[:80]})
    stem = re.sub(r"[^a-z0-9._-]+", "-", given[: -len(suffix)].lower()).strip("-._")[:80] or "file"
    return f"{folder}/{stem}{suffix}"


def examine(path: str, size: int, source: BinaryIO) -> None:
    """Raise ``UploadRefused`` unless ``source`` (which is read and rewound) may stand at ``path``.

    SECURITY: a polyglot is a valid image and, to another reader, an archive or a page. Such bytes are refused here, and every
    file is served with its one media type, ``nosniff`` and a sandbox besides.
    """
    most = most_bytes(path)
    if size > most:
        raise UploadRefused(
            _("%(path)s is larger than %(most)d MB. Make it smaller.") % {"path": path, "most": max(1, most // limits.MEGABYTE)}
        )
    head = source.read(HEAD_BYTES)
    source.seek(0)
    if reason := why_not_kind(path, head) or (None if is_media(path) else _why_not_content(path, source.read())):
        raise UploadRefused(_("%(path)s is refused: %(reason)s.") % {"path": path, "reason": told(reason)})
    source.seek(0)


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """``source`` piece by piece, so that a film is never held in memory whole."""
    while piece := source.read(CHUNK_BYTES):
        yield piece


def _why_not_content(path: str, data: bytes) -> str | None:
    suffix = PurePosixPath(path).suffix
    if suffix in TEXT_SUFFIXES:
        return _why_not_text(suffix, data) or (_why_not_drawing(path, data) if path.startswith("images/") else None)
    if path.startswith("images/"):
        return _why_not_drawing(path, data) or _why_not_pure(data)
    return None


def _why_not_text(suffix: str, data: bytes) -> str | None:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _("it is not UTF-8 text")
    opening = _OPENINGS.get(suffix, b"")
    return None if data.removeprefix(b"\xef\xbb\xbf").startswith(opening) else _("it is not what its name says")


def _why_not_drawing(path: str, data: bytes) -> str | None:
    found = why_not_image(path, data)
    return found[1] if found else None


def _why_not_pure(data: bytes) -> str | None:
    """Whether an image is an image and nothing else besides."""
    if zipfile.is_zipfile(io.BytesIO(data)) or _FOREIGN.search(data):
        return _("it holds something else besides an image; export it again")
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.verify()
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError):
        return _("it cannot be read as an image; export it again")
    return None
