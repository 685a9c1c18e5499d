"""What the tests of the API share: a person with a token, and a client that sends it."""

import json
import uuid
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from tests.support.courses import offered_course, person, right_response
from tests.support.moments import NOON

from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.learning.models import QuizSession
from salerno.people.enums import Scope
from salerno.people.models import Person
from salerno.people.tokens import create_token

API = "/api/v1/"


@pytest.fixture(autouse=True)
def _nobody_has_called_yet():
    cache.clear()


@dataclass
class Program:
    """A program that calls the API with a token (or with none)."""

    client: Client
    token: str = ""

    def headers(self, more=None):
        return ({"Authorization": f"Bearer {self.token}"} if self.token else {}) | (more or {})

    def get(self, address, headers=None, **query):
        return self.client.get(API + address, query, headers=self.headers(headers))

    def post(self, address, body, headers=None):
        return self.client.post(API + address, json.dumps(body), "application/json", headers=self.headers(headers))

    def begin(self, enrolment):
        """A sitting of the course's quiz."""
        return self.post(f"me/enrolments/{enrolment.uuid}/activities/check/quiz-sittings", {})


def right_answers(sitting_uuid: str) -> dict[str, object]:
    """The right response to each question that was drawn, by its key."""
    session = QuizSession.objects.select_related("version").get(uuid=sitting_uuid)
    return {item.question.key: right_response(item) for item in sessions.drawn_questions(session)}


def new_key() -> dict[str, str]:
    """The header of an answer that was not sent before."""
    return {"Idempotency-Key": str(uuid.uuid4())}


def token_for(holder: Person, *scopes: str) -> str:
    """The text of a token with these scopes, or with all of them."""
    _row, text = create_token(person=holder, name="Test", scopes=list(scopes or Scope.values), by=holder, at=NOON)
    return text


@pytest.fixture
def lea(db):
    return person()


@pytest.fixture
def stranger(db):
    """A program without a token."""
    return Program(Client())


@pytest.fixture
def program(lea, time_machine):
    """A program of Lea's with every scope, at noon."""
    time_machine.move_to(NOON, tick=False)
    return Program(Client(), token_for(lea))


@pytest.fixture
def other_program(db):
    """A program of somebody else's with every scope."""
    return Program(Client(), token_for(person("otto@example.org", full_name="Otto Other")))


@pytest.fixture
def enrolment(lea: Person, program: Program) -> Enrolment:
    """Lea in a course with a final assessment."""
    return enrol(learner=lea, offering=offered_course(), by=lea, at=NOON)


@pytest.fixture
def practice(enrolment: Enrolment) -> Enrolment:
    """The same course without a final assessment: its quiz is for practice."""
    version = enrolment.offering.pinned.version
    version.grading = {}
    version.save()
    return enrolment
