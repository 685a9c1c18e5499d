"""Signed minutes grant one degree at each university, frozen with all that its documents say; a withdrawn one keeps its number."""

from datetime import timedelta
from decimal import Decimal

import pytest
import typst
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.boards import WHOLE, convened, graded, item_of, ready_student, sitting
from tests.support.documents import words_of
from tests.support.moments import LATER, NOON
from tests.support.studies import made_up_cohort

from salerno.audit.models import Entry
from salerno.awards.boards.selectors.minutes import minutes_facts
from salerno.awards.boards.services import boards, decisions
from salerno.awards.degrees.facts import from_json
from salerno.awards.degrees.selectors.facts import DegreeReader
from salerno.awards.degrees.services.degrees import sign_minutes, withdraw_award
from salerno.awards.enums import BoardRefusal, Decision, TableSource
from salerno.awards.errors import BoardRefused
from salerno.awards.grades.services.tables import publish_table
from salerno.awards.grading.tables import from_json as table
from salerno.awards.minutes.facts import from_json as minutes_from_json
from salerno.awards.models import Award, Board
from salerno.common.digests import sha256_hex
from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import withdraw_from_programme
from salerno.institutions.models import Institution
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


def closed(*students, decision=Decision.AWARD) -> Board:
    """A board that has decided ``decision`` on each of ``students`` of one cohort."""
    board = sitting(convened(students[0].offering))
    for student in students:
        item = item_of(board, student)
        decisions.decide(item=item, decision=decision, votes=decisions.unanimous(item), reason="Made up.", by=board.chair, at=NOON)
    return boards.close_board(board=board, by=board.chair, at=NOON)


@pytest.fixture
def cohort():
    return made_up_cohort()


@pytest.fixture
def ready(cohort):
    return ready_student(cohort=cohort)


def refusal_of(act, **values):
    with pytest.raises(BoardRefused) as error:
        act(**values)
    return error.value.refusal


def test_the_chair_signs_and_two_universities_award(ready):
    board = closed(ready)

    sign_minutes(board=board, by=board.chair, at=LATER)

    awards = Award.objects.degrees().order_by("number")
    assert [(award.institution.code, award.number) for award in awards] == [
        ("AMU", "AMU-2026-00001"),
        ("UNIPI", "UNIPI-2026-00001"),
    ]
    ready.refresh_from_db()
    assert ready.state == ProgrammeState.GRADUATED
    assert Message.objects.filter(template="awards/degree_granted", recipient=ready.student.email).count() == 1


def test_a_degree_says_all_that_its_documents_need(ready):
    course = ready.course_enrolments.get(offering__course__code="PI-101")
    graded(course, "28", scale="it-30")
    for schac, scale, rows in (
        ("unipi.it", "it-30", [["30L", 10], ["28", 50], ["18", 40]]),
        ("univ-amu.fr", "fr-20", [["18", 10], ["14", 50], ["10", 40]]),
    ):
        publish_table(
            institution=Institution.objects.get(schac=schac),
            table=table({"grades": rows, "scale": scale, "n": 200, "years": "2024–2026"}),
            source=TableSource.IMPORTED,
            by=None,
            at=NOON,
        )
    board = sitting(convened(ready.offering))
    item = item_of(board, ready)
    decisions.decide(
        item=item, decision=Decision.DISTINCTION, votes=decisions.unanimous(item), reason="Fine.", by=board.chair, at=NOON
    )
    boards.close_board(board=board, by=board.chair, at=NOON)

    sign_minutes(board=board, by=board.chair, at=LATER)

    facts = from_json(Award.objects.get(institution__schac="univ-amu.fr").facts)
    assert facts.credits == Decimal("120")
    assert {result.code for result in facts.results} == set(WHOLE)
    assert (facts.is_made_up, facts.with_distinction, facts.decision.clause) == (True, True, "7.2")
    assert facts.graduate.numbers.keys() == {"univ-amu.fr", "unipi.it"}
    assert [body.schac for body in facts.partners] == ["unipi.it", "su.se"]
    (result,) = [row for row in facts.results if row.code == "PI-101"]
    assert (result.grade, result.scale, result.schac) == ("28", "it-30", "unipi.it")
    (converted,) = result.converted
    assert (converted.schac, converted.grade, converted.tables) == (
        "univ-amu.fr",
        "14",
        ("unipi.it it-30 1", "univ-amu.fr fr-20 1"),
    )
    assert [share.grade for share in result.distribution] == ["30L", "28", "18"]
    assert "en" in facts.national_system


