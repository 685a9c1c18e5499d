"""Grades and boards in every order: published or corrected before a decision, after it, after the signature, after a withdrawal."""

import pytest
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.boards import convened, graded, item_of, ready_student, sitting
from tests.support.grading import resit_waiting
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.boards.selectors.boards import board_page, student_page
from salerno.awards.boards.services import after_boards, boards, decisions
from salerno.awards.degrees.services.degrees import sign_minutes, withdraw_award
from salerno.awards.enums import BoardRefusal, BoardState, Decision, GradeRefusal, SheetState
from salerno.awards.errors import BoardRefused, GradesRefused
from salerno.awards.grades.services import grades
from salerno.awards.models import Award, Grade
from salerno.enrolment.enums import State
from salerno.enrolment.services import withdraw_from_programme
from salerno.messaging.models import Message
from salerno.people.enums import Role

pytestmark = pytest.mark.django_db
RESIT = "SU-102"


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def ready(cohort):
    return ready_student(cohort=cohort)


@pytest.fixture
def resit(ready):
    """A confirmed sheet of a course that the degree does not wait for, with a pass of the student on it."""
    return resit_waiting(ready, RESIT)


def publish(sheet):
    grades.publish_sheet(sheet=sheet, by=sheet.confirmed_by, at=LATER)


def decide(item, decision=Decision.AWARD):
    votes = decisions.unanimous(item)
    return decisions.decide(item=item, decision=decision, votes=votes, reason="Made up.", by=item.board.chair, at=NOON)


def decided(student, decision=Decision.AWARD):
    board = sitting(convened(student.offering))
    decide(item_of(board, student), decision)
    return board


def closed(student, decision=Decision.AWARD):
    board = decided(student, decision)
    return boards.close_board(board=board, by=board.chair, at=NOON)


def signed(student):
    board = closed(student)
    return sign_minutes(board=board, by=board.chair, at=LATER)


def refusal_of(act, **values):
    with pytest.raises((BoardRefused, GradesRefused)) as error:
        act(**values)
    return error.value


def test_a_resit_published_between_decision_and_signature_calls_the_board_back(ready, resit):
    board = closed(ready)

    publish(resit)

    refused = refusal_of(sign_minutes, board=board, by=board.chair, at=LATER)
    assert (refused.refusal, refused.detail) == (BoardRefusal.CHANGED_SINCE, "Lea Learner")
    assert not Award.objects.degrees().exists()
    item = item_of(board, ready)
    assert Entry.objects.get(action="board.results_changed").subject == item.uuid
    message = Message.objects.get(template="awards/board_results_changed")
    assert (message.recipient, "Lea Learner" in message.body) == (board.chair.email, False)
    assert (board_page(board).outdated, student_page(item).is_changed) == ("Lea Learner", True)


def test_the_board_that_was_called_back_looks_again_and_signs(ready, resit):
    board = closed(ready)
    publish(resit)
    who = {"by": board.chair, "at": LATER}

    boards.reopen_board(board=board, **who)
    boards.note_presence(board=board, present=board.members.values_list("pk", flat=True), **who)
    refused = refusal_of(boards.close_board, board=board, **who)
    item = decisions.take_back(item=item_of(board, ready), **who)
    decide(decisions.look_again(item=item, **who))
    boards.close_board(board=board, **who)
    sign_minutes(board=board, **who)

    assert refused.refusal == BoardRefusal.CHANGED_SINCE
    assert [RESIT, "14", "passed"] in [row[:3] for row in item_of(board, ready).audit["grades"]]
    assert Award.objects.degrees().count() == 2


def test_a_grade_is_not_published_after_the_degree(ready, resit):
    signed(ready)

    refused = refusal_of(grades.publish_sheet, sheet=resit, by=resit.confirmed_by, at=LATER)

    assert str(refused) == "A degree stands on these results. They change only when it is withdrawn first: Lea Learner"
    resit.refresh_from_db()
    assert resit.state == SheetState.CONFIRMED
    assert resit.grades.get().enrolment.state == State.ACTIVE
    assert not Message.objects.filter(template="awards/grade_published").exists()


