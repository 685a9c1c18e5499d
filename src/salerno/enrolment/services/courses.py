"""What changes the enrolments of learners in courses."""

from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering
from salerno.common.digests import sha256_hex
from salerno.enrolment import rules
from salerno.enrolment.enums import NEXT, Refusal, State
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.standings import standings_of
from salerno.messaging.services import send_later
from salerno.people.models import Person


@transaction.atomic
def enrol(*, learner: Person, offering: CourseOffering, by: Person, at: datetime) -> Enrolment:
    """Give ``learner`` a seat in ``offering``; someone who had withdrawn takes up the old enrolment with its work.

    A seat in a course of the Master is part of the learner's studies in the programme. The offering row is locked first: two
    learners cannot take the last seat.
    """
    offering = CourseOffering.objects.select_for_update(of=("self",)).select_related("course").get(pk=offering.pk)
    if refusal := rules.why_not_enrol(learner=learner, offering=offering, at=at):
        raise EnrolmentRefused(refusal)
    is_of_master = offering.course.kind == CourseKind.MASTER_COURSE
    standing = {
        "state": State.ACTIVE,
        "programme_enrolment": _studies_for(learner, offering) if is_of_master else None,
    }
    enrolment, _new = Enrolment.objects.update_or_create(
        learner=learner,
        offering=offering,
        defaults={**standing, "withdrawn_at": None},
        create_defaults={**standing, "enrolled_at": at},
    )
    record(action="enrolment.created", actor=by, subject=enrolment, person=learner, at=at)
    send_later(
        "enrolment/confirmed",
        to=learner.email,
        language=learner.language,
        context={"person": learner, "course": offering.course, "enrolment": enrolment},
        at=at,
        person_uuid=learner.uuid,
        key=f"enrolment/confirmed/{enrolment.uuid}",
    )
    return enrolment


def _studies_for(learner: Person, offering: CourseOffering) -> ProgrammeEnrolment | None:
    return standings_of([learner])[learner.pk].studies_with(offering.course.code)


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Person | None, at: datetime, reason: str = "") -> None:
    """Give the seat back. The work stays, and can be taken up again. ``reason`` is what staff state when they do it."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _move(enrolment, State.WITHDRAWN)
    enrolment.withdrawn_at = at
    enrolment.save()
    detail = {"reason": reason} if reason else {}
    record(action="enrolment.withdrawn", actor=by, subject=enrolment, person=enrolment.learner, detail=detail, at=at)


@transaction.atomic
def complete(*, enrolment: Enrolment, at: datetime) -> bool:
    """Mark the course as completed, once; return whether this call did it."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if enrolment.state == State.COMPLETED:
        return False
    _move(enrolment, State.COMPLETED)
    enrolment.completed_at = at
    enrolment.save()
    record(action="enrolment.completed", actor=None, subject=enrolment, person=enrolment.learner, at=at)
    return True


@transaction.atomic
def take_up_again(*, enrolment: Enrolment, by: Person | None, at: datetime) -> None:
    """Open a completed enrolment again: the grade on which it stood was corrected."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _move(enrolment, State.ACTIVE)
    enrolment.completed_at = None
    enrolment.save()
    record(action="enrolment.taken_up_again", actor=by, subject=enrolment, person=enrolment.learner, at=at)


@transaction.atomic
def withdraw_learners(*, enrolments: list[Enrolment], reason: str, by: Person, at: datetime) -> int:
    """Withdraw those of ``enrolments`` who still study and tell each why; return how many."""
    studying = [enrolment for enrolment in enrolments if enrolment.state == State.ACTIVE]
    for enrolment in studying:
        withdraw(enrolment=enrolment, by=by, at=at, reason=reason)
        send_later(
            "enrolment/withdrawn",
            to=enrolment.learner.email,
            language=enrolment.learner.language,
            context={"person": enrolment.learner, "course": enrolment.offering.course, "reason": reason},
            at=at,
            person_uuid=enrolment.learner.uuid,
        )
    return len(studying)


def enrol_people(*, people: list[Person], offering: CourseOffering, by: Person, at: datetime) -> dict[int, Refusal | None]:
    """Enrol each of ``people`` who may be; return by primary key why one was not, or None for who was.

    Each is a transaction of its own: one refusal does not undo the others.
    """
    results: dict[int, Refusal | None] = {}
    for person in people:
        try:
            enrol(learner=person, offering=offering, by=by, at=at)
            results[person.pk] = None
        except EnrolmentRefused as error:
            results[person.pk] = error.refusal
    return results


@transaction.atomic
def invite(*, addresses: list[str], offering: CourseOffering, by: Person, at: datetime) -> int:
    """Invite addresses without an account to ``offering``, each at most once a day; return how many.

    PRIVACY: the record counts the invitations and names no address: nobody of them has agreed to anything yet.
    """
    for address in addresses:
        digest = sha256_hex(f"{offering.uuid} {address} {at.date()}".encode())[:40]
        send_later(
            "enrolment/invitation",
            to=address,
            language=offering.language,
            context={"course": offering.course, "institution": offering.institution},
            at=at,
            key=f"enrolment/invitation/{digest}",
        )
    if addresses:
        detail = {"count": len(addresses)}
        record(action="enrolment.invited", actor=by, subject=offering, detail=detail, at=at)
    return len(addresses)


def _move(enrolment: Enrolment, state: State) -> None:
    if state not in NEXT[State(enrolment.state)]:
        raise EnrolmentRefused(Refusal.COMPLETED if enrolment.state == State.COMPLETED else Refusal.NOT_OPEN)
    enrolment.state = state


def export_enrolments(person: Person) -> list[dict[str, Any]]:
    """The person's enrolments, for a download of their data."""
    return list(
        person.enrolments.values(
            "uuid", "offering__uuid", "offering__course__code", "state", "enrolled_at", "withdrawn_at", "completed_at"
        )
    )


def erase_enrolments(person: Person) -> int:
    """Delete enrolments that nothing kept by law stands on: not completed, and no part of a degree."""
    return person.enrolments.filter(programme_enrolment__isnull=True).exclude(state=State.COMPLETED).delete()[0]
