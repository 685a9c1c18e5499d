"""A board of three laws: who sits, when it can decide, what it decides by which clause, and every refusal."""

from datetime import timedelta

import pytest
from tests.factories.people import PersonFactory
from tests.support.boards import (
    AMU,
    SU,
    UNIPI,
    board_members,
    convened,
    graded,
    item_of,
    published_agreement,
    ready_student,
    sitting,
)
from tests.support.moments import LATER, NOON
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.boards.services import boards, decisions
from salerno.awards.boards.services.data import export_boards
from salerno.awards.enums import BoardRefusal, BoardState, Decision, GradeRefusal, Vote
from salerno.awards.errors import BoardRefused, GradesRefused
from salerno.awards.grades.services import grades
from salerno.awards.models import Agreement, Board, BoardConflict, BoardVote, Grade
from salerno.enrolment.services import withdraw_from_programme
from salerno.institutions.models import Institution
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


def refusal_of(act, **values):
    with pytest.raises(BoardRefused) as error:
        act(**values)
    return error.value.refusal


def everybody_for(board, *against, chair=Vote.FOR):
    """All members' votes: for, but those at the places ``against``; the chair sits at place 0."""
    members = board.members.order_by("pk")
    return {row.pk: chair if place == 0 else Vote.AGAINST if place in against else Vote.FOR for place, row in enumerate(members)}


def decide(item, decision=Decision.AWARD, votes=None, reason="", by=None):
    votes = everybody_for(item.board) if votes is None else votes
    return decisions.decide(item=item, decision=decision, votes=votes, reason=reason, by=by or item.board.chair, at=NOON)


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def ready(cohort):
    return ready_student(cohort=cohort)


def test_the_same_agreement_is_published_once_and_another_is_the_next_version(cohort):
    first = published_agreement(cohort.programme)
    again = published_agreement(cohort.programme)

    assert (again, first.number, Agreement.objects.count()) == (first, 1, 1)
    assert Entry.objects.filter(action="agreement.published").count() == 1


def test_a_board_is_convened_on_the_newest_agreement_with_all_who_are_ready(cohort, ready):
    ready_student(2, cohort=cohort, lacking=("AMU-402",))

    board = convened(cohort)

    assert (board.state, board.agreement.number, board.members.count()) == (BoardState.CONVENED, 1, 4)
    assert [(item.student, item.proposal, item.decision) for item in board.items.all()] == [(ready, Decision.AWARD, "")]
    assert Message.objects.filter(template="awards/board_convened").count() == 4


def test_a_board_is_refused_without_an_agreement_regulations_or_a_chair_among_its_members(cohort):
    members = board_members(AMU, UNIPI)
    chair = next(iter(members))
    call = {"offering": cohort, "held_on": NOON.date(), "place": "", "members": members, "chair": chair, "by": chair, "at": NOON}

    assert refusal_of(boards.convene, **call) == BoardRefusal.NO_AGREEMENT
    published_agreement(cohort.programme)
    assert refusal_of(boards.convene, **call | {"chair": PersonFactory()}) == BoardRefusal.NO_CHAIR
    cohort.regulations = None
    assert refusal_of(boards.convene, **call) == BoardRefusal.NO_REGULATIONS
    assert not Board.objects.exists()


@pytest.mark.parametrize("why", ["no role", "a role that ended", "another institution"])
def test_nobody_sits_for_an_institution_at_which_they_hold_no_seat(cohort, why):
    published_agreement(cohort.programme)
    members = board_members(AMU, UNIPI)
    chair, other = members
    if why == "no role":
        other.roles.all().delete()
    elif why == "a role that ended":
        other.roles.update(until_on=NOON.date() - timedelta(days=1))
    else:
        members[other] = Institution.objects.get(schac=SU)

    refusal = refusal_of(
        boards.convene, offering=cohort, held_on=NOON.date(), place="", members=members, chair=chair, by=chair, at=NOON
    )

    assert refusal == BoardRefusal.NO_SEAT


def test_a_student_waits_on_one_agenda_at_a_time(cohort, ready):
    convened(cohort)

    assert not convened(cohort).items.exists()


def test_a_student_is_put_on_the_agenda_by_hand_once_and_of_this_cohort_alone(cohort):
    board = convened(cohort)
    missing = ready_student(lacking=("AMU-402",), cohort=cohort)

    put = {"board": board, "students": [missing, missing], "by": board.chair, "at": NOON}

    assert [boards.put_on_agenda(**put), boards.put_on_agenda(**put)] == [1, 0]
    assert item_of(board, missing).proposal == Decision.DEFER
    assert boards.draw_agenda(board=board, by=board.chair, at=NOON) == 0


