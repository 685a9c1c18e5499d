"""Four semesters of courses: given, taken, examined in three local scales; a correction; sheets that are being worked on."""

from collections.abc import Iterable
from datetime import datetime

from salerno.audit.services import record
from salerno.awards.enums import SheetState, Standing, TableSource
from salerno.awards.grades.services import grades, tables
from salerno.awards.models import Grade, GradeSheet
from salerno.catalogue.models import AcademicSession, Course, CourseOffering
from salerno.catalogue.services import open_offering
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.portal.operations.demo_cohort.cast import (
    AMU,
    OFFICERS,
    SECONDS,
    STUDENTS,
    UNIPI,
    WRITERS,
    Fate,
    Student,
)
from salerno.portal.operations.demo_cohort.curriculum import courses_of
from salerno.portal.operations.demo_cohort.marks import mark
from salerno.portal.operations.demo_cohort.people import person, studies_by_number, universities
from salerno.portal.operations.demo_cohort.timeline import CORRECTED, LAST_RESITS, SEMESTERS, TABLES_PUBLISHED, Semester, on_day

_BY_EMAIL = {student.email: student for student in STUDENTS}
_ISCED_F = "0988"


def offerings_in(semester: Semester) -> dict[str, CourseOffering]:
    """The offerings of one semester, by course code."""
    rows = CourseOffering.objects.filter(academic_session__code=semester.session).select_related(
        "course", "institution__grading_scale"
    )
    return {row.course.code: row for row in rows if row.course.code in _codes(semester)}


def _codes(semester: Semester) -> list[str]:
    """What is given in a semester: what somebody takes."""
    return sorted({code for student in STUDENTS for code in courses_of(student, semester.number)})


def give_courses(at: datetime, semester: Semester) -> None:
    """Open the offerings of ``semester``, each by the university that owns the course."""
    session = AcademicSession.objects.get(code=semester.session)
    officers = {schac: person(email) for schac, email in OFFICERS.items()}
    for course in Course.objects.filter(code__in=_codes(semester)).prefetch_related("owners__institution"):
        owner = course.owners.all()[0].institution
        open_offering(
            course=course,
            institution=owner,
            by=officers[owner.schac],
            academic_session=session,
            mode="onsite",
            starts_on=on_day(at, semester.begins).date(),
            ends_on=on_day(at, semester.ends).date(),
        )


def take_courses(at: datetime, semester: Semester) -> None:
    """Enrol every student in the courses of ``semester``.

    Rows, where ``enrolment.services.enrol`` would do the same one by one and queue eight hundred notices: the enrolments and
    the entries in the record are those of the service; nobody is told of what never was.
    """
    moment, offerings, known = on_day(at, semester.begins), offerings_in(semester), studies_by_number()
    rows = [
        Enrolment(
            learner=known[student.number].student,
            offering=offerings[code],
            programme_enrolment=known[student.number],
            enrolled_at=moment,
        )
        for student in STUDENTS
        for code in courses_of(student, semester.number)
    ]
    for row in Enrolment.objects.bulk_create(rows):
        record(action="enrolment.created", actor=row.learner, subject=row, person=row.learner, at=moment)


def examine(at: datetime, semester: Semester, schac: str) -> None:
    """Both sittings of each course of ``semester`` at one university; a thesis has a sitting of its own."""
    for code, offering in offerings_in(semester).items():
        if offering.institution.schac != schac or code.endswith("402"):
            continue
        for sitting, day in ((1, semester.exams), (2, semester.resits)):
            if sitting == 1 or offering.enrolments.filter(state=State.ACTIVE).exists():
                publish(enter(at, offering, day, sitting), on_day(at, day, 80))


