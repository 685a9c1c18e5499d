"""Boards on the desk: who sees which, who writes down what, previews, refusals as sentences, what is recorded."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory, RoleAssignmentFactory
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
from tests.support.moments import NOON
from tests.support.staff import sign_in_as
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.boards.services import boards, decisions
from salerno.awards.enums import BoardState, Decision, Vote
from salerno.awards.grades.services import grades
from salerno.awards.models import Award, Board, BoardConflict, BoardItem
from salerno.institutions.models import Institution
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def ready(cohort):
    return ready_student(cohort=cohort)


@pytest.fixture
def board(ready, cohort):
    return convened(cohort)


@pytest.fixture
def chair(client, board):
    client.force_login(board.chair)
    return client


def text_of(response):
    return " ".join(response.content.decode().split())


def address(name, row, *more):
    return reverse(f"awards:{name}", args=[row.uuid, *more])


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def ballot(board, decision=Decision.AWARD, reason="", **votes):
    """A filled-in decision: everybody for it, but those named by the place at which they sit."""
    members = board.members.order_by("pk")
    cast = {f"vote-{row.pk}": votes.get(f"at{place}", Vote.FOR) for place, row in enumerate(members)}
    return {"decision": decision, "reason": reason, **cast}


def test_a_board_is_called_together_from_those_who_hold_a_seat(client, cohort, ready):
    published_agreement(cohort.programme)
    members = board_members(AMU, AMU, UNIPI, SU)
    PersonFactory(full_name="Nobody's member")
    RoleAssignmentFactory(person__full_name="A mere teacher", institution=Institution.objects.get(schac=AMU), role=Role.TEACHER)
    secretary = sign_in_as(client, Institution.objects.get(schac=UNIPI), Role.ADMINISTRATOR)
    seats = [f"{person.uuid}@{institution.schac}" for person, institution in members.items()]
    chair = next(iter(members))

    page = text_of(client.get(address("convene", cohort)))
    response = client.post(
        address("convene", cohort), {"held_on": "2028-07-10", "place": "Room 1", "members": seats, "chair": str(chair.uuid)}
    )

    board = Board.objects.get()
    assert response["Location"] == address("board", board)
    assert ("Member 4" in page, "Nobody&#x27;s member" in page, "A mere teacher" in page) == (True, False, False)
    assert (board.chair, board.members.count(), board.items.get().student) == (chair, 4, ready)
    assert Entry.objects.get(action="board.convened").actor == secretary.uuid


def test_a_refused_call_keeps_what_was_chosen(client, cohort):
    published_agreement(cohort.programme)
    members = board_members(AMU, UNIPI)
    sign_in_as(client, Institution.objects.get(schac=AMU), Role.ADMINISTRATOR)
    first, second = ((person, f"{person.uuid}@{institution.schac}") for person, institution in members.items())

    response = client.post(
        address("convene", cohort),
        {"held_on": "2028-07-10", "place": "Room 1", "members": [first[1]], "chair": str(second[0].uuid)},
    )

    text = text_of(response)
    assert response.status_code == 422
    assert "Name one chair among the members." in text
    assert f'value="{first[1]}"' in text
    assert text.count(" checked") == 1
    assert not Board.objects.exists()


def test_without_an_agreement_nobody_is_called(client, cohort):
    (member,) = board_members(AMU)
    sign_in_as(client, Institution.objects.get(schac=AMU), Role.ADMINISTRATOR)
    form = {"held_on": "2028-07-10", "members": [f"{member.uuid}@{AMU}"], "chair": str(member.uuid)}

    assert "No consortium agreement is published." in text_of(client.post(address("convene", cohort), form))


def test_one_member_sits_for_one_institution(client, cohort):
    published_agreement(cohort.programme)
    (member,) = board_members(AMU)
    RoleAssignmentFactory(person=member, institution=Institution.objects.get(schac=UNIPI), role=Role.BOARD_MEMBER)
    sign_in_as(client, Institution.objects.get(schac=AMU), Role.ADMINISTRATOR)
    both = [f"{member.uuid}@{AMU}", f"{member.uuid}@{UNIPI}"]

    response = client.post(address("convene", cohort), {"held_on": "2028-07-10", "members": both, "chair": str(member.uuid)})

    assert "A member sits for one institution only." in text_of(response)


def test_members_see_the_boards_in_which_they_sit_and_no_other(board, cohort):
    other = convened(cohort)
    member = signed_in(board.members.last().person)

    listed = text_of(member.get(reverse("awards:boards")))

    assert (address("board", board) in listed, address("board", other) in listed) == (True, False)
    assert (member.get(address("board", board)).status_code, member.get(address("board", other)).status_code) == (200, 404)
    assert member.get(address("minutes", other)).status_code == 404
    assert "Call a board together" not in listed


def test_a_member_whose_role_has_ended_still_reads_the_board_in_which_they_sit(board):
    member = board.members.last().person
    member.roles.all().delete()

    assert signed_in(member).get(address("board", board)).status_code == 200


def test_a_member_who_does_not_run_the_board_writes_nothing_down(board, ready):
    member, item = signed_in(board.members.last().person), item_of(board, ready)
    sitting(board)

    doors = [address("presence", board), address("agenda", board), address("as_proposed", board)]
    doors += [address("move_board", board, act) for act in ("close", "reopen", "sign")]
    doors += [address(name, item) for name in ("board_student", "look_again", "take_back")]

    assert {member.post(door, ballot(board)).status_code for door in doors} == {404}
    assert member.get(address("board_student", item)).status_code == 200
    assert BoardItem.objects.get().decision == ""


def test_an_administrator_elsewhere_finds_no_board(board, ready, client):
    outsider = Institution.objects.exclude(programmes__programme=board.offering.programme).first()
    sign_in_as(client, outsider, Role.ADMINISTRATOR)

    doors = [address("board", board), address("board_student", item_of(board, ready)), address("minutes", board)]

    assert {client.get(door).status_code for door in [*doors, address("convene", board.offering)]} == {404}


def test_the_page_says_of_each_rule_of_the_quorum_whether_it_holds(chair, board):
    present = [row.pk for row in board.members.order_by("pk")][:3]

    refused = chair.post(address("presence", board), {"present": present, "open": "yes"})

    text = text_of(refused)
    assert refused.status_code == 422
    assert "This board has no quorum. Members for Sweden present: 0 (1 needed)." in text
    assert "At least one examiner of the Swedish institution sits." in text
    assert text.count(" checked") == 3
    assert Board.objects.get().state == BoardState.CONVENED


def test_the_meeting_opens_and_who_leaves_and_comes_back_is_written_down(chair, board):
    members = [row.pk for row in board.members.order_by("pk")]

    chair.post(address("presence", board), {"present": members, "open": "yes"})
    chair.post(address("presence", board), {"present": members[1:]})
    board.refresh_from_db()
    assert (board.state, board.members.filter(is_present=True).count()) == (BoardState.SITTING, 3)
    assert "Members for France present: 1 (2 needed). Not satisfied" in text_of(chair.get(address("board", board)))
    chair.post(address("presence", board), {"present": members})

    assert board.members.filter(is_present=True).count() == 4


def test_damaged_presence_is_refused(chair, board):
    assert chair.post(address("presence", board), {"present": ["999999999"], "open": "yes"}).status_code == 422
    assert chair.post(address("presence", board), {"present": ["one", "²"], "open": "yes"}).status_code == 422


def test_a_student_is_decided_with_each_vote_and_the_next_one_comes(chair, board, ready, cohort):
    second = ready_student(2, cohort=cohort)
    boards.draw_agenda(board=board, by=board.chair, at=NOON)
    sitting(board)

    response = chair.post(address("board_student", item_of(board, ready)), ballot(board, at2=Vote.AGAINST))

    item = item_of(board, ready)
    assert (item.decision, item.votes.filter(vote=Vote.AGAINST).count()) == (Decision.AWARD, 1)
    assert response["Location"] == address("board_student", item_of(board, second))
    text = text_of(chair.get(address("board_student", item)))
    assert "Clause 7.1 of the agreement, version 1: The joint board awards the degrees" in text
    assert Entry.objects.filter(action="person.opened", subject_person=ready.student.uuid).exists()


def test_a_refused_decision_keeps_what_was_chosen(chair, board, ready):
    sitting(board)
    item = item_of(board, ready)

    response = chair.post(address("board_student", item), ballot(board, Decision.DISTINCTION, at1=Vote.ABSTAINS))

    text = text_of(response)
    assert response.status_code == 422
    assert "needs a reason" in text
    assert text.count(" checked") == 5
    lost = chair.post(address("board_student", item), ballot(board, at0=Vote.AGAINST, at1=Vote.AGAINST))
    assert "The votes do not carry this decision." in text_of(lost)


def test_a_vote_of_each_member_is_needed(chair, board, ready):
    sitting(board)
    form = ballot(board)
    form.popitem()

    assert chair.post(address("board_student", item_of(board, ready)), form).status_code == 422
    assert item_of(board, ready).decision == ""


def test_a_member_declares_a_conflict_for_themselves_alone_and_takes_it_back(board, ready):
    item, seat, other = item_of(board, ready), board.members.last(), board.members.first()
    member = signed_in(seat.person)

    assert member.post(address("declare_conflict", item), {"member": other.pk, "why": "Foul play."}).status_code == 422
    member.post(address("declare_conflict", item), {"member": seat.pk, "why": "I supervised her."})
    assert BoardConflict.objects.get().member == seat
    assert "I supervised her." in text_of(member.get(address("board_student", item)))
    assert member.post(address("lift_conflict", item), {"member": other.pk}).status_code == 404
    member.post(address("lift_conflict", item), {"member": seat.pk})
    assert not BoardConflict.objects.exists()


def test_who_has_a_conflict_is_not_asked_for_a_vote(chair, cohort):
    ready = ready_student(7, cohort=cohort)
    board = convened(cohort, AMU, AMU, AMU, UNIPI, SU)
    sitting(board)
    item, seat = item_of(board, ready), board.members.order_by("pk")[1]
    decisions.declare_conflict(item=item, member=seat, reason="", by=seat.person, at=NOON)
    runs = signed_in(board.chair)

    assert f'name="vote-{seat.pk}"' not in text_of(runs.get(address("board_student", item)))
    stale = ballot(board)
    assert runs.post(address("board_student", item), stale).status_code == 422
    del stale[f"vote-{seat.pk}"]
    runs.post(address("board_student", item), stale)
    assert item_of(board, ready).votes.count() == 4


def test_changed_results_are_shown_beside_and_looked_at_again(chair, board, ready):
    grade = graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "14")
    item = item_of(board, ready)
    decisions.look_again(item=item, by=board.chair, at=NOON)
    grades.correct_grade(grade=grade, text="5", reason="Another's paper.", by=PersonFactory(), at=NOON)

    assert "Results have changed" in text_of(chair.get(address("board", board)))
    shown = text_of(chair.get(address("board_student", item)))
    assert "Now: 114 of 120 ECTS credits" in shown
    assert "14 <strong>now 5</strong>" in shown
    chair.post(address("look_again", item))
    assert item_of(board, ready).proposal == Decision.DEFER
    assert "Now: " not in text_of(chair.get(address("board_student", item)))


def test_many_are_decided_as_proposed_after_a_preview(chair, board, cohort):
    ready_student(2, cohort=cohort)
    missing = ready_student(3, cohort=cohort, lacking=("AMU-402",))
    boards.draw_agenda(board=board, by=board.chair, at=NOON)
    boards.put_on_agenda(board=board, students=[missing], by=board.chair, at=NOON)
    sitting(board)
    chosen = {"item": [str(item.uuid) for item in board.items.all()]}

    preview = text_of(chair.get(address("as_proposed", board), chosen))

    assert "Write down 2 decisions" in preview
    assert "needs a reason, so it is decided alone" in preview
    assert not board.items.exclude(decision="").exists()
    chair.post(address("as_proposed", board), chosen)
    assert sorted(board.items.values_list("decision", flat=True)) == ["", Decision.AWARD, Decision.AWARD]


def test_deciding_many_on_a_board_that_does_not_sit_is_refused_for_each(chair, board):
    chosen = {"item": [str(item.uuid) for item in board.items.all()]}

    assert "This board is not sitting." in text_of(chair.get(address("as_proposed", board), chosen))
    response = chair.post(address("as_proposed", board), chosen, follow=True)

    assert "This board is not sitting." in text_of(response)
    assert not board.items.exclude(decision="").exists()


def test_a_student_is_put_on_the_agenda_by_hand(chair, board, cohort):
    missing = ready_student(2, cohort=cohort, lacking=("AMU-402",))

    page = text_of(chair.get(address("agenda", board)))
    chair.post(address("agenda", board), {"students": [str(missing.uuid)]})

    assert "Lea Learner: " in page
    assert item_of(board, missing).proposal == Decision.DEFER
    assert chair.post(address("agenda", board), {"students": [str(missing.uuid)]}).status_code == 422
    assert "Every student of the cohort stands on the agenda" in text_of(chair.get(address("agenda", board)))


def test_whoever_satisfies_the_rules_meanwhile_is_added_with_a_button(chair, board, cohort):
    second = ready_student(2, cohort=cohort)

    chair.post(address("agenda", board), {"ready": "yes"})

    assert item_of(board, second).proposal == Decision.AWARD


def test_a_decision_is_taken_back_after_a_question(chair, board, ready):
    sitting(board)
    item = item_of(board, ready)
    chair.post(address("board_student", item), ballot(board))

    assert "Take the decision back?" in text_of(chair.get(address("take_back", item)))
    chair.post(address("take_back", item))

    assert item_of(board, ready).decision == ""
    assert chair.post(address("take_back", item)).status_code == 422


def test_the_minutes_are_read_as_a_draft_signed_once_by_the_chair_and_kept_exactly(chair, board, ready):
    sitting(board)
    chair.post(address("board_student", item_of(board, ready)), ballot(board))
    secretary = Client()
    sign_in_as(secretary, Institution.objects.get(schac=UNIPI), Role.ADMINISTRATOR)

    assert chair.post(address("move_board", board, "sign")).status_code == 422
    only_the_chair = "Only the chair opens and closes the meeting and signs the minutes."
    assert only_the_chair in text_of(secretary.post(address("move_board", board, "close")))
    chair.post(address("move_board", board, "close"))
    assert only_the_chair in text_of(secretary.post(address("move_board", board, "sign")))
    draft = chair.get(address("minutes", board))
    chair.post(address("move_board", board, "sign"))
    second = chair.post(address("move_board", board, "sign"))

    board.refresh_from_db()
    assert (draft["Content-Type"], draft.content[:5], board.state) == ("application/pdf", b"%PDF-", BoardState.SIGNED)
    assert (second.status_code, "The minutes of this board are signed." in text_of(second)) == (422, True)
    assert chair.post(address("move_board", board, "reopen")).status_code == 422
    assert secretary.get(address("minutes", board)).content == bytes(board.minutes_pdf) != draft.content
    assert Award.objects.degrees().count() == 2


def test_a_meeting_is_closed_when_all_is_decided_and_reopened(chair, board, ready):
    sitting(board)

    assert "Some students have no decision yet." in text_of(chair.post(address("move_board", board, "close")))
    chair.post(address("board_student", item_of(board, ready)), ballot(board))
    chair.post(address("move_board", board, "close"))
    chair.post(address("move_board", board, "reopen"))

    assert Board.objects.get().state == BoardState.SITTING


def test_the_desk_says_what_waits(board):
    assert "1 examination board is not over." in text_of(signed_in(board.members.last().person).get(reverse("portal:desk")))


def test_many_students_cost_as_many_queries_as_one(chair, board, cohort):
    sitting(board)
    counts = []
    for more in (0, 4):
        for number in range(more):
            ready_student(number + 2, cohort=cohort)
        boards.draw_agenda(board=board, by=board.chair, at=NOON)
        for page in ("board", "agenda"):
            chair.get(address(page, board))
            with CaptureQueriesContext(connection) as queries:
                assert chair.get(address(page, board)).status_code == 200
            counts.append(len(queries))

    assert counts[0] == counts[2]
