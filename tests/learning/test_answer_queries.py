"""Answering one question on its page: few queries, and nothing lost when a form is not as it should be."""

import re
import uuid

import pytest
from tests.support.courses import offered_course, person
from tests.support.moments import NOON

from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.models import Attempt, QuizSession

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def sitting():
    learner, offering = person(), offered_course()
    version = offering.pinned.version
    version.grading = {}
    version.save()
    enrolment = enrol(learner=learner, offering=offering, by=learner, at=NOON)
    activity = version.activities.get(key="check")
    activity.version = version
    return sessions.begin(enrolment=enrolment, activity=activity, at=NOON)


def address(sitting, question):
    return f"/learn/{sitting.enrolment.uuid}/check/{sitting.uuid}/answer/{question}/"


def test_an_answer_makes_six_queries_and_one_transaction(sitting, client, django_assert_num_queries):
    """Session and person, the sitting, its lock, its scores, the attempt; a savepoint stands for the transaction in a test."""
    client.force_login(sitting.enrolment.learner)
    client.post(address(sitting, "who-is-missed"), {"q-who-is-missed-dont_know": "1"}, headers=HTMX)
    Attempt.objects.all().delete()

    with django_assert_num_queries(8) as made:
        answer = client.post(address(sitting, "who-is-missed"), {"q-who-is-missed-text": "false negative"}, headers=HTMX)

    assert (answer.status_code, Attempt.objects.get().is_right) == (200, True)
    assert [" ".join([q["sql"].split()[0], *re.findall(r'(?:FROM|INTO) "(\w+)"', q["sql"])[:1]]) for q in made] == [
        "SELECT django_session",
        "SELECT people_person",
        "SELECT learning_quizsession",
        "SAVEPOINT",
        "SELECT learning_quizsession",
        "SELECT learning_attempt",
        "INSERT learning_attempt",
        "RELEASE",
    ]


def test_a_key_of_another_answer_is_refused_on_the_page_and_nothing_is_logged(sitting, client):
    client.force_login(sitting.enrolment.learner)
    key = str(uuid.uuid4())
    client.post(address(sitting, "who-is-missed"), {"q-who-is-missed-dont_know": "1", "attempt": key}, headers=HTMX)

    answer = client.post(
        address(sitting, "what-sensitivity-is"), {"q-what-sensitivity-is-dont_know": "1", "attempt": key}, headers=HTMX
    )

    assert (answer.status_code, Attempt.objects.count()) == (422, 1)
    assert "Sensitivity is counted among the ill alone" not in answer.content.decode()


@pytest.mark.parametrize("headers", [HTMX, {}], ids=["piece", "page"])
def test_an_empty_answer_is_refused_and_the_question_stays(sitting, client, headers):
    client.force_login(sitting.enrolment.learner)

    answer = client.post(address(sitting, "who-is-missed"), {"q-who-is-missed-text": " "}, headers=headers)

    text = answer.content.decode()
    assert (answer.status_code, Attempt.objects.count()) == (422, 0)
    assert address(sitting, "who-is-missed") in text
    assert "they are false negatives" not in text


def test_the_last_answer_shows_where_the_result_is(sitting, client):
    client.force_login(sitting.enrolment.learner)
    keys = [item["key"] for item in sitting.drawn]

    texts = [client.post(address(sitting, key), {f"q-{key}-dont_know": "1"}, headers=HTMX).content.decode() for key in keys]

    where = f'href="/learn/{sitting.enrolment.uuid}/check/"'
    assert [where in text for text in texts] == [False, False, True]
    assert QuizSession.objects.get().state == "handed-in"


@pytest.mark.parametrize("wrong", ["enrolment", "key", "session", "question"])
def test_an_address_that_does_not_fit_together_is_404(sitting, client, wrong):
    client.force_login(sitting.enrolment.learner)
    parts = {"enrolment": sitting.enrolment.uuid, "key": "check", "session": sitting.uuid, "question": "who-is-missed"}
    parts[wrong] = uuid.uuid4() if wrong in ("enrolment", "session") else "counting-people"

    answer = client.post("/learn/{enrolment}/{key}/{session}/answer/{question}/".format(**parts), {}, headers=HTMX)

    assert (answer.status_code, Attempt.objects.count()) == (404, 0)
