"""Races of a board on PostgreSQL with real threads: two officers, a grade that changes, a student who leaves, two signatures."""

import pytest
from tests.factories.people import PersonFactory
from tests.support.boards import convened, graded, item_of, ready_student, sitting
from tests.support.grading import resit_waiting
from tests.support.moments import LATER, NOON
from tests.support.races import at_once
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.boards.services import boards, decisions
from salerno.awards.boards.services.chairs import replace_chair
from salerno.awards.degrees.services.degrees import sign_minutes, withdraw_award
from salerno.awards.enums import BoardRefusal, BoardState, Decision, GradeRefusal, SheetState
from salerno.awards.errors import BoardRefused, GradesRefused
from salerno.awards.grades.services.grades import correct_grade, publish_sheet
from salerno.awards.models import Award, Board, BoardItem, BoardVote, GradeCorrection
from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.services import withdraw_from_programme

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ready():
    return ready_student(cohort=made_up_cohort())


@pytest.fixture
def board(ready):
    graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "14")
    return sitting(convened(ready.offering))


def decide(item, decision=Decision.AWARD, reason=""):
    fresh = BoardItem.objects.select_related("board").get(pk=item.pk)
    return decisions.decide(
        item=fresh, decision=decision, votes=decisions.unanimous(fresh), reason=reason, by=fresh.board.chair, at=NOON
    )


def refusals(results):
    return sorted(str(result.refusal) for result in results if isinstance(result, BoardRefused | GradesRefused))


def nobody_failed(results):
    return [result for result in results if isinstance(result, Exception) and not hasattr(result, "refusal")] == []


def test_two_officers_who_decide_at_once_leave_one_decision(board, ready):
    item = item_of(board, ready)
    wishes = [(Decision.AWARD, ""), (Decision.DEFER, "Not yet."), (Decision.DISTINCTION, "Outstanding.")]

    results = at_once(lambda number: decide(item, *wishes[number % 3]), 6)

    assert nobody_failed(results)
    assert refusals(results) == [BoardRefusal.DECIDED] * 5
    assert BoardVote.objects.count() == 4


def test_a_grade_changes_before_the_decision_or_not_at_all(board, ready):
    item, grade = item_of(board, ready), ready.course_enrolments.get(offering__course__code="AMU-101").grades.get()
    officer = PersonFactory()
    acts = [
        lambda: decide(item),
        lambda: correct_grade(grade=grade, text="5", reason="Another's paper.", by=officer, at=LATER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    assert refusals(results) in ([BoardRefusal.CHANGED_MEANWHILE], [GradeRefusal.DECIDED])
    assert (item_of(board, ready).decision == Decision.AWARD) is not GradeCorrection.objects.exists()


@pytest.mark.parametrize("round_", range(3))
def test_a_grade_is_published_before_the_degree_or_not_at_all(board, ready, round_):
    sheet = resit_waiting(ready, "SU-102")
    decide(item_of(board, ready))
    boards.close_board(board=board, by=board.chair, at=NOON)
    acts = [
        lambda: sign_minutes(board=board, by=board.chair, at=LATER),
        lambda: publish_sheet(sheet=sheet, by=sheet.confirmed_by, at=LATER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    assert refusals(results) in ([BoardRefusal.CHANGED_SINCE], [GradeRefusal.DEGREE_GRANTED])
    sheet.refresh_from_db()
    assert (sheet.state == SheetState.PUBLISHED) is not Award.objects.degrees().exists()


def test_a_member_leaves_before_the_decision_or_after_it(board, ready):
    item = item_of(board, ready)
    *staying, leaving = board.members.order_by("pk").values_list("pk", flat=True)
    acts = [
        lambda: decide(item),
        lambda: boards.note_presence(board=board, present=staying, by=board.chair, at=LATER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    assert refusals(results) in ([], [BoardRefusal.NO_QUORUM])
    assert BoardVote.objects.filter(member=leaving).exists() is (item_of(board, ready).decision == Decision.AWARD)


def test_a_board_never_closes_with_a_student_whose_decision_is_being_taken_back(board, ready):
    item = decide(item_of(board, ready))
    acts = [
        lambda: boards.close_board(board=board, by=board.chair, at=LATER),
        lambda: decisions.take_back(item=item, by=board.chair, at=LATER),
    ]

    results = at_once(lambda number: acts[number % 2](), 4)

    assert nobody_failed(results)
    is_closed = Board.objects.get().state == BoardState.CLOSED
    assert is_closed is bool(item_of(board, ready).decision)


def test_a_student_put_on_the_agenda_twice_at_once_stands_there_once(board):
    late = ready_student(2, cohort=board.offering)

    results = at_once(lambda _number: boards.draw_agenda(board=board, by=board.chair, at=NOON), 5)

    assert sorted(results) == [0, 0, 0, 0, 1]
    assert board.items.filter(student=late).count() == 1


def test_minutes_signed_twice_at_once_grant_each_degree_once(board, ready):
    decide(item_of(board, ready))
    boards.close_board(board=board, by=board.chair, at=NOON)

    results = at_once(lambda _number: sign_minutes(board=board, by=board.chair, at=LATER), 3)

    assert nobody_failed(results)
    assert len(refusals(results)) == 2
    assert Award.objects.degrees().count() == 2


def test_the_chair_signs_or_is_replaced(board, ready):
    decide(item_of(board, ready))
    boards.close_board(board=board, by=board.chair, at=NOON)
    old, heir = board.chair, board.members.order_by("pk").select_related("person")[1]
    acts = [
        lambda: sign_minutes(board=board, by=old, at=LATER),
        lambda: replace_chair(board=board, member=heir, reason="Ill.", by=old, at=LATER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    assert refusals(results) in ([BoardRefusal.NOT_CHAIR], [BoardRefusal.SIGNED])
    board.refresh_from_db()
    assert (board.state, board.chair) in ((BoardState.SIGNED, old), (BoardState.CLOSED, heir.person))


def test_a_student_withdraws_before_the_degree_or_not_at_all(board, ready):
    decide(item_of(board, ready))
    boards.close_board(board=board, by=board.chair, at=NOON)
    acts = [
        lambda: sign_minutes(board=board, by=board.chair, at=LATER),
        lambda: withdraw_from_programme(enrolment=ready, reason="Moved.", by=None, at=LATER),
    ]

    results = at_once(lambda number: acts[number](), 2)

    assert nobody_failed(results)
    ready.refresh_from_db()
    item = item_of(board, ready)
    if ready.state == "withdrawn":
        assert (Award.objects.degrees().count(), bool(item.not_granted_because)) == (0, True)
    else:
        assert (ready.state, Award.objects.degrees().count(), item.not_granted_because) == ("graduated", 2, "")


def test_officers_who_withdraw_both_degrees_at_once_let_the_studies_go_on_once(board, ready):
    decide(item_of(board, ready))
    boards.close_board(board=board, by=board.chair, at=NOON)
    sign_minutes(board=board, by=board.chair, at=LATER)
    both = list(Award.objects.degrees())

    def withdraw(number):
        return withdraw_award(award=both[number % 2], reason="A mistake.", by=board.chair, at=LATER)

    results = at_once(withdraw, 4)

    assert nobody_failed(results)
    assert refusals(results) == [BoardRefusal.WITHDRAWN] * 2
    ready.refresh_from_db()
    assert ready.state == ProgrammeState.ACTIVE
    assert Entry.objects.filter(action="studies.taken_up_again").count() == 1
