"""A person's language and time zone; nothing for people without a session."""

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone, translation
from tests.factories.people import PersonFactory

from salerno.people.middleware import PersonPreferencesMiddleware

pytestmark = pytest.mark.django_db


def seen(user, cookies=()):
    """The language and zone in which a view runs for ``user`` with these cookies."""
    request = RequestFactory().get("/")
    request.user = user
    request.COOKIES = dict(cookies)
    with translation.override("en"):
        view = PersonPreferencesMiddleware(
            lambda request: HttpResponse(f"{translation.get_language()} {timezone.get_current_timezone_name()}")
        )
        return view(request).content.decode()


SESSION = (settings.SESSION_COOKIE_NAME, "x")


def test_a_persons_language_and_zone_hold():
    person = PersonFactory(language="fr", time_zone="Europe/Stockholm")

    assert seen(person, [SESSION]) == "fr Europe/Stockholm"


def test_the_switch_is_stronger_than_the_account():
    person = PersonFactory(language="fr", time_zone="Europe/Rome")

    assert seen(person, [SESSION, (settings.LANGUAGE_COOKIE_NAME, "en")]) == "en Europe/Rome"


def test_nobody_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert seen(AnonymousUser()) == "en Europe/Paris"


def test_the_zone_is_given_back_after_the_request():
    seen(PersonFactory(time_zone="Asia/Tokyo"), [SESSION])

    assert timezone.get_current_timezone_name() == "Europe/Paris"
