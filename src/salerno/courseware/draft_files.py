"""The files of a draft or of a version behind the interface that the package core reads: by path, from the blob store."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from salerno.courseware import blobs
from salerno.courseware.package import limits
from salerno.courseware.package.files import CHUNK_BYTES, Files, is_media, is_published

MEDIA_TYPES = {
    ".md": "text/plain",
    ".toml": "text/plain",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".json": "application/json",
    ".vtt": "text/vtt",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".avif": "image/avif",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".m4s": "video/iso.segment",
    ".webm": "video/webm",
    ".ts": "video/mp2t",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".ogg": "audio/ogg",
}
TEXT_SUFFIXES = (".md", ".toml", ".csv", ".tsv", ".json", ".txt", ".vtt", ".m3u8")


class Stored(NamedTuple):
    """One file: where it stands in the course and where its bytes lie."""

    path: str
    blob: str
    size: int


class StoredFiles(Files):
    """Files by path. ``texts`` stand in for stored ones: what somebody types and has not saved."""

    def __init__(self, stored: Iterable[Stored], texts: Mapping[str, bytes] | None = None) -> None:
        self._stored = {item.path: item for item in stored}
        self._texts = dict(texts or {})
        self._paths = tuple(sorted(path for path in self._stored.keys() | self._texts.keys() if is_published(path)))

    @property
    def paths(self) -> tuple[str, ...]:
        return self._paths

    def size(self, path: str) -> int:
        return len(self._texts[path]) if path in self._texts else self._stored[path].size

    def read(self, path: str, most: int = limits.FILE_BYTES) -> bytes:
        if path in self._texts:
            return self._texts[path][:most]
        with blobs.blob_path(self._stored[path].blob).open("rb") as file:
            return file.read(most)

    def chunks(self, path: str) -> Iterator[bytes]:
        if path in self._texts:
            yield self._texts[path]
            return
        with blobs.blob_path(self._stored[path].blob).open("rb") as file:
            while piece := file.read(CHUNK_BYTES):
                yield piece

    def __contains__(self, path: object) -> bool:
        return path in self._stored or path in self._texts


def state_of(stored: Iterable[Stored]) -> str:
    """One short name for this exact set of paths and contents: two people who see the same name see the same draft."""
    listing = "".join(f"{item.blob}  {item.path}\n" for item in sorted(stored))
    return hashlib.sha256(listing.encode()).hexdigest()


def most_bytes(path: str) -> int:
    """How large the file may be."""
    if is_media(path):
        return limits.MEDIA_BYTES
    texts = {".md": limits.MARKDOWN_BYTES, ".toml": limits.TOML_BYTES}
    return texts.get(PurePosixPath(path).suffix, limits.FILE_BYTES)


def media_type_of(path: str) -> str:
    """The media type of a course's file, by its ending: a table of our own, since those of machines differ."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix, "application/octet-stream")


def is_text(path: str) -> bool:
    """Whether the Studio edits the file as text."""
    return PurePosixPath(path).suffix in TEXT_SUFFIXES


def plain_text(data: bytes) -> str:
    """Bytes of a text file as an author edits them; what is not UTF-8 is shown as such and can be mended."""
    return data.decode("utf-8", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
