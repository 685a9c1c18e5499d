"""Reading a whole package, from a folder or from a mapping: the same code for both.

Reading never stops at the first mistake: what is wrong is noted and left out, so that the checker can judge
the rest.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from salerno.common.words import words as _
from salerno.courseware.package import course_file, works
from salerno.courseware.package.activities import group_translations, read_unit
from salerno.courseware.package.course_file import CourseFile, read_course_file
from salerno.courseware.package.facts import ActivityFacts, Package, QuizFacts, UnitFacts
from salerno.courseware.package.fences import Stretch
from salerno.courseware.package.files import Files, FolderFiles, MemoryFiles
from salerno.courseware.package.findings import PackageRefused, Report
from salerno.courseware.package.question_facts import Question
from salerno.courseware.package.questions import (
    ParsedQuestion,
    QuestionFile,
    merge_languages,
    quiz_facts,
    read_questions,
)
from salerno.courseware.package.texts import Texts, examine
from salerno.courseware.package.toml_text import TomlText, read_toml

_BANK_NAME = re.compile(r"(?P<base>[a-z][a-z0-9-]*)(?:\.(?P<language>[a-z]{2,3}))?\.md")


@dataclass(frozen=True, slots=True)
class Passage:
    """One stretch of Markdown that readers see; ``line`` is the first one's in its file."""

    path: str
    line: int
    language: str
    text: str
    activity: ActivityFacts | None = None


@dataclass(slots=True)
class Reading:
    """A package as far as it could be read, with where everything stands; what is wrong is in ``report``."""

    report: Report
    toml: TomlText
    package: Package
    passages: list[Passage] = field(default_factory=list)
    question_files: dict[str, dict[str, QuestionFile]] = field(default_factory=dict)

    @property
    def questions(self) -> list[ParsedQuestion]:
        """Every question of the source language, file by file."""
        source = self.package.course.source_language
        files = (by_language.get(source) for by_language in self.question_files.values())
        return [parsed for file in files if file for parsed in file.questions]


def read_package(folder: Path) -> Package:
    """The course that stands in ``folder``. Raises `PackageRefused` where it cannot be read without a
    mistake.

    Only what the checker calls reading is judged here; `checker.check` says whether the course is fit to be
    published.
    """
    return _package(FolderFiles(folder))


def read_files(files: Mapping[str, bytes] | Files) -> Package:
    """The course that ``files`` hold, by path; otherwise as `read_package`."""
    return _package(as_files(files))


def as_files(files: Mapping[str, bytes] | Files) -> Files:
    """``files`` behind the interface that reading uses."""
    return files if isinstance(files, Files) else MemoryFiles(files)


def read(files: Files, report: Report) -> Reading | None:
    """As much of the package as can be read; None where there is no course file to start from."""
    texts = Texts(files, report)
    examine(files, texts, report)
    toml = _course_toml(files, texts, report)
    if toml is None:
        return None
    facts = read_course_file(toml, report)
    units = _units(facts, files, texts, report)
    package = Package(
        course=facts.course,
        outcomes=facts.outcomes,
        units=units,
        banks={},
        quizzes={},
        references=works.read_references(texts.get(works.REFERENCES) or "", report),
        glossary=works.read_glossary(texts.get(works.GLOSSARY) or "", facts.course.languages, report),
        files=files,
    )
    reading = Reading(report, toml, package)
    banks, quizzes = _banks(reading, texts), _quizzes(reading)
    reading.package = replace(package, banks=banks, quizzes=quizzes)
    return reading


def _package(files: Files) -> Package:
    report = Report()
    reading = read(files, report)
    if reading is None or report.errors:
        raise PackageRefused(report.findings)
    return reading.package


def _course_toml(files: Files, texts: Texts, report: Report) -> TomlText | None:
    if course_file.PATH not in files:
        remedy = _("Start a course with: salerno course new NAME.")
        report.error(course_file.PATH, 0, "course-missing", _("There is no course.toml."), remedy)
        return None
    text = texts.get(course_file.PATH)
    return read_toml(course_file.PATH, text, report) if text is not None else None


def _units(facts: CourseFile, files: Files, texts: Texts, report: Report) -> tuple[UnitFacts, ...]:
    languages = facts.course.languages
    units = tuple(
        replace(unit, activities=read_unit(unit, files, texts, languages, report)) if unit.folder else unit for unit in facts.units
    )
    known = {unit.folder for unit in units}
    for path in files.paths:
        if path.startswith("units/") and (path.count("/") != 2 or path.split("/")[1] not in known):
            remedy = _("Name its folder in a [[unit]] of course.toml; a unit has no folders inside.")
            report.error(path, 0, "unit-unlisted", _("The file belongs to no unit."), remedy)
    return units


def _banks(reading: Reading, texts: Texts) -> dict[str, tuple[Question, ...]]:
    languages = reading.package.course.languages
    paths = [path for path in reading.package.files.paths if path.startswith("bank/") and path.endswith(".md")]
    banks: dict[str, tuple[Question, ...]] = {}
    for name, group in group_translations(paths, _BANK_NAME, languages, reading.report).items():
        places = {languages[0]: group.source} | group.translations
        bodies = {language: (path, 1, texts.get(path)) for language, path in places.items()}
        files = _question_files(reading, bodies, None)
        banks[name] = merge_languages(list(files.values()), bank=name) if files else ()
        for path, draw in ((file.path, draw) for file in files.values() for draw in file.draws):
            remedy = _("Move it into a quiz.")
            reading.report.error(path, draw.line, "draw-wrong", _("A bank cannot draw from a bank."), remedy)
    return banks


def _quizzes(reading: Reading) -> dict[str, QuizFacts]:
    quizzes: dict[str, QuizFacts] = {}
    for activity in reading.package.activities.values():
        places = {
            language: (activity.paths[language], activity.body_line[language], body) for language, body in activity.body.items()
        }
        if activity.kind == "quiz":
            quizzes[activity.key] = quiz_facts(_question_files(reading, places, activity))
        else:
            reading.passages += [Passage(path, line, name, text, activity) for name, (path, line, text) in places.items()]
    return quizzes


def _question_files(
    reading: Reading, places: Mapping[str, tuple[str, int, str | None]], activity: ActivityFacts | None
) -> dict[str, QuestionFile]:
    """The questions of one bank or quiz by language; what they say becomes passages."""
    files: dict[str, QuestionFile] = {}
    source: dict[str, ParsedQuestion] = {}
    for language, (path, line, text) in places.items():
        if text is None:
            continue
        file = read_questions(Stretch(tuple(text.split("\n")), line), path, language, reading.report, source)
        source = source or {parsed.question.key: parsed for parsed in file.questions}
        files[language] = file
        parts = [part for parsed in file.questions for part in parsed.parts]
        parts += [file.intro] if file.intro else []
        reading.passages += [Passage(path, part.line, language, part.text, activity) for part in parts]
    if files:
        reading.question_files[next(iter(places.values()))[0]] = files
    return files
