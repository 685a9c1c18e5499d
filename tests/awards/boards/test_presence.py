"""Members come late, leave midway and come back: who votes, what the quorum is then, what the minutes say."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from tests.support.boards import AMU, SU, UNIPI, convened, item_of, ready_student, sitting
from tests.support.documents import words_of
from tests.support.moments import NOON
from tests.support.studies import made_up_cohort

from salerno.awards.boards.selectors.minutes import minutes_facts, minutes_of
from salerno.awards.boards.services import boards, decisions
from salerno.awards.boards.services.data import export_boards
from salerno.awards.enums import BoardRefusal, Decision, Vote
from salerno.awards.errors import BoardRefused
from salerno.awards.models import BoardItem, BoardPresence

pytestmark = pytest.mark.django_db


def after(minutes):
    return NOON + timedelta(minutes=minutes)


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def students(cohort):
    return [ready_student(number, cohort=cohort) for number in (1, 2, 3)]


@pytest.fixture
def board(students, cohort):
    """Three French members, an Italian and a Swede, all there from noon."""
    return sitting(convened(cohort, AMU, AMU, AMU, UNIPI, SU))


def seats(board):
    return list(board.members.order_by("pk").select_related("person"))


def be_present(board, *places, at):
    present = [seat.pk for place, seat in enumerate(seats(board)) if place in places]
    boards.note_presence(board=board, present=present, by=board.chair, at=at)


def decide(board, student, at, votes=None):
    item = item_of(board, student)
    votes = decisions.unanimous(item) if votes is None else votes
    return decisions.decide(item=item, decision=Decision.AWARD, votes=votes, by=board.chair, at=at)


def stays(board, place):
    return list(seats(board)[place].presences.values_list("came_at", "left_at"))


def refusal_of(act, *args, **values):
    with pytest.raises(BoardRefused) as error:
        act(*args, **values)
    return error.value


def test_who_leaves_and_comes_back_is_kept_with_the_times(board):
    be_present(board, 0, 1, 3, 4, at=after(10))
    be_present(board, 0, 1, 2, 3, 4, at=after(25))

    assert stays(board, 2) == [(NOON, after(10)), (after(25), None)]
    assert stays(board, 0) == [(NOON, None)]


def test_before_the_meeting_nobody_has_a_time_and_who_comes_late_has_theirs(cohort, students):
    board = convened(cohort, AMU, AMU, AMU, UNIPI, SU)
    be_present(board, 0, at=after(-30))
    assert not BoardPresence.objects.exists()

    sitting(board, 2)
    be_present(board, 0, 1, 2, 3, 4, at=after(5))

    assert [stays(board, place) for place in (0, 2)] == [[(NOON, None)], [(after(5), None)]]


def test_the_quorum_of_each_decision_is_that_of_who_is_there_then(board, students):
    decide(board, students[0], NOON)
    be_present(board, 0, 1, 2, 3, at=after(10))

    refused = refusal_of(decide, board, students[1], after(11))
    assert (refused.refusal, refused.detail) == (BoardRefusal.NO_QUORUM, "Members for Sweden present: 0 (1 needed).")
    be_present(board, 0, 1, 2, 3, 4, at=after(20))
    decide(board, students[1], after(21))

    assert [row.decision for row in board.items.order_by("student__pk")] == [Decision.AWARD, Decision.AWARD, ""]


def test_who_has_left_does_not_vote_and_who_is_there_does(board, students):
    everybody = {seat.pk: Vote.FOR for seat in seats(board)}
    be_present(board, 0, 1, 3, 4, at=after(10))

    assert refusal_of(decide, board, students[0], after(11), everybody).refusal == BoardRefusal.ABSENT
    too_few = {pk: vote for pk, vote in list(everybody.items())[:2]}
    assert refusal_of(decide, board, students[0], after(11), too_few).refusal == BoardRefusal.NO_VOTE
    assert decide(board, students[0], after(11)).votes.count() == 4


def test_the_minutes_say_who_was_there_when_and_at_which_decision_not(board, students):
    decide(board, students[0], after(1))
    be_present(board, 0, 1, 3, 4, at=after(10))
    decide(board, students[1], after(11))
    be_present(board, 0, 1, 2, 3, 4, at=after(20))
    decide(board, students[2], after(21))
    be_present(board, 0, 1, 2, 3, at=after(30))
    boards.close_board(board=board, by=board.chair, at=after(40))

    facts = minutes_facts(board)

    assert [item.absent for item in facts.items] == [(), ("Member 3",), ()]
    assert [(line.needed, line.present) for line in facts.quorum] == [(3, 4), (2, 3), (2, 2), (1, 1), (1, 1)]
    text = words_of(minutes_of(board).pdf)
    start, left, back, end = (f"{after(minutes):%H:%M}" for minutes in (0, 10, 20, 40))
    assert f"present, {start}–{left}; {back}–{end} UTC" in text
    assert f"present, {start}–{end} UTC" in text
    assert text.count("Not present at this decision: Member 3.") == 1
    assert "The board had a quorum." in text


def test_a_meeting_that_is_reopened_counts_who_is_there_anew(board, students):
    for student in students:
        decide(board, student, NOON)
    boards.close_board(board=board, by=board.chair, at=after(30))
    tomorrow = NOON + timedelta(days=1)

    boards.reopen_board(board=board, by=board.chair, at=tomorrow)
    item = decisions.take_back(item=item_of(board, students[0]), by=board.chair, at=tomorrow)
    assert refusal_of(decide, board, students[0], tomorrow, {}).refusal == BoardRefusal.NO_QUORUM
    be_present(board, 0, 1, 3, 4, at=tomorrow)
    decide(board, students[0], tomorrow)

    assert stays(board, 0) == [(NOON, after(30)), (tomorrow, None)]
    assert stays(board, 2) == [(NOON, after(30))]
    assert f"{tomorrow:%-d %b %Y} since" in words_of(minutes_of(board).pdf)
    assert BoardItem.objects.get(pk=item.pk).votes.count() == 4


def test_the_database_knows_no_two_presences_at_a_time_and_none_that_runs_backwards(board):
    seat = seats(board)[0]

    for wrong in ({"came_at": NOON}, {"came_at": NOON, "left_at": after(-1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BoardPresence.objects.create(member=seat, **wrong)


def test_the_download_of_ones_data_says_when_one_was_there(board):
    be_present(board, 0, 1, 3, 4, at=after(10))

    (sat,) = export_boards(seats(board)[2].person)

    assert (sat["present"], sat["there"]) == (False, [(NOON, after(10))])


def test_a_vote_cast_for_somebody_who_left_meanwhile_is_refused_on_the_page(client, board, students):
    client.force_login(board.chair)
    item = item_of(board, students[0])
    ballot = {f"vote-{seat.pk}": Vote.FOR for seat in seats(board)} | {"decision": Decision.AWARD, "reason": ""}
    be_present(board, 0, 1, 3, 4, at=after(10))

    stale = client.post(reverse("awards:board_student", args=[item.uuid]), ballot)
    page = client.get(reverse("awards:board", args=[board.uuid])).content.decode()

    assert stale.status_code == 422
    assert "A vote was cast for somebody who is not present" in stale.content.decode()
    assert item_of(board, students[0]).decision == ""
    assert page.count("since ") == 4
