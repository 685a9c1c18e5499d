"""Versions: immutable, content-addressed, never half published; units taken from another course."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from tests.support.courses import offered_course, publish_files, small_course_files
from tests.support.moments import NOON

from salerno.catalogue.models import Course
from salerno.courseware import blobs
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.models import ActivityText, BankQuestion, CourseVersion, VersionActivity, VersionFile
from salerno.courseware.selectors import package_of
from salerno.courseware.services.publishing import pin, publish_folder
from salerno.institutions.services import load_consortium

pytestmark = pytest.mark.django_db


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return folder


def test_publishing_writes_a_version_with_its_texts_questions_and_files():
    version, is_new = publish_files(small_course_files())

    assert (is_new, version.number, version.digest[:7]) == (True, 1, "sha256:")
    assert list(version.activities.values_list("key", "kind", "minutes")) == [
        ("counting-people", "reading", 1),
        ("check", "quiz", 2),
    ]
    assert ActivityText.objects.filter(activity__version=version).count() == 2
    assert version.questions.count() == 3
    assert blobs.get(version.files.get(path="course.toml").blob) == small_course_files()["course.toml"]


def test_the_catalogue_says_what_the_package_says():
    publish_files(small_course_files())

    course = Course.objects.get(slug="counting")

    assert (course.code, course.kind, course.eqf_level, course.isced_f) == ("CODE-counting", "mooc", 6, ["0988"])
    assert course.workload_minutes == 3
    assert [owner.institution.schac for owner in course.owners.all()] == ["univ-amu.fr"]
    assert [outcome.key for outcome in course.outcomes.all()] == ["sensitivity"]


def test_publishing_the_same_content_twice_is_a_no_op():
    first, _new = publish_files(small_course_files())
    again, is_new = publish_files(small_course_files())

    assert (again.pk, is_new, CourseVersion.objects.count()) == (first.pk, False, 1)


def test_one_changed_byte_is_another_version_and_the_first_stays_as_it_was():
    files = small_course_files()
    first, _new = publish_files(files)
    before = list(ActivityText.objects.filter(activity__version=first).values_list("html", flat=True))
    path = "units/01-start/01-counting-people.md"

    second, is_new = publish_files({**files, path: files[path] + b"\nMore.\n"})

    assert (is_new, second.number) == (True, 2)
    assert list(ActivityText.objects.filter(activity__version=first).values_list("html", flat=True)) == before
    assert VersionFile.objects.filter(path="course.toml").values("blob").distinct().count() == 1


def test_a_package_with_a_mistake_publishes_nothing(tmp_path):
    load_consortium()
    files = small_course_files()
    files["units/01-start/01-counting-people.md"] = files["units/01-start/01-counting-people.md"].replace(b"outcomes:", b"outcums:")
    folder = write(tmp_path, files)

    with pytest.raises(PublicationRefused) as error:
        publish_folder(folder=folder, by=None, at=NOON)

    assert error.value.findings
    assert [model.objects.count() for model in (CourseVersion, VersionActivity, BankQuestion, Course)] == [0, 0, 0, 0]
    with pytest.raises(CommandError):
        call_command("course", "check", str(folder))


def test_an_unknown_institution_publishes_nothing():
    with pytest.raises(Exception, match=r"No institution has the code nobody\.example"):
        publish_files(small_course_files(owner="nobody.example"))

    assert CourseVersion.objects.count() == 0


def test_a_failure_in_the_middle_leaves_no_half_version(monkeypatch):
    from salerno.courseware.services import publishing

    def fail(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "_store_questions", fail)

    with pytest.raises(OSError, match="No space left"):
        publish_files(small_course_files())

    assert [model.objects.count() for model in (CourseVersion, VersionActivity, ActivityText, Course)] == [0, 0, 0, 0]


def test_a_full_disk_leaves_no_half_blob(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def chunks():
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        blobs.put_chunks(chunks())

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_version_cannot_be_pinned_by_another_courses_offering():
    offering = offered_course("counting")
    other, _new = publish_files(small_course_files("weighing"))

    with pytest.raises(PublicationRefused, match="another course"):
        pin(offering=offering, version=other, by=None, at=NOON)


def test_the_package_of_a_version_is_read_back_from_its_blobs():
    version, _new = publish_files(small_course_files())

    assert list(package_of(version).activities) == ["counting-people", "check"]


TAKEN = """
[[unit]]
key = "borrowed"
title = { en = "A unit of another course" }
summary = { en = "The same unit, the same history." }
from = { course = "counting", unit = "start", version = "%s" }
"""


def course_that_takes_a_unit(version: CourseVersion) -> dict[str, bytes]:
    files = small_course_files("weighing", owner="su.se")
    text = files["course.toml"].decode().split("[[unit]]")[0] + TAKEN % version.digest
    kept = {path: data for path, data in files.items() if not path.startswith(("units/", "bank/"))}
    return {**kept, "course.toml": text.encode()}


def test_a_unit_of_another_course_is_taken_in_at_one_version():
    source, _new = publish_files(small_course_files("counting"))

    version, _new = publish_files(course_that_takes_a_unit(source))

    assert list(version.activities.values_list("key", "unit_key")) == [
        ("counting-people", "borrowed"),
        ("check", "borrowed"),
    ]
    assert {row.origin["version"] for row in version.activities.all()} == {source.digest}
    assert version.questions.count() == 3
    assert [outcome["key"] for outcome in version.outcomes] == ["sensitivity"]
    assert Course.objects.get(slug="weighing").workload_minutes == 3


def test_a_newer_version_of_the_source_leaves_the_taken_unit_as_it_was():
    files = small_course_files("counting")
    source, _new = publish_files(files)
    taking, _new = publish_files(course_that_takes_a_unit(source))
    path = "units/01-start/01-counting-people.md"

    publish_files({**files, path: files[path] + b"\nMore.\n"})

    text = ActivityText.objects.get(activity__version=taking, activity__key="counting-people")
    assert "More." not in text.html


def test_a_unit_of_a_version_that_is_not_published_is_refused():
    source, _new = publish_files(small_course_files("counting"))
    files = course_that_takes_a_unit(source)
    files["course.toml"] = files["course.toml"].replace(source.digest.encode(), b"sha256:" + b"0" * 64)

    with pytest.raises(PublicationRefused, match="no published version"):
        publish_files(files)


def test_the_commands_check_publish_and_begin_a_course(tmp_path, capsys, monkeypatch):
    load_consortium()
    monkeypatch.chdir(tmp_path)

    call_command("course", "new", "bedside-statistics")
    call_command("course", "check", "bedside-statistics")
    toml = tmp_path / "bedside-statistics" / "course.toml"
    toml.write_text(toml.read_text().replace("example.org", "unipi.it"))
    call_command("course", "publish", "bedside-statistics")
    call_command("course", "publish", "bedside-statistics")

    said = capsys.readouterr().out
    assert "Nothing bars publication." in said
    assert "published\n" in said
    assert "nothing to do" in said
    assert CourseVersion.objects.count() == 1


@pytest.mark.parametrize("path", ["bank/start.md", "units/01-start/02-check.md", "course.toml", "glossary.toml"])
def test_files_that_hold_answers_are_never_served(client, path):
    version, _new = publish_files(small_course_files())

    assert client.get(f"/courseware/files/{version.uuid}/images/people.svg").status_code == 200
    assert client.get(f"/courseware/files/{version.uuid}/{path}").status_code == 404


def test_a_part_of_a_file_is_never_compressed(client):
    version, _new = publish_files(small_course_files())
    address = f"/courseware/files/{version.uuid}/images/people.svg"

    part = client.get(address, headers={"range": "bytes=0-199", "accept-encoding": "gzip"})
    whole = client.get(address, headers={"accept-encoding": "gzip"})

    assert (part.status_code, part.headers["Content-Length"], len(b"".join(part))) == (206, "200", 200)
    assert "Content-Encoding" not in part.headers
    assert whole.headers["Content-Encoding"] == "gzip"
