"""Whether one may act on grades: the same answer greys the button and stops the service."""

from django.db.models import QuerySet

from salerno.awards.enums import GRANTS, BoardState, GradeRefusal, SheetState, Standing
from salerno.awards.models import Award, BoardItem, Grade, GradeSheet
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS
from salerno.people.models import Person


def may_grade(person: Person | None, offering: CourseOffering) -> bool:
    """Whether ``person`` teaches or administers at the institution that gives ``offering``."""
    reach = reach_of(person)
    return reach.everything or offering.institution_id in reach.courses_of | reach.people_of


def may_withdraw(person: Person | None, award: Award) -> bool:
    """Whether ``person`` coordinates or administers the institution that granted ``award``; never one's own."""
    reach = reach_of(person)
    runs = any(held.role in GOVERNS and held.institution_id == award.institution_id for held in reach.roles)
    return (reach.everything or runs) and award.learner_id != person.pk


def waiting_for_a_grade(offering: CourseOffering) -> list[Enrolment]:
    """Who would stand on the next sheet: those who study, have passed no published sitting and hold no degree."""
    passed = Grade.objects.passed().filter(sheet__offering=offering).values("enrolment")
    rows = offering.enrolments.filter(state=State.ACTIVE).exclude(pk__in=passed)
    return list(rows.exclude(programme_enrolment__in=_degrees()).select_related("learner"))


def graduates_on(sheet: GradeSheet) -> list[Grade]:
    """Those on ``sheet`` whose degree stands: what it was awarded on does not change under it."""
    rows = sheet.grades.filter(enrolment__programme_enrolment__in=_degrees())
    return list(rows.select_related("enrolment__learner", "enrolment__programme_enrolment"))


def _degrees() -> QuerySet:
    """The studies (primary keys) that ended with a degree which stands."""
    return Award.objects.degrees().standing().values("programme_enrolment")


def why_not_open_sheet(offering: CourseOffering) -> GradeRefusal | None:
    """The reason for which no sheet can be opened for ``offering``, or None."""
    if offering.institution.grading_scale_id is None:
        return GradeRefusal.NO_SCALE
    if offering.grade_sheets.exclude(state=SheetState.PUBLISHED).exists():
        return GradeRefusal.SHEET_OPEN
    return None if waiting_for_a_grade(offering) else GradeRefusal.NOBODY


def why_not_enter(sheet: GradeSheet) -> GradeRefusal | None:
    """The reason for which grades cannot be entered on ``sheet``, or None."""
    return None if sheet.state == SheetState.DRAFT else GradeRefusal.NOT_DRAFT


def why_not_submit(sheet: GradeSheet) -> GradeRefusal | None:
    """The reason for which ``sheet`` cannot go to a second pair of eyes, or None."""
    if refusal := why_not_enter(sheet):
        return refusal
    return GradeRefusal.UNFINISHED if sheet.grades.filter(standing=Standing.WAITING).exists() else None


def why_not_confirm(sheet: GradeSheet, by: Person) -> GradeRefusal | None:
    """The reason for which ``by`` cannot confirm ``sheet``, or None: nobody is their own second pair of eyes."""
    if sheet.state != SheetState.SUBMITTED:
        return GradeRefusal.NOT_SUBMITTED
    return GradeRefusal.OWN_WORK if sheet.writers.filter(pk=by.pk).exists() else None


def why_not_publish(sheet: GradeSheet) -> GradeRefusal | None:
    """The reason for which students cannot be shown ``sheet``, or None."""
    if sheet.state != SheetState.CONFIRMED:
        return GradeRefusal.NOT_CONFIRMED
    return GradeRefusal.DEGREE_GRANTED if graduates_on(sheet) else None


def why_not_take_off(sheet: GradeSheet) -> GradeRefusal | None:
    """The reason for which no graduates can be taken off ``sheet``, or None."""
    return why_not_enter(sheet) or (None if graduates_on(sheet) else GradeRefusal.NO_GRADUATE)


def why_not_correct(grade: Grade) -> GradeRefusal | None:
    """The reason for which a published ``grade`` cannot be corrected, or None.

    What a board is about to award on stands until the board takes it back; what was awarded on, until each degree is withdrawn.
    """
    if grade.sheet.state != SheetState.PUBLISHED:
        return GradeRefusal.NOT_PUBLISHED
    student = grade.enrolment.programme_enrolment_id
    if Award.objects.degrees().standing().filter(programme_enrolment=student).exists():
        return GradeRefusal.DEGREE_GRANTED
    pending = BoardItem.objects.filter(student=student, decision__in=GRANTS).exclude(board__state=BoardState.SIGNED)
    return GradeRefusal.DECIDED if pending.exists() else None
