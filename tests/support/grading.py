"""A course of the Master that students sit."""

from salerno.awards.grades.services import grades
from salerno.awards.models import GradeSheet
from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.services import enrol
from salerno.institutions.models import GradingScale, Institution
from salerno.people.models import Person
from tests.factories.catalogue import CourseFactory, CourseOfferingFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory
from tests.support.moments import NOON
from tests.support.studies import master_offering


def italian_university() -> Institution:
    """An institution that grades from 18 to 30 with honours."""
    scale, _new = GradingScale.objects.get_or_create(code="it-30", defaults={"name": {"en": "Italian"}})
    return InstitutionFactory(grading_scale=scale, country="IT")


def examined_offering(institution: Institution | None = None) -> CourseOffering:
    """A course of the Master, given by ``institution`` (or an Italian university)."""
    institution = institution or italian_university()
    course = CourseFactory(owner=institution, kind=CourseKind.MASTER_COURSE, ects_credits="6.0")
    return CourseOfferingFactory(course=course, institution=institution)


def students_of(offering: CourseOffering, count: int) -> list[Enrolment]:
    """``count`` people who study in ``offering``, called Student 1, Student 2 …"""
    return [
        EnrolmentFactory(offering=offering, learner=PersonFactory(full_name=f"Student {number:03}"))
        for number in range(1, count + 1)
    ]


def resit_waiting(studies: ProgrammeEnrolment, code: str, *others: ProgrammeEnrolment) -> GradeSheet:
    """A confirmed sheet of the course ``code`` with a pass of each, which waits for its publication."""
    offering = master_offering(code)
    for each in (studies, *others):
        enrol(learner=each.student, offering=offering, by=each.student, at=NOON)
    writer, second = PersonFactory(), PersonFactory()
    sheet = grades.open_sheet(offering=offering, held_on=NOON.date(), by=writer, at=NOON, scale="fr-20")
    texts = {str(row.enrolment.uuid): "14" for row in sheet.grades.select_related("enrolment")}
    grades.save_grades(sheet=sheet, texts=texts, revision=0, by=writer, at=NOON)
    grades.submit_sheet(sheet=sheet, by=writer, at=NOON)
    grades.confirm_sheet(sheet=sheet, by=second, at=NOON)
    return GradeSheet.objects.select_related("offering__institution", "confirmed_by").get(pk=sheet.pk)


def published_sheet(offering: CourseOffering, texts: dict[str, str], writer: Person, second: Person) -> GradeSheet:
    """The grades ``texts`` (by uuid of the enrolment), entered by ``writer``, confirmed and published by ``second``."""
    sheet = grades.open_sheet(offering=offering, held_on=NOON.date(), by=writer, at=NOON)
    grades.save_grades(sheet=sheet, texts=texts, revision=0, by=writer, at=NOON)
    grades.submit_sheet(sheet=sheet, by=writer, at=NOON)
    grades.confirm_sheet(sheet=sheet, by=second, at=NOON)
    grades.publish_sheet(sheet=sheet, by=second, at=NOON)
    sheet.refresh_from_db()
    return sheet
