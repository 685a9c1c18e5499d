"""Who may do what through the API: scopes, tokens, sessions, owners, rates. One table for all of it."""

import uuid
from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.test import Client
from tests.config.conftest import API, Program, token_for
from tests.support.courses import offered_course, person
from tests.support.credentials import passed_course
from tests.support.degree_documents import document_of
from tests.support.moments import NOON

from salerno.config.api import api
from salerno.enrolment.services import enrol
from salerno.learning import sessions
from salerno.people.enums import Scope
from salerno.people.models import ApiToken, Person
from salerno.people.tokens import revoke_token

pytestmark = pytest.mark.django_db

READ, WRITE, CREDENTIALS = Scope.STUDIES_READ, Scope.STUDIES_WRITE, Scope.CREDENTIALS_READ
OPEN = None
NEEDS = {
    ("GET", "catalogue/trainings"): OPEN,
    ("GET", "catalogue/courses/{slug}"): OPEN,
    ("GET", "catalogue/programmes/{slug}"): OPEN,
    ("GET", "institutions"): OPEN,
    ("GET", "me"): READ,
    ("GET", "me/enrolments"): READ,
    ("POST", "me/enrolments"): WRITE,
    ("GET", "me/enrolments/{enrolment}"): READ,
    ("GET", "me/enrolments/{enrolment}/activities/{key}"): READ,
    ("POST", "me/enrolments/{enrolment}/activities/{key}/quiz-sittings"): WRITE,
    ("GET", "me/sittings/{sitting}"): READ,
    ("POST", "me/sittings/{sitting}/attempts"): WRITE,
    ("POST", "me/sittings/{sitting}/hand-in"): WRITE,
    ("GET", "me/attempts"): READ,
    ("GET", "me/credentials"): CREDENTIALS,
    ("GET", "me/credentials/{credential}"): CREDENTIALS,
    ("GET", "me/documents"): CREDENTIALS,
    ("GET", "me/documents/{document}"): CREDENTIALS,
    ("POST", "verify"): OPEN,
}
GUARDED = {door: scope for door, scope in NEEDS.items() if scope}


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """Everything of Lea's that an address can name, made once: every test of this module undoes what it does to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _make_world(person("lea@example.org"))
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db, time_machine):
    time_machine.move_to(NOON, tick=False)
    return made_world


@pytest.fixture
def lea(world):
    return Person.objects.get(email="lea@example.org")


def _make_world(lea):
    enrolment = enrol(learner=lea, offering=offered_course(), by=lea, at=NOON)
    activity = enrolment.offering.pinned.version.activities.get(key="check")
    activity.version = enrolment.offering.pinned.version
    return {
        "slug": "counting",
        "key": "check",
        "enrolment": enrolment.uuid,
        "sitting": sessions.begin(enrolment=enrolment, activity=activity, at=NOON).uuid,
        "credential": passed_course(lea, slug="passed").uuid,
        "document": document_of(lea).uuid,
        "offering": offered_course("another").uuid,
    }


def call(client, door, world, token=""):
    """One call that is well formed, so that only who calls can be wrong with it."""
    method, address = door
    headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"Authorization": f"Bearer {token}"} if token else {})
    bodies = {
        "me/enrolments": {"offering": str(world["offering"])},
        "me/sittings/{sitting}/attempts": {"question": "who-is-missed", "response": {"dont_know": True}},
        "me/sittings/{sitting}/hand-in": {"responses": {}},
        "verify": {"credential": "x"},
    }
    if method == "GET":
        return client.get(API + address.format(**world), headers=headers)
    return client.post(API + address.format(**world), bodies.get(address, {}), "application/json", headers=headers)


def test_the_table_names_every_operation():
    document = api.get_openapi_schema()

    doors = {(method.upper(), path.removeprefix("/api/v1/")) for path, methods in document["paths"].items() for method in methods}
    assert doors == set(NEEDS)


@pytest.mark.parametrize("door", GUARDED, ids=" ".join)
def test_an_unknown_caller_is_asked_for_a_token(door, world):
    answer = call(Client(), door, world)

    assert (answer.status_code, answer.json()["code"]) == (401, "not-signed-in")
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("door", GUARDED, ids=" ".join)
def test_every_other_scope_is_not_enough(door, world, lea):
    token = token_for(lea, *(scope for scope in Scope.values if scope != GUARDED[door]))

    answer = call(Client(), door, world, token)

    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")
    assert GUARDED[door] in answer.json()["detail"]


@pytest.mark.parametrize("door", GUARDED, ids=" ".join)
def test_the_scope_alone_is_enough(door, world, lea):
    answer = call(Client(), door, world, token_for(lea, GUARDED[door]))

    assert answer.status_code in ({200, 201, 404} if "{slug}" in door[1] else {200, 201, 409})
    assert answer.streaming or answer.json().get("code") in (None, "hand-in-whole")


@pytest.mark.parametrize("door", [door for door in GUARDED if "{" in door[1]], ids=" ".join)
def test_what_is_somebody_elses_does_not_exist(door, world, other_program):
    answer = call(Client(), door, world, other_program.token)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


@pytest.mark.parametrize("door", [door for door, scope in NEEDS.items() if scope is OPEN], ids=" ".join)
def test_what_is_open_needs_no_token(door, world):
    answer = call(Client(), door, world)

    assert answer.status_code in (200, 404)


@pytest.mark.parametrize("door", [door for door in NEEDS if door[1] != "verify"], ids=" ".join)
@pytest.mark.parametrize("kind", ["nonsense", "revoked", "expired"])
def test_a_token_that_does_not_hold_opens_nothing(door, kind, world, lea, time_machine):
    token = token_for(lea)
    if kind == "revoked":
        revoke_token(token=ApiToken.objects.get(), by=lea, at=NOON)
    elif kind == "expired":
        time_machine.move_to(NOON + timedelta(days=366), tick=False)
    else:
        token = "salerno_" + "x" * 43

    client = Client()
    client.force_login(lea)
    answer = call(client, door, world, token)

    assert (answer.status_code, answer.json()["code"]) == (401, "token-invalid")


def test_a_closed_account_opens_nothing(world, lea):
    token = token_for(lea)
    lea.is_active = False
    lea.save()

    answer = call(Client(), ("GET", "me"), world, token)

    assert answer.status_code == 401


def test_a_page_of_the_campus_reads_with_its_session(world, lea):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lea)

    answer = call(client, ("GET", "me/enrolments"), world)

    assert answer.status_code == 200


def test_a_session_changes_nothing_without_the_csrf_token(world, lea):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lea)

    answer = call(client, ("POST", "me/enrolments"), world)

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")
    assert lea.enrolments.count() == 2


def test_a_session_changes_with_the_csrf_token(world, lea):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lea)
    client.get("/verify/")
    token = client.cookies["csrftoken"].value

    answer = client.post(
        API + "me/enrolments", {"offering": str(world["offering"])}, "application/json", headers={"X-CSRFToken": token}
    )

    assert answer.status_code == 201


def test_a_program_without_a_token_is_limited_by_its_address(stranger, settings):
    settings.SALERNO_API_ANONYMOUS_PER_MINUTE = 2

    answers = [stranger.get("institutions") for _number in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["X-RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[2].json()["code"] == "too-many-requests"
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert "Retry-After" not in answers[1]


def test_a_token_is_limited_by_itself_and_the_next_minute_is_new(program, other_program, stranger, settings, time_machine):
    settings.SALERNO_API_PER_MINUTE = 1
    first, second = program.get("me"), program.get("me")
    elsewhere = [other_program.get("me"), stranger.get("institutions")]
    time_machine.shift(60)

    third = program.get("me")

    assert [first.status_code, second.status_code, third.status_code] == [200, 429, 200]
    assert [answer.status_code for answer in elsewhere] == [200, 200]


def test_guessing_tokens_is_limited_by_address(settings, db):
    settings.SALERNO_API_ANONYMOUS_PER_MINUTE = 2

    answers = [Program(Client(), f"salerno_guess{number}").get("me").status_code for number in range(3)]

    assert answers == [401, 401, 429]


def test_a_method_that_an_address_does_not_take_is_refused_in_json(stranger):
    answer = stranger.client.delete(API + "institutions")

    assert (answer.status_code, answer.json()["code"], answer["Allow"]) == (405, "method-not-allowed", "GET")


def test_a_body_that_is_no_json_is_refused_in_json(program):
    answer = program.client.post(API + "me/enrolments", b"{", "application/json", headers=program.headers())

    assert (answer.status_code, set(answer.json())) == (400, {"detail", "code"})


def test_when_the_machine_is_in_trouble_it_says_when_to_come_back(stranger, monkeypatch):
    monkeypatch.setattr("salerno.catalogue.api.catalogue_list", _raise(OperationalError("database or disk is full")))

    answer = stranger.get("catalogue/trainings")

    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "trouble", "60")


def test_our_own_mistake_is_said_in_json_and_told_to_whoever_watches(stranger, monkeypatch):
    stranger.client.raise_request_exception = False
    monkeypatch.setattr("salerno.catalogue.api.catalogue_list", _raise(RuntimeError("SECRET inside")))

    answer = stranger.get("catalogue/trainings")

    assert (answer.status_code, answer.json()["code"], "SECRET" in answer.content.decode()) == (500, "failed", False)


def _raise(error):
    def broken(*arguments, **named):
        raise error

    return broken


def test_what_is_ones_own_is_kept_by_no_shared_cache(program):
    answer = program.get("me")

    assert answer["Cache-Control"] == "private, no-cache"
