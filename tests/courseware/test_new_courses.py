"""A course begins in the Studio: hidden, led by one institution, a draft that works; its first version makes it public."""

import pytest
from django.urls import reverse
from tests.courseware.conftest import teacher
from tests.factories.catalogue import CourseFactory
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.catalogue.models import Course
from salerno.courseware import blobs
from salerno.courseware.draft_files import StoredFiles, state_of
from salerno.courseware.draft_selectors import stored_of
from salerno.courseware.enums import Refusal
from salerno.courseware.models import Draft
from salerno.courseware.package import checker
from salerno.courseware.package.reader import read_files
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing, new_courses
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.people.enums import Role

VALUES = {"title": 'Reading "tests"', "slug": "reading-tests", "kind": "short-course", "language": "fr"}


@pytest.fixture
def lead(db):
    load_consortium()
    return teacher(role=Role.COURSE_LEAD)


def begin(lead, owner: str = "univ-amu.fr", **values):
    institution = Institution.objects.get(schac=owner)
    return new_courses.begin_course(**VALUES | values, institution=institution, by=lead, at=NOON)


def post(client, owner: str = "univ-amu.fr", **values):
    institution = Institution.objects.get(schac=owner)
    return client.post(reverse("courseware:new_course"), VALUES | values | {"institution": institution.pk})


def test_a_course_begins_hidden_and_with_one_owner(lead):
    course = begin(lead).course

    assert (course.is_public, course.kind, course.title, course.languages, course.code) == (
        False,
        "short-course",
        {"fr": 'Reading "tests"'},
        ["fr"],
        "READING-TESTS",
    )
    assert list(course.owners.values_list("institution__schac", "role")) == [("univ-amu.fr", "lead")]
    acts = Entry.objects.filter(actor=lead.uuid).order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["course.owners_set", "course.begun", "draft.started"]


def test_its_draft_is_a_course_that_works_and_says_what_was_asked(lead):
    files = StoredFiles(stored_of(begin(lead)))

    facts = read_files(files).course
    assert [finding for finding in checker.check_files(files) if finding.severity == "error"] == []
    assert (facts.slug, facts.code, facts.kind, facts.languages, facts.institutions, facts.title) == (
        "reading-tests",
        "READING-TESTS",
        "short-course",
        ("fr",),
        ("univ-amu.fr",),
        {"fr": 'Reading "tests"'},
    )


def test_nobody_else_sees_it_before_its_first_version(client, lead):
    draft = begin(lead)
    address = draft.course.get_absolute_url()

    before = (client.get(address).status_code, Course.objects.public().count())
    state = state_of(stored_of(draft))
    draft_publishing.publish_draft(draft=draft, seen=state, offerings=[], by=lead, at=LATER)

    after = (client.get(address).status_code, Course.objects.public().count())
    assert (before, after) == ((404, 0), (200, 1))


def test_its_authors_see_its_page(client, lead):
    address = begin(lead).course.get_absolute_url()
    client.force_login(lead)

    assert client.get(address).status_code == 200


def test_a_course_that_was_hidden_later_stays_hidden_when_a_version_is_published(lead):
    first, _new = publish_files(small_course_files())
    Course.objects.filter(pk=first.course_id).update(is_public=False)

    second, _new = publish_files(small_course_files() | {"glossary.toml": b"# changed\n"} | _plain_reading())

    assert (second.number, Course.objects.get(pk=first.course_id).is_public) == (2, False)


def _plain_reading() -> dict[str, bytes]:
    path = "units/01-start/01-counting-people.md"
    return {path: small_course_files()[path].replace(b"{term}`sensitivity`", b"sensitivity")}


@pytest.mark.parametrize("slug", ["taken", "new-course"])
def test_an_address_that_is_taken_is_refused(lead, slug):
    CourseFactory(slug="taken")

    with pytest.raises(DraftRefused) as error:
        begin(lead, slug=slug)

    assert (error.value.refusal, Draft.objects.count()) == (Refusal.SLUG_TAKEN, 0)


def test_a_code_that_is_taken_gets_a_number(lead):
    CourseFactory(code="READING-TESTS")

    assert begin(lead).course.code == "READING-TESTS-2"


def test_a_lead_begins_no_course_of_another_institution(lead):
    with pytest.raises(DraftRefused) as error:
        begin(lead, owner="unipi.it")

    assert (error.value.refusal, Course.objects.count()) == (Refusal.NOT_LEADING, 0)


def test_the_form_begins_the_course_and_goes_to_its_draft(client, lead):
    client.force_login(lead)

    response = post(client)

    assert response["Location"] == reverse("courseware:draft", args=["reading-tests"])
    assert client.get(response["Location"]).context["examined"].errors == 0
    assert blobs.get(Draft.objects.get().files.get(path="course.toml").blob).startswith(b"format = 1")


def test_the_form_comes_back_with_the_reason(client, lead):
    CourseFactory(slug="taken")
    client.force_login(lead)

    found = [post(client, slug="taken"), post(client, slug="Not a slug"), post(client, owner="unipi.it")]

    assert [response.status_code for response in found] == [422, 422, 422]
    assert [list(response.context["form"].errors) for response in found] == [["slug"], ["slug"], ["institution"]]
    assert (Course.objects.count(), found[0].context["form"]["title"].value()) == (1, VALUES["title"])


def test_the_list_offers_a_new_course_to_those_who_may_begin_one(client, lead):
    offered = {}
    for name, person in {"lead": lead, "teacher": teacher()}.items():
        client.force_login(person)
        offered[name] = reverse("courseware:new_course") in client.get(reverse("courseware:studio")).content.decode()

    assert offered == {"lead": True, "teacher": False}


def test_the_coordinator_of_the_consortium_begins_courses_of_every_institution(client, lead):
    coordinating = Institution.objects.get(standing="coordinator")
    client.force_login(teacher(coordinating.schac, Role.COORDINATOR))

    assert post(client, owner="unipi.it").status_code == 302
