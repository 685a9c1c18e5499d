"""Whether one may act on grades: the same answer greys the button and stops the service."""

from salerno.awards.enums import GRANTS, GradeRefusal, SheetState, Standing
from salerno.awards.models import Award, BoardItem, Grade, GradeSheet
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.people.access import reach_of
from salerno.people.models import Person


def may_grade(person: Person | None, offering: CourseOffering) -> bool:
    """Whether ``person`` teaches or administers at the institution that gives ``offering``."""
    reach = reach_of(person)
    return reach.everything or offering.institution_id in reach.courses_of | reach.people_of


def waiting_for_a_grade(offering: CourseOffering) -> list[Enrolment]:
    """Who would stand on the next sheet: those who study and have passed no published sitting."""
    passed = Grade.objects.passed().filter(sheet__offering=offering).values("enrolment")
    return list(offering.enrolments.filter(state=State.ACTIVE).exclude(pk__in=passed).select_related("learner"))


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
    return None if sheet.state == SheetState.CONFIRMED else GradeRefusal.NOT_CONFIRMED


def why_not_correct(grade: Grade) -> GradeRefusal | None:
    """The reason for which a published ``grade`` cannot be corrected, or None.

    What a board has awarded on, or is about to, stands until the board takes it back or the degrees are withdrawn.
    """
    if grade.sheet.state != SheetState.PUBLISHED:
        return GradeRefusal.NOT_PUBLISHED
    granted = BoardItem.objects.filter(student=grade.enrolment.programme_enrolment_id, decision__in=GRANTS, not_granted_because="")
    degrees = Award.objects.degrees().filter(programme_enrolment=grade.enrolment.programme_enrolment_id)
    is_over = degrees.exists() and not degrees.standing().exists()
    return GradeRefusal.DECIDED if granted.exists() and not is_over else None
