"""Where the bytes of a package come from: a folder on a disk, or a mapping that holds a draft.

SECURITY: a package may come from a stranger. In a folder, every part of a path is opened without following
symlinks, only regular files are read, and never more than was asked for; hidden files and unpublished folders
are not looked at.
"""

import os
import re
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.findings import PackageRefused, Report

PUBLISHED_FILES = ("course.toml", "references.toml", "glossary.toml")
SHOWN_FOLDERS = ("images", "media", "data")
PUBLISHED_FOLDERS = ("units", "bank", *SHOWN_FOLDERS)
MEDIA_SUFFIXES = (".mp4", ".webm", ".m4v", ".m4s", ".ts", ".mp3", ".m4a", ".ogg")
CHUNK_BYTES = 256 * 1024

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Files(ABC):
    """The published files of one package, by path with forward slashes."""

    @property
    @abstractmethod
    def paths(self) -> tuple[str, ...]:
        """Every published path, sorted."""

    @abstractmethod
    def size(self, path: str) -> int:
        """Bytes of one file; ``KeyError`` where there is none."""

    @abstractmethod
    def read(self, path: str, most: int = limits.FILE_BYTES) -> bytes:
        """The first ``most`` bytes of one file; ``KeyError`` where there is none."""

    @abstractmethod
    def chunks(self, path: str) -> Iterator[bytes]:
        """One file piece by piece, so that a film is never held in memory whole."""

    @abstractmethod
    def __contains__(self, path: object) -> bool: ...


class MemoryFiles(Files):
    """A draft: ``{path: bytes}``. Nothing is copied; a lazy mapping stays lazy."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._published = {path: None for path in sorted(files) if is_published(path)}

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._published)

    def size(self, path: str) -> int:
        return len(self._files[path])

    def read(self, path: str, most: int = limits.FILE_BYTES) -> bytes:
        return self._files[path][:most]

    def chunks(self, path: str) -> Iterator[bytes]:
        yield self._files[path]

    def __contains__(self, path: object) -> bool:
        return path in self._published


class FolderFiles(Files):
    """A folder as it was when walked.

    Raises `PackageRefused` for links, special files and folders that cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = Path(folder)
        self._sizes: dict[str, int] = {}
        report = Report()
        self._walk("", report)
        if report.errors:
            raise PackageRefused(report.findings)
        self._sizes = dict(sorted(self._sizes.items()))

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(self._sizes)

    def size(self, path: str) -> int:
        return self._sizes[path]

    def read(self, path: str, most: int = limits.FILE_BYTES) -> bytes:
        with self._open(path) as handle:
            return handle.read(most)

    def chunks(self, path: str) -> Iterator[bytes]:
        with self._open(path) as handle:
            while piece := handle.read(CHUNK_BYTES):
                yield piece

    def __contains__(self, path: object) -> bool:
        return path in self._sizes

    def _walk(self, below: str, report: Report) -> None:
        for entry in _entries(self._folder / below, below, report):
            path = f"{below}/{entry.name}" if below else entry.name
            if entry.name.startswith(".") or (not below and entry.name not in PUBLISHED_FILES + PUBLISHED_FOLDERS):
                continue
            if len(self._sizes) > limits.FILES:
                return  # enough to say that there are too many
            self._take(entry, path, report)

    def _take(self, entry: os.DirEntry[str], path: str, report: Report) -> None:
        found = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            report.error(path, 0, "file-symlink", _("This is a symbolic link."), _("Put the file itself here."))
        elif stat.S_ISDIR(found.st_mode) and is_published(f"{path}/file") and path.count("/") < limits.PATH_DEPTH:
            self._walk(path, report)
        elif stat.S_ISREG(found.st_mode) and is_published(path):
            self._sizes[path] = found.st_size
        else:
            report.error(path, 0, "file-special", _("This is not a file or folder that can be read."), _("Remove it."))

    def _open(self, path: str) -> BinaryIO:
        """A reading handle on ``path``, every part of which was opened without following a link."""
        if path not in self._sizes:
            raise KeyError(path)
        *folders, name = PurePosixPath(path).parts
        here = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in folders:
                below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
                os.close(here)
                here = below
            descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
        finally:
            os.close(here)
        return os.fdopen(descriptor, "rb")


def is_published(path: str) -> bool:
    """Whether ``path`` is part of what a package publishes; hidden files, scripts and notes are not."""
    first, *rest = path.split("/")
    if any(part.startswith(".") and part not in (".", "..") for part in rest):
        return False
    return first in PUBLISHED_FOLDERS if rest else first in PUBLISHED_FILES


def is_shown(path: str) -> bool:
    """Whether a text may link to ``path`` and a learner may fetch it.

    SECURITY: units and banks hold the answers of questions; they are published, and never served.
    """
    return path.split("/")[0] in SHOWN_FOLDERS


def why_not_path(path: str) -> Words | None:
    """Why ``path`` may not be the name of a published file, or None.

    Plain letters only: names travel through archives, addresses and file systems that disagree on everything
    else.
    """
    parts = path.split("/")
    if ".." in parts or "." in parts or path.startswith("/") or "\\" in path:
        return _("leaves its folder")
    if len(path) > limits.PATH_LENGTH or len(parts) > limits.PATH_DEPTH:
        return _("is too long or too deep")
    if not all(_SEGMENT.fullmatch(part) for part in parts):
        return _("has a name with other than letters, digits, dots, hyphens and underscores")
    return None


def is_media(path: str) -> bool:
    """Whether ``path`` is a film or a sound, which may be large."""
    return path.startswith("media/") and path.lower().endswith(MEDIA_SUFFIXES)


def _entries(folder: Path, below: str, report: Report) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        place = below or "course.toml"
        report.error(
            place,
            0,
            "file-unreadable",
            _("The folder cannot be read: %(strerror)s.", strerror=error.strerror),
            _("Check its name."),
        )
        return []
