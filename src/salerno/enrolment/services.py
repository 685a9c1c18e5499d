"""What changes enrolments."""

from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import CourseOffering
from salerno.enrolment import rules
from salerno.enrolment.enums import NEXT, Refusal, State
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment
from salerno.messaging.services import send_later
from salerno.people.models import Person


@transaction.atomic
def enrol(*, learner: Person, offering: CourseOffering, by: Person, at: datetime) -> Enrolment:
    """Give ``learner`` a seat in ``offering``; someone who had withdrawn takes up the old enrolment with its work.

    The offering row is locked first: two learners cannot take the last seat.
    """
    offering = CourseOffering.objects.select_for_update(of=("self",)).select_related("course").get(pk=offering.pk)
    if refusal := rules.why_not_enrol(learner=learner, offering=offering, at=at):
        raise EnrolmentRefused(refusal)
    enrolment, _new = Enrolment.objects.update_or_create(
        learner=learner,
        offering=offering,
        defaults={"state": State.ACTIVE, "withdrawn_at": None},
        create_defaults={"state": State.ACTIVE, "enrolled_at": at},
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


@transaction.atomic
def withdraw(*, enrolment: Enrolment, by: Person, at: datetime) -> None:
    """Give the seat back. The work stays, and can be taken up again."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    _move(enrolment, State.WITHDRAWN)
    enrolment.withdrawn_at = at
    enrolment.save()
    record(action="enrolment.withdrawn", actor=by, subject=enrolment, person=enrolment.learner, at=at)


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
    """Delete enrolments that nothing kept by law stands on."""
    return person.enrolments.exclude(state=State.COMPLETED).delete()[0]
