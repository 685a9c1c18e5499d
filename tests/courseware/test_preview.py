"""Previews: what learners will see, and the right answers for the author."""

from pathlib import Path

import pytest
from lxml.html import fragment_fromstring
from tests.support.courses import small_course_files

from salerno.courseware.package.facts import Package
from salerno.courseware.package.files import FolderFiles, MemoryFiles
from salerno.courseware.package.findings import Report
from salerno.courseware.package.reader import read
from salerno.courseware.preview import Preview, Previewer, QuestionPreview

READING = "units/01-start/01-counting-people.md"
QUIZ = "units/01-start/02-check.md"
HEAD = "::::{question} q\n:kind: %s\n:outcome: sensitivity\n:seconds: 30\n%s\nStem.\n\n%s\n:::{explanation}\nWhy.\n:::\n::::\n"
COURSES = Path(__file__).parents[2] / "courses"


def preview(path: str, **changed: str) -> Preview:
    files = small_course_files() | {name.replace("__", "/"): text.encode() for name, text in changed.items()}
    return of(files, path)


def of(files: dict[str, bytes], path: str) -> Preview:
    package = read(MemoryFiles(files), Report()).package
    return Previewer(package=package, base_url="/f/", activity_url=lambda key: f"/a/{key}").of(path)


def question(kind: str, options: str = "", answer: str = "") -> QuestionPreview:
    files = small_course_files() | {"bank/start.md": (HEAD % (kind, options, answer)).encode()}
    return of(files, "bank/start.md").questions[0]


def test_an_activity_looks_as_published_with_its_files_from_the_draft():
    found = preview(READING)

    assert (found.kind, found.language, found.title) == ("activity", "en", "Counting people")
    assert 'src="/f/images/people.svg"' in found.html
    assert "false negatives" in found.html


@pytest.mark.parametrize(
    "evil",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "<iframe src=//e></iframe>"],
)
def test_nothing_runs_in_a_preview(evil):
    files = small_course_files()
    files[READING] += f"\n{evil}\n".encode()

    shown = fragment_fromstring(of(files, READING).html, create_parent=True)

    assert not shown.xpath(".//script | .//iframe | .//img[@src='x'] | .//@onerror | .//@href[contains(., 'javascript')]")


def test_a_quiz_shows_its_opening_and_what_it_draws():
    found = preview(QUIZ)

    assert "Three questions" in found.html
    assert [(draw.bank, draw.count) for draw in found.draws] == [("start", 3)]


def test_questions_that_stand_in_a_quiz_are_shown():
    files = small_course_files()
    files[QUIZ] += ("\n" + HEAD % ("ordering", "", "1. One\n2. Two\n")).encode()

    found = of(files, QUIZ)

    assert [asked.key for asked in found.questions] == ["q"]
    assert "Why." not in found.html


def test_choices_tell_right_from_wrong_with_their_comments():
    asked = question("one-choice", answer="- [x] Yes\n- [ ] No\n  > Because not.\n")

    assert [(row.text, row.mark, row.comment) for row in asked.rows] == [
        ("Yes", "right", ""),
        ("No", "wrong", "Because not."),
    ]


def test_a_number_with_parameters_is_shown_with_the_first_of_each():
    asked = question("number", ":parameters: a = 2..6 step 2\n:answer: a * 10\n:tolerance: 0.5\n:unit: mg\n")

    assert (asked.shown_with, [row.text for row in asked.rows]) == ("a = 2", ["20 ± 0.5 mg"])


def test_a_formula_that_cannot_be_computed_is_shown_as_written():
    asked = question("number", ":answer: 1 / nothing\n:tolerance: 1\n")

    assert asked.rows[0].text.startswith("1 / nothing")


@pytest.mark.parametrize(
    ("kind", "options", "answer", "rows"),
    [
        ("short-text", ":accept: one | two\n", "", [("one", "right", ""), ("two", "right", "")]),
        ("ordering", "", "1. One\n2. Two\n", [("One", "", ""), ("Two", "", "")]),
        (
            "matching",
            "",
            "| A | B |\n|---|---|\n| a | b |\n| | c |\n",
            [("a", "right", "b"), ("c", "wrong", "belongs to nothing")],
        ),
    ],
)
def test_other_answers_are_shown(kind, options, answer, rows):
    asked = question(kind, options, answer)

    assert [(row.text, row.mark, row.comment) for row in asked.rows] == rows


def test_a_spot_shows_its_place_on_the_picture():
    asked = question("spot", ":image: images/people.svg\n:alt: Blocks\n:region: circle 50 40 10\n")

    assert 'src="/f/images/people.svg"' in asked.picture
    assert {name: float(value) for name, value in asked.region.items()} == {"x": 50, "y": 40, "across": 10, "upright": 80}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("course.toml", "course"),
        ("references.toml", "references"),
        ("glossary.toml", "glossary"),
        ("data/people.csv", "none"),
    ],
)
def test_other_files_have_a_preview_of_their_own(path, kind):
    assert preview(path).kind == kind


def test_a_text_whose_front_matter_cannot_be_read_has_none():
    files = small_course_files()
    files[READING] = b"---\nkey: [\n---\nText"

    assert of(files, READING).kind == "none"


@pytest.mark.parametrize("folder", ["ai-in-health", "trustworthy-ai"])
def test_every_text_of_the_courses_has_a_preview(folder):
    files = FolderFiles(COURSES / folder)
    package: Package = read(files, Report()).package
    page = Previewer(package=package, base_url="/f/", activity_url=lambda key: f"/a/{key}")

    for path in files.paths:
        if path.endswith(".md"):
            found = page.of(path)
            assert found.kind in ("activity", "bank"), path
            assert found.html or found.questions or found.draws, path