@pytest.mark.parametrize(
    ("away", "said"),
    [
        ((1,), "Members for France present: 1 (2 needed)."),
        ((3,), "Members for Sweden present: 0 (1 needed)."),
        ((0, 1, 2), "Members present: 1 (2 needed)."),
        ((0, 1, 2), "Institutions represented: 1 (2 needed)."),
    ],
)
def test_a_board_without_a_quorum_does_not_open_and_keeps_nothing(cohort, away, said):
    board = convened(cohort)

    with pytest.raises(BoardRefused) as error:
        sitting(board, *away)

    assert said in str(error.value)
    board.refresh_from_db()
    assert (board.state, board.members.filter(is_present=True).count()) == (BoardState.CONVENED, 0)


def test_somebody_else_is_not_present(cohort):
    board, other = convened(cohort), convened(cohort)

    refusal = refusal_of(boards.note_presence, board=board, present=[other.members.first().pk], by=board.chair, at=NOON)

    assert refusal == BoardRefusal.NOT_A_MEMBER


def test_a_board_opens_once(cohort):
    board = sitting(convened(cohort))

    assert refusal_of(boards.open_board, board=board, present=[], by=board.chair, at=NOON) == BoardRefusal.NOT_CONVENED
    assert board.members.filter(is_present=True).count() == 4


def test_a_decision_cites_the_clause_and_keeps_each_vote(cohort, ready):
    board = sitting(convened(cohort))

    item = decide(item_of(board, ready), votes=everybody_for(board, 2))

    assert (item.decision, item.clause, item.decided_at) == (Decision.AWARD, "7.1", NOON)
    assert list(item.votes.values_list("vote", flat=True)) == [Vote.FOR, Vote.FOR, Vote.AGAINST, Vote.FOR]
    entry = Entry.objects.get(action="board.decided")
    assert entry.detail == {"decision": "award", "clause": "7.1", "agreement": 1}
    assert entry.subject_person == ready.student.uuid


def test_nobody_decides_before_the_board_sits_or_twice(cohort, ready):
    board = convened(cohort)
    item = item_of(board, ready)

    assert refusal_of(decide, item=item) == BoardRefusal.NOT_SITTING
    sitting(board)
    decide(item)
    assert refusal_of(decide, item=item, decision=Decision.REFUSE, reason="Why not.") == BoardRefusal.DECIDED


def test_when_members_leave_the_quorum_is_gone_and_nothing_more_is_decided(cohort, ready):
    board = sitting(convened(cohort))
    here = list(board.members.order_by("pk").values_list("pk", flat=True))[1:]

    boards.note_presence(board=board, present=here, by=board.chair, at=LATER)

    with pytest.raises(BoardRefused) as error:
        decide(item_of(board, ready), votes=dict.fromkeys(here, Vote.FOR))
    assert (error.value.refusal, error.value.detail) == (BoardRefusal.NO_QUORUM, "Members for France present: 1 (2 needed).")
    gone = board.members.order_by("pk").first().person
    assert Entry.objects.filter(action="board.presence_noted").last().detail == {
        "present": 3,
        "members": 4,
        "came": [],
        "left": [str(gone.uuid)],
    }


@pytest.mark.parametrize(
    ("decision", "reason", "refusal"),
    [
        (Decision.DEFER, " ", BoardRefusal.NO_REASON),
        (Decision.REFUSE, "", BoardRefusal.NO_REASON),
        (Decision.DISTINCTION, "", BoardRefusal.NO_REASON),
        (Decision.COMPENSATION, "Why not.", BoardRefusal.NOTHING_TO_COMPENSATE),
    ],
)
def test_what_differs_from_the_proposal_needs_a_reason_and_the_rules(cohort, ready, decision, reason, refusal):
    board = sitting(convened(cohort))

    assert refusal_of(decide, item=item_of(board, ready), decision=decision, reason=reason) == refusal
    assert not BoardVote.objects.exists()


def test_an_unsatisfied_rule_is_never_awarded_but_can_be_deferred(cohort):
    board = convened(cohort)
    missing = ready_student(lacking=("AMU-402",), cohort=cohort)
    boards.put_on_agenda(board=board, students=[missing], by=board.chair, at=NOON)
    item = item_of(sitting(board), missing)

    assert refusal_of(decide, item=item, decision=Decision.AWARD, reason="We like her.") == BoardRefusal.NOT_SATISFIED
    assert decide(item, Decision.DEFER, reason="The thesis is missing.").clause == "7.4"


def test_a_distinction_is_given_with_its_reason(cohort, ready):
    board = sitting(convened(cohort))

    item = decide(item_of(board, ready), Decision.DISTINCTION, reason="Outstanding results.")

    assert (item.clause, item.reason) == ("7.2", "Outstanding results.")


