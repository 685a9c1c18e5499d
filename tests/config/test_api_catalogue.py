"""The catalogue through the API: the same rows as on its pages, cached by their content."""

import pytest
from tests.factories.institutions import InstitutionFactory
from tests.support.courses import offered_course
from tests.support.moments import NOON

from salerno.catalogue.models import Course, Programme, ProgrammeInstitution
from salerno.catalogue.services import load_programmes, set_owners
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.people.enums import Role
from salerno.people.services import assign_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def offering():
    offering = offered_course()
    load_programmes()
    return offering


def slugs(answer):
    return [item["slug"] for item in answer.json()["items"]]


def test_trainings_lists_programmes_and_courses(stranger, offering):
    answer = stranger.get("catalogue/trainings")

    kinds = {item["slug"]: item["kind"] for item in answer.json()["items"]}
    assert kinds["counting"] == "mooc"
    assert "programme" in kinds.values()
    course = next(item for item in answer.json()["items"] if item["slug"] == "counting")
    assert course == {
        "kind": "mooc",
        "slug": "counting",
        "code": "CODE-counting",
        "title": {"en": "Counting"},
        "summary": {"en": "Tell what a person can do after this course, in one or two sentences."},
        "languages": ["en"],
        "ects_credits": None,
        "eqf_level": 6,
        "isced_f": ["0988"],
        "minutes": 3,
        "institutions": [offering.institution.slug],
        "url": "http://testserver/catalogue/courses/counting/",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"kind": "mooc"}, ["counting"]),
        ({"kind": "short-course"}, []),
        ({"language": "en", "kind": "mooc"}, ["counting"]),
        ({"language": "sv"}, []),
        ({"level": 6}, ["counting"]),
        ({"length": "short"}, ["counting"]),
        ({"length": "long"}, []),
        ({"institution": "nobody"}, []),
    ],
)
def test_trainings_are_filtered_as_on_the_page(stranger, offering, query, found):
    assert slugs(stranger.get("catalogue/trainings", **query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "nonsense"},
        {"level": 9},
        {"level": "x"},
        {"length": "huge"},
        {"language": "english"},
        {"page": 0},
        {"page_size": 101},
    ],
)
def test_a_filter_that_is_not_understood_is_refused(stranger, query):
    answer = stranger.get("catalogue/trainings", **query)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert next(iter(query)) in answer.json()["detail"]


def test_a_course_comes_with_outcomes_and_offerings(stranger, offering):
    answer = stranger.get("catalogue/courses/counting").json()

    assert [(row["key"], row["requires"]) for row in answer["outcomes"]] == [("sensitivity", [])]
    assert [(row["uuid"], row["takes_enrolments"]) for row in answer["offerings"]] == [(str(offering.uuid), True)]
    assert [unit["key"] for unit in answer["units"]] == ["start"]


def test_a_programme_comes_with_who_awards_it_and_its_courses(stranger, offering):
    programme = Programme.objects.public().first()
    programme.courses.add(offering.course)

    answer = stranger.get(f"catalogue/programmes/{programme.slug}").json()

    awarding = ProgrammeInstitution.objects.filter(programme=programme, is_awarding=True)
    assert answer["awarded_by"] == list(awarding.values_list("institution__slug", flat=True))
    assert [course["slug"] for course in answer["courses"]] == ["counting"]


def test_institutions_lists_the_coordinator_first(stranger):
    load_consortium()

    answer = stranger.get("institutions", page_size=3).json()

    assert (answer["items"][0]["schac"], answer["items"][0]["standing"]) == ("univ-amu.fr", "coordinator")
    assert (answer["total"], len(answer["items"])) == (Institution.objects.count(), 3)


@pytest.mark.parametrize("address", ["catalogue/courses/nothing", "catalogue/programmes/nothing", "nothing/at/all"])
def test_what_is_not_there_is_404_in_json(stranger, address):
    answer = stranger.get(address)

    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_course_that_is_not_public_is_seen_by_its_authors_alone(stranger, program, other_program, lea, offering):
    Course.objects.update(is_public=False)
    assign_role(person=lea, institution=offering.institution, role=Role.COURSE_LEAD, by=None, on=NOON.date())

    answers = [caller.get("catalogue/courses/counting").status_code for caller in (stranger, other_program, program)]

    assert answers == [404, 404, 200]
    assert "counting" not in slugs(program.get("catalogue/trainings"))


def test_what_the_client_holds_already_is_not_sent_again(stranger, offering):
    first = stranger.get("catalogue/trainings")
    again = stranger.get("catalogue/trainings", headers={"If-None-Match": first["ETag"]})
    Course.objects.update(title={"en": "Changed"})
    changed = stranger.get("catalogue/trainings", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)
    assert first["Cache-Control"] == "public, max-age=60"
    assert {"Authorization", "Cookie"} <= {name.strip() for name in first["Vary"].split(",")}


@pytest.mark.parametrize("address", ["catalogue/trainings", "institutions"])
def test_lists_make_the_same_queries_with_one_row_and_with_thirty(stranger, offering, address, django_assert_num_queries):
    with django_assert_num_queries({"catalogue/trainings": 6, "institutions": 2}[address]):
        stranger.get(address, page_size=100)
    _thirty_more(offering)

    with django_assert_num_queries({"catalogue/trainings": 6, "institutions": 2}[address]):
        answer = stranger.get(address, page_size=100).json()

    assert answer["total"] > 30


def _thirty_more(offering):
    for number in range(30):
        institution = InstitutionFactory()
        values = {"slug": f"more-{number}", "code": f"MORE{number}"}
        course = Course.objects.create(kind="mooc", is_public=True, title={"en": "More"}, **values)
        set_owners(course=course, institutions=[institution], by=None)
