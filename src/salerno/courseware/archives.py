"""A course folder as a .zip: written for Git, read from strangers.

SECURITY: an archive says itself how large it is, where its files go and what they are, and may lie about all three. Names are
judged before anything is unpacked; links and encrypted entries are refused; only the two common methods of compression are
opened; what comes out is counted as it comes (CWE-22, CWE-409, CWE-59). Nothing is ever written under a name from the archive.
"""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from django.utils.translation import gettext as _

from salerno.common.telling import told
from salerno.courseware.draft_files import most_bytes
from salerno.courseware.package import limits
from salerno.courseware.package.course_file import PATH as COURSE_FILE
from salerno.courseware.package.files import CHUNK_BYTES, Files, is_published, why_not_path

ARCHIVE_BYTES = 600 * limits.MEGABYTE
MOST_ENTRIES = 2 * limits.FILES
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


class ArchiveRefused(Exception):
    """The archive cannot be taken in; the message says which file and why."""


@dataclass(frozen=True)
class Entry:
    """One file of an archive that belongs to the course."""

    path: str
    info: zipfile.ZipInfo


@dataclass(frozen=True)
class Archive:
    """An archive whose every name was judged. ``skipped`` are files that a course does not publish."""

    zip: zipfile.ZipFile
    entries: tuple[Entry, ...]
    skipped: tuple[str, ...]

    @contextmanager
    def opened(self, entry: Entry) -> Iterator[BinaryIO]:
        """The bytes of one file, unpacked to a temporary file without a name; never more than the file may have."""
        with tempfile.TemporaryFile() as target:
            for piece in self._unpacked(entry):
                target.write(piece)
            target.seek(0)
            yield target

    def _unpacked(self, entry: Entry) -> Iterator[bytes]:
        left = most_bytes(entry.path)
        try:
            with self.zip.open(entry.info) as source:
                while piece := source.read(min(CHUNK_BYTES, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise ArchiveRefused(_("%(path)s is larger than it says.") % {"path": entry.path})
                    yield piece
        except _BROKEN as error:
            raise ArchiveRefused(_("%(path)s cannot be unpacked.") % {"path": entry.path}) from error


@contextmanager
def read_archive(source: BinaryIO) -> Iterator[Archive]:
    """The archive in ``source``, whose course may stand in a folder of its own. Raises ``ArchiveRefused``."""
    try:
        opened = zipfile.ZipFile(source)
    except _BROKEN as error:
        raise ArchiveRefused(_("This is not a .zip archive that can be read.")) from error
    with opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
        if len(infos) > MOST_ENTRIES:
            raise ArchiveRefused(_("The archive holds too many files."))
        yield _judged(opened, infos)


def write_archive(files: Files, folder: str) -> IO[bytes]:
    """A .zip of ``files`` below ``folder``, in a temporary file that goes when it is closed. Same files, same bytes."""
    target = tempfile.TemporaryFile()  # noqa: SIM115
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files.paths:
            info = zipfile.ZipInfo(f"{folder}/{path}", date_time=(1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            with archive.open(info, "w") as entry:
                for piece in files.chunks(path):
                    entry.write(piece)
    target.seek(0)
    return target


def _judged(opened: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> Archive:
    root = _root(infos)
    entries: dict[str, Entry] = {}
    skipped: list[str] = []
    total = 0
    for info in infos:
        path = info.filename.removeprefix(root)
        if not info.filename.startswith(root) or not _belongs(path, info):
            skipped.append(info.filename[: limits.PATH_LENGTH])
            continue
        _judge(path, info)
        if path.lower() in entries:
            raise ArchiveRefused(_("%(path)s stands twice in the archive.") % {"path": path})
        entries[path.lower()] = Entry(path, info)
        total += info.file_size
    if len(entries) > limits.FILES or total > limits.TOTAL_BYTES:
        raise ArchiveRefused(_("The archive is larger than a course may be."))
    return Archive(opened, tuple(entries.values()), tuple(skipped))


def _root(infos: list[zipfile.ZipInfo]) -> str:
    """The folder in which the course stands: "" or the one folder that holds ``course.toml``."""
    found = [info.filename for info in infos if PurePosixPath(info.filename).name == COURSE_FILE]
    found = sorted((name for name in found if name.count("/") <= 1), key=lambda name: name.count("/"))
    if not found:
        raise ArchiveRefused(_("The archive holds no course.toml, so it is not a course."))
    return found[0].removesuffix(COURSE_FILE)


def _belongs(path: str, info: zipfile.ZipInfo) -> bool:
    """Whether the course publishes the file. A name that leaves its folder is not skipped but refused: it is an attack."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return is_published(path) or ".." in parts or path.startswith("/") or _is_link(info)


def _judge(path: str, info: zipfile.ZipInfo) -> None:
    reason = None
    if found := why_not_path(path):
        reason = told(found)
    elif _is_link(info):
        reason = _("is a link; put the file itself there")
    elif info.flag_bits & _ENCRYPTED:
        reason = _("is encrypted")
    elif info.compress_type not in _METHODS:
        reason = _("is compressed in a way that is not opened here")
    elif info.file_size > most_bytes(path):
        reason = _("is larger than a file may be")
    elif info.file_size > max(limits.MEGABYTE, limits.UNPACKED_RATIO * info.compress_size):
        reason = _("would unpack to more than two hundred times its size")
    if reason:
        raise ArchiveRefused(_("%(path)s %(reason)s.") % {"path": path[: limits.PATH_LENGTH], "reason": reason})


def _is_link(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind not in (0, stat.S_IFREG, stat.S_IFDIR)
