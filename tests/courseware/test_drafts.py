"""Drafts: every state is kept, and nobody overwrites anybody silently."""

import pytest
from tests.factories.catalogue import CourseFactory
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.courseware import blobs
from salerno.courseware.draft_files import StoredFiles
from salerno.courseware.draft_selectors import blobs_of, changes, stored_of, version_files
from salerno.courseware.enums import Refusal
from salerno.courseware.errors import DraftConflict
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.package import checker
from salerno.courseware.package.reader import read_files
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_texts, drafts

PATH = "units/01-start/01-counting-people.md"


def text_of(draft: Draft, path: str = PATH) -> str:
    return blobs.get(draft.files.get(path=path).blob).decode()


def save(draft, by, text, made_from, path=PATH):
    return drafts.save(draft=draft, path=path, text=text, made_from=made_from, by=by, at=LATER)


def acts(draft, path=PATH):
    return [str(act) for act in draft.files.get(path=path).revisions.order_by("revision").values_list("act", flat=True)]


def test_a_draft_starts_from_the_newest_version_without_copying_a_byte(course, author, monkeypatch):
    monkeypatch.setattr(blobs, "put", lambda data: pytest.fail("a byte was copied"))

    draft = drafts.start(course=course, by=author, at=NOON)

    assert blobs_of(stored_of(draft)) == version_files(course.versions.get())
    assert (draft.base, acts(draft)) == (course.versions.get(), ["started"])


def test_starting_again_gives_the_draft_that_stands(draft, course, colleague):
    again = drafts.start(course=course, by=colleague, at=LATER)

    assert (again.pk, again.started_at, Draft.objects.count()) == (draft.pk, NOON, 1)


def test_a_course_without_a_version_starts_from_a_small_one_that_works(author):
    draft = drafts.start(course=CourseFactory(slug="fresh"), by=author, at=NOON)

    findings = checker.check_files(StoredFiles(stored_of(draft)))
    assert [finding for finding in findings if finding.severity == "error"] == []


def test_saving_adds_a_state_and_a_line_to_the_record(draft, author):
    file = save(draft, author, "one\r\ntwo\r\n", 1)

    assert (file.revision, text_of(draft), acts(draft)) == (2, "one\ntwo\n", ["started", "saved"])
    entry = Entry.objects.get(action="draft.file_saved")
    assert (entry.actor, entry.subject, entry.detail) == (author.uuid, draft.uuid, {"path": PATH, "revision": 2})


def test_saving_from_an_older_revision_is_a_conflict_and_overwrites_nothing(draft, author, colleague):
    save(draft, colleague, "theirs", 1)

    with pytest.raises(DraftConflict):
        save(draft, author, "mine", 1)

    assert (text_of(draft), draft.files.get(path=PATH).revision) == ("theirs", 2)


def test_saving_the_same_text_twice_is_one_save(draft, author):
    save(draft, author, "the same", 1)

    again = save(draft, author, "the same", 1)

    assert (again.revision, acts(draft)) == (2, ["started", "saved"])


def test_a_text_that_is_too_long_is_refused(draft, author):
    with pytest.raises(DraftRefused) as error:
        save(draft, author, "x" * (400 * 1024 + 1), 1)

    assert error.value.refusal == Refusal.LARGE


def test_a_deleted_file_is_put_back_as_it_was(draft, author):
    before = text_of(draft)
    drafts.delete(draft=draft, path=PATH, by=author, at=NOON)
    assert PATH not in blobs_of(stored_of(draft))

    drafts.restore(draft=draft, path=PATH, by=author, at=LATER)

    assert (text_of(draft), acts(draft)) == (before, ["started", "deleted", "restored"])


def test_saving_into_a_file_that_somebody_deleted_is_a_conflict_that_can_be_settled(draft, author, colleague):
    drafts.delete(draft=draft, path=PATH, by=colleague, at=NOON)
    with pytest.raises(DraftConflict):
        save(draft, author, "mine", 1)

    file = save(draft, author, "mine", 2)

    assert (file.is_deleted, text_of(draft)) == (False, "mine")


def test_the_file_that_makes_the_folder_a_course_cannot_be_deleted(draft, author):
    with pytest.raises(DraftRefused) as error:
        drafts.delete(draft=draft, path="course.toml", by=author, at=NOON)

    assert error.value.refusal == Refusal.NEEDED


def test_an_earlier_state_comes_back_as_a_new_one(draft, author):
    before = text_of(draft)
    save(draft, author, "worse", 1)

    drafts.bring_back(draft=draft, path=PATH, revision=1, made_from=2, by=author, at=LATER)

    assert (text_of(draft), acts(draft)) == (before, ["started", "saved", "brought-back"])


