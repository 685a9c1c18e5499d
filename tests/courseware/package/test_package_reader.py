"""Reading: folder and mapping give the same course, and nothing is followed out of the folder."""

import os
import subprocess
from pathlib import Path

import pytest

from salerno.courseware.package import limits, scaffold
from salerno.courseware.package.checker import check, check_files
from salerno.courseware.package.digest import digest, manifest
from salerno.courseware.package.facts import Draw
from salerno.courseware.package.files import FolderFiles
from salerno.courseware.package.findings import PackageRefused
from salerno.courseware.package.question_facts import NumberQuestion, OneChoice, ShortText
from salerno.courseware.package.questions import quiz_of
from salerno.courseware.package.reader import read_files, read_package
from salerno.courseware.package.scaffold import course_files, new_course

READING = "units/01-start/01-counting-people.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    new_course(tmp_path / "course", "my-course")
    return tmp_path / "course"


def codes(folder: Path) -> list[tuple[str, str]]:
    return [(finding.code, finding.path) for finding in check(folder)]


def test_new_course_passes_the_checker_without_a_finding(folder: Path) -> None:
    assert check(folder) == []


def test_new_course_says_which_files_it_wrote(tmp_path: Path) -> None:
    written = new_course(tmp_path, "my-course")

    assert sorted(written) == sorted(path for path in tmp_path.rglob("*") if path.is_file())


def test_new_course_overwrites_nothing(folder: Path) -> None:
    with pytest.raises(FileExistsError):
        new_course(folder, "my-course")


@pytest.mark.parametrize("name", ["", "My course", "../x", "1st", "a" * 90])
def test_new_course_refuses_a_name_that_cannot_stand_in_an_address(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="lower-case"):
        new_course(tmp_path, name)

    assert list(tmp_path.iterdir()) == []


def test_read_package_gives_the_facts(folder: Path) -> None:
    package = read_package(folder)

    assert package.course.slug == "my-course"
    assert package.course.grading is not None
    assert package.course.grading.final == "check"
    assert [outcome.key for outcome in package.outcomes] == ["sensitivity"]
    assert [(each.key, each.kind, each.minutes) for each in package.activities.values()] == [
        ("counting-people", "reading", 1),
        ("check", "quiz", 2),
    ]
    assert [type(question) for question in package.banks["start"]] == [OneChoice, NumberQuestion, ShortText]
    assert {question.bank for question in package.questions.values()} == {"start"}
    assert package.references["altman1994"].address == "https://doi.org/10.1136/bmj.308.6943.1552"
    assert package.image_size("images/people.svg") == (320, 40)


def test_folder_and_mapping_give_the_same_course(folder: Path) -> None:
    assert read_package(folder) == read_files(course_files("my-course"))


def test_quiz_of_gives_draws_and_opening_text(folder: Path) -> None:
    package = read_package(folder)

    quiz = quiz_of(package.activities["check"])

    assert quiz == package.quizzes["check"]
    assert quiz.draws == (Draw("start", 3),)
    assert quiz.intro == {"en": "Three questions on what you have just read."}


def test_quiz_of_refuses_another_kind(folder: Path) -> None:
    with pytest.raises(ValueError, match="not a quiz"):
        quiz_of(read_package(folder).activities["counting-people"])


def test_read_package_refuses_with_findings(folder: Path) -> None:
    (folder / "course.toml").write_text("format = ")

    with pytest.raises(PackageRefused) as error:
        read_package(folder)

    assert [(each.code, each.line) for each in error.value.findings] == [("toml-syntax", 1)]


def test_a_folder_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    assert codes(tmp_path / "none") == [("file-unreadable", "course.toml")]


def test_a_link_to_a_file_is_refused(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    (folder / "data" / "secret.csv").symlink_to(tmp_path / "secret.csv")

    assert codes(folder) == [("file-symlink", "data/secret.csv")]


def test_a_link_to_a_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "media").symlink_to(tmp_path)

    assert codes(folder) == [("file-symlink", "media")]


def test_a_pipe_is_refused(folder: Path) -> None:
    os.mkfifo(folder / "data" / "pipe.csv")

    assert codes(folder) == [("file-special", "data/pipe.csv")]


