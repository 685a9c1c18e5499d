"""Ending sessions touches the person's own, all of them."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.factories.people import PersonFactory

from salerno.people.sessions import end_sessions

pytestmark = pytest.mark.django_db


def test_end_sessions_ends_all_of_one_person_and_no_other():
    ada, eve = PersonFactory(), PersonFactory()
    clients = [Client(), Client(), Client()]
    for client, person in zip(clients, (ada, ada, eve), strict=True):
        client.force_login(person)

    ended = end_sessions(ada)

    assert ended == 2
    assert list(Session.objects.values_list("pk", flat=True)) == [clients[2].session.session_key]
