"""Every mistake of a course, with file, line and what to do. Never raises on what an author wrote."""

from collections.abc import Mapping
from pathlib import Path

from salerno.courseware.package.checks import (
    directives,
    formulas,
    minutes,
    passages,
    quizzes,
    structure,
    translations,
)
from salerno.courseware.package.files import Files, FolderFiles
from salerno.courseware.package.findings import Finding, PackageRefused, Report
from salerno.courseware.package.markdown import ParsedPassage, parse
from salerno.courseware.package.reader import Passage, as_files, read

CHECKS = (structure, passages, directives, quizzes, formulas, minutes, translations)


def check(folder: Path) -> list[Finding]:
    """All findings on the course in ``folder``, by path and line. A course without errors may be published.

    Whether a unit that is taken from another course exists is asked when publishing: it needs the campus.
    """
    try:
        files = FolderFiles(folder)
    except PackageRefused as refused:
        return refused.findings
    return _check(files)


def check_files(files: Mapping[str, bytes] | Files) -> list[Finding]:
    """All findings on the course that ``files`` hold, by path; otherwise as `check`."""
    return _check(as_files(files))


def _check(files: Files) -> list[Finding]:
    report = Report()
    reading = read(files, report)
    if reading is not None:
        texts = [_parsed(passage) for passage in reading.passages]
        for theme in CHECKS:
            theme.check(reading, texts)
    return report.findings


def _parsed(passage: Passage) -> ParsedPassage:
    tokens, env = parse(passage.text)
    return ParsedPassage(passage.path, passage.line, passage.language, passage.activity, tokens, env)
