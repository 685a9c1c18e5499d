"""What the pages of grade sheets show."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from salerno.awards.enums import SheetState, Standing
from salerno.awards.models import Grade, GradeSheet
from salerno.awards.rules import waiting_for_a_grade
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import State
from salerno.people.access import reach_of
from salerno.people.models import Person


@dataclass(frozen=True)
class Line:
    """One student on a sheet. ``text`` is what stands in the cell; ``problem`` why it cannot be read; ``before`` the earlier
    value when a file would change it."""

    uuid: str
    number: str
    name: str
    text: str
    standing: str
    problem: str = ""
    before: str | None = None
    grade_uuid: str = ""
    corrections: int = 0


@dataclass(frozen=True)
class SheetPage:
    """A sheet with its students and what may be done."""

    sheet: GradeSheet
    lines: list[Line]
    newcomers: int
    passed: int
    failed: int
    absent: int
    waiting: int


def sheets_of(person: Person) -> QuerySet[GradeSheet]:
    """The sheets that the person may work on, with how many students stand on each."""
    rows = GradeSheet.objects.governed_by(person).select_related("offering__course", "offering__institution")
    return rows.annotate(students=Count("grades"), entered=Count("grades", filter=~Q(grades__standing=Standing.WAITING)))


def offerings_to_grade(person: Person) -> QuerySet[CourseOffering]:
    """Offerings in which somebody waits for a grade and no sheet is open."""
    reach = reach_of(person)
    rows = CourseOffering.objects.filter(course__kind="master-course", institution__grading_scale__isnull=False)
    if not reach.everything:
        rows = rows.filter(institution__in=reach.courses_of | reach.people_of)
    open_sheet = GradeSheet.objects.filter(offering=OuterRef("pk")).exclude(state=SheetState.PUBLISHED)
    rows = rows.filter(~Exists(open_sheet)).annotate(
        students=Count("enrolments", filter=Q(enrolments__state=State.ACTIVE), distinct=True)
    )
    return rows.filter(students__gt=0).select_related("course", "institution").order_by("starts_on", "course__code")


def sheet_page(sheet: GradeSheet, texts: dict[str, str] | None = None, problems: dict[str, str] | None = None) -> SheetPage:
    """The page of ``sheet``; ``texts`` (by uuid of the enrolment) stand in the cells instead of what is kept."""
    rows = list(
        sheet.grades.select_related("enrolment__learner")
        .annotate(changes=Count("corrections"))
        .order_by("enrolment__learner__full_name", "enrolment__learner__email")
    )
    numbers = student_numbers(sheet, rows)
    lines = [_line(row, numbers.get(row.enrolment_id, ""), texts or {}, problems or {}) for row in rows]
    standings = [row.standing for row in rows]
    newcomers = 0
    if sheet.state == SheetState.DRAFT:
        there = {row.enrolment_id for row in rows}
        newcomers = sum(student.pk not in there for student in waiting_for_a_grade(sheet.offering))
    return SheetPage(
        sheet=sheet,
        lines=lines,
        newcomers=newcomers,
        passed=standings.count(Standing.PASSED),
        failed=standings.count(Standing.FAILED),
        absent=standings.count(Standing.ABSENT),
        waiting=standings.count(Standing.WAITING),
    )


def _line(row: Grade, number: str, texts: dict[str, str], problems: dict[str, str]) -> Line:
    key = str(row.enrolment.uuid)
    kept = as_entered(row)
    text = texts.get(key, kept)
    return Line(
        uuid=key,
        number=number,
        name=row.enrolment.learner.display_name,
        text=text,
        standing=row.standing,
        problem=problems.get(key, ""),
        before=kept if text.strip() != kept else None,
        grade_uuid=str(row.uuid),
        corrections=row.changes,
    )


def as_entered(row: Grade) -> str:
    """What stands in the cell of ``row``: a dash for an absence."""
    return "-" if row.standing == Standing.ABSENT else row.value


def student_numbers(sheet: GradeSheet, rows: list[Grade]) -> dict[int, str]:
    """The local number of each student at the institution that grades, by enrolment (pk)."""
    from salerno.enrolment.models import Registration

    programme = {row.enrolment_id: row.enrolment.programme_enrolment_id for row in rows}
    known = dict(
        Registration.objects.filter(
            enrolment__in=[pk for pk in programme.values() if pk], institution=sheet.offering.institution_id
        ).values_list("enrolment", "student_number")
    )
    return {pk: known.get(student, "") for pk, student in programme.items()}
