"""Owners of a course change by publishing, when somebody publishes who decides for the institution that leads it."""

import pytest
from django.urls import reverse
from tests.courseware.conftest import teacher
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.courseware import blobs
from salerno.courseware.draft_files import state_of
from salerno.courseware.draft_selectors import stored_of
from salerno.courseware.enums import Refusal
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.models import CourseVersion
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing, drafts
from salerno.institutions.models import Institution
from salerno.people.enums import Role

COURSE = "course.toml"


def name_owners(draft, by, *schacs: str) -> None:
    """Write these institutions into the draft's course.toml."""
    file = draft.files.get(path=COURSE)
    text = blobs.get(file.blob).decode()
    line = next(line for line in text.split("\n") if line.startswith("institutions"))
    named = ", ".join(f'"{schac}"' for schac in schacs)
    text = text.replace(line, f"institutions = [{named}]")
    drafts.save(draft=draft, path=COURSE, text=text, made_from=file.revision, by=by, at=NOON)


def publish(draft, by):
    seen = state_of(stored_of(draft))
    return draft_publishing.publish_draft(draft=draft, seen=seen, offerings=[], by=by, at=LATER)[0]


def owners(course) -> list[tuple[str, str]]:
    return list(course.owners.values_list("institution__schac", "role"))


@pytest.mark.parametrize("role", [Role.COURSE_LEAD, Role.COORDINATOR])
def test_whoever_decides_for_the_leading_institution_changes_the_owners(draft, course, role):
    lead = teacher(role=role)
    name_owners(draft, lead, "unipi.it", "univ-amu.fr", "unipi.it")

    version = publish(draft, lead)

    assert (version.number, owners(course)) == (2, [("unipi.it", "lead"), ("univ-amu.fr", "partner")])
    assert Entry.objects.filter(action="course.owners_set", actor=lead.uuid).count() == 1


def test_a_teacher_publishes_no_other_owners(draft, course, author):
    name_owners(draft, author, "univ-amu.fr", "unipi.it")

    with pytest.raises(DraftRefused) as error:
        publish(draft, author)

    assert (error.value.refusal, CourseVersion.objects.count()) == (Refusal.OWNERS, 1)
    assert owners(course) == [("univ-amu.fr", "lead")]


def test_the_lead_of_an_institution_that_only_contributes_changes_no_owners(draft, course):
    name_owners(draft, teacher(role=Role.COURSE_LEAD), "univ-amu.fr", "unipi.it")
    publish(draft, teacher(role=Role.COURSE_LEAD))
    partner = teacher("unipi.it", Role.COURSE_LEAD)
    name_owners(draft, partner, "unipi.it", "univ-amu.fr")

    with pytest.raises(DraftRefused):
        publish(draft, partner)

    assert owners(course) == [("univ-amu.fr", "lead"), ("unipi.it", "partner")]


def test_an_author_publishes_as_before_when_the_owners_stay(draft, course, author):
    file = draft.files.get(path="glossary.toml")
    text = blobs.get(file.blob).decode() + "# More\n"
    drafts.save(draft=draft, path="glossary.toml", text=text, made_from=1, by=author, at=NOON)

    assert (publish(draft, author).number, owners(course)) == (2, [("univ-amu.fr", "lead")])


def test_a_folder_that_the_campus_publishes_changes_the_owners(course):
    publish_files(small_course_files(owner="unipi.it"))

    assert owners(course) == [("unipi.it", "lead")]


def test_an_institution_that_is_not_there_is_a_finding(course):
    with pytest.raises(PublicationRefused) as error:
        publish_files(small_course_files(owner="nobody.example"))

    line = small_course_files()[COURSE].decode().split("\n").index('institutions = ["univ-amu.fr"]') + 1
    found = [(finding.code, finding.path, finding.line) for finding in error.value.findings]
    assert (found, CourseVersion.objects.count()) == ([("institution-unknown", COURSE, line)], 1)


def test_the_page_says_what_publishing_changes(client, draft):
    lead = teacher(role=Role.COURSE_LEAD)
    name_owners(draft, lead, "univ-amu.fr", "unipi.it")
    client.force_login(lead)

    context = client.get(reverse("courseware:publish", args=["counting"])).context

    change, pisa = context["owners"], Institution.objects.get(schac="unipi.it")
    assert (context["refusal"], change.findings, change.after[1:]) == (None, (), (pisa,))


def test_the_page_says_why_a_teacher_cannot_publish_them(studio, draft, author):
    name_owners(draft, author, "unipi.it")

    response = studio.get(reverse("courseware:publish", args=["counting"]))

    assert [finding.code for finding in response.context["owners"].findings] == ["owners-differ"]
    assert response.context["refusal"] == Refusal.OWNERS
    assert b"The course belongs to univ-amu.fr and not to unipi.it." in response.content
