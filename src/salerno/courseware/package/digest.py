"""The content address of a package: the name under which one exact version is published.

It can be recomputed with everyday tools. In the course's folder, with the published files alone (no hidden
ones): ``find course.toml references.toml glossary.toml units bank images media data -type f | LC_ALL=C sort |
xargs sha256sum | sha256sum`` gives the hexadecimal part.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from salerno.courseware.package.facts import Package
from salerno.courseware.package.files import Files, FolderFiles, MemoryFiles

PREFIX = "sha256:"


def digest(package_or_folder: Package | Path | Files | Mapping[str, bytes]) -> str:
    """``sha256:`` and 64 digits over the sorted paths and contents of everything that is published.

    Raises `PackageRefused` for a folder with links or special files.
    """
    listing = hashlib.sha256()
    for path, content in manifest(package_or_folder).items():
        listing.update(f"{content}  {path}\n".encode())
    return PREFIX + listing.hexdigest()


def manifest(package_or_folder: Package | Path | Files | Mapping[str, bytes]) -> dict[str, str]:
    """The SHA-256 of each published file, by path, sorted; files are read piece by piece."""
    files = _files(package_or_folder)
    return {path: _hash(files, path) for path in sorted(files.paths)}


def _files(source: Package | Path | Files | Mapping[str, bytes]) -> Files:
    if isinstance(source, Package):
        return source.files
    if isinstance(source, Files):
        return source
    return MemoryFiles(source) if isinstance(source, Mapping) else FolderFiles(source)


def _hash(files: Files, path: str) -> str:
    whole = hashlib.sha256()
    for piece in files.chunks(path):
        whole.update(piece)
    return whole.hexdigest()
