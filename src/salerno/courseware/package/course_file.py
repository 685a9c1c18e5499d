"""Reading ``course.toml``: facts of the course, its outcomes and its units."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Any

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package import limits
from salerno.courseware.package.facts import (
    COURSE_KINDS,
    Author,
    CourseFacts,
    Grading,
    OutcomeFacts,
    TakenFrom,
    UnitFacts,
)
from salerno.courseware.package.findings import Report
from salerno.courseware.package.toml_text import TomlText
from salerno.courseware.package.values import LANGUAGE, Table

PATH = "course.toml"
FORMAT = 1

_INSTITUTION = r"[A-Za-z0-9][A-Za-z0-9.:_-]*"
_FOLDER = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_DIGEST = r"sha256:[0-9a-f]{64}"
_COURSE_KEYS = (
    "slug", "code", "kind", "languages", "title", "summary", "description", "licence", "eqf_level", "isced_f",
    "institutions", "authors", "ects_credits", "participation", "prerequisites",
)  # fmt: skip
_WAYS = {"folder": _("written here"), "outlined": _("outlined"), "from": _("taken from another course")}


@dataclass(frozen=True, slots=True)
class CourseFile:
    """What ``course.toml`` says. Units have no activities yet."""

    course: CourseFacts
    outcomes: tuple[OutcomeFacts, ...]
    units: tuple[UnitFacts, ...]
    toml: TomlText


def read_course_file(toml: TomlText, report: Report) -> CourseFile:
    """The facts of ``course.toml``; what is wrong or missing is noted and stands in as an empty value."""
    top = _table(toml, report, toml.values, ())
    top.only(("format", "course", "grading", "outcome", "unit"))
    if toml.values.get("format") != FORMAT:
        top.error(
            "format",
            "format-unknown",
            _("format must be %(format)s.", format=FORMAT),
            _("Write format = %(format)s at the top.", format=FORMAT),
        )
    course = _course(toml, report)
    languages = course.languages
    outcomes = tuple(_outcome(table, languages) for table in _tables(toml, report, "outcome"))
    units = tuple(_unit(table, languages) for table in _tables(toml, report, "unit"))
    for name, found in (("outcome", outcomes), ("unit", units)):
        if not found:
            top.error(name, f"{name}s-missing", _("The course has no %(name)s.", name=name), _("Add a [[%(name)s]].", name=name))
    return CourseFile(course, outcomes, units, toml)


def _table(toml: TomlText, report: Report, values: Any, place: tuple[str | int, ...]) -> Table:
    return Table(values if isinstance(values, dict) else {}, toml.path, lambda name: toml.line(*place, name), report)


def _tables(toml: TomlText, report: Report, name: str) -> list[Table]:
    values = toml.values.get(name, [])
    if not isinstance(values, list):
        remedy = _("Write [[%(name)s]], with two brackets.", name=name)
        report.error(toml.path, toml.line(name), "value-wrong", _("%(name)s must be a list of tables.", name=name), remedy)
        return []
    return [_table(toml, report, item, (name, index)) for index, item in enumerate(values)]


def _course(toml: TomlText, report: Report) -> CourseFacts:
    table = _table(toml, report, toml.values.get("course"), ("course",))
    table.only(_COURSE_KEYS)
    languages = tuple(dict.fromkeys(table.texts("languages", pattern=LANGUAGE.pattern, required=True))) or ("en",)
    credits = table.text("ects_credits", pattern=r"\d{1,3}(\.\d)?", form=_("a number in quotation marks, one decimal place"))
    return CourseFacts(
        slug=table.key("slug"),
        code=table.text("code", required=True, pattern=r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,39}", form=_("a short code")),
        kind=table.one_of("kind", COURSE_KINDS),
        languages=languages,
        title=table.by_language("title", languages),
        summary=table.by_language("summary", languages),
        description=table.by_language("description", languages),
        licence=table.text("licence", required=True, pattern=r"[A-Za-z0-9.+-]+", form=_("an SPDX name such as CC-BY-4.0")),
        eqf_level=table.number("eqf_level", limits.EQF_LEVELS[0], limits.EQF_LEVELS[-1]),
        isced_f=table.texts("isced_f", pattern=r"\d{2,4}", required=True),
        institutions=table.texts("institutions", pattern=_INSTITUTION, required=True),
        authors=_authors(table),
        ects_credits=Decimal(credits) if credits else None,
        participation=table.text("participation"),
        prerequisites=table.by_language("prerequisites", languages, required=False),
        grading=_grading(toml, report),
    )


def _authors(table: Table) -> tuple[Author, ...]:
    rows = table.values.get("authors", [])
    right = (
        isinstance(rows, list)
        and rows
        and all(
            isinstance(row, dict) and set(row) == {"name", "role"} and all(isinstance(text, str) for text in row.values())
            for row in rows
        )
    )
    if not right:
        remedy = _('Write authors = [{ name = "…", role = "author" }].')
        table.error("authors", "value-wrong", _("authors must be a list of names with roles."), remedy)
        return ()
    return tuple(Author(row["name"], row["role"]) for row in rows)


def _grading(toml: TomlText, report: Report) -> Grading | None:
    if "grading" not in toml.values:
        return None
    table = _table(toml, report, toml.values["grading"], ("grading",))
    table.only(("final", "pass_mark", "attempts", "cool_down_hours"))
    return Grading(
        final=table.key("final"),
        pass_mark=table.number("pass_mark", 1, 100),
        attempts=table.number("attempts", 1, 100),
        cool_down_hours=table.number("cool_down_hours", 0, 24 * 365, default=0),
    )


def _outcome(table: Table, languages: Sequence[str]) -> OutcomeFacts:
    table.only(("key", "title", "requires", "critical"))
    return OutcomeFacts(
        key=table.key("key"),
        title=table.by_language("title", languages),
        requires=table.texts("requires"),
        critical=table.flag("critical"),
        line=table.line_of("key"),
    )


def _unit(table: Table, languages: Sequence[str]) -> UnitFacts:
    table.only(("key", "title", "summary", "folder", "outlined", "from"))
    ways = [word for name, word in _WAYS.items() if table.values.get(name)]
    if len(ways) != 1:
        remedy = _("Give it exactly one of folder, outlined = true, or from.")
        table.error("key", "unit-way", _way(ways), remedy)
    return UnitFacts(
        key=table.key("key"),
        title=table.by_language("title", languages),
        summary=table.by_language("summary", languages, required="from" not in table.values),
        folder=table.text("folder", pattern=_FOLDER, form=_("the name of a folder below units/")),
        outlined=table.flag("outlined"),
        taken_from=_taken_from(table),
        line=table.line_of("key"),
    )


def _way(ways: Sequence[Words]) -> Words:
    if not ways:
        return _("The unit is neither written nor outlined.")
    both = reduce(lambda one, other: _("%(one)s and %(other)s", one=one, other=other), ways)
    return _("The unit is %(ways)s.", ways=both)


def _taken_from(table: Table) -> TakenFrom | None:
    if "from" not in table.values:
        return None
    values = table.values["from"]
    inner = Table(
        values if isinstance(values, dict) else {},
        table.path,
        lambda name: table.line_of("from"),
        table.report,
    )
    inner.only(("course", "unit", "version"))
    form = _("one exact version: sha256: and 64 hexadecimal digits")
    return TakenFrom(
        course=inner.key("course"),
        unit=inner.key("unit"),
        version=inner.text("version", required=True, pattern=_DIGEST, form=form),
    )
