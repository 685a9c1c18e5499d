"""The final assessment through the API: handed in as a whole, a few times at most."""

from datetime import timedelta

import pytest
from tests.config.conftest import new_key, right_answers
from tests.support.moments import NOON

from salerno.credentials.models import Credential
from salerno.learning.models import Attempt, QuizSession

pytestmark = pytest.mark.django_db
SECRETS = ("Sensitivity is counted among the ill alone", "That is the positive predictive value", "they are false negatives")


def test_a_final_assessment_is_handed_in_whole(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]

    one = program.post(
        f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "false negative"}}, new_key()
    )

    assert (one.status_code, one.json()["code"], Attempt.objects.count()) == (409, "hand-in-whole", 0)
    assert [secret for secret in SECRETS if secret in one.content.decode()] == []


def test_handing_in_passes_the_course_once(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]
    answers = right_answers(sitting)

    first = program.post(f"me/sittings/{sitting}/hand-in", {"responses": answers})
    second = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    facts = [first.json()[name] for name in ("state", "score", "pass_mark", "has_passed")]
    assert facts == ["handed-in", 1.0, 70, True]
    assert Credential.objects.count() == 1
    assert program.get(f"me/enrolments/{enrolment.uuid}").json()["state"] == "completed"


def test_handing_in_refuses_answers_to_questions_that_were_not_asked(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {"typo": {"text": "x"}}})

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-question")
    assert "typo" in answer.json()["detail"]
    assert QuizSession.objects.get().state == "open"


def test_handing_in_refuses_an_answer_that_cannot_be_read(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {"who-is-missed": {"text": ["x"]}}})

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (422, "malformed", 0)


def test_a_practice_quiz_is_not_handed_in(program, practice):
    sitting = program.begin(practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})

    assert (answer.status_code, answer.json()["code"]) == (409, "answer-one-by-one")


def test_after_failing_the_cool_down_is_told_with_its_end(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]
    program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})

    answer = program.begin(enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "cooling-down")
    assert answer["Retry-After"] == str(24 * 3600)
    assert "25 Nov 2026" in answer.json()["detail"]


def test_after_passing_nothing_more_is_begun(program, enrolment):
    sitting = program.begin(enrolment).json()["uuid"]
    program.post(f"me/sittings/{sitting}/hand-in", {"responses": right_answers(sitting)})

    answer = program.begin(enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "already-passed")


def test_when_all_attempts_are_used_it_is_said(program, enrolment, time_machine):
    for day in range(3):
        time_machine.move_to(NOON + timedelta(days=2 * day), tick=False)
        sitting = program.begin(enrolment).json()["uuid"]
        program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})
    time_machine.move_to(NOON + timedelta(days=9), tick=False)

    answer = program.begin(enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "no-attempt-left")
