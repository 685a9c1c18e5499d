"""Grading tables: which percentage of the passing grades of a field of study each grade is, best first.

ECTS Users' Guide 2015, 4.3 (grade distribution): a reference group by field of study (ISCED-F, at the narrow or the detailed
level), the absolute numbers of passing grades of at least the last two years, percentages of these, failed results left out.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.words import words as _

from .errors import GradeRefused, TableRefused
from .scales import LONGEST_GRADE, Grade, Scale, plain, scale_of, spelling

# Twenty rows rounded to one decimal may miss 100 by one percentage point; what misses it by more is another mistake.
TOLERANCE = Decimal(1)
MOST_ROWS = 250
_PLACES = Decimal("0.0001")
_READ_TO = Decimal("1e-10")
_HUNDRED = Decimal(100)

Rows = tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class GradingTable:
    """``rows``: passing grades with their percentages, best first. Checked when made: raises ``TableRefused``.

    ``scale``: code of a known scale, or empty. ``n``: how many results were counted; None when nobody said. ``failing``: grades
    that do not pass and have no row; needed only where the scale is not known.
    """

    rows: Rows
    scale: str = ""
    isced_f: str = ""
    years: str = ""
    n: int | None = None
    failing: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check_rows(self.rows)
        _check_sum(self.rows)
        if self.n is not None and self.n < 1:
            raise TableRefused(_("The number of results must be at least 1; it is %(n)s.", n=self.n))
        if self.local_scale:
            _check_scale(self.rows, self.local_scale)

    @cached_property
    def local_scale(self) -> Scale | None:
        """The scale, where it is known."""
        return known_scale(self.scale)

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades that have a row, best first."""
        return tuple(grade for grade, _percentage in self.rows)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what the table says: tables with the same content have the same one."""
        return sha256_hex(canonical_json(self.as_json()))

    def as_json(self) -> dict[str, Any]:
        """Values for JSON, percentages as text so that none is lost; ``from_json`` gives the table back equal."""
        said = {"scale": self.scale, "isced_f": self.isced_f, "years": self.years, "n": self.n, "failing": list(self.failing)}
        grades = [[grade, plain(percentage)] for grade, percentage in self.rows]
        return {"grades": grades, **{name: value for name, value in said.items() if value}}


def from_json(value: Any) -> GradingTable:
    """The table of ``{"grades": [["30L", 12.1], …]}``, best first; ``scale``, ``isced_f``, ``years``, ``n``, ``failing`` if known.

    Raises ``TableRefused`` for anything else; other members are not looked at, and a grade may be a number (``[14.5, 8]``).
    Rows that do not pass are left out, as ``of_rows`` says.
    """
    if not isinstance(value, Mapping) or not isinstance(value.get("grades"), list):
        raise TableRefused(_("A grading table is an object with “grades”: a list of pairs of grade and percentage, best first."))
    n, failing = value.get("n"), value.get("failing", [])
    if n is not None and (not isinstance(n, int) or isinstance(n, bool)):
        raise TableRefused(_("The number of results must be a whole number."))
    texts = [value.get(name, "") for name in ("scale", "isced_f", "years")]
    if not isinstance(failing, list) or not all(isinstance(text, str) for text in (*texts, *failing)):
        raise TableRefused(_("Scale, field of study, years and failing grades must be texts."))
    rows = [_row(entry) for entry in value["grades"]]
    return of_rows(rows, scale=texts[0], isced_f=texts[1], years=texts[2], n=n, failing=failing)


def read_table(text: str) -> GradingTable:
    """The table of a JSON text, its numbers taken exactly as written. Raises ``TableRefused``."""
    try:
        value = json.loads(text, parse_float=Decimal)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise TableRefused(_("It is not JSON: %(reason)s.", reason=str(error))) from error
    return from_json(value)


def of_rows(rows: Iterable[tuple[str, Decimal]], *, scale: str = "", failing: Iterable[str] = (), **known: Any) -> GradingTable:
    """The table of ``rows`` that may hold failing grades: those are left out, and the passing ones recomputed to 100 %.

    Which ones fail is told by the scale, or by ``failing`` where it is not known. Grades are kept in canonical writing.
    """
    rows, failing, local = tuple(rows), tuple(failing), known_scale(scale)
    _check_rows(rows)
    _check_sum(rows)
    fails = {spelling(grade) for grade in failing}
    if local:
        rows = tuple((read_grade(local, grade).text, percentage) for grade, percentage in rows)
        fails = {spelling(grade) for grade, _percentage in rows if not local.read(grade).is_pass}
    passing = tuple(row for row in rows if spelling(row[0]) not in fails)
    if len(passing) < len(rows):
        whole = sum(percentage for _grade, percentage in passing)
        if not whole:
            raise TableRefused(_("No passing grade has a share above 0 %%; the table has %(rows)s rows.", rows=len(rows)))
        passing = tuple((grade, (percentage * _HUNDRED / whole).quantize(_PLACES)) for grade, percentage in passing)
    return GradingTable(passing, scale=scale, failing=() if local else tuple(sorted(failing)), **known)


def computed(results: Iterable[str], scale: Scale, *, isced_f: str = "", years: str = "") -> GradingTable:
    """The table of own results, each in the writing of ``scale``. Failed results are left out; n counts the passed ones.

    Scales with a ``table_step`` are counted in classes, named by their lower end: 14.37 counts as 14. Raises ``GradeRefused`` for
    what is not a grade, and ``TableRefused`` when fewer than two different grades were passed with.
    """
    read = [scale.read(text) for text in results]
    counts = Counter(scale.counted_as(grade) for grade in read if grade.is_pass)
    n = counts.total()
    rows = tuple((grade.text, (counts[grade] * _HUNDRED / n).quantize(_PLACES)) for grade in scale.best_first(counts))
    return GradingTable(rows, scale=scale.code, isced_f=isced_f, years=years, n=n or None)


def _row(entry: Any) -> tuple[str, Decimal]:
    if not isinstance(entry, list | tuple) or len(entry) != 2 or not isinstance(entry[0], str | int | float | Decimal):
        raise TableRefused(_("Each row must be a pair of grade and percentage; one is %(row)s.", row=str(entry)[:80]))
    return str(entry[0]), percentage_of(str(entry[0]), entry[1])


def percentage_of(grade: str, value: Any) -> Decimal:
    """``value``, a number or its text, as a percentage with ten decimals at most. Raises ``TableRefused`` outside 0 to 101."""
    try:
        percentage = Decimal(str(value)) if isinstance(value, int | float | str | Decimal) and not isinstance(value, bool) else None
    except InvalidOperation:
        percentage = None
    if percentage is None or not percentage.is_finite() or not 0 <= percentage <= _HUNDRED + TOLERANCE:
        told = {"grade": grade[:LONGEST_GRADE], "value": str(value)[:40]}
        raise TableRefused(_("The percentage of “%(grade)s” must be a number from 0 to 100; it is %(value)s.", **told))
    return percentage.quantize(_READ_TO).normalize()


def known_scale(code: str) -> Scale | None:
    """The scale of ``code``, None where it is empty. Raises ``TableRefused`` when it is not known."""
    try:
        return scale_of(code) if code else None
    except GradeRefused as error:
        raise TableRefused(error.sentence) from error


def read_grade(scale: Scale, text: str) -> Grade:
    """A grade that stands in a table. Raises ``TableRefused`` when the scale does not have it."""
    try:
        return scale.read(text)
    except GradeRefused as error:
        raise TableRefused(error.sentence) from error


def _check_rows(rows: Rows) -> None:
    """At least two rows, not too many, each grade named once, each percentage a percentage."""
    if not 2 <= len(rows) <= MOST_ROWS:
        raise TableRefused(
            _("A grading table has 2 to %(most)s passing grades; this one has %(rows)s.", most=MOST_ROWS, rows=len(rows))
        )
    seen: set[str] = set()
    for grade, percentage in rows:
        percentage_of(grade, percentage)
        if not grade.strip() or len(grade) > LONGEST_GRADE:
            raise TableRefused(_("A grade has 1 to %(most)s characters; one is “%(grade)s”.", most=LONGEST_GRADE, grade=grade[:80]))
        if spelling(grade) in seen:
            raise TableRefused(_("“%(grade)s” stands in the table twice.", grade=grade))
        seen.add(spelling(grade))


def _check_sum(rows: Rows) -> None:
    whole = sum(percentage for _grade, percentage in rows)
    if abs(whole - _HUNDRED) > TOLERANCE:
        told = {"whole": plain(whole), "tolerance": TOLERANCE}
        raise TableRefused(_("The percentages must add up to 100 (within %(tolerance)s); they add up to %(whole)s.", **told))


def _check_scale(rows: Rows, scale: Scale) -> None:
    """Each grade is a passing one of the scale, in canonical writing, and better than the next."""
    grades = [read_grade(scale, text) for text, _percentage in rows]
    for (text, _percentage), grade in zip(rows, grades, strict=True):
        if not grade.is_pass:
            raise TableRefused(_("“%(grade)s” is not a passing grade.", grade=text))
        if text != grade.text:
            raise TableRefused(_("“%(grade)s” is written “%(canonical)s”.", grade=text, canonical=grade.text))
    for better, worse in zip(grades, grades[1:], strict=False):
        if better.height <= worse.height:
            raise TableRefused(
                _("Grades stand best first: “%(worse)s” cannot follow “%(better)s”.", worse=worse.text, better=better.text)
            )
