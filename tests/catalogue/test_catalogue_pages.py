"""The public catalogue: search, filters, pages, structured data."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.courses import offered_course
from tests.support.moments import NOON

from salerno.catalogue.models import Course, Programme
from salerno.catalogue.selectors import Filters, catalogue_list, course_page
from salerno.catalogue.services import load_programmes
from salerno.common.translated import in_language
from salerno.institutions.services import load_consortium

pytestmark = pytest.mark.django_db


@pytest.fixture
def campus():
    load_consortium()
    load_programmes()
    offered_course("counting", "univ-amu.fr")
    offered_course("weighing", "su.se")


def titles(found):
    return [in_language(entry.training.title) for entry in found.entries]


def test_programmes_stand_before_courses(campus):
    assert titles(catalogue_list(Filters())) == ["Joint Master in AI & Health", "Counting", "Weighing"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(words="weighing"), ["Weighing"]),
        (Filters(words="nowhere-to-be-found"), []),
        (Filters(kind="programme"), ["Joint Master in AI & Health"]),
        (Filters(level=6), ["Counting", "Weighing"]),
        (Filters(institution="stockholm-university"), ["Joint Master in AI & Health", "Weighing"]),
        (Filters(language="fr"), []),
        (Filters(length="short"), ["Counting", "Weighing"]),
        (Filters(length="long"), []),
        (Filters(kind="mooc", institution="aix-marseille-university"), ["Counting"]),
    ],
)
def test_filters_narrow_the_list(campus, filters, expected):
    assert titles(catalogue_list(filters)) == expected


def test_outcomes_are_searched_too(campus):
    assert sorted(titles(catalogue_list(Filters(words="sensitivity")))) == ["Counting", "Weighing"]


@pytest.mark.parametrize("query", ["level=99", "level=x", "kind=<script>", "q=%00%27%22", "institution=../..", "page=9999"])
def test_a_strange_address_still_shows_the_catalogue(client, campus, query):
    assert client.get(f"/catalogue/?{query}").status_code == 200


def test_the_list_costs_as_many_queries_with_many_rows(campus):
    with CaptureQueriesContext(connection) as few:
        catalogue_list(Filters())
    for number in range(28):
        offered_course(f"more-{number}", "unipi.it")
    with CaptureQueriesContext(connection) as many:
        found = catalogue_list(Filters())

    assert found.total == 31
    assert len(many) == len(few) == 6


def structured_data(response):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', response.content.decode(), re.DOTALL)
    return json.loads(found.group(1))


def test_a_course_page_says_the_same_to_people_and_to_machines(client, campus):
    response = client.get("/catalogue/courses/counting/")
    data, text = structured_data(response), response.content.decode()

    assert data["@type"] == "Course"
    assert [data["name"], data["description"], data["courseCode"]] == [
        "Counting",
        "Tell what a person can do after this course, in one or two sentences.",
        "CODE-counting",
    ]
    assert data["provider"] == [{"@type": "Organization", "name": "Aix-Marseille University", "url": "https://www.univ-amu.fr/"}]
    assert data["hasCourseInstance"][0]["courseMode"] == "Online"
    shown = [data["name"], data["description"], data["courseCode"], data["provider"][0]["name"], *data["teaches"]]
    visible = re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)
    assert [value for value in shown if value not in visible] == []
    minutes = Course.objects.get(slug="counting").workload_minutes
    assert data["timeRequired"] == f"PT{minutes}M"
    assert f"{minutes} min" in visible


def test_a_programme_page_says_the_same_to_people_and_to_machines(client, campus):
    response = client.get("/catalogue/programmes/joint-master-ai-health/")
    data = structured_data(response)
    visible = unescape(re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.DOTALL))

    assert data["@type"] == "EducationalOccupationalProgram"
    assert data["numberOfCredits"] == {"@type": "StructuredValue", "value": 120.0, "unitText": "ECTS"}
    assert ">120<" in visible
    assert [row["name"] for row in data["provider"]] == [
        "Aix-Marseille University", "University of Pisa", "Stockholm University",
    ]  # fmt: skip
    assert data["educationalCredentialAwarded"] in visible


def test_structured_data_cannot_close_its_script(client, campus):
    Course.objects.filter(slug="counting").update(title={"en": "</script><script>alert(1)</script>"})

    text = client.get("/catalogue/courses/counting/").content.decode()

    assert "<script>alert(1)" not in text


def test_a_description_cannot_bring_html(client, campus):
    Course.objects.filter(slug="counting").update(
        description={"en": "Hello <img src=x onerror=alert(1)> [x](javascript:alert(1)) ![p](/x.png)"}
    )

    text = client.get("/catalogue/courses/counting/").content.decode()

    assert "<img src=x" not in text
    assert 'href="javascript' not in text


def test_a_course_that_is_not_public_does_not_exist_for_strangers(client, campus):
    Course.objects.filter(slug="counting").update(is_public=False)

    assert client.get("/catalogue/courses/counting/").status_code == 404
    assert course_page(slug="counting", viewer=None, at=NOON) is None


def test_the_page_has_open_graph_and_a_canonical_address(client, campus):
    text = client.get("/catalogue/courses/counting/").content.decode()

    assert '<meta property="og:title" content="Counting">' in text
    assert '<link rel="canonical" href="http://testserver/catalogue/courses/counting/">' in text


def test_the_sitemap_lists_public_pages_alone(client, campus):
    Course.objects.filter(slug="weighing").update(is_public=False)

    text = client.get("/sitemap.xml").content.decode()

    assert "/catalogue/courses/counting/" in text
    assert "/catalogue/programmes/joint-master-ai-health/" in text
    assert "/institutions/inria/" in text
    assert "weighing" not in text


def test_loading_programmes_again_changes_nothing(campus):
    assert load_programmes() == []
    assert Programme.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    ["/", "/catalogue/", "/catalogue/courses/counting/", "/catalogue/programmes/joint-master-ai-health/",
     "/institutions/", "/institutions/inria/", "/verify/"],
)  # fmt: skip
def test_every_public_item_carries_emblem_co_funding_line_and_disclaimer(client, campus, address):
    text = client.get(address).content.decode()

    assert "eu-notice" in text
    assert "Co-funded by" in text
    assert "Neither the European Union nor the granting authority can be held responsible for them." in text
    assert "101083880" in text
