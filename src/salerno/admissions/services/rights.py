"""What people may ask of their data, and what time takes from it: download, erasure, pseudonymisation."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from salerno.admissions import files
from salerno.admissions.enums import NEVER_A_STUDENT, ApplicationState, CallState, ReviewState
from salerno.admissions.models import Application, Call, Document
from salerno.admissions.services.leaving import give_back
from salerno.audit.services import record
from salerno.messaging.models import Message
from salerno.people.models import Person

_OF_STUDENTS = (ApplicationState.ACCEPTED, ApplicationState.ENROLLED)
_OWN_WORDS = (
    "uuid", "state", "track", "given_names", "family_name", "birth_date", "birth_place", "citizenship", "gender", "degree",
    "languages", "answers", "begun_at", "submitted_at", "decided_at", "reason", "institutions",
)  # fmt: skip


def pseudonymise_all(*, at: datetime) -> int:
    """Take the person out of every application that led to no studies and whose call has kept it long enough; return how many."""
    rows = list(kept_long_enough(at=at))
    for application in rows:
        pseudonymise(application=application, at=at)
    return len(rows)


def kept_long_enough(*, at: datetime) -> QuerySet[Application]:
    """The applications that led to no studies and that still name a person, though their call need not keep them any longer.

    The time of a call runs from its decision; of a call that never came to one, from its closing date.
    """
    calls = [
        call.pk
        for call in Call.objects.exclude(state=CallState.DRAFT)
        if months_after(call.decided_at or call.closes_at, call.retention_months) <= at
    ]
    return Application.objects.filter(call__in=calls, state__in=NEVER_A_STUDENT, pseudonymised_at__isnull=True)


@transaction.atomic
def pseudonymise(*, application: Application, at: datetime) -> None:
    """Leave of an application what counts can be made of: call, track, gender, state, score. Papers and people go.

    PRIVACY: the row gets a new uuid. The record of acts names the old one beside the person's, and nothing ties the two any more.
    """
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    _forget_papers(application)
    application.decisions.update(reason="", note="", facts={}, by=None)
    application.conflicts.all().delete()
    application.reviews.all().delete()
    for offer in application.offers.all():
        offer.uuid = uuid.uuid4()
        offer.save(update_fields=["uuid"])
    record(action="application.pseudonymised", actor=None, subject=application, at=at)
    _empty(application, at)


def _forget_papers(application: Application) -> None:
    """Rows that hold words or names, bytes and mails."""
    for document in application.documents.all():
        transaction.on_commit(partial(files.remove, document.uuid))
    Document.objects.filter(application=application).delete()
    application.transcript.all().delete()
    application.typed_pages.all().delete()
    application.referees.all().delete()
    if hasattr(application, "appeal"):
        application.appeal.delete()
    Message.objects.filter(key__startswith="admissions/", key__contains=str(application.uuid)).delete()


def _empty(application: Application, at: datetime) -> None:
    application.uuid = uuid.uuid4()
    application.applicant = application.partner = application.birth_date = None
    application.given_names = application.family_name = application.birth_place = application.citizenship = application.reason = ""
    application.degree, application.languages, application.answers, application.institutions = {}, {}, {}, []
    application.pseudonymised_at = at
    application.begun_at = application.call.opens_at
    application.submitted_at = application.decided_at = None
    application.save()


def months_after(moment: datetime, months: int) -> datetime:
    """``moment`` so many calendar months later; the 31st becomes the last day of a shorter month."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    first_of_next = datetime(year + (month == 11), (month + 1) % 12 + 1, 1, tzinfo=moment.tzinfo)
    last = (first_of_next - first_of_next.resolution).day
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def export_applications(person: Person) -> list[dict[str, Any]]:
    """The person's applications that led to no studies, for a download of their data."""
    return _exported(Application.objects.of(person).exclude(state__in=_OF_STUDENTS))


def export_applications_of_students(person: Person) -> list[dict[str, Any]]:
    """Those by which the person became a student."""
    return _exported(Application.objects.of(person).filter(state__in=_OF_STUDENTS))


def _exported(rows: QuerySet[Application]) -> list[dict[str, Any]]:
    """With the papers' names and what is typed and not saved.

    PRIVACY: letters of referees were written in confidence, and reviews are the reviewers' own words.
    """
    rows = rows.select_related("call").prefetch_related("transcript", "typed_pages", "documents", "referees", "offers")
    return [
        {
            "call": row.call.slug,
            **{name: getattr(row, name) for name in _OWN_WORDS},
            "transcript": _plain(row.transcript.all(), "title", "sector", "ects_credits", "grade", "scale", "passed_on"),
            "typed": _plain([page for page in row.typed_pages.all() if page.content], "step", "content", "saved_at"),
            "documents": _plain(row.documents.all(), "uuid", "kind", "name", "size", "uploaded_at"),
            "referees": _plain(row.referees.all(), "name", "email", "affiliation", "asked_at", "answered_at"),
            "offers": _plain(row.offers.all(), "state", "made_at", "expires_at", "answered_at"),
            "appeal": _plain([row.appeal], "text", "state", "asked_at", "answer") if hasattr(row, "appeal") else [],
        }
        for row in rows
    ]


def _plain(rows: Iterable[Any], *names: str) -> list[dict[str, Any]]:
    return [{name: getattr(row, name) for name in names} for row in rows]


def erase_applications(person: Person) -> int:
    """Give back what the person holds in a call that goes on, then pseudonymise every application that led to no studies."""
    rows = list(Application.objects.of(person).exclude(state__in=_OF_STUDENTS).select_related("call"))
    for application in rows:
        at = person.erasure_requests.latest("asked_at").asked_at
        give_back(application=application, at=at)
        pseudonymise(application=application, at=at)
    return len(rows)


def export_reviewing(person: Person) -> list[dict[str, Any]]:
    """For which calls the person reads, and how much waits."""
    pools = list(person.reviewing.values("call__slug", "institution__code"))
    waiting = person.reviews.filter(state=ReviewState.ASSIGNED).values("uuid", "application__call__slug", "assigned_at")
    return pools + list(waiting)


def erase_reviewing(person: Person) -> int:
    """Take back what was not written yet, and the person from the lists of reviewers."""
    unwritten = person.reviews.filter(state=ReviewState.ASSIGNED).delete()[0]
    return unwritten + person.reviewing.all().delete()[0]


def export_reviews(person: Person) -> list[dict[str, Any]]:
    """What the person wrote about applications, without saying whose they were."""
    rows = person.reviews.filter(state=ReviewState.SUBMITTED)
    return list(rows.values("uuid", "application__call__slug", "scores", "comments", "comment", "submitted_at"))
