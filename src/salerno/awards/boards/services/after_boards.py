"""Results that change when a board has decided on a student, or when the degree stands already."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards import rules
from salerno.awards.boards.selectors.audits import changed_among
from salerno.awards.enums import BoardState, GradeRefusal
from salerno.awards.errors import GradesRefused
from salerno.awards.models import Board, BoardItem, Grade, GradeSheet
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.messaging.services import send_later
from salerno.people.models import Person


def lock_students(grades: Iterable[Grade]) -> list[int]:
    """Lock the studies of whoever stands in ``grades``, in the order in which a signature locks them; their primary keys.

    So a grade is published before the minutes are signed, which then are refused, or after it, and then the grade is.
    """
    keys = {grade.enrolment.programme_enrolment_id for grade in grades} - {None}
    rows = ProgrammeEnrolment.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def refuse_to_graduates(sheet: GradeSheet) -> None:
    """Raise, with their names, when somebody on ``sheet`` holds a degree."""
    if found := rules.graduates_on(sheet):
        raise GradesRefused(GradeRefusal.DEGREE_GRANTED, detail=names_of(found))


def names_of(grades: Iterable[Grade]) -> str:
    """The students of ``grades`` by the names under which they study."""
    return ", ".join(sorted(grade.enrolment.programme_enrolment.full_name for grade in grades))


def flag_decisions(students: Iterable[int], *, by: Person, at: datetime) -> int:
    """Tell the chair of each board whose decision on one of ``students`` rests on other results now; return how many decisions.

    The agenda shows them, and the minutes are not signed before the board has looked at them again. PRIVACY: the notice names
    nobody.
    """
    rows = BoardItem.objects.filter(student__in=list(students)).exclude(board__state=BoardState.SIGNED).exclude(decision="")
    changed = changed_among(rows.select_related("student__student", "board__chair", "board__offering__programme"))
    for item in changed:
        record(action="board.results_changed", actor=by, subject=item, person=item.student.student, at=at)
    for board in {item.board_id: item.board for item in changed}.values():
        _tell(board, at)
    return len(changed)


def _tell(board: Board, at: datetime) -> None:
    send_later(
        "awards/board_results_changed",
        to=board.chair.email,
        language=board.chair.language,
        context={"person": board.chair, "board": board, "programme": board.offering.programme},
        at=at,
        person_uuid=board.chair.uuid,
        key=f"awards/board_results_changed/{board.uuid}/{at.isoformat()}",
    )


@transaction.atomic
def take_graduates_off(*, sheet: GradeSheet, by: Person, at: datetime) -> int:
    """Take those off a sheet being entered whose degree stands, so that the others get their grades; return how many."""
    sheet = GradeSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if refusal := rules.why_not_take_off(sheet):
        raise GradesRefused(refusal)
    graduates = rules.graduates_on(sheet)
    Grade.objects.filter(pk__in=[grade.pk for grade in graduates]).delete()
    for grade in graduates:
        detail = {"enrolment": str(grade.enrolment.uuid)}
        record(action="grades.graduate_taken_off", actor=by, subject=sheet, person=grade.enrolment.learner, detail=detail, at=at)
    sheet.revision += 1
    sheet.save(update_fields=["revision"])
    return len(graduates)
