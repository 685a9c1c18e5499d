"""What the pages of the front door read across rooms."""

from salerno.awards.models import Grade
from salerno.credentials.models import Credential
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.mobility.models import Mobility
from salerno.people.models import Person


def credentials_by_enrolment(person: Person) -> dict[int, Credential]:
    """The person's credentials by the primary key of the enrolment that each proves. One query."""
    return {row.award.enrolment_id: row for row in Credential.objects.of(person).select_related("award")}


def grades_by_enrolment(person: Person) -> dict[int, Grade]:
    """The latest published grade of each of the person's enrolments, by its primary key. One query."""
    return {row.enrolment_id: row for row in Grade.objects.of(person).order_by("sheet__held_on", "pk")}


def is_student(person: Person) -> bool:
    """Whether the person studies, or studied, in a programme: the degree and its courses are theirs to see."""
    return ProgrammeEnrolment.objects.of(person).exists()


def is_guest(person: Person) -> bool:
    """Whether the person has a stay here or elsewhere: a student of another university reaches it from the front door too."""
    return Mobility.objects.of(person).exists()
