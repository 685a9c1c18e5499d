"""A draft becomes a version; what was published elsewhere is taken up, never undone."""

import pytest
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.catalogue.models import Course
from salerno.catalogue.services import open_offering
from salerno.courseware import blobs
from salerno.courseware.draft_selectors import blobs_of, draft_state, stored_of, version_files
from salerno.courseware.enums import Refusal
from salerno.courseware.models import CourseVersion, Draft
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing, drafts
from salerno.institutions.models import Institution

PATH = "references.toml"


def change(draft: Draft, by, path: str = PATH, addition: str = "\n# A remark\n") -> None:
    file = draft.files.get(path=path)
    text = blobs.get(file.blob).decode() + addition
    drafts.save(draft=draft, path=path, text=text, made_from=file.revision, by=by, at=NOON)


def publish(draft: Draft, by, offerings=()):
    return draft_publishing.publish_draft(draft=draft, seen=draft_state(draft), offerings=list(offerings), by=by, at=LATER)


def refusal_of(draft: Draft, by, offerings=()) -> Refusal:
    with pytest.raises(DraftRefused) as error:
        publish(draft, by, offerings)
    return error.value.refusal


def outside(path: str, text: bytes) -> CourseVersion:
    """A version that was published from Git."""
    version, _new = publish_files(small_course_files() | {path: small_course_files()[path] + text})
    return version


def test_publishing_freezes_the_draft_pins_it_and_goes_on_from_it(draft, author, course):
    mine = open_offering(course=course, institution=Institution.objects.get(schac="univ-amu.fr"), by=None)
    change(draft, author)

    version, is_new = publish(draft, author, [mine])

    draft.refresh_from_db()
    mine.refresh_from_db()
    assert (is_new, version.number, draft.base, mine.pinned.version) == (True, 2, version, version)
    assert version_files(version) == blobs_of(stored_of(draft))
    entry = Entry.objects.get(action="draft.published")
    assert (entry.actor, entry.detail) == (author.uuid, {"number": 2, "offerings": [str(mine.uuid)]})


def test_a_draft_that_says_nothing_new_is_not_published(draft, author):
    assert refusal_of(draft, author) == Refusal.UNCHANGED


def test_a_draft_with_mistakes_is_not_published(draft, author):
    change(draft, author, "units/01-start/02-check.md", "\n<script>alert(1)</script>\n")

    assert refusal_of(draft, author) == Refusal.ERRORS
    assert CourseVersion.objects.count() == 1


def test_what_nobody_looked_at_is_not_published(draft, author, colleague):
    change(draft, author)
    seen = draft_state(draft)
    change(draft, colleague, "glossary.toml")

    with pytest.raises(DraftRefused) as error:
        draft_publishing.publish_draft(draft=draft, seen=seen, offerings=[], by=author, at=LATER)

    assert (error.value.refusal, CourseVersion.objects.count()) == (Refusal.CHANGED, 1)


def test_a_draft_cannot_publish_over_another_course(draft, author):
    publish_files(small_course_files("other", "unipi.it"))
    file = draft.files.get(path="course.toml")
    text = blobs.get(file.blob).decode().replace('slug = "counting"', 'slug = "other"')
    drafts.save(draft=draft, path="course.toml", text=text, made_from=1, by=author, at=NOON)

    assert refusal_of(draft, author) == Refusal.SLUG
    assert Course.objects.get(slug="other").versions.count() == 1


def test_a_draft_cannot_take_the_code_of_another_course(draft, author):
    publish_files(small_course_files("other", "unipi.it"))
    file = draft.files.get(path="course.toml")
    text = blobs.get(file.blob).decode().replace("CODE-counting", "CODE-other")
    drafts.save(draft=draft, path="course.toml", text=text, made_from=1, by=author, at=NOON)

    assert refusal_of(draft, author) == Refusal.CODE


def test_a_unit_is_taken_only_from_a_version_that_the_author_may_read(draft, author):
    hidden, _new = publish_files(small_course_files("hidden", "unipi.it"))
    Course.objects.filter(slug="hidden").update(is_public=False)
    unit = f'from = {{ course = "hidden", unit = "start", version = "{hidden.digest}" }}'
    change(draft, author, "course.toml", f'\n[[unit]]\nkey = "taken"\ntitle = {{ en = "T" }}\n{unit}\n')

    assert refusal_of(draft, author) == Refusal.FOREIGN_UNIT


def test_an_offering_of_another_institution_is_not_pinned(draft, author, course):
    theirs = open_offering(course=course, institution=Institution.objects.get(schac="unipi.it"), by=None)
    change(draft, author)

    assert refusal_of(draft, author, [theirs]) == Refusal.NOT_YOURS
    assert CourseVersion.objects.count() == 1


def test_a_version_published_elsewhere_must_be_taken_up_first(draft, author):
    change(draft, author)
    outside("glossary.toml", b"\n# From Git\n")

    assert refusal_of(draft, author) == Refusal.OUTDATED


def test_taking_up_takes_what_only_the_version_changed_and_keeps_the_draft(draft, author):
    change(draft, author)
    version = outside("glossary.toml", b"\n# From Git\n")
    mine = blobs_of(stored_of(draft))[PATH]

    found = draft_publishing.take_up(draft=draft, version=version, theirs={}, by=author, at=LATER)

    now = blobs_of(stored_of(draft))
    assert (found.taken, found.both) == (("glossary.toml",), ())
    assert (now[PATH], now["glossary.toml"]) == (mine, version_files(version)["glossary.toml"])
    assert publish(draft, author)[0].number == 3


@pytest.mark.parametrize("theirs", [True, False])
def test_where_both_changed_a_file_a_person_chooses(draft, author, theirs):
    change(draft, author)
    version = outside(PATH, b"\n# From Git\n")
    mine = blobs_of(stored_of(draft))[PATH]

    draft_publishing.take_up(draft=draft, version=version, theirs={PATH: theirs}, by=author, at=LATER)

    assert blobs_of(stored_of(draft))[PATH] == (version_files(version)[PATH] if theirs else mine)
    assert draft.files.get(path=PATH).revisions.filter(blob=mine).exists()


def test_taking_up_without_choosing_changes_nothing(draft, author):
    change(draft, author)
    version = outside(PATH, b"\n# From Git\n")
    before = draft_state(draft)

    with pytest.raises(DraftRefused):
        draft_publishing.take_up(draft=draft, version=version, theirs={}, by=author, at=LATER)

    draft.refresh_from_db()
    assert (draft_state(draft), draft.base.number) == (before, 1)


def test_a_file_that_the_version_dropped_is_deleted_and_can_be_put_back(draft, author):
    files = small_course_files()
    reading = "units/01-start/01-counting-people.md"
    files[reading] = files[reading].replace(b":table: data/people.csv\n", b"")
    del files["data/people.csv"]
    version, _new = publish_files(files)

    draft_publishing.take_up(draft=draft, version=version, theirs={}, by=author, at=LATER)

    assert blobs_of(stored_of(draft)) == version_files(version)
    assert draft.files.get(path="data/people.csv").is_deleted
