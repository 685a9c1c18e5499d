"""What enrolling a list of addresses would do."""

from dataclasses import dataclass
from datetime import datetime

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment
from salerno.enrolment.rules import why_not_open
from salerno.people.models import Person


@dataclass(frozen=True)
class AddressLine:
    """One address: whose account it is (None: nobody's), and why they would not be enrolled (None: they would)."""

    address: str
    person: Person | None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class EnrollingPreview:
    """All addresses in the order in which they were given."""

    lines: list[AddressLine]

    @property
    def enrolled(self) -> list[AddressLine]:
        """Those who would be enrolled."""
        return [line for line in self.lines if line.person and line.refusal is None]

    @property
    def refused(self) -> list[AddressLine]:
        """Those who are known and would not be enrolled."""
        return [line for line in self.lines if line.refusal is not None]

    @property
    def unknown(self) -> list[str]:
        """Addresses without an account."""
        return [line.address for line in self.lines if line.person is None]


def enrolling_preview(offering: CourseOffering, addresses: list[str], at: datetime) -> EnrollingPreview:
    """Who of ``addresses`` would be enrolled now. Three queries, whatever their number.

    Seats are counted down in the order given, as the service will take them.
    """
    people = {row.email.lower(): row for row in Person.objects.filter(email__in=addresses, is_active=True)}
    states = dict(Enrolment.objects.filter(offering=offering, learner__in=people.values()).values_list("learner_id", "state"))
    closed = why_not_open(offering=offering, at=at)
    left = None if offering.seats is None else offering.seats - offering.enrolments.holding_a_seat().count()
    lines = []
    for address in addresses:
        person = people.get(address)
        refusal = _refusal(states.get(person.pk), closed, left) if person else None
        if person and refusal is None and left is not None:
            left -= 1
        lines.append(AddressLine(address, person, refusal))
    return EnrollingPreview(lines)


def _refusal(state: str | None, closed: Refusal | None, left: int | None) -> Refusal | None:
    if state == State.COMPLETED:
        return Refusal.COMPLETED
    if state == State.ACTIVE:
        return Refusal.ALREADY
    if closed is not None:
        return closed
    return Refusal.FULL if left is not None and left <= 0 else None
