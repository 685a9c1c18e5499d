"""The chair cannot come, has to leave, or cannot sign: who takes the chair by the agreement, and what they alone may do then."""

import pytest
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.boards import AGREEMENT, AMU, SU, UNIPI, convened, item_of, ready_student, sitting
from tests.support.documents import words_of
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.agreements import AgreementRefused, ChairRule, read_agreement, successors
from salerno.awards.boards.rules import may_take_chair
from salerno.awards.boards.selectors.minutes import minutes_facts
from salerno.awards.boards.services import boards, decisions
from salerno.awards.boards.services.chairs import replace_chair
from salerno.awards.boards.services.data import export_boards
from salerno.awards.degrees.services.degrees import sign_minutes
from salerno.awards.enums import BoardRefusal, BoardState, Decision
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Award, BoardChairChange
from salerno.institutions.models import Institution
from salerno.messaging.models import Message
from salerno.people.enums import Role

TEXT = AGREEMENT.read_text(encoding="utf-8")
WITH_RULE = 'chair = { first_from = "institution", clause = "6.3" }'


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def ready(cohort):
    return ready_student(cohort=cohort)


@pytest.fixture
def board(ready, cohort):
    """Three French members, the first in the chair, an Italian and a Swede; a student waits."""
    return convened(cohort, AMU, AMU, AMU, UNIPI, SU)


def seats(board):
    return list(board.members.order_by("pk").select_related("person", "institution"))


def take(board, place, reason="The chair is ill.", by=None, at=NOON):
    member = seats(board)[place]
    return replace_chair(board=board, member=member, reason=reason, by=by or board.chair, at=at)


def refusal_of(act, *args, **values):
    with pytest.raises(BoardRefused) as error:
        act(*args, **values)
    return error.value.refusal


def decide(board, student):
    item = item_of(board, student)
    votes = decisions.unanimous(item)
    return decisions.decide(item=item, decision=Decision.AWARD, votes=votes, by=board.chair, at=NOON)


@pytest.mark.parametrize(
    ("rule", "members", "may"),
    [
        (ChairRule(), {1: AMU, 2: SU}, {1, 2}),
        (ChairRule("institution"), {1: AMU, 2: SU}, {1}),
        (ChairRule("institution"), {2: SU, 3: UNIPI}, {2, 3}),
        (ChairRule("institution"), {}, set()),
    ],
)
def test_the_agreement_says_who_takes_the_chair(rule, members, may):
    assert successors(rule, AMU, members) == may


def test_an_agreement_without_a_rule_leaves_it_to_all_members_and_a_wrong_rule_is_refused():
    line = next(line for line in TEXT.splitlines() if line.startswith(WITH_RULE))

    assert read_agreement(TEXT).board.chair == ChairRule("institution", "6.3")
    assert read_agreement(TEXT.replace(line, "")).board.chair == ChairRule("anyone", "")
    for wrong in ('chair = { first_from = "king" }', 'chair = { clause = "99" }', 'chair = { unknown = "x" }'):
        with pytest.raises(AgreementRefused):
            read_agreement(TEXT.replace(line, wrong))


@pytest.mark.django_db
def test_before_the_meeting_a_member_of_the_same_university_takes_the_chair_and_both_are_told(board):
    before = board.chair

    assert refusal_of(take, board, 3) == BoardRefusal.NOT_NEXT
    assert refusal_of(take, board, 0) == BoardRefusal.IN_THE_CHAIR
    assert refusal_of(take, board, 1, reason=" ") == BoardRefusal.WHY_REPLACED
    after = take(board, 1).chair

    assert after == seats(board)[1].person
    change = BoardChairChange.objects.get()
    assert (change.before, change.after, change.reason, change.clause) == (before, after, "The chair is ill.", "6.3")
    assert set(Message.objects.filter(template="awards/board_chair").values_list("recipient", flat=True)) == {
        before.email,
        after.email,
    }
    entry = Entry.objects.get(action="board.chair_replaced")
    assert (entry.subject, entry.subject_person, entry.detail["before"]) == (board.uuid, after.uuid, str(before.uuid))


@pytest.mark.django_db
def test_only_the_acting_chair_opens_closes_reopens_and_signs(board, ready):
    old = board.chair
    board = take(board, 1)
    new, present = board.chair, [seat.pk for seat in seats(board)]

    assert refusal_of(boards.open_board, board=board, present=present, by=old, at=NOON) == BoardRefusal.NOT_CHAIR
    boards.open_board(board=board, present=present, by=new, at=NOON)
    decide(board, ready)
    for act, state in (
        (boards.close_board, BoardState.CLOSED),
        (boards.reopen_board, BoardState.SITTING),
    ):
        assert refusal_of(act, board=board, by=old, at=NOON) == BoardRefusal.NOT_CHAIR
        assert act(board=board, by=new, at=NOON).state == state
    boards.close_board(board=board, by=new, at=NOON)
    assert refusal_of(sign_minutes, board=board, by=old, at=LATER) == BoardRefusal.NOT_CHAIR
    sign_minutes(board=board, by=new, at=LATER)

    assert Award.objects.degrees().count() == 2
    assert refusal_of(take, board, 2) == BoardRefusal.SIGNED


