"""What the tests of the API share: a person with a token, and a client that sends it."""

import json
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.test import Client
from tests.support.courses import person
from tests.support.moments import NOON

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
