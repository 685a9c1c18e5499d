"""Bytes from outside into a draft: uploaded files, and a whole course as an archive. Nothing is published by either."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol

from django.db import transaction

from salerno.audit.services import record
from salerno.courseware import blobs, uploads
from salerno.courseware.archives import read_archive
from salerno.courseware.draft_files import Stored
from salerno.courseware.enums import Act
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.package.course_file import PATH as COURSE_FILE
from salerno.courseware.services import drafts
from salerno.people.models import Person


class Upload(Protocol):
    """What a form hands over."""

    name: str
    size: int
    file: BinaryIO


def upload(*, draft: Draft, files: list[Upload], by: Person, at: datetime) -> list[DraftFile]:
    """Put images, media or data into the draft; one that is there already gets a new state. All of them, or none.

    Raises ``UploadRefused`` when one of them is too large or is not what its name says.
    """
    placed = [(uploads.path_for(item.name), item) for item in files]
    for path, item in placed:
        item.file.seek(0)
        uploads.examine(path, item.size, item.file)
    stored = {path: Stored(path, blobs.put_chunks(uploads.pieces(item.file)), item.size) for path, item in placed}
    with transaction.atomic():
        drafts.locked(draft)
        rows = [drafts.put_file(draft, item, Act.UPLOADED, by=by, at=at) for item in stored.values()]
        record(action="draft.files_uploaded", actor=by, subject=draft, detail={"paths": list(stored)}, at=at)
    return rows


@dataclass(frozen=True)
class Imported:
    """What an archive changed, by path."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    deleted: tuple[str, ...]
    skipped: tuple[str, ...]


def import_archive(*, draft: Draft, source: BinaryIO, delete_others: bool, by: Person, at: datetime) -> Imported:
    """Make the draft's files those of the archive; with ``delete_others`` what the archive does not hold is deleted.

    All of it or nothing. What stood before stays in each file's history. Raises ``ArchiveRefused`` or ``UploadRefused``.
    """
    stored: dict[str, Stored] = {}
    with read_archive(source) as archive:
        for entry in archive.entries:
            with archive.opened(entry) as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(0)
                uploads.examine(entry.path, size, file)
                stored[entry.path] = Stored(entry.path, blobs.put_chunks(uploads.pieces(file)), size)
        skipped = archive.skipped
    with transaction.atomic():
        drafts.locked(draft)
        imported = _replace(draft, stored, skipped, delete_others, by, at)
        counts = {name: len(getattr(imported, name)) for name in ("added", "changed", "deleted", "skipped")}
        record(action="draft.imported", actor=by, subject=draft, detail=counts, at=at)
    return imported


def _replace(
    draft: Draft, stored: dict[str, Stored], skipped: tuple[str, ...], delete_others: bool, by: Person, at: datetime
) -> Imported:
    present = {file.path: file for file in draft.files.select_for_update().filter(is_deleted=False)}
    added = [path for path in stored if path not in present]
    changed = [path for path in stored if path in present and present[path].blob != stored[path].blob]
    gone = [path for path in present if path not in stored and path != COURSE_FILE] if delete_others else []
    for path in added + changed:
        drafts.put_file(draft, stored[path], Act.IMPORTED, by=by, at=at)
    for path in gone:
        drafts.mark_deleted(present[path], by=by, at=at)
    return Imported(tuple(added), tuple(changed), tuple(gone), skipped)
