"""Editing a draft, file by file. Every act keeps the state before it, so that nothing is lost and everything can be undone."""

from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import Course
from salerno.courseware import blobs, rules
from salerno.courseware.draft_files import Stored
from salerno.courseware.enums import Act, Refusal
from salerno.courseware.errors import DraftConflict
from salerno.courseware.models import Draft, DraftFile, DraftRevision
from salerno.courseware.package.scaffold import Opening, course_files
from salerno.courseware.rules import DraftRefused
from salerno.people.models import Person


@transaction.atomic
def start(*, course: Course, by: Person, at: datetime) -> Draft:
    """The draft of ``course``: the one there is, or a new one from the newest version.

    Files are taken over by reference: no byte is copied. A course that was never published starts from a small one that works.
    """
    base = course.versions.order_by("-number").first()
    draft, is_new = Draft.objects.get_or_create(course=course, defaults={"base": base, "started_by": by, "started_at": at})
    if not is_new:
        return draft
    if base is None:
        stored = [Stored(path, blobs.put(data), len(data)) for path, data in _opening_files(course).items()]
    else:
        stored = [Stored(*row) for row in base.files.values_list("path", "blob", "size")]
    files = DraftFile.objects.bulk_create(
        [DraftFile(draft=draft, **item._asdict(), edited_by=by, edited_at=at) for item in stored], batch_size=500
    )
    DraftRevision.objects.bulk_create([revision_of(file, Act.STARTED) for file in files], batch_size=500)
    record(action="draft.started", actor=by, subject=draft, detail={"base": base.number if base else None}, at=at)
    return draft


def _opening_files(course: Course) -> dict[str, bytes]:
    """The small course that works, with what the catalogue knows already of this one."""
    language = next(iter(course.languages or course.title), "en")
    owner = course.owners.select_related("institution").first()
    known = {"institution": owner.institution.schac} if owner else {}
    title = course.title.get(language, "")
    return course_files(course.slug, Opening(title=title, code=course.code, kind=course.kind, language=language, **known))


def save(*, draft: Draft, path: str, text: str, made_from: int, by: Person, at: datetime) -> DraftFile:
    """Make ``text`` the newest state of the file, if it was made from the newest one.

    Raises ``DraftConflict`` when somebody saved in between (nothing is overwritten), ``DraftFile.DoesNotExist`` for an unknown
    path, ``DraftRefused`` for a text that is too long. The same text again changes nothing: a double click is one save.
    """
    data = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    _refuse(rules.why_not_text(path, data))
    blob = blobs.put(data)
    with transaction.atomic():
        file = draft.files.select_for_update().get(path=path)
        if file.blob == blob and not file.is_deleted:
            return file
        if file.revision != made_from:
            raise DraftConflict
        put_state(file, Stored(path, blob, len(data)), Act.SAVED, by=by, at=at)
        _record("draft.file_saved", file, by, at)
    return file


def create(*, draft: Draft, path: str, text: str, by: Person, at: datetime) -> DraftFile:
    """A new text file. Raises ``DraftRefused`` when the name cannot be used or is taken."""
    data = text.encode()
    blob = blobs.put(data)
    with transaction.atomic():
        locked(draft)
        _refuse(rules.why_not_create(draft, path) or rules.why_not_text(path, data))
        file = put_file(draft, Stored(path, blob, len(data)), Act.CREATED, by=by, at=at)
        _record("draft.file_created", file, by, at)
    return file


@transaction.atomic
def delete(*, draft: Draft, path: str, by: Person, at: datetime) -> DraftFile:
    """Take the file out of the draft. Its states stay, and ``restore`` puts it back."""
    _refuse(rules.why_not_delete(path))
    locked(draft)
    file = draft.files.select_for_update().get(path=path, is_deleted=False)
    mark_deleted(file, by=by, at=at)
    _record("draft.file_deleted", file, by, at)
    return file


@transaction.atomic
def restore(*, draft: Draft, path: str, by: Person, at: datetime) -> DraftFile:
    """Put a deleted file back as it was."""
    locked(draft)
    file = draft.files.select_for_update().get(path=path, is_deleted=True)
    _refuse(rules.why_not_create(draft, path))
    put_state(file, Stored(path, file.blob, file.size), Act.RESTORED, by=by, at=at)
    _record("draft.file_restored", file, by, at)
    return file