@pytest.mark.django_db
def test_a_meeting_does_not_open_without_its_chair(board):
    assert refusal_of(sitting, board, 0) == BoardRefusal.CHAIR_AWAY
    board = take(board, 1)

    assert sitting(board, 0).state == BoardState.SITTING


@pytest.mark.django_db
def test_when_the_chair_leaves_nothing_is_decided_until_a_member_who_is_there_takes_the_chair(board, ready):
    sitting(board, 1)
    here = [seat.pk for place, seat in enumerate(seats(board)) if place not in (0, 1)]
    everybody = [seat.pk for seat in seats(board)][1:]

    boards.note_presence(board=board, present=everybody, by=board.chair, at=NOON)
    assert refusal_of(decide, board, ready) == BoardRefusal.CHAIR_AWAY
    boards.note_presence(board=board, present=here, by=board.chair, at=NOON)
    assert refusal_of(take, board, 1) == BoardRefusal.NOT_THERE
    boards.note_presence(board=board, present=everybody, by=board.chair, at=NOON)
    board = take(board, 2)

    assert decide(board, ready).decision == Decision.AWARD


@pytest.mark.django_db
def test_without_a_colleague_of_the_same_university_any_member_who_is_there_takes_the_chair(board):
    sitting(board)
    board = take(board, 1)
    there = [seat.pk for place, seat in enumerate(seats(board)) if place in (1, 3, 4)]
    boards.note_presence(board=board, present=there, by=board.chair, at=NOON)

    assert [seat.institution.schac for seat in may_take_chair(board, seats(board))] == [UNIPI, SU]
    assert take(board, 3).chair == seats(board)[3].person


@pytest.mark.django_db
def test_somebody_of_another_board_takes_no_chair(board, cohort):
    assert refusal_of(replace_chair, board=board, member=seats(convened(cohort))[0], reason="No.", by=board.chair, at=NOON) == (
        BoardRefusal.NOT_A_MEMBER
    )


@pytest.mark.django_db
def test_the_signed_minutes_say_who_took_the_chair_when_why_and_by_which_clause(board, ready):
    sitting(board)
    decide(board, ready)
    boards.close_board(board=board, by=board.chair, at=NOON)
    board = take(board, 2, reason="Taken to hospital.")
    board = sign_minutes(board=board, by=board.chair, at=LATER)

    text = words_of(bytes(board.minutes_pdf))

    assert (
        f"Member 3 took the chair from Member 1 on 24 November 2026 at {NOON:%H:%M} UTC, clause 6.3. Reason: Taken to hospital."
        in text
    )
    assert "6.3 Chair When the chair cannot come" in text
    assert "Signed by Member 3, chair of the board" in text
    assert [member.is_chair for member in minutes_facts(board).members].count(True) == 1


@pytest.mark.django_db
def test_the_download_of_ones_data_says_that_one_took_or_left_the_chair(board):
    old = board.chair
    board = take(board, 1)

    left, took = (export_boards(person)[-1] for person in (old, board.chair))

    assert (left["as"], took["as"], took["reason"]) == ("left the chair", "took the chair", "The chair is ill.")


@pytest.mark.django_db
def test_the_administration_replaces_the_chair_on_a_page_that_offers_whom_the_agreement_lets(client, board):
    sign_in_as(client, Institution.objects.get(schac=UNIPI), Role.ADMINISTRATOR)
    address = reverse("awards:replace_chair", args=[board.uuid])

    page = client.get(address).content.decode()
    missing = client.post(address, {"member": seats(board)[1].pk, "reason": ""})
    foreign = client.post(address, {"member": seats(board)[3].pk, "reason": "No."})
    done = client.post(address, {"member": seats(board)[1].pk, "reason": "A strike."}, follow=True).content.decode()

    assert "When the chair cannot come" in page
    assert (page.count("Member 2"), page.count("Member 4")) == (1, 0)
    assert (missing.status_code, foreign.status_code) == (422, 422)
    assert "Member 2 took the chair from Member 1" in done
    board.refresh_from_db()
    assert board.chair == seats(board)[1].person


@pytest.mark.django_db
def test_a_member_who_does_not_run_the_board_replaces_nobody(client, board):
    client.force_login(seats(board)[1].person)
    stranger = PersonFactory()

    assert (
        client.post(
            reverse("awards:replace_chair", args=[board.uuid]), {"member": seats(board)[1].pk, "reason": "Mine."}
        ).status_code
        == 404
    )
    client.force_login(stranger)
    assert client.get(reverse("awards:replace_chair", args=[board.uuid])).status_code == 404
