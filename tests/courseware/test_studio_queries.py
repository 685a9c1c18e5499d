"""Pages ask the database as often for thirty as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.catalogue import CourseFactory
from tests.factories.courseware import CourseVersionFactory, DraftFactory
from tests.support.moments import NOON

from salerno.courseware.services import drafts
from salerno.institutions.models import Institution

READING = "units/01-start/01-counting-people.md"
PAGES = {
    "draft": [],
    "uploads": [],
    "compare": [],
    "publish": [],
    "edit": [READING],
    "history": [READING],
}


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_draft_with_thirty_more_files(studio, draft, author, name):
    url = reverse(f"courseware:{name}", args=["counting", *PAGES[name]])
    drafts.create(draft=draft, path="bank/new-0.md", text="x", by=author, at=NOON)
    drafts.delete(draft=draft, path="glossary.toml", by=author, at=NOON)
    few = queries(studio, url)
    for number in range(30):
        drafts.create(draft=draft, path=f"bank/more-{number}.md", text="x", by=author, at=NOON)
        drafts.create(draft=draft, path=f"bank/gone-{number}.md", text="x", by=author, at=NOON)
        drafts.delete(draft=draft, path=f"bank/gone-{number}.md", by=author, at=NOON)
        revision = draft.files.get(path=READING).revision
        drafts.save(draft=draft, path=READING, text=f"{number}", made_from=revision, by=author, at=NOON)

    assert queries(studio, url) == few


def test_the_list_of_courses_with_thirty_more(studio, draft):
    url = reverse("courseware:studio")
    few = queries(studio, url)
    owner = Institution.objects.get(schac="univ-amu.fr")
    for number in range(30):
        more = CourseFactory(owner=owner)
        CourseVersionFactory.create_batch(2, course=more)
        if number % 2:
            DraftFactory(course=more)

    assert queries(studio, url) == few
