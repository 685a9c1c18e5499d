"""The made-up Master with a cohort and students, through the services that the campus itself uses."""

from datetime import date
from typing import Any

from salerno.catalogue.models import Course, CourseOffering, ProgrammeOffering
from salerno.catalogue.services import load_made_up_regulations, load_programmes, open_offering
from salerno.enrolment.facts import CivilFacts
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.services import admit_to_programme, complete, enrol, register_at
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.people.models import Person
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.recorded import recorded

CIVIL = CivilFacts("Lea", "Learner", date(2002, 2, 28), "Marseille", "FR")
AMU, UNIPI = "univ-amu.fr", "unipi.it"


@recorded("people", "account", "messaging")
def made_up_master() -> None:
    """The consortium, its programmes, and the regulations that the demonstration brings."""
    load_consortium()
    load_programmes()
    load_made_up_regulations(at=NOON)


def made_up_cohort(**values: Any) -> ProgrammeOffering:
    """The cohort of the made-up Master; ``values`` are its seats and the like."""
    made_up_master()
    if values:
        ProgrammeOffering.objects.update(**values)
    return ProgrammeOffering.objects.select_related("regulations", "programme").get()


def student(
    learner: Person | None = None,
    *,
    at: tuple[str, ...] = (AMU, UNIPI),
    cohort: ProgrammeOffering | None = None,
    civil: CivilFacts = CIVIL,
) -> ProgrammeEnrolment:
    """Somebody admitted to the track from biology, and registered ``at`` universities under made-up numbers."""
    learner = learner or person()
    studies = admit_to_programme(
        student=learner, offering=cohort or made_up_cohort(), track="biology", civil=civil, by=None, at=NOON
    )
    for schac in at:
        register_at(
            enrolment=studies,
            institution=Institution.objects.get(schac=schac),
            student_number=f"{schac}-{learner.pk}",
            starts_on=NOON.date(),
            by=None,
            at=NOON,
        )
    return studies


def master_offering(code: str, **values: Any) -> CourseOffering:
    """An offering of a course of the made-up Master by its owner."""
    course = Course.objects.get(code=code)
    return open_offering(course=course, institution=course.owners.get().institution, by=None, mode="onsite", **values)


def passed(studies: ProgrammeEnrolment, *codes: str) -> list[Enrolment]:
    """``studies`` with these courses passed, each in an offering of its own."""
    rows = []
    for code in codes:
        row = enrol(learner=studies.student, offering=master_offering(code), by=studies.student, at=NOON)
        complete(enrolment=row, at=NOON)
        rows.append(row)
    return rows
