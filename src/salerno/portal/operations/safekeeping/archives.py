"""Tar archives that carry their own proof: every member's size and SHA-256 in ``manifest.json``, the last member."""

import gzip
import hashlib
import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from salerno.portal.operations.safekeeping.errors import BackupRefused, RestoreRefused

MANIFEST = "manifest.json"
SUFFIXES = (".tar.gz", ".tgz", ".tar")
_CHUNK = 2**20
_MAX_MEMBERS = 2_000_000
_MAX_MANIFEST = 512 * 2**20
_LEAVE_FREE = 64 * 2**20


class ArchiveWriter:
    """Adds files one by one, hashing what it reads, so that the proof is of the bytes that went in."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive = archive
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, path: Path, name: str) -> None:
        """Put the file ``path`` in as ``name``. Raises ``BackupRefused`` when it shrinks while it is read."""
        with path.open("rb") as file:
            facts = tarfile.TarInfo(name)
            facts.size, facts.mtime, facts.mode = path.stat().st_size, int(path.stat().st_mtime), 0o600
            reader = _Hashing(file)
            try:
                self._archive.addfile(facts, reader)
            except OSError as error:
                raise BackupRefused(f"{path} could not be read whole: {error}. Run the backup again.") from error
        self._members[name] = {"size": facts.size, "sha256": reader.hexdigest()}

    def finish(self, facts: dict[str, Any]) -> None:
        """Write the manifest: ``facts`` and the proof of each member."""
        text = json.dumps({**facts, "members": self._members}, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        self._archive.addfile(entry, io.BytesIO(text))


class _Hashing:
    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, counted into the digest."""
        data = self._file.read(size)
        self._digest.update(data)
        return data

    def hexdigest(self) -> str:
        """SHA-256 of what was read."""
        return self._digest.hexdigest()


@contextmanager
def writing(target: Path) -> Iterator[ArchiveWriter]:
    """A writer for ``target`` (mode 0600), which takes its name when all is written: a crash leaves no half backup."""
    if not target.name.endswith(SUFFIXES):
        raise BackupRefused(f"A backup is called …{' or …'.join(SUFFIXES)}, not {target.name}.")
    if target.exists():
        raise BackupRefused(f"{target} exists already. Backups are never overwritten.")
    beside = target.with_name(f".{target.name}.unfinished")
    beside.unlink(missing_ok=True)
    beside.touch(mode=0o600)
    try:
        with _compressed(beside, target.name) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
            yield ArchiveWriter(archive)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def _compressed(path: Path, name: str) -> Iterator[IO[bytes]]:
    with path.open("wb") as file:
        if name.endswith(".tar"):
            yield file
        else:
            with gzip.GzipFile(fileobj=file, mode="wb", compresslevel=5, mtime=0) as stream:
                yield stream


def unpack(source: Path, folder: Path) -> dict[str, Any]:
    """Extract ``source`` into the empty ``folder``, prove every member, and return the manifest.

    SECURITY: an archive may be hostile. Only plain files with plain relative names are taken (no link, no device, no ``..``),
    nothing is written outside ``folder``, and extraction stops before the disk is full, whatever the headers claim.
    """
    seen: dict[str, dict[str, Any]] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(source, mode="r|*") as archive:
            for count, member in enumerate(archive, start=1):
                _check_member(member, count, folder)
                if manifest is not None or member.name in seen:
                    raise RestoreRefused(f"{member.name} stands twice, or after the manifest.")
                if member.name == MANIFEST:
                    manifest = _read_manifest(archive, member)
                else:
                    seen[member.name] = _extract(archive, member, folder)
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise RestoreRefused(f"{source} cannot be read as a backup: {error}") from error
    _prove(manifest, seen)
    return manifest


def _check_member(member: tarfile.TarInfo, count: int, folder: Path) -> None:
    name = PurePosixPath(member.name)
    plain = member.name == str(name) and not name.is_absolute() and "\\" not in member.name and "\0" not in member.name
    if not plain or ".." in name.parts or not name.parts:
        raise RestoreRefused(f"The archive holds a name that leads elsewhere: {member.name!r}.")
    if not member.isreg():
        raise RestoreRefused(f"{member.name} is not a plain file: a backup holds no links or devices.")
    if count > _MAX_MEMBERS:
        raise RestoreRefused(f"The archive holds more than {_MAX_MEMBERS} files.")
    if member.size > shutil.disk_usage(folder).free - _LEAVE_FREE:
        raise RestoreRefused(f"The disk has no room for {member.name} ({member.size} bytes).")


def _read_manifest(archive: tarfile.TarFile, member: tarfile.TarInfo) -> dict[str, Any]:
    if member.size > _MAX_MANIFEST:
        raise RestoreRefused("The manifest is too large to be one.")
    manifest = json.loads(archive.extractfile(member).read())
    if not isinstance(manifest, dict) or not isinstance(manifest.get("members"), dict):
        raise RestoreRefused("The manifest is not one of a backup.")
    return manifest


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> dict[str, Any]:
    target = folder / member.name
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("xb") as file:
        source = archive.extractfile(member)
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            file.write(chunk)
    return {"size": member.size, "sha256": digest.hexdigest()}


def _prove(manifest: dict[str, Any] | None, seen: dict[str, dict[str, Any]]) -> None:
    if manifest is None:
        raise RestoreRefused("The archive ends before its manifest: it is cut off, or no backup.")
    expected = manifest["members"]
    if missing := sorted(set(expected) - set(seen)):
        raise RestoreRefused(f"{len(missing)} files are missing from the archive, the first is {missing[0]}.")
    if strange := sorted(set(seen) - set(expected)):
        raise RestoreRefused(f"The manifest does not know {strange[0]}.")
    if altered := sorted(name for name, facts in seen.items() if facts != expected[name]):
        raise RestoreRefused(f"{len(altered)} files are not as they were saved, the first is {altered[0]}.")
