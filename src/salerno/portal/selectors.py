"""What the pages of the front door read across rooms."""

from salerno.credentials.models import Credential
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.people.models import Person


def credentials_by_enrolment(person: Person) -> dict[int, Credential]:
    """The person's credentials by the primary key of the enrolment that each proves. One query."""
    return {row.award.enrolment_id: row for row in Credential.objects.of(person).select_related("award")}


def is_student(person: Person) -> bool:
    """Whether the person studies, or studied, in a programme: the degree and its courses are theirs to see."""
    return ProgrammeEnrolment.objects.of(person).exists()
