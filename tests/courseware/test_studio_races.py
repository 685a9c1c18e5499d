"""Two at once on PostgreSQL: one save wins, the other is told; nothing is lost."""

import pytest
from tests.courseware.conftest import teacher
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import NOON
from tests.support.races import at_once

from salerno.courseware import blobs
from salerno.courseware.draft_selectors import draft_state
from salerno.courseware.errors import DraftConflict
from salerno.courseware.models import CourseVersion, Draft
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing, drafts

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

PATH = "glossary.toml"


@pytest.fixture
def race() -> Draft:
    version, _new = publish_files(small_course_files())
    return drafts.start(course=version.course, by=teacher(), at=NOON)


def test_of_eight_saves_from_one_revision_one_is_taken_and_seven_are_told(race):
    by = teacher()

    results = at_once(lambda number: drafts.save(draft=race, path=PATH, text=f"# {number}", made_from=1, by=by, at=NOON), 8)

    file = race.files.get(path=PATH)
    assert sum(isinstance(result, DraftConflict) for result in results) == 7
    winner = next(number for number, result in enumerate(results) if not isinstance(result, Exception))
    assert (blobs.get(file.blob), file.revision, file.revisions.count()) == (f"# {winner}".encode(), 2, 2)


def test_of_eight_people_who_create_the_same_file_one_does(race):
    by = teacher()

    results = at_once(lambda number: drafts.create(draft=race, path="bank/new.md", text=f"{number}", by=by, at=NOON), 8)

    assert sum(isinstance(result, DraftRefused) for result in results) == 7
    assert race.files.get(path="bank/new.md").revision == 1


def test_a_draft_that_eight_people_start_at_once_is_one(race):
    course, by = race.course, teacher()
    race.delete()

    results = at_once(lambda _number: drafts.start(course=course, by=by, at=NOON).pk, 8)

    assert len(set(results)) == 1
    assert Draft.objects.get().files.count() == len(small_course_files())


def test_a_draft_that_is_published_four_times_at_once_is_published_once(race):
    by = teacher()
    text = small_course_files()[PATH].decode() + "\n# More\n"
    drafts.save(draft=race, path=PATH, text=text, made_from=1, by=by, at=NOON)
    seen = draft_state(race)

    results = at_once(lambda _number: draft_publishing.publish_draft(draft=race, seen=seen, offerings=[], by=by, at=NOON), 4)

    assert sum(isinstance(result, DraftRefused) for result in results) == 3
    assert CourseVersion.objects.count() == 2