@transaction.atomic
def rename(*, draft: Draft, path: str, new_path: str, by: Person, at: datetime) -> DraftFile:
    """Give a file another name, and its translations with it. The old names stay as deleted files with their history."""
    _refuse(rules.why_not_delete(path))
    locked(draft)
    renamed = []
    for old, new in _moves(draft, path, new_path):
        _refuse(rules.why_not_create(draft, new))
        file = put_file(draft, Stored(new, old.blob, old.size), Act.RENAMED, by=by, at=at)
        mark_deleted(old, by=by, at=at)
        _record("draft.file_renamed", file, by, at, before=old.path)
        renamed.append(file)
    return renamed[0]


def _moves(draft: Draft, path: str, new_path: str) -> list[tuple[DraftFile, str]]:
    """The file, and for a source text its translations beside it, each with its new path."""
    rows = draft.files.select_for_update().filter(is_deleted=False)
    if not path.endswith(".md") or "." in path.rsplit("/", 1)[-1].removesuffix(".md"):
        return [(rows.get(path=path), new_path)]
    stem, new_stem = path.removesuffix(".md"), new_path.removesuffix(".md")
    group = [rows.get(path=path), *rows.filter(path__startswith=f"{stem}.").exclude(path=path)]
    return [(file, new_stem + file.path.removeprefix(stem)) for file in group]


@transaction.atomic
def bring_back(*, draft: Draft, path: str, revision: int, made_from: int, by: Person, at: datetime) -> DraftFile:
    """Make an earlier state the newest one. Raises ``DraftConflict`` when the file changed after the page was opened."""
    file = draft.files.select_for_update().get(path=path)
    if file.revision != made_from:
        raise DraftConflict
    earlier = file.revisions.get(revision=revision)
    put_state(file, Stored(path, earlier.blob, earlier.size), Act.BROUGHT_BACK, by=by, at=at)
    _record("draft.file_brought_back", file, by, at, earlier=revision)
    return file


def note_counts(*, draft: Draft, errors: int, warnings: int) -> None:
    """Keep how many findings the checker has, for lists."""
    if (draft.error_count, draft.warning_count) != (errors, warnings):
        draft.error_count, draft.warning_count = errors, warnings
        Draft.objects.filter(pk=draft.pk).update(error_count=errors, warning_count=warnings)


def locked(draft: Draft) -> Draft:
    """The draft's row, held until the transaction ends: two people cannot take the same new name."""
    return Draft.objects.select_for_update().get(pk=draft.pk)


def put_file(draft: Draft, item: Stored, act: Act, *, by: Person | None, at: datetime) -> DraftFile:
    """Make ``item`` the newest state of its path, whether or not the draft knew the path. The caller holds the draft."""
    file = draft.files.select_for_update().filter(path=item.path).first()
    if file is not None:
        return put_state(file, item, act, by=by, at=at)
    file = DraftFile.objects.create(draft=draft, **item._asdict(), edited_by=by, edited_at=at)
    revision_of(file, act).save()
    return file


def put_state(file: DraftFile, item: Stored, act: Act, *, by: Person | None, at: datetime) -> DraftFile:
    """Add one state to a file whose row the caller holds."""
    file.blob, file.size, file.is_deleted = item.blob, item.size, act == Act.DELETED
    file.revision += 1
    file.edited_by, file.edited_at = by, at
    file.save()
    revision_of(file, act).save()
    return file


def mark_deleted(file: DraftFile, *, by: Person | None, at: datetime) -> DraftFile:
    """Take a file out; its row and its states stay."""
    return put_state(file, Stored(file.path, file.blob, file.size), Act.DELETED, by=by, at=at)


def revision_of(file: DraftFile, act: Act) -> DraftRevision:
    """The row that remembers the file's present state."""
    return DraftRevision(
        file=file,
        revision=file.revision,
        act=act,
        blob=file.blob,
        size=file.size,
        edited_by=file.edited_by,
        edited_at=file.edited_at,
    )


def _refuse(refusal: Refusal | None) -> None:
    if refusal:
        raise DraftRefused(refusal)


def _record(action: str, file: DraftFile, by: Person, at: datetime, **detail: Any) -> None:
    detail = {"path": file.path, "revision": file.revision, **detail}
    record(action=action, actor=by, subject=file.draft, detail=detail, at=at)
