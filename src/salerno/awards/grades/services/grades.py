"""Entering, confirming, publishing and correcting grades."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.awards import rules
from salerno.awards.boards.services.after_boards import flag_decisions, lock_students, names_of, refuse_to_graduates
from salerno.awards.enums import NEXT_SHEET, GradeRefusal, SheetState, Standing
from salerno.awards.errors import GradesRefused
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import Scale, scale_of
from salerno.awards.models import Grade, GradeCorrection, GradeSheet
from salerno.catalogue.models import CourseOffering
from salerno.common.telling import told
from salerno.enrolment import services as enrolment
from salerno.enrolment.enums import State
from salerno.messaging.services import send_later
from salerno.people.models import Person

_ABSENT_WORDS = frozenset({"-", "–", "—"})


@dataclass(frozen=True)
class Entered:
    """What a cell says: the grade in the scale's own spelling, and where it leaves the student."""

    value: str
    standing: Standing


def read_cell(text: str, known: Scale) -> Entered:
    """What ``text`` means in the scale ``known``: empty is no grade yet, a dash is an absence.

    Raises ``GradeRefused`` for anything that is no grade of this scale; its words say which there are.
    """
    text = text.strip()
    if not text:
        return Entered("", Standing.WAITING)
    if text in _ABSENT_WORDS:
        return Entered("", Standing.ABSENT)
    grade = known.read(text)
    return Entered(grade.text, Standing.PASSED if grade.is_pass else Standing.FAILED)


@transaction.atomic
def open_sheet(*, offering: CourseOffering, held_on: date, by: Person, at: datetime, scale: str = "") -> GradeSheet:
    """A sheet for the next sitting of ``offering``, with all who wait for a grade, in ``scale`` or that of the institution.

    The offering is locked first: two teachers who open a sheet at once get one sheet and one refusal.
    """
    offering = CourseOffering.objects.select_for_update(of=("self",)).select_related("institution").get(pk=offering.pk)
    if refusal := rules.why_not_open_sheet(offering):
        raise GradesRefused(refusal)
    sheet = GradeSheet.objects.create(
        offering=offering,
        sitting=offering.grade_sheets.count() + 1,
        scale=scale_of(scale or offering.institution.grading_scale.code).code,
        held_on=held_on,
    )
    students = rules.waiting_for_a_grade(offering)
    Grade.objects.bulk_create(Grade(sheet=sheet, enrolment=student) for student in students)
    detail = {"sitting": sheet.sitting, "students": len(students)}
    record(action="grades.sheet_opened", actor=by, subject=sheet, detail=detail, at=at)
    return sheet


@transaction.atomic
def add_newcomers(*, sheet: GradeSheet, by: Person, at: datetime) -> int:
    """Put those on ``sheet`` who enrolled after it was opened; return how many."""
    sheet = _locked(sheet)
    if refusal := rules.why_not_enter(sheet):
        raise GradesRefused(refusal)
    there = set(sheet.grades.values_list("enrolment", flat=True))
    new = [student for student in rules.waiting_for_a_grade(sheet.offering) if student.pk not in there]
    Grade.objects.bulk_create(Grade(sheet=sheet, enrolment=student) for student in new)
    if new:
        record(action="grades.students_added", actor=by, subject=sheet, detail={"students": len(new)}, at=at)
    return len(new)


@transaction.atomic
def save_grades(*, sheet: GradeSheet, texts: Mapping[str, str], revision: int, by: Person, at: datetime) -> int:
    """Write what ``texts`` say by enrolment (uuid); return how many grades changed. All of it or nothing.

    Students who are not named keep what they have. ``revision`` is that of the sheet which ``by`` looked at: when somebody has
    saved since, nothing is written.
    """
    sheet = _locked(sheet)
    if refusal := rules.why_not_enter(sheet):
        raise GradesRefused(refusal)
    if revision != sheet.revision:
        raise GradesRefused(GradeRefusal.CHANGED_MEANWHILE)
    rows = {str(row.enrolment.uuid): row for row in sheet.grades.select_related("enrolment")}
    entered = _read_all(texts, rows, scale_of(sheet.scale))
    changed = [_put(rows[key], cell) for key, cell in entered.items() if _differs(rows[key], cell)]
    if changed:
        Grade.objects.bulk_update(changed, ["value", "standing"])
        sheet.revision += 1
        sheet.save(update_fields=["revision"])
        sheet.writers.add(by)
        record(action="grades.entered", actor=by, subject=sheet, detail={"count": len(changed)}, at=at)
    return len(changed)


