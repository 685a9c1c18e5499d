"""An applicant writes: begins, saves, hands in. Nothing is typed twice: a new application begins with what the last one said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.admissions import files, rules
from salerno.admissions.completeness import what_is_missing
from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Call, Document, TranscriptRow
from salerno.admissions.refusals import ApplyRefusal
from salerno.admissions.services.drafts import Content, Seen, is_behind, set_page
from salerno.admissions.services.notices import tell
from salerno.admissions.services.rows import locked_application, locked_call, move, refuse_if
from salerno.audit.services import record
from salerno.people.models import Person

SAVED = frozenset(
    {
        "track", "given_names", "family_name", "birth_date", "birth_place", "citizenship", "gender", "degree", "partner",
        "languages", "answers",
    }
)  # fmt: skip
_TAKEN_OVER = ("given_names", "family_name", "birth_date", "birth_place", "citizenship", "gender", "degree", "partner", "languages")
_ROW = ("title", "sector", "ects_credits", "grade", "scale", "passed_on")
MOST_ROWS = 200


@transaction.atomic
def begin_application(*, call: Call, by: Person, at: datetime) -> Application:
    """The applicant's one application to the call: made, or found, or taken up again after it was withdrawn.

    The call is locked: two clicks make one application.
    """
    call = locked_call(call)
    refuse_if(rules.why_not_apply(call=call, at=at))
    application = Application.objects.of(by).filter(call=call).first()
    if application is None:
        application = Application.objects.create(call=call, applicant=by, begun_at=at, family_name="", given_names="")
        _take_over(application, at)
        record(action="application.begun", actor=by, subject=application, at=at)
    elif application.state == ApplicationState.WITHDRAWN:
        application.state = ApplicationState.DRAFT
        application.save(update_fields=["state"])
        record(action="application.taken_up", actor=by, subject=application, at=at)
    return application


def _take_over(application: Application, at: datetime) -> None:
    """Copy what the person's last application to another call holds and this call asks for, papers too."""
    last = Application.objects.of(application.applicant).exclude(pk=application.pk).order_by("-begun_at", "-pk").first()
    if last is None:
        application.gender = "not-said"
        return
    for name in _TAKEN_OVER:
        setattr(application, name, getattr(last, name))
    alike = {(field.key, field.kind) for field in last.call.read_fields}
    asked = [field.key for field in application.call.read_fields if (field.key, field.kind) in alike]
    application.answers = {key: last.answers[key] for key in asked if key in last.answers}
    application.save()
    rows = last.transcript.values("position", *_ROW)
    TranscriptRow.objects.bulk_create(TranscriptRow(application=application, **row) for row in rows)
    kinds = {kind.key for kind in application.call.read_documents}
    for paper in last.documents.filter(referee__isnull=True, kind__in=kinds):
        data = files.get(paper.uuid)
        copied = {name: getattr(paper, name) for name in ("kind", "name", "media_type", "size", "digest")}
        files.put(Document.objects.create(application=application, uploaded_at=at, **copied).uuid, data)


@transaction.atomic
def save_application(
    *,
    application: Application,
    values: Mapping[str, Any],
    revision: int | Seen,
    by: Person,
    at: datetime,
    left: Content | None = None,
) -> Application:
    """Save what stands in ``values`` (see ``SAVED``), as far as it goes; ``answers`` and ``degree`` are added to what is there.

    ``revision`` is the one that the form was made from: refused when anything was saved meanwhile or, for what a window has
    ``Seen``, when its page was. ``left``: what is typed there and could not be read, which stays as a draft.
    """
    if unknown := set(values) - SAVED:
        raise ValueError(f"An applicant does not set {', '.join(sorted(unknown))}.")
    application = _to_write(application, revision, by, at)
    for name, value in values.items():
        setattr(application, name, {**getattr(application, name), **value} if name in ("answers", "degree") else value)
    application.save()
    _close_page(application, revision, left or {}, at)
    return application


@transaction.atomic
def save_transcript(
    *, application: Application, rows: Sequence[Mapping[str, Any]], revision: int | Seen, by: Person, at: datetime
) -> Application:
    """Let ``rows`` (title, sector, ects_credits, grade, scale, passed_on) be the transcript."""
    application = _to_write(application, revision, by, at)
    refuse_if(ApplyRefusal.TOO_MANY_ROWS if len(rows) > MOST_ROWS else None)
    application.transcript.all().delete()
    TranscriptRow.objects.bulk_create(
        TranscriptRow(application=application, position=place, **{name: row.get(name) or _empty(name) for name in _ROW})
        for place, row in enumerate(rows, start=1)
    )
    application.save(update_fields=["revision"])
    _close_page(application, revision, {}, at)
    return application


def _empty(name: str) -> Any:
    return {"passed_on": None, "ects_credits": 0}.get(name, "")


def _to_write(application: Application, revision: int | Seen, by: Person, at: datetime) -> Application:
    application = locked_application(application)
    refuse_if(rules.why_not_write(application=application, by=by, at=at))
    is_changed = is_behind(application, revision) if isinstance(revision, Seen) else application.revision != revision
    refuse_if(ApplyRefusal.CHANGED_MEANWHILE if is_changed else None)
    application.revision += 1
    return application


def _close_page(application: Application, revision: int | Seen, left: Content, at: datetime) -> None:
    """What is typed on the page is saved, but for what is ``left``. A late sending of the same window finds the page changed."""
    if isinstance(revision, Seen):
        set_page(application, left, Seen(revision.step, application.revision), at)


@transaction.atomic
def submit_application(*, application: Application, revision: int, by: Person, at: datetime) -> Application:
    """Hand the application in. Entry rules that are not met do not stop anybody: the committee judges; what is missing does."""
    application = _to_write(application, revision, by, at)
    if missing := what_is_missing(application):
        raise AdmissionsRefused(ApplyRefusal.INCOMPLETE, {str(place): each.label for place, each in enumerate(missing)})
    move(application, ApplicationState.SUBMITTED, ApplyRefusal.NOT_DRAFT)
    application.submitted_at = at
    application.save()
    record(action="application.submitted", actor=by, subject=application, detail={"call": application.call.slug}, at=at)
    tell(application, "submitted", at=at, occasion=str(application.revision))
    return application