def test_bringing_back_is_refused_when_somebody_saved_meanwhile(draft, author, colleague):
    save(draft, author, "one", 1)
    save(draft, colleague, "two", 2)

    with pytest.raises(DraftConflict):
        drafts.bring_back(draft=draft, path=PATH, revision=1, made_from=2, by=author, at=LATER)

    assert text_of(draft) == "two"


def test_renaming_takes_translations_along_and_keeps_the_old_names(draft, author):
    draft_texts.add_translation(draft=draft, path=PATH, language="fr", by=author, at=NOON)

    drafts.rename(draft=draft, path=PATH, new_path="units/01-start/05-later.md", by=author, at=LATER)

    paths = [path for path in blobs_of(stored_of(draft)) if path.startswith("units/")]
    assert paths == ["units/01-start/02-check.md", "units/01-start/05-later.fr.md", "units/01-start/05-later.md"]
    assert draft.files.get(path=PATH).is_deleted


@pytest.mark.parametrize(
    ("path", "refusal"),
    [
        ("units/../course.md", Refusal.PATH),
        ("/etc/passwd", Refusal.PATH),
        ("units/01-start/ü.md", Refusal.PATH),
        ("notes/a.md", Refusal.PLACE),
        ("units/01-start/script.js", Refusal.KIND),
        ("UNITS/x.md", Refusal.PLACE),
        ("units/01-start/02-Check.md", Refusal.TAKEN),
    ],
)
def test_names_that_a_course_cannot_have_are_refused(draft, author, path, refusal):
    with pytest.raises(DraftRefused) as error:
        drafts.create(draft=draft, path=path, text="", by=author, at=NOON)

    assert error.value.refusal == refusal
    assert not DraftFile.objects.filter(path=path).exists()


def test_a_new_activity_stands_at_the_end_with_a_key_of_its_own(draft, author):
    package = read_files(StoredFiles(stored_of(draft)))

    file = draft_texts.new_activity(
        draft=draft,
        package=package,
        unit=package.units[0],
        title="Check",
        kind="reflection",
        minutes=3,
        outcomes=["sensitivity"],
        by=author,
        at=NOON,
    )

    activity = read_files(StoredFiles(stored_of(draft))).activities["check-2"]
    assert file.path == "units/01-start/03-check-2.md"
    assert (activity.title["en"], activity.kind, activity.minutes) == ("Check", "reflection", 3)


def test_a_new_unit_is_named_in_the_course_file_and_has_an_activity(draft, author):
    package = read_files(StoredFiles(stored_of(draft)))

    draft_texts.new_unit(
        draft=draft, package=package, title='A "new" unit', summary="About.", first="First things", by=author, at=NOON
    )

    unit = read_files(StoredFiles(stored_of(draft))).units[-1]
    assert (unit.key, unit.folder, dict(unit.title)) == ("a-new-unit", "02-a-new-unit", {"en": 'A "new" unit'})
    assert [activity.key for activity in unit.activities] == ["first-things"]


def test_a_translation_stands_beside_its_source_and_the_course_learns_the_language(draft, author):
    file = draft_texts.add_translation(draft=draft, path=PATH, language="fr", by=author, at=NOON)

    package = read_files(StoredFiles(stored_of(draft)))
    activity = package.activities["counting-people"]
    assert (file.path, package.course.languages) == ("units/01-start/01-counting-people.fr.md", ("en", "fr"))
    assert activity.body["fr"] == activity.body["en"]


def test_a_translation_is_not_translated_again(draft, author):
    file = draft_texts.add_translation(draft=draft, path=PATH, language="fr", by=author, at=NOON)

    with pytest.raises(DraftRefused) as error:
        draft_texts.add_translation(draft=draft, path=file.path, language="it", by=author, at=NOON)

    assert error.value.refusal == Refusal.UNTRANSLATABLE


def test_what_differs_is_told_file_by_file(draft, author, course):
    save(draft, author, "changed", 1)
    drafts.delete(draft=draft, path="bank/start.md", by=author, at=NOON)
    drafts.create(draft=draft, path="bank/other.md", text="new", by=author, at=NOON)

    found = changes(version_files(course.versions.get()), blobs_of(stored_of(draft)))

    assert [(change.path, change.kind) for change in found] == [
        ("bank/other.md", "added"),
        ("bank/start.md", "removed"),
        (PATH, "changed"),
    ]
