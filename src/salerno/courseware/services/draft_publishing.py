"""A draft becomes the next version; and a version that was published elsewhere is taken up into the draft."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import CourseOffering
from salerno.courseware import rules
from salerno.courseware.draft_files import Stored, StoredFiles, state_of
from salerno.courseware.draft_selectors import (
    blobs_of,
    changes,
    examined,
    newest_version,
    stored_of,
    version_files,
)
from salerno.courseware.enums import Act, Refusal
from salerno.courseware.models import CourseVersion, Draft
from salerno.courseware.package.reader import read_files
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import drafts, publishing
from salerno.courseware.services.owners import owner_change
from salerno.people.models import Person


@transaction.atomic
def publish_draft(
    *, draft: Draft, seen: str, offerings: list[CourseOffering], by: Person, at: datetime
) -> tuple[CourseVersion, bool]:
    """Publish the draft, pin the version to ``offerings``, and go on from it; return it and whether it is new.

    A content that was published before gives the version that stands. ``seen`` names the state that the person looked at
    (``state_of``): what nobody looked at is not published. Files that are saved while this runs are not part of the version and
    stay in the draft. Raises ``DraftRefused`` or ``PublicationRefused``.
    """
    held = drafts.locked(draft)
    stored = stored_of(held)
    if state_of(stored) != seen:
        raise DraftRefused(Refusal.CHANGED)
    if refusal := why_not(draft=held, stored=stored, by=by) or _why_not_pin(offerings, by):
        raise DraftRefused(refusal)
    files = StoredFiles(stored)
    version, is_new = publishing.publish(package=read_files(files), files=files, by=by, at=at)
    for offering in offerings:
        publishing.pin(offering=offering, version=version, by=by, at=at)
    if is_new:
        held.base = version
        held.save(update_fields=["base"])
    detail = {"number": version.number, "offerings": [str(offering.uuid) for offering in offerings]}
    record(action="draft.published", actor=by, subject=held, detail=detail, at=at)
    return version, is_new


def why_not(*, draft: Draft, stored: tuple[Stored, ...], by: Person) -> Refusal | None:
    """Why the files ``stored`` of the draft may not be published now, or None."""
    found = examined(stored)
    newest = newest_version(draft.course)
    is_changed = bool(changes(version_files(newest), blobs_of(stored)))
    refusal = rules.why_not_publish(
        draft=draft, package=found.package, errors=found.errors, is_changed=is_changed, newest=newest, by=by
    )
    change = None if refusal else owner_change(course=draft.course, package=found.package, by=by)
    return Refusal.OWNERS if change and change.findings else refusal


def _why_not_pin(offerings: list[CourseOffering], by: Person) -> Refusal | None:
    refusals = (rules.why_not_pin(offering=offering, by=by) for offering in offerings)
    return next((refusal for refusal in refusals if refusal), None)


@dataclass(frozen=True)
class TakingUp:
    """What a newer version means for a draft. ``both``: changed here and there, so that a person must choose."""

    newer: CourseVersion
    taken: tuple[str, ...]
    both: tuple[str, ...]


def taking_up(draft: Draft, stored: tuple[Stored, ...]) -> TakingUp | None:
    """What would be taken up from the newest version; None when the draft goes on from it already."""
    newer = newest_version(draft.course)
    if newer is None or newer.pk == draft.base_id:
        return None
    base, theirs, ours = version_files(draft.base), version_files(newer), blobs_of(stored)
    moved = [change.path for change in changes(base, theirs) if ours.get(change.path) != theirs.get(change.path)]
    both = tuple(path for path in moved if ours.get(path) != base.get(path))
    return TakingUp(newer, tuple(path for path in moved if path not in both), both)


@transaction.atomic
def take_up(*, draft: Draft, version: CourseVersion, theirs: Mapping[str, bool], by: Person, at: datetime) -> TakingUp:
    """Bring what changed in ``version`` into the draft and go on from it.

    A file that only the version changed is taken; one that was changed on both sides is taken where ``theirs`` says so and else
    stays as the draft has it. Either way the other text stays in the file's history or in the version. Raises ``DraftRefused``
    when yet another version is there.
    """
    held = drafts.locked(draft)
    list(held.files.select_for_update())
    found = taking_up(held, stored_of(held))
    if found is None or found.newer.pk != version.pk or any(path not in theirs for path in found.both):
        raise DraftRefused(Refusal.CHANGED)
    rows = {path: Stored(path, blob, size) for path, blob, size in version.files.values_list("path", "blob", "size")}
    for path in (*found.taken, *(path for path in found.both if theirs[path])):
        if path in rows:
            drafts.put_file(held, rows[path], Act.TAKEN_UP, by=by, at=at)
        else:
            drafts.mark_deleted(held.files.get(path=path), by=by, at=at)
    held.base = version
    held.save(update_fields=["base"])
    record(action="draft.version_taken_up", actor=by, subject=held, detail={"number": version.number}, at=at)
    return found
