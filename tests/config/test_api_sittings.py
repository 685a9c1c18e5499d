"""Practice through the API: sittings, attempts, what they cost and what they must not tell."""

import json
import re
import uuid

import pytest
from tests.config.conftest import new_key, right_answers
from tests.support.moments import NOON

from salerno.enrolment.services import withdraw
from salerno.learning.models import Attempt, QuizSession

pytestmark = pytest.mark.django_db
SECRETS = ("Sensitivity is counted among the ill alone", "That is the positive predictive value", "they are false negatives")


def test_a_sitting_is_begun_once_and_tells_no_answer(program, practice):
    first, second = program.begin(practice), program.begin(practice)
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
    sitting = program.begin(practice).json()["uuid"]
    response = right_answers(sitting)["what-sensitivity-is"]
    body, header = {"question": "what-sensitivity-is", "response": response}, new_key()

    first = program.post(f"me/sittings/{sitting}/attempts", body, header)
    replay = program.post(f"me/sittings/{sitting}/attempts", body, header)

    assert (first.status_code, replay.status_code, Attempt.objects.count()) == (201, 200, 1)
    assert first.json() == replay.json()
    assert first.json()["feedback"]["verdict"] == "right"
    assert "Sensitivity is counted among the ill alone" in first.json()["feedback"]["explanation"]
    assert (first.json()["score"], first.json()["response"]) == (1.0, response)


def test_a_second_answer_to_a_question_gets_the_one_that_stands(program, practice):
    sitting = program.begin(practice).json()["uuid"]
    first = program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "?"}}, new_key())

    second = program.post(
        f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "false negative"}}, new_key()
    )

    assert (second.status_code, second.json()) == (200, first.json())
    assert Attempt.objects.get().response == {"text": "?"}


def test_a_key_of_another_answer_is_refused_and_nothing_is_logged(program, practice):
    sitting, header = program.begin(practice).json()["uuid"], new_key()
    address = f"me/sittings/{sitting}/attempts"
    program.post(address, {"question": "who-is-missed", "response": {"dont_know": True}}, header)

    answer = program.post(address, {"question": "what-sensitivity-is", "response": {"dont_know": True}}, header)

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (409, "idempotency-key-used", 1)


@pytest.mark.parametrize(
    ("body", "header", "code"),
    [
        ({"question": "who-is-missed", "response": {"text": "x"}}, {}, "invalid"),
        ({"question": "who-is-missed", "response": {"text": "x"}}, {"Idempotency-Key": "7"}, "invalid"),
        ({"question": "who-is-missed", "response": {}}, new_key(), "empty"),
        ({"question": "who-is-missed", "response": {"choice": "c1"}}, new_key(), "malformed"),
        ({"question": "what-sensitivity-is", "response": {"choice": "c9"}}, new_key(), "unknown-choice"),
        ({"question": "not-asked", "response": {"text": "x"}}, new_key(), "unknown-question"),
        ({"question": "who-is-missed"}, new_key(), "invalid"),
        ({"question": "who-is-missed", "response": []}, new_key(), "invalid"),
    ],
)
def test_an_answer_that_cannot_be_read_counts_for_nothing(program, practice, body, header, code):
    sitting = program.begin(practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/attempts", body, header)

    assert (answer.status_code, answer.json()["code"], Attempt.objects.count()) == (422, code, 0)
    assert set(answer.json()) == {"detail", "code"}


def test_a_refused_answer_does_not_tell_the_right_one(program, practice):
    sitting = program.begin(practice).json()["uuid"]

    answer = program.post(f"me/sittings/{sitting}/attempts", {"question": "what-sensitivity-is", "response": {}}, new_key())

    assert [secret for secret in SECRETS if secret in answer.content.decode()] == []


def test_the_last_attempt_ends_the_sitting(program, practice):
    sitting = program.begin(practice).json()["uuid"]

    for question, response in right_answers(sitting).items():
        program.post(f"me/sittings/{sitting}/attempts", {"question": question, "response": response}, new_key())

    ended = program.get(f"me/sittings/{sitting}").json()
    assert (ended["state"], ended["score"], ended["has_passed"]) == ("handed-in", 1.0, None)
    assert [question["attempt"]["feedback"]["verdict"] for question in ended["questions"]] == ["right"] * 3
    assert program.get(f"me/enrolments/{practice.uuid}").json()["done"] == 1


def test_a_withdrawn_enrolment_is_studied_no_more(program, practice, lea):
    sitting = program.begin(practice).json()["uuid"]
    withdraw(enrolment=practice, by=lea, at=NOON)

    answers = [
        program.get(f"me/enrolments/{practice.uuid}"),
        program.get(f"me/sittings/{sitting}"),
        program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"text": "x"}}, new_key()),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3


def test_my_attempts_are_listed_page_by_page(program, practice, lea):
    sitting = program.begin(practice).json()["uuid"]
    for question, response in right_answers(sitting).items():
        program.post(f"me/sittings/{sitting}/attempts", {"question": question, "response": response}, new_key())

    first, second = (program.get("me/attempts", page=page, page_size=2).json() for page in (1, 2))
    other = program.get("me/attempts", enrolment=str(uuid.uuid4())).json()

    assert (first["total"], first["pages"], len(first["items"]), len(second["items"])) == (3, 2, 2, 1)
    kept = [item["question"] for item in first["items"] + second["items"]]
    assert kept == list(Attempt.objects.order_by("pk").values_list("question_key", flat=True))
    assert "feedback" not in json.dumps(first)
    assert other["items"] == []


def test_answering_makes_few_queries(program, practice, django_assert_num_queries):
    """Token, sitting, lock, scores, attempt; the two more are the savepoint that stands for BEGIN and COMMIT in a test."""
    sitting = program.begin(practice).json()["uuid"]
    answers = right_answers(sitting)
    program.post(f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": {"dont_know": True}}, new_key())
    QuizSession.objects.update(state="open")
    Attempt.objects.all().delete()

    with django_assert_num_queries(7) as made:
        answer = program.post(
            f"me/sittings/{sitting}/attempts", {"question": "who-is-missed", "response": answers["who-is-missed"]}, new_key()
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