def test_the_minutes_are_frozen_with_their_digest_in_the_record(ready):
    board = closed(ready)

    sign_minutes(board=board, by=board.chair, at=LATER)

    board.refresh_from_db()
    assert sha256_hex(bytes(board.minutes_pdf)) == board.minutes_digest
    assert Entry.objects.get(action="board.minutes_signed").detail == {"sha256": board.minutes_digest}
    minutes = minutes_from_json(board.minutes)
    assert [(item.student, item.decision, item.votes_for) for item in minutes.items] == [("Lea Learner", "award", 4)]
    assert [clause.number for clause in minutes.clauses] == ["7.1"]
    assert minutes.signed_at == LATER
    assert all(line.holds for line in minutes.quorum)


def test_only_the_chair_signs_and_only_once(ready):
    board = closed(ready)
    somebody = board.members.exclude(person=board.chair).first().person

    assert refusal_of(sign_minutes, board=board, by=somebody, at=LATER) == BoardRefusal.NOT_CHAIR
    sign_minutes(board=board, by=board.chair, at=LATER)
    assert refusal_of(sign_minutes, board=board, by=board.chair, at=LATER) == BoardRefusal.SIGNED
    assert Award.objects.degrees().count() == 2


def test_an_open_board_is_not_signed(ready):
    board = sitting(convened(ready.offering))

    assert refusal_of(sign_minutes, board=board, by=board.chair, at=LATER) == BoardRefusal.NOT_CLOSED
    assert not Award.objects.degrees().exists()


def test_who_withdrew_between_board_and_award_gets_no_degree_and_the_minutes_say_so(cohort):
    stays, leaves = ready_student(1, cohort=cohort), ready_student(2, cohort=cohort)
    board = closed(stays, leaves)
    withdraw_from_programme(enrolment=leaves, reason="Moved away.", by=None, at=NOON)

    sign_minutes(board=board, by=board.chair, at=LATER)

    assert set(Award.objects.degrees().values_list("programme_enrolment", flat=True)) == {stays.pk}
    assert item_of(board, leaves).not_granted_because == str(BoardRefusal.STUDIES_ENDED.label)
    board.refresh_from_db()
    assert "Not granted: This student no longer studies." in words_of(bytes(board.minutes_pdf))
    assert ProgrammeEnrolment.objects.get(pk=leaves.pk).state == ProgrammeState.WITHDRAWN


@pytest.mark.django_db(transaction=True)
def test_the_minutes_are_typeset_before_the_transaction_for_which_all_who_write_wait(cohort, monkeypatch):
    board = closed(ready_student(cohort=cohort))
    compiled, compiling = typst.compile, []

    def watched(*arguments, **options):
        compiling.append(connection.in_atomic_block)
        return compiled(*arguments, **options)

    monkeypatch.setattr(typst, "compile", watched)
    sign_minutes(board=board, by=board.chair, at=LATER)

    board.refresh_from_db()
    assert compiling == [False]
    assert minutes_from_json(board.minutes) == minutes_facts(board, signed_at=LATER)
    assert sha256_hex(bytes(board.minutes_pdf)) == board.minutes_digest


def test_who_is_deferred_gets_nothing_and_goes_on(cohort):
    student = ready_student(cohort=cohort)
    board = closed(student, decision=Decision.DEFER)

    sign_minutes(board=board, by=board.chair, at=LATER)

    student.refresh_from_db()
    assert student.state == ProgrammeState.ACTIVE
    assert not Award.objects.degrees().exists()