def test_a_folder_that_became_a_link_after_the_walk_is_not_followed(folder: Path, tmp_path: Path) -> None:
    files = FolderFiles(folder)
    (folder / "data").rename(tmp_path / "elsewhere")
    (folder / "data").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(OSError, match="data"):
        files.read("data/people.csv")


def test_a_file_outside_the_walk_is_not_read(folder: Path) -> None:
    with pytest.raises(KeyError):
        FolderFiles(folder).read("../secret")


def test_hidden_files_and_scripts_are_not_published(folder: Path) -> None:
    before = digest(folder)
    (folder / "figures").mkdir()
    (folder / "figures" / "draw.py").write_text("print()")
    (folder / "units" / ".DS_Store").write_bytes(b"\0")
    (folder / "README.md").write_text("# Read me")

    assert check(folder) == []
    assert digest(folder) == before


def test_a_large_film_is_refused_without_being_read(folder: Path) -> None:
    (folder / "media").mkdir()
    with (folder / "media" / "film.mp4").open("wb") as film:
        film.truncate(limits.MEDIA_BYTES + 1)

    assert codes(folder) == [("file-large", "media/film.mp4")]


def test_more_than_two_gigabytes_are_refused(folder: Path) -> None:
    (folder / "media").mkdir()
    for number in range(5):
        with (folder / "media" / f"film-{number}.mp4").open("wb") as film:
            film.write(b"\x00\x00\x00\x18ftypmp42")
            film.truncate(limits.MEDIA_BYTES - 1)

    assert codes(folder) == [("files-large", "course.toml")]


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES", 7)

    assert [each.code for each in check_files(course_files("x"))] == ["files-many"]


def test_lines_may_end_as_on_windows() -> None:
    files = course_files("x")
    windows = {path: data.replace(b"\n", b"\r\n") for path, data in files.items()}

    assert check_files(windows) == []
    assert read_files(windows) == read_files(files)


def test_digest_is_the_same_for_folder_mapping_and_package(folder: Path) -> None:
    files = course_files("my-course")

    digests = {digest(folder), digest(files), digest(read_package(folder)), digest(read_files(files))}

    assert len(digests) == 1
    assert digests.pop().startswith("sha256:")


def test_digest_changes_with_a_name_and_with_a_byte() -> None:
    files = course_files("x")
    renamed = {path.replace("people.csv", "persons.csv"): data for path, data in files.items()}
    changed = files | {"data/people.csv": files["data/people.csv"] + b" "}

    assert len({digest(files), digest(renamed), digest(changed)}) == 3


def test_digest_can_be_recomputed_with_everyday_tools(folder: Path) -> None:
    command = "find * -type f | LC_ALL=C sort | xargs sha256sum | sha256sum"
    shell = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True)

    assert digest(folder) == f"sha256:{shell.stdout.split()[0]}"
    assert list(manifest(folder)) == sorted(course_files("my-course"))


def test_translations_join_their_source() -> None:
    files = course_files("x")
    files["course.toml"] = files["course.toml"].replace(b'["en"]', b'["en", "fr"]')
    files[READING.replace(".md", ".fr.md")] = b"---\ntitle: Compter\n---\nSur cent malades.\n"
    files["bank/start.fr.md"] = b"""\
::::{question} sensitivity-in-numbers
Sur {{ ill }} malades, le test en trouve {{ found }}. Sa sensibilit\xc3\xa9 ?

:::{explanation}
{{ found }} sur {{ ill }}.
:::
::::
"""

    package = read_files(files)

    assert check_files(files) == []
    assert package.activities["counting-people"].title == {"en": "Counting people", "fr": "Compter"}
    question = package.questions["sensitivity-in-numbers"]
    assert sorted(question.stem) == ["en", "fr"]
    assert question.stem["fr"].startswith("Sur {{ ill }} malades")
    assert isinstance(question, NumberQuestion)
    assert question.unit == {"en": "%", "fr": "%"}


def test_scaffold_holds_no_trace_of_its_placeholders() -> None:
    assert all(b"NAME" not in data and b"TITLE" not in data for data in scaffold.course_files("x").values())