@pytest.mark.parametrize(
    ("votes", "is_carried"),
    [
        ({"against": (1, 2, 3)}, False),
        ({"against": (1, 2)}, True),
        ({"against": (2, 3), "chair": Vote.AGAINST}, False),
        ({"against": (1,), "chair": Vote.AGAINST}, False),
    ],
    ids=["three against one", "a tie, and the chair is for it", "the majority is against it", "a tie, and the chair is against it"],
)
def test_at_a_tie_the_chair_decides(cohort, ready, votes, is_carried):
    board = sitting(convened(cohort))
    cast = everybody_for(board, *votes["against"], chair=votes.get("chair", Vote.FOR))

    if is_carried:
        assert decide(item_of(board, ready), votes=cast).decision == Decision.AWARD
    else:
        assert refusal_of(decide, item=item_of(board, ready), votes=cast) == BoardRefusal.NOT_CARRIED
        assert not BoardVote.objects.exists()


def test_who_declared_a_conflict_does_not_vote_on_that_student(cohort, ready):
    board = convened(cohort, AMU, AMU, AMU, UNIPI, SU)
    other = ready_student(2, cohort=cohort)
    boards.draw_agenda(board=board, by=board.chair, at=NOON)
    sitting(board)
    item, member = item_of(board, ready), board.members.order_by("pk")[1]

    for _twice in range(2):
        decisions.declare_conflict(item=item, member=member, reason="A cousin.", by=member.person, at=NOON)

    assert BoardConflict.objects.count() == 1
    assert refusal_of(decide, item=item) == BoardRefusal.CONFLICT
    assert decide(item, votes=decisions.unanimous(item)).votes.count() == 4
    assert decide(item_of(board, other)).votes.count() == 5


def test_who_steps_out_does_not_count_for_the_quorum_on_that_student(cohort, ready):
    board = sitting(convened(cohort))
    item, member = item_of(board, ready), board.members.order_by("pk")[1]

    decisions.declare_conflict(item=item, member=member, reason="", by=member.person, at=NOON)

    assert refusal_of(decide, item=item, votes=decisions.unanimous(item)) == BoardRefusal.NO_QUORUM


def test_a_conflict_declared_by_mistake_is_lifted_before_the_decision_and_never_declared_after_it(cohort, ready):
    board = sitting(convened(cohort))
    item, member = item_of(board, ready), board.members.order_by("pk")[1]
    decisions.declare_conflict(item=item, member=member, reason="", by=member.person, at=NOON)

    decisions.lift_conflict(item=item, member=member, by=member.person, at=NOON)
    decisions.lift_conflict(item=item, member=member, by=member.person, at=NOON)
    decide(item)

    late = {"item": item, "member": member, "by": member.person, "at": NOON}
    assert refusal_of(decisions.declare_conflict, reason="", **late) == BoardRefusal.DECIDED
    assert refusal_of(decisions.lift_conflict, **late) == BoardRefusal.DECIDED
    assert Entry.objects.filter(action="board.conflict_lifted").count() == 1


def test_a_member_of_another_board_and_an_absent_one_do_not_vote(cohort, ready):
    board, other = convened(cohort, AMU, AMU, AMU, UNIPI, SU), convened(cohort)
    sitting(board, 2)
    item, stranger = item_of(board, ready), other.members.first()

    assert refusal_of(decide, item=item, votes={stranger.pk: Vote.FOR}) == BoardRefusal.NOT_A_MEMBER
    assert refusal_of(decide, item=item) == BoardRefusal.ABSENT
    declared = {"item": item, "member": stranger, "reason": "", "by": board.chair, "at": NOON}
    assert refusal_of(decisions.declare_conflict, **declared) == BoardRefusal.NOT_A_MEMBER


def test_results_that_changed_after_the_agenda_are_looked_at_again(cohort, ready):
    grade = graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "14")
    board = sitting(convened(cohort))
    item = item_of(board, ready)
    grades.correct_grade(grade=grade, text="12", reason="A page counted twice.", by=PersonFactory(), at=LATER)

    assert refusal_of(decide, item=item) == BoardRefusal.CHANGED_MEANWHILE
    decisions.look_again(item=item, by=board.chair, at=LATER)
    item.refresh_from_db()
    assert item.audit["grades"] == [["AMU-101", "12", "passed", "fr-20", NOON.date().isoformat()]]
    assert decide(item).decision == Decision.AWARD


