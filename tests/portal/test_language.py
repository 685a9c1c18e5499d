"""The language of a page: by switch, by person, by browser; told to browsers, readers and caches."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/catalogue/?q=risk&kind=mooc"


def told(client: Client, address: str = ADDRESS, **headers: str) -> tuple[str, str]:
    """The language in the page's own markup, and in its header."""
    page = client.get(address, headers=headers)
    return re.search(r'<html lang="(\w+)"', page.content.decode())[1], page.headers["Content-Language"]


def test_the_switch_comes_back_to_the_page_with_its_question(client):
    page = client.get(ADDRESS).content.decode()
    form = re.search(rf'action="{reverse("portal:set_language")}".*?</form>', page, re.DOTALL)[0]
    here = re.search(r'name="next" value="([^"]+)"', form)[1].replace("&amp;", "&")

    answer = client.post(reverse("portal:set_language"), {"language": "fr", "next": here})

    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "fr"
    assert told(client) == ("fr", "fr")


def test_the_switch_names_each_language_in_itself_and_presses_the_one_in_use(client):
    page = client.get(ADDRESS, headers={"accept-language": "fr"}).content.decode()
    buttons = re.findall(r'name="language" value="(\w+)" lang="(\w+)" aria-pressed="(\w+)"', page)

    assert set(buttons) == {("en", "en", "false"), ("fr", "fr", "true")}


@pytest.mark.parametrize(
    ("wished", "given"), [("fr-CA,en;q=0.5", "fr"), ("en-GB", "en"), ("sv,fr;q=0.4", "fr"), ("xx", "en"), ("", "en")]
)
def test_without_a_choice_the_browser_decides(client, wished, given):
    assert told(client, **{"accept-language": wished}) == (given, given)


def test_a_persons_language_is_stronger_than_the_browsers(client):
    client.force_login(PersonFactory(language="fr"))

    assert told(client, **{"accept-language": "en"}) == ("fr", "fr")


@pytest.mark.parametrize("address", ["/", "/catalogue/", "/institutions/", "/verify/", "/accounts/login/"])
def test_a_cache_is_told_that_pages_differ_by_language(client, address):
    assert {"Accept-Language", "Cookie"} <= set(client.get(address).headers["Vary"].split(", "))


def test_a_page_that_is_kept_for_one_language_is_not_given_to_another(client):
    first, second = (told(Client(), "/", **{"accept-language": language}) for language in ("en", "fr"))

    assert (first, second, told(Client(), "/", **{"accept-language": "en"})) == (("en", "en"), ("fr", "fr"), ("en", "en"))