def enter(at: datetime, offering: CourseOffering, day: int, sitting: int, *, half: bool = False) -> GradeSheet:
    """A sheet with the grades of ``sitting``, or of ``half`` of its students, written and not yet handed in."""
    schac = offering.institution.schac
    writer, moment = person(WRITERS[schac]), on_day(at, day, 24)
    sheet = grades.open_sheet(offering=offering, held_on=on_day(at, day).date(), by=writer, at=moment)
    rows = list(sheet.grades.select_related("enrolment__learner"))
    texts = {
        str(row.enrolment.uuid): mark(_BY_EMAIL[row.enrolment.learner.email], offering.course.code, sheet.scale, sitting=sitting)
        for row in (rows[: (len(rows) + 1) // 2] if half else rows)
    }
    grades.save_grades(sheet=sheet, texts=texts, revision=0, by=writer, at=moment)
    return sheet


def confirm(sheet: GradeSheet, moment: datetime) -> None:
    """Handed in by who wrote it, and seen by a second person."""
    schac = sheet.offering.institution.schac
    grades.submit_sheet(sheet=sheet, by=person(WRITERS[schac]), at=moment)
    grades.confirm_sheet(sheet=sheet, by=person(SECONDS[schac]), at=moment)


def publish(sheet: GradeSheet, moment: datetime) -> None:
    """Confirm and publish ``sheet``.

    Rows, where ``grades.publish_sheet`` would do the same one by one and queue a notice for each student: the sheet, the completed
    enrolments and the entries in the record are those of the service.
    """
    confirm(sheet, moment)
    by = person(SECONDS[sheet.offering.institution.schac])
    GradeSheet.objects.filter(pk=sheet.pk).update(state=SheetState.PUBLISHED, published_at=moment)
    record(action="grades.published", actor=by, subject=sheet, at=moment)
    _complete(sheet.grades.filter(standing=Standing.PASSED).select_related("enrolment__learner"), moment)


def _complete(passed: Iterable[Grade], moment: datetime) -> None:
    enrolments = [grade.enrolment for grade in passed]
    Enrolment.objects.filter(pk__in=[row.pk for row in enrolments]).update(state=State.COMPLETED, completed_at=moment)
    for row in enrolments:
        record(action="enrolment.completed", actor=None, subject=row, person=row.learner, at=moment)


def publish_tables(at: datetime) -> None:
    """Each university's grading table, computed from three semesters of these results, and marked as made up."""
    first, last = on_day(at, SEMESTERS[0].begins).date(), on_day(at, TABLES_PUBLISHED).date()
    for schac, institution in universities().items():
        own = tables.table_of_own_results(
            institution=institution, scale=institution.grading_scale.code, isced_f=_ISCED_F, first=first, last=last
        )
        tables.publish_table(
            institution=institution,
            table=own.table,
            source=TableSource.COMPUTED,
            by=person(OFFICERS[schac]),
            at=on_day(at, TABLES_PUBLISHED),
            is_made_up=True,
        )


def correct_one(at: datetime) -> None:
    """A grade of biostatistics that had been added up wrongly."""
    passed = Grade.objects.passed().filter(sheet__offering__course__code="AMU-103", sheet__offering__institution__schac=AMU)
    grade = passed.filter(enrolment__learner__email=_somebody(Fate.WRITING, AMU).email).get()
    grades.correct_grade(
        grade=grade,
        text=f"{float(grade.value) + 0.5:g}",
        reason="A page of the examination was not counted (made up).",
        by=person(SECONDS[AMU]),
        at=on_day(at, CORRECTED),
    )


def _somebody(fate: Fate, schac: str) -> Student:
    return next(each for each in STUDENTS if each.fate == fate and schac in each.pair)


def leave_sheets_open(at: datetime) -> None:
    """The last resits: Pisa's sheet waits for a second pair of eyes, Marseille's is half entered, Stockholm's can be published."""
    second, third = offerings_in(SEMESTERS[1]), offerings_in(SEMESTERS[2])
    waits = enter(at, second["PI-201"], LAST_RESITS, 3)
    grades.submit_sheet(sheet=waits, by=person(WRITERS[UNIPI]), at=on_day(at, LAST_RESITS, 48))
    enter(at, third["AMU-301"], LAST_RESITS, 3, half=True)
    confirm(enter(at, third["SU-301"], LAST_RESITS, 3), on_day(at, LAST_RESITS, 48))
