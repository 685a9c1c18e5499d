"""Public pages are kept for people without a session, and are never old, never somebody's own."""

import pytest
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from tests.factories.catalogue import CourseFactory, ProgrammeFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory

from salerno.audit.services import record
from salerno.catalogue.models import Course
from salerno.config.middleware import PUBLIC_PAGES

pytestmark = pytest.mark.django_db
OURS = "http://testserver"
FOREIGN = "https://elsewhere.example"


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    caches["public-pages"].clear()


@pytest.fixture
def course():
    """A public course, after the first recorded act."""
    row = CourseFactory(slug="tests", title={"en": "Before", "fr": "Avant"}, owner=InstitutionFactory())
    record(action="course.described", actor=None, subject=row)
    return row


def page_of(course, client=None, **headers):
    return (client or Client()).get(course.get_absolute_url(), **headers)


def rename_unnoticed(course, title):
    """Change a row behind the record's back: whoever still sees the old title was given a kept page."""
    Course.objects.filter(pk=course.pk).update(title={"en": title, "fr": title})


def test_second_visitor_is_given_the_page_for_one_query(course, django_assert_num_queries):
    first = page_of(course)

    with django_assert_num_queries(1):
        second = page_of(course)

    assert second.content == first.content
    assert dict(second.items()) == dict(first.items())


def test_recorded_act_makes_the_page_anew(course):
    page_of(course)
    rename_unnoticed(course, "After")
    record(action="course.described", actor=None, subject=course)

    assert "After" in page_of(course).text


def test_nothing_is_kept_while_the_record_is_empty():
    row = CourseFactory(title={"en": "Before"})
    page_of(row)
    rename_unnoticed(row, "After")

    assert "After" in page_of(row).text


def test_person_with_a_session_is_not_given_a_kept_page(course):
    page_of(course)
    rename_unnoticed(course, "After")
    client = Client()
    client.force_login(PersonFactory())

    assert "After" in page_of(course, client).text


def test_page_of_a_person_with_a_session_is_not_kept(course):
    client = Client()
    client.force_login(PersonFactory(full_name="Lea Nurse"))
    page_of(course, client)
    rename_unnoticed(course, "After")

    assert "After" in page_of(course).text


def test_visitor_with_another_cookie_reads_kept_pages_and_leaves_none(course):
    client = Client()
    client.cookies[settings.CSRF_COOKIE_NAME] = "c" * 32
    page_of(course, client)
    rename_unnoticed(course, "After")
    page_of(course)
    rename_unnoticed(course, "Later")

    assert "After" in page_of(course, client).text


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_ACCEPT_LANGUAGE": "fr"},
        {"HTTP_COOKIE": "django_language=fr"},
        {"HTTP_COOKIE": "theme=dark"},
        {"HTTP_ACCEPT_ENCODING": "gzip"},
        {"HTTP_HX_REQUEST": "true"},
        {"QUERY_STRING": "q=x"},
    ],
)
def test_pages_that_differ_are_kept_apart(course, other):
    page_of(course)
    rename_unnoticed(course, "After")

    response = page_of(course, **other)

    assert response.headers.get("Content-Encoding") == "gzip" or "After" in response.text


def test_refused_page_is_not_kept(course):
    Course.objects.filter(pk=course.pk).update(is_public=False)
    assert page_of(course).status_code == 404
    Course.objects.filter(pk=course.pk).update(is_public=True)

    assert page_of(course).status_code == 200


@pytest.mark.parametrize("name", sorted(PUBLIC_PAGES))
def test_public_page_holds_no_token_and_sets_no_cookie(name, course):
    institution = InstitutionFactory()
    slugs = {
        "catalogue:course": [course.slug],
        "catalogue:programme": [ProgrammeFactory().slug],
        "portal:institution": [institution.slug],
    }
    client = Client()

    response = client.get(reverse(name, args=slugs.get(name)))

    assert response.status_code == 200
    assert "csrfmiddlewaretoken" not in response.text
    assert not response.cookies


def test_page_is_kept_for_a_minute_at_most():
    assert settings.CACHES["public-pages"]["TIMEOUT"] == 60


@pytest.mark.parametrize(("name", "field", "value"), [("set_language", "language", "fr"), ("set_theme", "theme", "dark")])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": OURS}, 302),
        ({"Origin": OURS, "Sec-Fetch-Site": "same-origin", "Referer": f"{OURS}/catalogue/"}, 302),
        ({"Sec-Fetch-Site": "same-origin"}, 302),
        ({"Referer": f"{OURS}/catalogue/"}, 302),
        ({}, 403),
        ({"Origin": FOREIGN}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": OURS, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Referer": f"{FOREIGN}/{OURS}"}, 403),
        ({"Referer": f"{OURS}.evil.example/"}, 403),
        ({"Referer": "http:"}, 403),
    ],
)
def test_preference_is_taken_from_our_own_pages_without_a_token(name, field, value, headers, status):
    client = Client(enforce_csrf_checks=True)

    response = client.post(reverse(f"portal:{name}"), {field: value, "next": "/catalogue/"}, headers=headers)

    assert response.status_code == status
    assert [cookie.value for cookie in response.cookies.values()] == ([value] if status == 302 else [])


@pytest.mark.parametrize(("with_token", "status"), [(True, 302), (False, 403)])
def test_whoever_does_not_say_where_a_post_comes_from_needs_a_token(with_token, status):
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    token = {"csrfmiddlewaretoken": client.cookies["csrftoken"].value} if with_token else {}

    response = client.post(reverse("portal:set_theme"), {"theme": "dark", **token})

    assert response.status_code == status


@pytest.mark.parametrize("name", ["set_language", "set_theme"])
def test_preference_leads_to_no_other_site(name):
    response = Client().post(reverse(f"portal:{name}"), {"next": FOREIGN})

    assert response.status_code == 302
    assert response["Location"] == "/"
