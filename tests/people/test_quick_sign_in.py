"""Sessions and their people, found quickly: the same answers as Django's and allauth's own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from tests.factories.people import PersonFactory

from salerno.people.backends import SignInBackend
from salerno.people.models import Person
from salerno.people.session_store import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(settings):
    settings.SESSION_ENGINE = "salerno.people.session_store"
    settings.AUTHENTICATION_BACKENDS = ["salerno.people.backends.SignInBackend"]


def test_a_signed_in_person_is_found_with_two_queries(django_assert_num_queries):
    client = Client()
    client.force_login(PersonFactory())

    with django_assert_num_queries(2):
        answer = client.get("/healthz")

    assert answer.wsgi_request.user.full_name.startswith("Person")


def test_a_person_comes_whole_and_can_be_saved():
    person = PersonFactory(language="fr")

    found = SignInBackend().get_user(person.pk)
    found.full_name = "Another Name"
    found.save()

    assert (type(found), found.language, Person.objects.get().full_name) == (Person, "fr", "Another Name")


@pytest.mark.parametrize("change", [{"is_active": False}, {"pk": None}])
def test_a_closed_or_missing_account_is_nobody(change):
    person = PersonFactory()
    Person.objects.filter(pk=person.pk).update(**change) if "is_active" in change else person.delete()

    assert SignInBackend().get_user(person.pk or 10**9) is None


def test_a_session_that_is_over_opens_nothing():
    client = Client()
    client.force_login(PersonFactory())
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))

    answer = client.get("/healthz")

    assert answer.wsgi_request.user.is_anonymous


def test_a_made_up_session_is_not_taken_over():
    store = SessionStore("madeupkeymadeupkeymadeupkey00")

    assert (store.load(), store.session_key) == ({}, None)
