"""Doors that are open to everybody: search, sitemap, switches, the way in."""

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.people.way_in import sign_in
from tests.support.courses import offered_course

pytestmark = pytest.mark.django_db

WORDS = ['"', '"a', 'a"b', '">', '""', '" OR "', "'", "%s", "100%", "\\", "\x00", *"*({-^", "a*", "NEAR(", "a:b", "-a", "AND"]
SWITCHES = ("portal:set_theme", "portal:set_language")
ELSEWHERE = (
    "//evil.example",
    "https://evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "\t//evil.example",
    " //evil.example",
    "http:evil.example",
    "https:///evil.example",
    "javascript:alert(1)",
    "http://testserver@evil.example",
    "//testserver.evil.example",
)


@pytest.mark.parametrize("words", WORDS)
def test_any_words_may_be_looked_for(client: Client, words: str):
    offered_course()

    pages = [client.get(reverse("catalogue:index"), {"q": words}), client.get("/api/v1/catalogue/trainings", {"q": words})]

    assert [page.status_code for page in pages] == [200, 200]


def test_the_sitemap_names_the_campus_and_not_the_host_that_asks(client: Client, settings):
    settings.SALERNO_BASE_URL = "https://campus.example.org"

    text = client.get("/sitemap.xml", headers={"host": "evil.example:81"}).content.decode()

    assert ("https://campus.example.org/catalogue/" in text, "evil.example" in text) == (True, False)


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("switch", SWITCHES)
def test_a_switch_leads_nowhere_else(client: Client, switch: str, address: str):
    response = client.post(reverse(switch), {"theme": "dark", "language": "fr", "next": address})

    assert response["Location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_leads_nowhere_else(client: Client, address: str):
    response = sign_in(client, PersonFactory().email, next=address)

    assert response["Location"] == reverse("portal:my_studies")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://testserver:81"])
def test_a_switch_is_not_turned_from_another_site(origin: str):
    client = Client(enforce_csrf_checks=True)

    codes = [client.post(reverse(name), {"theme": "dark"}, headers={"origin": origin}).status_code for name in SWITCHES]

    assert codes == [403, 403]


def test_a_session_that_was_there_before_signing_in_opens_nothing_after(client: Client):
    person = PersonFactory()
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted

    sign_in(client, person.email)

    stranger = Client()
    stranger.cookies["sessionid"] = planted
    assert (client.cookies["sessionid"].value != planted, stranger.get(reverse("portal:account")).status_code) == (True, 302)