def test_a_grade_is_not_changed_after_the_board_unless_the_board_takes_its_decision_back(cohort, ready):
    grade = graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "14")
    board = sitting(convened(cohort))
    item = decide(item_of(board, ready))
    change = {"grade": grade, "text": "9", "reason": "Another's paper.", "by": PersonFactory(), "at": LATER}

    with pytest.raises(GradesRefused) as error:
        grades.correct_grade(**change)
    assert error.value.refusal == GradeRefusal.DECIDED
    decisions.take_back(item=item, by=board.chair, at=LATER)
    grades.correct_grade(**change)

    assert Grade.objects.get().value == "9"
    item = decisions.look_again(item=item, by=board.chair, at=LATER)
    assert item.proposal == Decision.COMPENSATION
    assert refusal_of(decide, item=item) == BoardRefusal.NEEDS_COMPENSATION
    assert decide(item, Decision.COMPENSATION).clause == "7.3"


def test_a_student_who_withdrew_is_not_awarded(cohort, ready):
    board = sitting(convened(cohort))
    item = item_of(board, ready)
    withdraw_from_programme(enrolment=ready, reason="Moved.", by=None, at=LATER)
    decisions.look_again(item=item, by=board.chair, at=LATER)

    assert refusal_of(decide, item=item) == BoardRefusal.STUDIES_ENDED
    assert decide(item, Decision.DEFER, reason="Left the programme.").decision == Decision.DEFER


def test_a_decision_is_taken_back_while_the_board_sits_and_the_record_keeps_it(cohort, ready):
    board = sitting(convened(cohort))
    item = decide(item_of(board, ready))

    decisions.take_back(item=item, by=board.chair, at=LATER)

    item.refresh_from_db()
    assert (item.decision, item.clause, item.votes.count()) == ("", "", 0)
    detail = Entry.objects.get(action="board.decision_taken_back").detail
    assert (detail["decision"], set(detail["votes"].values())) == ("award", {"for"})
    assert refusal_of(decisions.take_back, item=item, by=board.chair, at=LATER) == BoardRefusal.NOT_DECIDED


def test_a_board_closes_when_all_are_decided_reopens_and_closes_again(cohort, ready):
    board = sitting(convened(cohort))
    act = {"board": board, "by": board.chair, "at": NOON}

    assert refusal_of(boards.close_board, **act) == BoardRefusal.UNDECIDED
    item = decide(item_of(board, ready))
    assert refusal_of(boards.reopen_board, **act) == BoardRefusal.NOT_CLOSED
    assert boards.close_board(**act).state == BoardState.CLOSED
    assert refusal_of(decisions.take_back, item=item, by=board.chair, at=NOON) == BoardRefusal.NOT_SITTING
    assert refusal_of(boards.draw_agenda, **act) == BoardRefusal.NOT_SITTING
    assert refusal_of(boards.note_presence, present=[], **act) == BoardRefusal.NOT_SITTING
    assert boards.reopen_board(**act).state == BoardState.SITTING
    assert boards.close_board(**act).state == BoardState.CLOSED
    assert refusal_of(boards.close_board, **act) == BoardRefusal.NOT_SITTING


def test_many_are_decided_as_proposed_each_on_its_own(cohort, ready):
    changed, missing = ready_student(2, cohort=cohort), ready_student(3, cohort=cohort, lacking=("AMU-402",))
    board = convened(cohort)
    boards.put_on_agenda(board=board, students=[missing], by=board.chair, at=NOON)
    graded(changed.course_enrolments.get(offering__course__code="AMU-101"), "14")
    sitting(board)

    results = decisions.decide_as_proposed(items=board.items.all(), by=board.chair, at=NOON)

    refusals = {item.student: results[item.pk] and results[item.pk].refusal for item in board.items.all()}
    assert refusals == {ready: None, changed: BoardRefusal.CHANGED_MEANWHILE, missing: BoardRefusal.NO_REASON}
    assert list(board.items.exclude(decision="").values_list("student", flat=True)) == [ready.pk]


def test_the_download_of_ones_data_holds_decisions_on_oneself_and_ones_own_seats(cohort, ready):
    board = sitting(convened(cohort, AMU, AMU, AMU, UNIPI, SU))
    seat = board.members.order_by("pk")[2]
    other = ready_student(2, cohort=cohort)
    boards.draw_agenda(board=board, by=board.chair, at=NOON)
    decide(item_of(board, ready))
    decisions.declare_conflict(item=item_of(board, other), member=seat, reason="A cousin.", by=seat.person, at=NOON)

    (mine,), (sat,) = export_boards(ready.student), export_boards(seat.person)

    assert (mine["as"], mine["decision"], mine["clause"], mine["agreement"]) == ("student", "award", "7.1", 1)
    assert "votes" not in mine
    assert (sat["as"], sat["votes"], sat["conflicts"], sat["present"]) == ("member", ["for"], ["A cousin."], True)
    assert str(ready.student.uuid) not in str(sat)