def test_numbers_run_on_and_a_withdrawn_one_stays_given(cohort):
    board = closed(*(ready_student(number, cohort=cohort) for number in (1, 2)))
    sign_minutes(board=board, by=board.chair, at=LATER)
    first = Award.objects.get(number="AMU-2026-00001")

    withdraw_award(award=first, reason="Awarded by mistake.", by=board.chair, at=LATER)

    assert refusal_of(withdraw_award, award=first, reason="Again.", by=board.chair, at=LATER) == BoardRefusal.WITHDRAWN
    numbers = Award.objects.filter(institution__code="AMU").order_by("number").values_list("number", flat=True)
    assert list(numbers) == ["AMU-2026-00001", "AMU-2026-00002"]
    assert Award.objects.standing().degrees().count() == 3


def test_when_every_degree_is_withdrawn_the_studies_go_on_and_a_board_awards_again(ready):
    board = closed(ready)
    sign_minutes(board=board, by=board.chair, at=LATER)
    first, second = Award.objects.degrees().order_by("number")
    withdraw_award(award=first, reason="Awarded by mistake.", by=board.chair, at=LATER)
    ready.refresh_from_db()
    with_one = ready.state
    withdraw_award(award=second, reason="A page was missing.", by=board.chair, at=LATER)
    ready.refresh_from_db()
    with_none, reason = ready.state, ready.reason

    another = closed(ready)
    sign_minutes(board=another, by=another.chair, at=LATER + timedelta(days=1))

    assert (with_one, with_none, reason) == (ProgrammeState.GRADUATED, ProgrammeState.ACTIVE, "A page was missing.")
    ready.refresh_from_db()
    assert (ready.state, ready.ended_at) == (ProgrammeState.GRADUATED, LATER + timedelta(days=1))
    assert list(Award.objects.standing().degrees().order_by("number").values_list("number", flat=True)) == [
        "AMU-2026-00002",
        "UNIPI-2026-00002",
    ]
    assert list(Entry.objects.filter(subject=ready.uuid).values_list("action", flat=True))[-3:] == [
        "studies.graduated",
        "studies.taken_up_again",
        "studies.graduated",
    ]


def test_a_degree_is_not_withdrawn_without_a_reason(ready):
    board = closed(ready)
    sign_minutes(board=board, by=board.chair, at=LATER)

    assert refusal_of(withdraw_award, award=Award.objects.degrees().first(), reason=" ", by=board.chair, at=LATER) == (
        BoardRefusal.WHY_WITHDRAWN
    )


def test_reading_many_students_costs_as_many_queries_as_reading_one(cohort):
    students = [ready_student(number, cohort=cohort) for number in range(1, 4)]
    board = Board.objects.select_related("offering__programme", "offering__regulations").get(pk=convened(cohort).pk)

    with CaptureQueriesContext(connection) as one:
        DegreeReader(board, students[:1])
    with CaptureQueriesContext(connection) as three:
        DegreeReader(board, students)

    assert len(one) == len(three) == 4


def test_results_that_changed_after_the_board_are_not_awarded_on(ready):
    board = closed(ready)
    graded(ready.course_enrolments.get(offering__course__code="AMU-101"), "12")

    with pytest.raises(BoardRefused) as error:
        sign_minutes(board=board, by=board.chair, at=LATER)

    assert (error.value.refusal, error.value.detail) == (BoardRefusal.CHANGED_SINCE, "Lea Learner")
    assert not Award.objects.degrees().exists()


def test_no_degree_is_awarded_without_the_local_student_number(ready):
    board = closed(ready)
    ready.registrations.filter(institution__code="UNIPI").update(student_number="")

    with pytest.raises(BoardRefused) as error:
        sign_minutes(board=board, by=board.chair, at=LATER)

    assert (error.value.refusal, error.value.detail) == (BoardRefusal.NO_NUMBER, "Lea Learner")
    assert not Award.objects.degrees().exists()
