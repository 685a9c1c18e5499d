"""Nobody learns who has an account, and nobody tries for long."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.people.way_in import ADDRESS, ask_code, sign_up

from salerno.config.settings import base

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_tries_before():
    """Rate limits count in the cache, which outlives a test."""
    cache.clear()


def normal(page, email):
    """What a page says, without its address and its CSRF tokens."""
    text = page.content.decode().replace(email, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_sign_in_answers_the_same_for_known_and_unknown_addresses():
    PersonFactory(email=ADDRESS)
    closed = PersonFactory(email="closed@example.org", is_active=False)
    told = {}
    for email in (ADDRESS, "nobody@example.org", closed.email):
        client = Client()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            answer = ask_code(client, email)
        page = client.get(answer["Location"])
        wrong = client.post(answer["Location"], {"code": "AAAA-AAAA"})
        told[email] = (answer.status_code, answer["Location"], normal(page, email), normal(wrong, email))
        assert mail.outbox.pop().to == [email]
        assert mail.outbox == []
        assert len(asked) <= 8

    assert told[ADDRESS] == told["nobody@example.org"] == told["closed@example.org"]


def test_sign_up_answers_the_same_for_known_and_unknown_addresses():
    owner = PersonFactory(email=ADDRESS)
    told = {}
    for email in (ADDRESS, "nobody@example.org"):
        client = Client()
        answer = sign_up(client, email=email)
        page = client.get(answer["Location"])
        wrong = client.post(answer["Location"], {"code": "AAAA-AAAA"})
        told[email] = (answer.status_code, answer["Location"], normal(page, email), normal(wrong, email))
        assert mail.outbox.pop().to == [email]
        assert mail.outbox == []

    assert told[ADDRESS] == told["nobody@example.org"]
    owner.refresh_from_db()
    assert owner.full_name != "Trota of Salerno"


def test_the_mail_to_an_owner_leads_to_sign_in_and_names_nobody(client):
    PersonFactory(email=ADDRESS)

    sign_up(client, full_name="Win a prize at evil.example")

    assert reverse("account_login") in mail.outbox[0].body
    assert "evil.example" not in mail.outbox[0].body


def test_the_mail_to_a_new_address_repeats_nothing_that_was_typed(client):
    sign_up(client, full_name="Win a prize at evil.example")

    assert "evil.example" not in mail.outbox[0].body + mail.outbox[0].subject


@pytest.mark.parametrize("known", [True, False])
def test_codes_for_one_address_are_limited(client, settings, known):
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    if known:
        PersonFactory(email=ADDRESS)
    for _ in range(3):
        assert ask_code(Client(), ADDRESS).status_code == 302

    fourth = ask_code(client, ADDRESS)

    assert fourth.status_code == 200
    assert fourth.context["form"].errors
    assert len(mail.outbox) == 3


def test_tries_from_one_connection_are_limited(client, settings):
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    statuses = [ask_code(Client(), f"person-{number}@example.org").status_code for number in range(31)]

    assert statuses[:20] == [302] * 20
    assert statuses[-1] in (200, 429)
    assert len(mail.outbox) <= 30
