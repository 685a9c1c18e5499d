"""Who may open which page of the Studio: role × URL → status."""

import pytest
from django.urls import get_resolver, reverse
from tests.courseware.conftest import teacher
from tests.factories.people import PersonFactory, RoleAssignmentFactory
from tests.support.moments import NOON

from salerno.courseware.services import drafts
from salerno.institutions.models import Institution
from salerno.people.enums import Role

READING = "units/01-start/01-counting-people.md"
DELETED = "bank/deleted.md"
SAFE = {
    "draft": [],
    "new": ["unit"],
    "uploads": [],
    "import": [],
    "export": [],
    "compare": [],
    "publish": [],
    "edit": [READING],
    "history": [READING],
    "rename": [READING],
    "draft_file": ["images/people.svg"],
}
POSTED = {
    "start": [],
    "new": ["bank"],
    "uploads": [],
    "import": [],
    "publish": [],
    "edit": [READING],
    "preview": [READING],
    "bring_back": [READING],
    "delete": ["glossary.toml"],
    "restore": [DELETED],
    "rename": [READING],
    "translate": [READING],
    "take_up": [],
}
ELSEWHERE = {"studio", "new_course", "file"}
MAY = ("author", "lead", "coordinator")
MAY_NOT = ("learner", "elsewhere", "administrator")


@pytest.fixture
def people(course):
    owner, other = Institution.objects.get(schac="univ-amu.fr"), "unipi.it"
    return {
        "learner": PersonFactory(),
        "elsewhere": teacher(other),
        "administrator": RoleAssignmentFactory(institution=owner, role=Role.ADMINISTRATOR).person,
        "author": teacher(),
        "lead": teacher(role=Role.COURSE_LEAD),
        "coordinator": teacher(role=Role.COORDINATOR),
    }


@pytest.fixture
def urls(draft, author):
    """Every address that needs a draft, with a deleted file to restore."""
    drafts.create(draft=draft, path=DELETED, text="x", by=author, at=NOON)
    drafts.delete(draft=draft, path=DELETED, by=author, at=NOON)
    return lambda name, rest: reverse(f"courseware:{name}", args=[draft.course.slug, *rest])


def test_no_address_is_forgotten():
    names = {pattern.name for pattern in get_resolver("salerno.courseware.urls").url_patterns}

    assert names == SAFE.keys() | POSTED.keys() | ELSEWHERE


@pytest.mark.parametrize("name", SAFE)
def test_pages_are_there_for_authors_of_the_owners_and_for_nobody_else(client, people, urls, name):
    statuses = {"nobody": client.get(urls(name, SAFE[name])).status_code}
    for role, person in people.items():
        client.force_login(person)
        statuses[role] = client.get(urls(name, SAFE[name])).status_code

    assert statuses == {"nobody": 302, **dict.fromkeys(MAY_NOT, 404), **dict.fromkeys(MAY, 200)}


@pytest.mark.parametrize("name", POSTED)
def test_acts_are_refused_to_everybody_else(client, people, urls, name):
    statuses = {"nobody": client.post(urls(name, POSTED[name])).status_code}
    for role in MAY_NOT:
        client.force_login(people[role])
        statuses[role] = client.post(urls(name, POSTED[name])).status_code
    client.force_login(people["author"])
    statuses["author"] = client.post(urls(name, POSTED[name])).status_code in (302, 422)

    assert statuses == {"nobody": 302, **dict.fromkeys(MAY_NOT, 404), "author": True}


@pytest.mark.parametrize("name", [name for name in POSTED if name not in SAFE])
def test_acts_are_not_done_by_opening_an_address(client, people, urls, name):
    client.force_login(people["author"])

    response = client.get(urls(name, POSTED[name]))

    assert response.status_code == (302 if name == "take_up" else 405)


def test_the_list_of_courses_is_there_for_people_who_write_courses(client, people):
    statuses = {"nobody": client.get(reverse("courseware:studio")).status_code}
    for role, person in people.items():
        client.force_login(person)
        statuses[role] = client.get(reverse("courseware:studio")).status_code

    may = dict.fromkeys((*MAY, "elsewhere"), 200)
    assert statuses == {"nobody": 302, "learner": 404, "administrator": 404, **may}


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_course_is_begun_by_course_leads_and_coordinators_of_an_institution(client, people, method):
    people |= {"lead elsewhere": teacher("unipi.it", Role.COURSE_LEAD)}
    statuses = {"nobody": getattr(client, method)(reverse("courseware:new_course")).status_code}
    for role, person in people.items():
        client.force_login(person)
        statuses[role] = getattr(client, method)(reverse("courseware:new_course")).status_code

    shown = 200 if method == "get" else 422
    may = dict.fromkeys(("lead", "coordinator", "lead elsewhere"), shown)
    assert statuses == {"nobody": 302, **dict.fromkeys((*MAY_NOT, "author"), 404), **may}


def test_the_list_shows_ones_own_courses_alone(client, people):
    client.force_login(people["elsewhere"])

    assert list(client.get(reverse("courseware:studio")).context["rows"]) == []


def test_a_piece_of_a_page_is_refused_to_who_is_signed_out(client, urls):
    response = client.post(urls("edit", [READING]), {"text": "x", "revision": 1}, headers={"hx-request": "true"})

    assert response.status_code == 401
