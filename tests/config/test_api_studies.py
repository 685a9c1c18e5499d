"""Studying through the API: enrolling, progress, sittings, attempts, handing in."""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.support.courses import offered_course, right_response
from tests.support.moments import NOON

from salerno.catalogue.models import CourseOffering
from salerno.credentials.models import Credential
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol, withdraw
from salerno.learning import sessions
from salerno.learning.models import Attempt, QuizSession

pytestmark = pytest.mark.django_db
SECRETS = ("Sensitivity is counted among the ill alone", "That is the positive predictive value", "they are false negatives")


@pytest.fixture
def enrolment(lea, program):
    return enrol(learner=lea, offering=offered_course(), by=lea, at=NOON)


@pytest.fixture
def practice(enrolment):
    """The same course without a final assessment: its quiz is for practice."""
    version = enrolment.offering.pinned.version
    version.grading = {}
    version.save()
    return enrolment


def begin(program, enrolment):
    return program.post(f"me/enrolments/{enrolment.uuid}/activities/check/quiz-sittings", {})


def right_answers(sitting_uuid):
    session = QuizSession.objects.select_related("version").get(uuid=sitting_uuid)
    return {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}


def key():
    return {"Idempotency-Key": str(uuid.uuid4())}


def test_me_tells_who_the_token_belongs_to(program, lea):
    answer = program.get("me")

    assert answer.json() == {
        "uuid": str(lea.uuid),
        "email": "lea@example.org",
        "full_name": "Lea Learner",
        "language": "en",
        "time_zone": "Europe/Paris",
        "scopes": ["catalogue:read", "credentials:read", "studies:read", "studies:write"],
    }


def test_enrolling_gives_a_seat_once(program, lea):
    offering = offered_course()

    first = program.post("me/enrolments", {"offering": str(offering.uuid)})
    second = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert first.json()["course"]["slug"] == "counting"
    assert Enrolment.objects.get().learner == lea


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"seats": 0}, "full"),
        ({"enrol_until": NOON - timedelta(days=1)}, "not-open"),
    ],
)
def test_enrolling_is_refused_with_the_reason(program, change, code):
    offering = offered_course()
    CourseOffering.objects.update(**change)

    answer = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (answer.status_code, answer.json()["code"], Enrolment.objects.count()) == (409, code, 0)
    assert answer.json()["detail"].endswith(".")


def test_an_offering_that_is_not_public_does_not_exist(program):
    offering = offered_course(is_public=False)

    answer = program.post("me/enrolments", {"offering": str(offering.uuid)})

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_my_enrolments_lists_withdrawn_ones_too(program, enrolment, lea):
    withdraw(enrolment=enrolment, by=lea, at=NOON)

    answer = program.get("me/enrolments").json()

    assert [(item["uuid"], item["state"]) for item in answer["items"]] == [(str(enrolment.uuid), "withdrawn")]
    assert (answer["total"], answer["page"], answer["pages"]) == (1, 1, 1)


def test_progress_tells_each_activity_and_what_comes_next(program, enrolment):
    answer = program.get(f"me/enrolments/{enrolment.uuid}").json()

    assert [(item["key"], item["state"]) for item in answer["activities"]] == [
        ("counting-people", "not-begun"),
        ("check", "not-begun"),
    ]
    assert (answer["next"], answer["done"], answer["of"], answer["minutes_left"]) == ("counting-people", 0, 2, 3)


def test_an_activity_comes_with_its_text(program, enrolment):
    answer = program.get(f"me/enrolments/{enrolment.uuid}/activities/counting-people").json()

    assert "Of a hundred people who are ill" in answer["html"]
    facts = [answer[name] for name in ("kind", "language", "outcomes", "is_final", "previous", "next", "state")]
    assert facts == ["reading", "en", ["sensitivity"], False, None, "check", "not-begun"]


def test_only_a_quiz_has_sittings(program, enrolment):
    answer = program.post(f"me/enrolments/{enrolment.uuid}/activities/counting-people/quiz-sittings", {})

    assert (answer.status_code, answer.json()["code"]) == (409, "not-a-quiz")


def test_a_sitting_is_begun_once_and_tells_no_answer(program, practice):
    first, second = begin(program, practice), begin(program, practice)
    read = program.get(f"me/sittings/{first.json()['uuid']}")

    assert [first.status_code, second.status_code, read.status_code] == [201, 200, 200]
    assert first.json() == second.json() == read.json()
    assert [question["attempt"] for question in read.json()["questions"]] == [None] * 3
    assert [secret for secret in SECRETS if secret in read.content.decode()] == []
    assert {"right", "comment", "explanation", "answer", "accept", "tolerance"} & _names(read.json()) == set()


def _names(value):
    if isinstance(value, dict):
        return set(value).union(*map(_names, value.values()))
    return set().union(*map(_names, value)) if isinstance(value, list) else set()


