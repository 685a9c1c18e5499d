"""Whether one may enrol: the same answer greys the button and stops the service."""

from datetime import datetime

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment
from salerno.people.models import Person


def why_not_enrol(*, learner: Person, offering: CourseOffering, at: datetime) -> Refusal | None:
    """The reason for which ``learner`` may not enrol in ``offering`` now, or None."""
    existing = Enrolment.objects.filter(learner=learner, offering=offering).first()
    if existing and existing.state == State.COMPLETED:
        return Refusal.COMPLETED
    if existing and existing.state == State.ACTIVE:
        return Refusal.ALREADY
    return why_not_open(offering=offering, at=at)


def why_not_open(*, offering: CourseOffering, at: datetime) -> Refusal | None:
    """The reason for which nobody may enrol in ``offering`` now, or None."""
    if not offering.course.workload_minutes:
        return Refusal.NOT_READY
    if not offering.takes_enrolments(at):
        return Refusal.NOT_OPEN
    if offering.seats is not None and offering.enrolments.holding_a_seat().count() >= offering.seats:
        return Refusal.FULL
    return None
