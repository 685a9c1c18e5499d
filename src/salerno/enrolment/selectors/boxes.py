"""What the box of an offering shows, and which offerings a person may find."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering
from salerno.catalogue.selectors import rules_of
from salerno.enrolment import rules
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.people.models import Person


@dataclass(frozen=True)
class OfferingBox:
    """An offering with the viewer's standing in it."""

    offering: CourseOffering
    enrolment: Enrolment | None
    refusal: Refusal | None
    seats_left: int | None

    @property
    def is_enrolled(self) -> bool:
        """Whether the viewer studies or has completed it."""
        return self.enrolment is not None and self.enrolment.state != State.WITHDRAWN


def offerings_for(person: Person) -> QuerySet[CourseOffering]:
    """What the person may find: what the catalogue shows them, and what their own programme offers its students.

    An offering that is private to a group is found by neither way.
    """
    studies = ProgrammeEnrolment.objects.of(person).live().select_related("offering__regulations")
    codes = {code for row in studies for code in rules_of(row.offering.regulations).courses}
    own = CourseOffering.objects.filter(is_public=True, course__kind=CourseKind.MASTER_COURSE, course__code__in=codes)
    return CourseOffering.objects.visible_to(person) | own


def offering_box(*, offering: CourseOffering, viewer: Person | None, at: datetime) -> OfferingBox:
    """Seats, and why one may not enrol. No query for an anonymous viewer of an offering without a limit."""
    enrolment = Enrolment.objects.filter(learner=viewer, offering=offering).first() if viewer else None
    left = None
    if offering.seats is not None:
        left = max(0, offering.seats - offering.enrolments.holding_a_seat().count())
    return OfferingBox(
        offering=offering,
        enrolment=enrolment,
        refusal=rules.why_not_take(learner=viewer, course=offering.course) or rules.why_not_open(offering=offering, at=at),
        seats_left=left,
    )