def test_an_attempt_is_graded_at_once_and_a_replay_is_the_same(program, practice):
    sitting = begin(program, practice).json()["uuid"]
    response = right_answers(sitting)["what-sensitivity-is"]
    body, header = {"question": "what-sensitivity-is", "response": response}, key()

    first = program.post(f"me/sittings/{sitting}/attempts", body, header)
    replay = program.post(f"me/sittings/{sitting}/attempts", body, header)

    assert (first.status_code, replay.status_code, Attempt.objects.count()) == (201, 200, 1)
    assert first.json() == replay.json()
    assert first.json()["feedback"]["verdict"] == "right"
    assert "Sensitivity is counted among the ill alone" in first.json()["feedback"]["explanation"]
    assert (first.json()["score"], first.json()["response"]) == (1.0, response)


def test_a_second_answer_to_a_question_gets_the_one_that_stands(program, practice):
    sitting = begin(program, practice).json()["uuid"]
    first = program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "?"}}, key())

    second = program.post(
        f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "false negative"}}, key()
    )

    assert (second.status_code, second.json()) == (200, first.json())
    assert Attempt.objects.get().response == {"text": "?"}


def test_a_key_of_another_answer_is_refused_and_nothing_is_logged(program, practice):
    sitting, header = begin(program, practice).json()["uuid"], key()
    address = f"me/sittings/{sitting}/attempts"
    program.post(address, {"question": "who-is-missed", "response": {"dont_know": True}}, header)

    answer = program.post(address, {"question": "what-sensitivity-is", "response": {"dont_know": True}}, header)

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (409, "idempotency-key-used", 1)


@pytest.mark.parametrize(
    ("body", "header", "code"),
    [
        ({"question": "who-is-missed", "response": {"text": "x"}}, {}, "invalid"),
        ({"question": "who-is-missed", "response": {"text": "x"}}, {"Idempotency-Key": "7"}, "invalid"),
        ({"question": "who-is-missed", "response": {}}, key(), "empty"),
        ({"question": "who-is-missed", "response": {"choice": "c1"}}, key(), "malformed"),
        ({"question": "what-sensitivity-is", "response": {"choice": "c9"}}, key(), "unknown-choice"),
        ({"question": "not-asked", "response": {"text": "x"}}, key(), "unknown-question"),
        ({"question": "who-is-missed"}, key(), "invalid"),
        ({"question": "who-is-missed", "response": []}, key(), "invalid"),
    ],
)
def test_an_answer_that_cannot_be_read_counts_for_nothing(program, practice, body, header, code):
    sitting = begin(program, practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/attempts", body, header)

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (422, code, 0)
    assert set(answer.json()) == {"detail", "code"}


def test_a_refused_answer_does_not_tell_the_right_one(program, practice):
    sitting = begin(program, practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/attempts", {"question": "what-sensitivity-is", "response": {}}, key())

    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []


def test_the_last_attempt_ends_the_sitting(program, practice):
    sitting = begin(program, practice).json()["uuid"]

    for question, response in right_answers(sitting).items():
        program.post(f"me/sittings/{sitting}/attempts", {"question": question, "response": response}, key())

    ended = program.get(f"me/sittings/{sitting}").json()
    assert (ended["state"], ended["score"], ended["has_passed"]) == ("handed-in", 1.0, None)
    assert [question["attempt"]["feedback"]["verdict"] for question in ended["questions"]] == ["right"] * 3
    assert program.get(f"me/enrolments/{practice.uuid}").json()["done"] == 1


def test_a_final_assessment_is_handed_in_whole(program, enrolment):
    sitting = begin(program, enrolment).json()["uuid"]

    one = program.post(
        f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "false negative"}}, key()
    )

    assert (one.status_code, one.json()["code"], Attempt.objects.count()) == (409, "hand-in-whole", 0)
    assert [secret for secret in SECRETS if secret in one.content.decode()] == []


def test_handing_in_passes_the_course_once(program, enrolment):
    sitting = begin(program, enrolment).json()["uuid"]
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
    sitting = begin(program, enrolment).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {"typo": {"text": "x"}}})

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-question")
    assert "typo" in answer.json()["detail"]
    assert QuizSession.objects.get().state == "open"


def test_handing_in_refuses_an_answer_that_cannot_be_read(program, enrolment):
    sitting = begin(program, enrolment).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {"who-is-missed": {"text": ["x"]}}})

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (422, "malformed", 0)


def test_a_practice_quiz_is_not_handed_in(program, practice):
    sitting = begin(program, practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})

    assert (answer.status_code, answer.json()["code"]) == (409, "answer-one-by-one")