def test_one_withdrawn_degree_of_two_opens_no_grade_and_both_do(ready, resit):
    grade = graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "14")
    board = signed(ready)
    first, second = Award.objects.degrees()
    withdrawal = {"reason": "A mistake.", "by": board.chair, "at": LATER}
    change = {"grade": grade, "text": "12", "reason": "A page counted twice.", "by": PersonFactory(), "at": LATER}

    withdraw_award(award=first, **withdrawal)
    assert refusal_of(grades.publish_sheet, sheet=resit, by=resit.confirmed_by, at=LATER).refusal == GradeRefusal.DEGREE_GRANTED
    assert refusal_of(grades.correct_grade, **change).refusal == GradeRefusal.DEGREE_GRANTED
    withdraw_award(award=second, **withdrawal)
    publish(resit)
    grades.correct_grade(**change)

    assert sorted(Grade.objects.published().values_list("value", flat=True)) == ["12", "14"]
    assert not Entry.objects.filter(action="board.results_changed").exists()


def test_a_deferral_stands_when_a_resit_is_published(ready, resit):
    board = closed(ready, Decision.DEFER)
    publish(resit)

    assert sign_minutes(board=board, by=board.chair, at=LATER).state == BoardState.SIGNED
    assert not Message.objects.filter(template="awards/board_results_changed").exists()


def test_a_refusal_is_not_signed_on_results_that_changed(ready, resit):
    board = closed(ready, Decision.REFUSE)
    publish(resit)

    assert refusal_of(sign_minutes, board=board, by=board.chair, at=LATER).refusal == BoardRefusal.CHANGED_SINCE


def test_who_left_the_programme_holds_no_signature_up(ready, resit):
    board = closed(ready)
    publish(resit)
    withdraw_from_programme(enrolment=ready, reason="Moved away.", by=None, at=LATER)

    assert sign_minutes(board=board, by=board.chair, at=LATER).state == BoardState.SIGNED
    assert not Award.objects.degrees().exists()


def test_graduates_are_taken_off_a_sheet_so_that_the_others_get_their_grades(cohort, ready):
    other = ready_student(2, cohort=cohort)
    sheet = resit_waiting(ready, RESIT, other)
    board = sitting(convened(cohort))
    decide(item_of(board, ready))
    decide(item_of(board, other), Decision.DEFER)
    boards.close_board(board=board, by=board.chair, at=NOON)
    sign_minutes(board=board, by=board.chair, at=LATER)
    who = {"sheet": sheet, "by": PersonFactory(), "at": LATER}

    assert refusal_of(after_boards.take_graduates_off, **who).refusal == GradeRefusal.NOT_DRAFT
    grades.return_sheet(reason="A graduate stands on it.", **who)
    assert after_boards.take_graduates_off(**who) == 1
    assert refusal_of(after_boards.take_graduates_off, **who).refusal == GradeRefusal.NO_GRADUATE

    assert [row.enrolment.learner for row in sheet.grades.all()] == [other.student]
    assert Entry.objects.get(action="grades.graduate_taken_off").subject_person == ready.student.uuid
    assert grades.add_newcomers(**who) == 0


def test_the_desk_says_why_a_sheet_cannot_be_published_and_takes_graduates_off(client, ready, resit):
    signed(ready)
    sign_in_as(client, resit.offering.institution, Role.ADMINISTRATOR)
    address = reverse("awards:sheet", args=[resit.uuid])

    asked = client.get(reverse("awards:move_sheet", args=[resit.uuid, "publish"])).content.decode()
    before = client.get(address).content.decode()
    client.post(reverse("awards:move_sheet", args=[resit.uuid, "return"]), {"reason": "A graduate."})
    answer = client.post(reverse("awards:take_graduates_off", args=[resit.uuid]), follow=True).content.decode()

    assert "They change only when it is withdrawn first: Lea Learner" in asked
    assert "Send the sheet back to take them off" in before
    assert "1 graduate was taken off the sheet." in answer
    assert not resit.grades.exists()


def test_the_desk_of_a_board_names_who_must_be_looked_at_again(client, ready, resit):
    board = closed(ready)
    publish(resit)
    client.force_login(board.chair)

    page = client.get(reverse("awards:board", args=[board.uuid])).content.decode()
    answer = client.post(reverse("awards:move_board", args=[board.uuid, "sign"]))
    student = client.get(reverse("awards:board_student", args=[item_of(board, ready).uuid])).content.decode()

    assert page.count("Take back, look again and decide anew: Lea Learner") == 1
    assert answer.status_code == 422
    assert "decide anew: Lea Learner" in answer.content.decode()
    assert "The results have changed since the board decided." in student
    assert "Results have changed" in page
