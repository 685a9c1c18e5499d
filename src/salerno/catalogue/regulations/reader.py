"""Reading regulations: from a TOML file, with lines, or from the plain values that a row keeps.

docs: ``catalogue/data/regulations/ai-health.toml`` is a whole example.
"""

import re
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from salerno.catalogue.regulations.checks import check
from salerno.catalogue.regulations.facts import (
    COURSE_KINDS,
    DegreeRules,
    Group,
    Outcome,
    ProgrammeRules,
    RuledCourse,
    Semester,
    Track,
)
from salerno.catalogue.regulations.lines import Place, lines_of
from salerno.catalogue.regulations.mistakes import Mistake, RegulationsRefused
from salerno.catalogue.regulations.values import CODE, KEY, SCHAC, Reading, Table
from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.words import words as _

FORMAT = 1
MOST_BYTES = 2**20
_AT_LINE = re.compile(r"at line (\d+)")


def read_file(path: Path) -> ProgrammeRules:
    """The regulations in the TOML file ``path``. Raises `RegulationsRefused` with every mistake."""
    if path.stat().st_size > MOST_BYTES:
        raise RegulationsRefused(path.name, [Mistake(1, "regulations", _("The file is larger than 1 MB."), _("Shorten it."))])
    return read_text(path.read_text(encoding="utf-8"), path=path.name)


def read_text(text: str, *, path: str = "regulations.toml") -> ProgrammeRules:
    """The regulations that a TOML ``text`` states. Raises `RegulationsRefused` with every mistake."""
    try:
        values = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError, ArithmeticError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        reason = _("This is not TOML: %(reason)s.", reason=str(error))
        raise RegulationsRefused(path, [Mistake(line, "regulations", reason, _("Mend the syntax at this line."))]) from error
    return _read(values, lines_of(text), path)


def read_body(body: Mapping[str, Any]) -> ProgrammeRules:
    """The regulations that a row keeps: the same checks, no lines."""
    return _read(body, {}, "regulations")


def _read(values: Mapping[str, Any], lines: Mapping[Place, int], path: str) -> ProgrammeRules:
    reading = Reading(lines)
    rules = _rules(Table(values, (), reading))
    if not reading.mistakes:
        check(rules, reading)
    if reading.mistakes:
        raise RegulationsRefused(path, reading.mistakes)
    return rules


def _rules(top: Table) -> ProgrammeRules:
    top.only("format", "programme", "made_up", "institutions", "awarding", "degree", "outcome", "course", "track")
    if top.values.get("format") != FORMAT:
        top.note("format", _("The format is not known."), _("Write format = %(format)s at the top.", format=FORMAT))
    courses = [_course(table) for table in top.tables("course")]
    body = _plain(top.values)
    return ProgrammeRules(
        programme=top.text("programme", CODE),
        is_made_up=top.flag("made_up"),
        institutions=top.texts("institutions", SCHAC, required=True),
        awarding=top.texts("awarding", SCHAC, required=True),
        degree=_degree(top.table("degree")),
        outcomes=tuple(_outcome(table) for table in top.tables("outcome", required=False)),
        courses={course.code: course for course in courses},
        tracks=tuple(_track(table) for table in top.tables("track")),
        body=body,
        digest=sha256_hex(canonical_json(body)),
    )


def _degree(table: Table) -> DegreeRules:
    amounts = ("ects_at_each_awarding", "mobility_ects", "practical_hours", "internship_ects", "thesis_ects")
    limits = ("compensation_ects", "recognised_ects")
    table.only("ects", "awarding_institutions", *amounts, *limits, "outcomes", "floors")
    floors = table.table("floors") if "floors" in table.values else Table({}, table.place, table.reading)
    return DegreeRules(
        ects=table.amount("ects"),
        awarding_institutions=table.number("awarding_institutions", default=1),
        outcomes=table.texts("outcomes", KEY),
        floors={schac: floors.text(schac, r"\S(.{0,18}\S)?") for schac in floors.values},
        **{name: table.amount(name, default=0) for name in (*amounts, *limits)},
    )


def _outcome(table: Table) -> Outcome:
    table.only("key", "title")
    return Outcome(table.text("key", KEY), table.translated("title"))


def _course(table: Table) -> RuledCourse:
    table.only("code", "title", "institution", "ects", "kind", "outcomes", "practical_hours", "requires")
    return RuledCourse(
        code=table.text("code", CODE),
        title=table.translated("title"),
        schac=table.text("institution", SCHAC),
        ects=table.amount("ects"),
        kind=table.one_of("kind", COURSE_KINDS),
        outcomes=table.texts("outcomes", KEY),
        practical_hours=table.amount("practical_hours", default=0),
        requires=table.texts("requires", CODE),
    )


def _track(table: Table) -> Track:
    table.only("slug", "title", "semester")
    semesters = tuple(_semester(item) for item in table.tables("semester"))
    return Track(table.text("slug", KEY), table.translated("title"), semesters)


def _semester(table: Table) -> Semester:
    table.only("number", "group")
    return Semester(table.number("number"), tuple(_group(item) for item in table.tables("group")))


def _group(table: Table) -> Group:
    """``choose`` is ``"all"``, ``{ courses = 2 }`` or ``{ ects = 12 }``."""
    table.only("key", "title", "choose", "courses")
    courses = table.texts("courses", CODE, required=True)
    choose, amount = "all", Decimal(len(courses))
    value = table.values.get("choose")
    if isinstance(value, dict) and len(value) == 1 and set(value) <= {"courses", "ects"}:
        (choose,) = value
        inner = Table(value, (*table.place, "choose"), table.reading)
        amount = Decimal(inner.number("courses")) if choose == "courses" else inner.amount("ects")
    elif value != "all":
        remedy = _('Write choose = "all", choose = { courses = 2 } or choose = { ects = 12 }.')
        table.note("choose", _("It is not said how many of the courses must be passed."), remedy)
    return Group(table.text("key", KEY), table.translated("title"), choose, amount, courses)


def _plain(value: Any) -> Any:
    """``value`` as JSON knows it, decimals as text."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, str | bool | int) else str(value)