def test_after_failing_the_cool_down_is_told_with_its_end(program, enrolment):
    sitting = begin(program, enrolment).json()["uuid"]
    program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})

    answer = begin(program, enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "cooling-down")
    assert answer["Retry-After"] == str(24 * 3600)
    assert "25 Nov 2026" in answer.json()["detail"]


def test_after_passing_nothing_more_is_begun(program, enrolment):
    sitting = begin(program, enrolment).json()["uuid"]
    program.post(f"me/sittings/{sitting}/hand-in", {"responses": right_answers(sitting)})

    answer = begin(program, enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "already-passed")


def test_when_all_attempts_are_used_it_is_said(program, enrolment, time_machine):
    for day in range(3):
        time_machine.move_to(NOON + timedelta(days=2 * day), tick=False)
        sitting = begin(program, enrolment).json()["uuid"]
        program.post(f"me/sittings/{sitting}/hand-in", {"responses": {}})
    time_machine.move_to(NOON + timedelta(days=9), tick=False)

    answer = begin(program, enrolment)

    assert (answer.status_code, answer.json()["code"]) == (409, "no-attempt-left")


def test_a_withdrawn_enrolment_is_studied_no_more(program, practice, lea):
    sitting = begin(program, practice).json()["uuid"]
    withdraw(enrolment=practice, by=lea, at=NOON)

    answers = [
        program.get(f"me/enrolments/{practice.uuid}"),
        program.get(f"me/sittings/{sitting}"),
        program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "x"}}, key()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_my_attempts_are_listed_page_by_page(program, practice, lea):
    sitting = begin(program, practice).json()["uuid"]
    for question, response in right_answers(sitting).items():
        program.post(f"me/sittings/{sitting}/attempts", {"question": question, "response": response}, key())

    first, second = (program.get("me/attempts", page=page, page_size=2).json() for page in (1, 2))
    other = program.get("me/attempts", enrolment=str(uuid.uuid4())).json()

    assert (first["total"], first["pages"], len(first["items"]), len(second["items"])) == (3, 2, 2, 1)
    kept = [item["question"] for item in first["items"] + second["items"]]
    assert kept == list(Attempt.objects.order_by("pk").values_list("question_key", flat=True))
    assert "feedback" not in json.dumps(first)
    assert other["items"] == []


def test_answering_makes_few_queries(program, practice, django_assert_num_queries):
    """Token, sitting, lock, scores, attempt; the two more are the savepoint that stands for BEGIN and COMMIT in a test."""
    sitting = begin(program, practice).json()["uuid"]
    answers = right_answers(sitting)
    program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"dont_know": True}}, key())
    QuizSession.objects.update(state="open")
    Attempt.objects.all().delete()

    with django_assert_num_queries(7) as made:
        answer = program.post(
            f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": answers["who-is-missed"]}, key()
        )

    assert answer.status_code == 201
    kinds = [_first_words(query["sql"]) for query in made.captured_queries]
    assert kinds == [
        "SELECT people_apitoken",
        "SELECT learning_quizsession",
        "SAVEPOINT",
        "SELECT learning_quizsession",
        "SELECT learning_attempt",
        "INSERT learning_attempt",
        "RELEASE",
    ]


def _first_words(sql):
    """``SELECT people_apitoken``: what a statement does, and to which table."""
    tables = re.findall(r'(?:FROM|INTO) "(\w+)"', sql)
    return " ".join([sql.split()[0], *tables[:1]])


def test_lists_make_the_same_queries_with_one_row_and_with_thirty(program, enrolment, django_assert_num_queries):
    session = sessions.begin(enrolment=enrolment, activity=_activity(enrolment), at=NOON)
    sessions.hand_in(session=session, responses={}, at=NOON)
    program.get("me")
    with django_assert_num_queries(3):
        program.get("me/enrolments")
    with django_assert_num_queries(3):
        program.get("me/attempts")
    _thirty_more(enrolment, session)
    cache.clear()

    with django_assert_num_queries(3):
        enrolments = program.get("me/enrolments").json()
    with django_assert_num_queries(3):
        attempts = program.get("me/attempts", page_size=100).json()

    assert (enrolments["total"], attempts["total"]) == (31, 33)


def _activity(enrolment):
    activity = enrolment.offering.pinned.version.activities.get(key="check")
    activity.version = enrolment.offering.pinned.version
    return activity


def _thirty_more(enrolment, session):
    offering, attempt = enrolment.offering, Attempt.objects.first()
    for number in range(30):
        copy = CourseOffering.objects.create(course=offering.course, institution=offering.institution)
        Enrolment.objects.create(learner=enrolment.learner, offering=copy, enrolled_at=NOON)
        attempt.pk, attempt.uuid, attempt.idempotency_key = None, uuid.uuid4(), uuid.uuid4()
        attempt.question_key = f"more-{number}"
        attempt._state.adding = True
        attempt.save()
