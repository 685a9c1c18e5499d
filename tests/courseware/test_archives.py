"""Archives: what comes out is what went in, and what strangers send can neither escape nor burst."""

import io
import stat
import zipfile

import pytest
from tests.support.courses import small_course_files
from tests.support.moments import LATER, NOON

from salerno.courseware import archives, blobs
from salerno.courseware.archives import ArchiveRefused, read_archive, write_archive
from salerno.courseware.draft_selectors import blobs_of, stored_of
from salerno.courseware.errors import DraftConflict
from salerno.courseware.models import CourseVersion
from salerno.courseware.package import limits
from salerno.courseware.package.files import MemoryFiles
from salerno.courseware.services import draft_imports, drafts
from salerno.courseware.uploads import UploadRefused


def archive(files: dict[str, bytes | str], **infos: zipfile.ZipInfo) -> io.BytesIO:
    """A .zip of ``files``; a name in ``infos`` has its own header."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in files.items():
            made.writestr(infos.get(path, path), data)
    target.seek(0)
    return target


def names(source: io.BytesIO) -> list[str]:
    with read_archive(source) as found:
        return [entry.path for entry in found.entries]


def test_what_is_exported_is_imported_byte_for_byte():
    files = small_course_files()

    with write_archive(MemoryFiles(files), "counting") as written, read_archive(written) as found:
        back = {}
        for entry in found.entries:
            with found.opened(entry) as file:
                back[entry.path] = file.read()

    assert back == files


def test_the_same_files_give_the_same_archive():
    with write_archive(MemoryFiles(small_course_files()), "a") as one:
        first = one.read()
    with write_archive(MemoryFiles(small_course_files()), "a") as two:
        assert two.read() == first


def test_what_a_course_does_not_publish_is_left_out_and_named():
    source = archive({"c/course.toml": "", "c/README.md": "", "c/.git/config": "", "c/figures/a.py": "", "c/units/a/1-a.md": ""})

    with read_archive(source) as found:
        assert [entry.path for entry in found.entries] == ["course.toml", "units/a/1-a.md"]
        assert found.skipped == ("c/README.md", "c/.git/config", "c/figures/a.py")


@pytest.mark.parametrize(
    "name",
    ["units/../../evil.md", "../evil.md", "/units/evil.md", "units\\..\\..\\evil.md", "units/a b.md", "units/a/b/c/d/e/f/g.md"],
)
def test_names_that_leave_the_folder_or_cannot_travel_are_refused(name):
    with pytest.raises(ArchiveRefused):
        names(archive({"course.toml": "", name: "x"}))


def test_a_link_is_refused():
    link = zipfile.ZipInfo("units/01-a/01-a.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    with pytest.raises(ArchiveRefused, match="is a link"):
        names(archive({"course.toml": "", "units/01-a/01-a.md": "/etc/passwd"}, **{"units/01-a/01-a.md": link}))


def test_two_names_that_differ_in_capitals_only_are_refused():
    with pytest.raises(ArchiveRefused, match="twice"):
        names(archive({"course.toml": "", "images/a.svg": "", "images/A.svg": ""}))


def test_a_file_that_unpacks_to_more_than_it_may_is_refused_before_it_is_unpacked():
    with pytest.raises(ArchiveRefused, match="larger"):
        names(archive({"course.toml": "", "units/01-a/01-a.md": b"0" * (limits.MARKDOWN_BYTES + 1)}))


def test_a_file_that_lies_about_its_size_is_stopped():
    source = archive({"course.toml": "", "units/01-a/01-a.md": b"0" * (limits.MARKDOWN_BYTES * 4)})
    data = bytearray(source.getvalue())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")

    with read_archive(io.BytesIO(bytes(data))) as found:
        entry = next(entry for entry in found.entries if entry.path.startswith("units"))
        with pytest.raises(ArchiveRefused), found.opened(entry):
            pass


def test_an_archive_that_is_larger_than_a_course_may_be_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "TOTAL_BYTES", 100)

    with pytest.raises(ArchiveRefused, match="larger than a course"):
        names(archive({"course.toml": b"#" * 60, "glossary.toml": b"#" * 60}))


def test_an_archive_with_too_many_files_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MOST_ENTRIES", 3)

    with pytest.raises(ArchiveRefused, match="too many"):
        names(archive({"course.toml": "", **{f"junk/{number}": "" for number in range(3)}}))


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 half"])
def test_bytes_that_are_no_archive_are_refused(data):
    with pytest.raises(ArchiveRefused):
        names(io.BytesIO(data))


def test_an_archive_without_a_course_is_refused():
    with pytest.raises(ArchiveRefused, match=r"course\.toml"):
        names(archive({"a/b/course.toml": "", "README.md": ""}))


def test_an_unusual_compression_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as made:
        made.writestr("course.toml", "x")
    target.seek(0)

    with pytest.raises(ArchiveRefused, match="compressed"):
        names(target)


def take_in(draft, author, files, *, delete_others=False):
    return draft_imports.import_archive(draft=draft, source=archive(files), delete_others=delete_others, by=author, at=LATER)


def test_an_import_becomes_draft_files_and_publishes_nothing(draft, author):
    files = small_course_files() | {"glossary.toml": b"# none\n", "data/new.csv": b"a,b\n1,2\n"}

    found = take_in(draft, author, {f"counting-main/{path}": data for path, data in files.items()})

    assert (found.added, found.changed, found.deleted) == (("data/new.csv",), ("glossary.toml",), ())
    assert {path: blobs.get(blob) for path, blob in blobs_of(stored_of(draft)).items()} == files
    assert CourseVersion.objects.count() == 1


def test_an_import_deletes_other_files_only_when_asked_and_they_can_be_put_back(draft, author):
    files = small_course_files()
    del files["bank/start.md"]

    kept = take_in(draft, author, files)
    deleted = take_in(draft, author, files, delete_others=True)
    drafts.restore(draft=draft, path="bank/start.md", by=author, at=LATER)

    assert (kept.deleted, deleted.deleted) == ((), ("bank/start.md",))
    assert blobs.get(blobs_of(stored_of(draft))["bank/start.md"]) == small_course_files()["bank/start.md"]


def test_an_import_with_one_bad_file_changes_nothing(draft, author):
    before = stored_of(draft)
    evil = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

    with pytest.raises(UploadRefused):
        take_in(draft, author, small_course_files() | {"glossary.toml": b"# changed\n", "images/evil.svg": evil})

    assert stored_of(draft) == before


def test_an_import_makes_the_save_of_somebody_who_was_writing_a_conflict(draft, author, colleague):
    take_in(draft, author, small_course_files() | {"glossary.toml": b"# imported\n"})

    with pytest.raises(DraftConflict):
        drafts.save(draft=draft, path="glossary.toml", text="mine", made_from=1, by=colleague, at=NOON)

    assert blobs.get(blobs_of(stored_of(draft))["glossary.toml"]) == b"# imported\n"