def unreadable(sheet: GradeSheet, texts: Mapping[str, str]) -> dict[str, str]:
    """Which of ``texts`` (by enrolment) could not be written on ``sheet``, and why; nothing is written."""
    rows = {str(row.enrolment.uuid): row for row in sheet.grades.select_related("enrolment")}
    try:
        _read_all(texts, rows, scale_of(sheet.scale))
    except GradesRefused as error:
        return error.cells
    return {}


def _read_all(texts: Mapping[str, str], rows: Mapping[str, Grade], known: Scale) -> dict[str, Entered]:
    entered: dict[str, Entered] = {}
    wrong: dict[str, str] = {}
    for key, text in texts.items():
        if key not in rows:
            wrong[key] = _("This student is not on the sheet.")
            continue
        try:
            entered[key] = read_cell(text, known)
        except GradeRefused as error:
            wrong[key] = told(error.sentence)
    if wrong:
        raise GradesRefused(GradeRefusal.BAD_CELLS, wrong)
    return entered


def _differs(row: Grade, cell: Entered) -> bool:
    return (row.value, row.standing) != (cell.value, cell.standing)


def _put(row: Grade, cell: Entered) -> Grade:
    row.value, row.standing = cell.value, cell.standing
    return row


@transaction.atomic
def submit_sheet(*, sheet: GradeSheet, by: Person, at: datetime) -> None:
    """Hand ``sheet`` to a second pair of eyes; it cannot be changed meanwhile."""
    sheet = _locked(sheet)
    if refusal := rules.why_not_submit(sheet):
        raise GradesRefused(refusal)
    _move(sheet, SheetState.SUBMITTED, "grades.submitted", by, at)


@transaction.atomic
def return_sheet(*, sheet: GradeSheet, reason: str, by: Person, at: datetime) -> None:
    """Send ``sheet`` back to be changed, with a reason."""
    sheet = _locked(sheet)
    if SheetState.DRAFT not in NEXT_SHEET[SheetState(sheet.state)]:
        raise GradesRefused(GradeRefusal.NOT_SUBMITTED)
    sheet.confirmed_by = None
    _move(sheet, SheetState.DRAFT, "grades.returned", by, at, {"reason": reason})


@transaction.atomic
def confirm_sheet(*, sheet: GradeSheet, by: Person, at: datetime) -> None:
    """The second pair of eyes has seen ``sheet``."""
    sheet = _locked(sheet)
    if refusal := rules.why_not_confirm(sheet, by):
        raise GradesRefused(refusal)
    sheet.confirmed_by = by
    _move(sheet, SheetState.CONFIRMED, "grades.confirmed", by, at)


@transaction.atomic
def publish_sheet(*, sheet: GradeSheet, by: Person, at: datetime) -> None:
    """Show students their grades; whoever passed has completed the course. Each is told by e-mail, without the grade.

    Refused while somebody on the sheet holds a degree that stands. A board that has decided on somebody, and whose minutes are not
    signed, is told that it must look again.
    """
    sheet = _locked(sheet)
    given = list(sheet.grades.select_related("enrolment__learner", "enrolment__offering__course"))
    students = lock_students(given)
    refuse_to_graduates(sheet)
    if refusal := rules.why_not_publish(sheet):
        raise GradesRefused(refusal)
    sheet.published_at = at
    _move(sheet, SheetState.PUBLISHED, "grades.published", by, at)
    for grade in given:
        if grade.standing == Standing.PASSED:
            enrolment.complete(enrolment=grade.enrolment, at=at)
        _tell(grade, at, key=f"awards/grade_published/{grade.uuid}")
    flag_decisions(students, by=by, at=at)


