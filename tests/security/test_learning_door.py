"""What learners send: kept as it came, so it must be such that everything can hold it."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.courses import offered_course, person
from tests.support.moments import NOON

from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.models import AnswerDraft, Attempt, QuizSession
from salerno.people.enums import Scope
from salerno.people.services import everything_held
from salerno.people.tokens import create_token

pytestmark = pytest.mark.django_db

HOSTILE = {
    "half a character": '{"dont_know": true, "x": "\\ud800"}',
    "half a character in a name": '{"dont_know": true, "\\udfff": 1}',
    "a NUL": '{"dont_know": true, "x": "\\u0000"}',
    "no number": '{"dont_know": true, "x": NaN}',
    "endless": '{"dont_know": true, "x": Infinity}',
    "long": json.dumps({"dont_know": True, "x": "A" * 1_000_000}),
    "wide": json.dumps({"dont_know": True, "x": [0] * 100_000}),
}


@pytest.fixture
def enrolment() -> Enrolment:
    learner = person()
    return enrol(learner=learner, offering=offered_course(), by=learner, at=NOON)


def sitting(enrolment: Enrolment, *, final: bool) -> QuizSession:
    """A sitting of the final assessment, or of a practice quiz."""
    version = enrolment.offering.pinned.version
    rows = version.activities.filter(kind="quiz")
    activity = rows.get(key=version.final_key) if final else rows.exclude(key=version.final_key).first()
    activity.version = version
    return sessions.begin(enrolment=enrolment, activity=activity, at=NOON)


def post(enrolment: Enrolment, address: str, body: str) -> int:
    """The status of an answer to ``body``, sent with a token of the learner's."""
    scopes = [Scope.STUDIES_WRITE, Scope.STUDIES_READ]
    _row, token = create_token(person=enrolment.learner, name="x", scopes=scopes, by=None, at=NOON)
    headers = {"authorization": f"Bearer {token}", "idempotency-key": str(uuid.uuid4())}
    return Client().post(address, body, content_type="application/json", headers=headers).status_code


@pytest.mark.parametrize("response", HOSTILE.values(), ids=HOSTILE)
def test_an_answer_that_nothing_can_hold_is_refused(enrolment: Enrolment, response: str):
    session = sitting(enrolment, final=True)
    key = session.drawn[0]["key"]

    status = post(enrolment, f"/api/v1/me/sittings/{session.uuid}/hand-in", f'{{"responses": {{"{key}": {response}}}}}')

    assert (status, Attempt.objects.count()) == (422, 0)
    json.dumps(everything_held(enrolment.learner), ensure_ascii=False, default=str).encode()


def test_what_is_typed_is_kept_up_to_what_a_page_can_ask(client: Client, enrolment: Enrolment):
    session = sitting(enrolment, final=True)
    client.force_login(enrolment.learner)
    address = reverse("learning:draft", args=[enrolment.uuid, session.activity_key])
    headers = {"x-requested-with": "draft"}

    codes = [client.post(address, {"q-x": "A" * size}, headers=headers).status_code for size in (20_000, 200_000)]

    assert (codes, len(AnswerDraft.objects.get().content["q-x"][0])) == ([204, 422], 20_000)


def test_another_learners_sitting_does_not_exist(enrolment: Enrolment):
    session = sitting(enrolment, final=True)
    offering = enrolment.offering
    stranger = person("mallory@example.org")
    other = enrol(learner=stranger, offering=offering, by=stranger, at=NOON)

    status = post(other, f"/api/v1/me/sittings/{session.uuid}/hand-in", '{"responses": {}}')

    assert (status, QuizSession.objects.get(pk=session.pk).state) == (404, "open")


def test_no_word_of_an_answer_is_told_before_it(client: Client, enrolment: Enrolment):
    session = sitting(enrolment, final=True)
    told = [item.question.explanation["en"][:40] for item in sessions.drawn_questions(session)]
    client.force_login(enrolment.learner)

    page = client.get(reverse("learning:activity", args=[enrolment.uuid, session.activity_key]))
    shown = page.content.decode() + client.get(f"/api/v1/me/sittings/{session.uuid}").content.decode()

    assert (page.status_code, [words for words in told if words in shown]) == (200, [])
