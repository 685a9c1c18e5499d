"""What enrolling a list of addresses would do."""

from dataclasses import dataclass
from datetime import datetime

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import Refusal
from salerno.enrolment.rules import why_not_enrol_each
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
    """Who of ``addresses`` would be enrolled now, seats counted down in the order given. The queries do not grow with them."""
    people = {row.email.lower(): row for row in Person.objects.filter(email__in=addresses, is_active=True)}
    known = [people[address] for address in addresses if address in people]
    refusals = why_not_enrol_each(learners=known, offering=offering, at=at)
    lines = [(address, people.get(address)) for address in addresses]
    return EnrollingPreview([AddressLine(address, row, refusals[row.pk] if row else None) for address, row in lines])