@transaction.atomic
def correct_grade(*, grade: Grade, text: str, reason: str, by: Person, at: datetime) -> GradeCorrection:
    """Put another grade in the place of a published one; the old value stays in the record with the reason.

    A pass that is taken back opens the enrolment again; a fail that becomes a pass completes it. The student is locked, as a board
    does that decides: a grade changes before a decision, or not at all.
    """
    grade = Grade.objects.select_for_update(of=("self",)).select_related("sheet", "enrolment__learner").get(pk=grade.pk)
    students = lock_students([grade])
    if refusal := rules.why_not_correct(grade):
        raise GradesRefused(refusal, detail=names_of([grade]) if refusal == GradeRefusal.DEGREE_GRANTED else "")
    if not reason.strip():
        raise GradesRefused(GradeRefusal.NO_REASON)
    cell = _read_all({"grade": text}, {"grade": grade}, scale_of(grade.sheet.scale))["grade"]
    if not _differs(grade, cell) or cell.standing == Standing.WAITING:
        raise GradesRefused(GradeRefusal.SAME)
    correction = GradeCorrection.objects.create(
        grade=grade,
        old_value=grade.value,
        old_standing=grade.standing,
        new_value=cell.value,
        new_standing=cell.standing,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    _put(grade, cell).save(update_fields=["value", "standing"])
    _follow(grade, at, by)
    record(action="grade.corrected", actor=by, subject=grade, person=grade.enrolment.learner, detail={"reason": reason}, at=at)
    _tell(grade, at, key=f"awards/grade_corrected/{correction.uuid}", template="awards/grade_corrected")
    flag_decisions(students, by=by, at=at)
    return correction


def _follow(grade: Grade, at: datetime, by: Person) -> None:
    """Let the enrolment say what the corrected grade says."""
    if grade.standing == Standing.PASSED:
        enrolment.complete(enrolment=grade.enrolment, at=at)
    elif grade.enrolment.state == State.COMPLETED:
        enrolment.take_up_again(enrolment=grade.enrolment, by=by, at=at)


def _locked(sheet: GradeSheet) -> GradeSheet:
    return GradeSheet.objects.select_for_update(of=("self",)).select_related("offering__institution").get(pk=sheet.pk)


def _move(
    sheet: GradeSheet, state: SheetState, action: str, by: Person, at: datetime, detail: dict[str, Any] | None = None
) -> None:
    if state not in NEXT_SHEET[SheetState(sheet.state)]:
        raise GradesRefused(GradeRefusal.NOT_DRAFT)
    sheet.state = state
    sheet.save(update_fields=["state", "confirmed_by", "published_at"])
    record(action=action, actor=by, subject=sheet, detail=detail, at=at)


def _tell(grade: Grade, at: datetime, *, key: str, template: str = "awards/grade_published") -> None:
    """PRIVACY: the notice says that there is a grade, and never which."""
    learner = grade.enrolment.learner
    send_later(
        template,
        to=learner.email,
        language=learner.language,
        context={"person": learner, "course": grade.enrolment.offering.course},
        at=at,
        person_uuid=learner.uuid,
        key=key,
    )


def export_grades(person: Person) -> list[dict[str, Any]]:
    """The person's published grades with their corrections, for a download of their data."""
    rows = Grade.objects.of(person).select_related("sheet__offering__course").prefetch_related("corrections")
    return [
        {
            "uuid": row.uuid,
            "course": row.sheet.offering.course.code,
            "sitting": row.sheet.sitting,
            "held_on": row.sheet.held_on,
            "scale": row.sheet.scale,
            "grade": row.value,
            "standing": row.standing,
            "corrections": [
                {"old": item.old_value, "new": item.new_value, "reason": item.reason, "at": item.at}
                for item in row.corrections.all()
            ],
        }
        for row in rows
    ]
