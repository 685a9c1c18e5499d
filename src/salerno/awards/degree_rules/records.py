"""What a student has done, as plain values, and which of it counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salerno.catalogue.regulations.facts import DegreeRules, RuledCourse, Track

RECOGNISED = "recognised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One result. ``kind``: course, internship, thesis, or recognised (passed elsewhere and taken over).

    ``schac`` is where it was taught. ``is_above_floor``: a result that is no pass may be compensated, since it reaches the floor of
    its scale. A recognised result has the code of the course that it replaces, or one of its own.
    """

    code: str
    schac: str
    ects: Decimal
    kind: str = "course"
    is_pass: bool = True
    is_above_floor: bool = True
    outcomes: tuple[str, ...] = ()
    hours: Decimal = Decimal(0)
    passed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A student's results, and where the student is registered, by ``schac``, the first registration first."""

    results: tuple[Result, ...] = ()
    institutions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts: ``results`` in the track by code, ``compensated`` among them, ``recognised`` ones beside it.

    ``outside``: what was passed and counts nowhere.
    """

    results: dict[str, Result]
    recognised: tuple[Result, ...] = ()
    compensated: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


def planned_result(course: RuledCourse) -> Result:
    """The result that passing ``course`` would give."""
    return Result(
        code=course.code,
        schac=course.schac,
        ects=course.ects,
        kind=course.kind,
        outcomes=course.outcomes,
        hours=course.practical_hours,
    )


def count(track: Track, degree: DegreeRules, results: Iterable[Result]) -> Counted:
    """What of ``results`` counts towards a degree in ``track``; their order does not matter.

    A course counts once, with its first pass. What was missed narrowly is compensated in the order of dates, as long as the whole
    limit holds all of it so far: passing one of them later never takes another one away. What the track does not contain counts
    only when it was recognised.
    """
    passed: dict[str, Result] = {}
    for result in sorted((row for row in results if row.is_pass), key=_order):
        passed.setdefault(result.code, result)
    missed: dict[str, Result] = {}
    for result in sorted((row for row in results if not row.is_pass and row.is_above_floor), key=_order):
        if result.code in track.codes and result.code not in passed:
            missed.setdefault(result.code, result)
    compensated = _within(degree.compensation_ects, missed.values())
    inside = {code: row for code, row in {**passed, **compensated}.items() if code in track.codes}
    others = [row for code, row in passed.items() if code not in track.codes]
    return Counted(
        results=inside,
        recognised=tuple(row for row in others if row.kind == RECOGNISED),
        compensated=tuple(compensated),
        outside=tuple(row.code for row in others if row.kind != RECOGNISED),
    )


def _within(limit: Decimal, missed: Iterable[Result]) -> dict[str, Result]:
    granted: dict[str, Result] = {}
    total = Decimal(0)
    for result in missed:
        total += result.ects
        if total > limit:
            break
        granted[result.code] = result
    return granted


def _order(result: Result) -> tuple[object, ...]:
    """Oldest first, those without a day last; whatever decides between equals, decides the same in any order."""
    day = result.passed_on or date.max
    return (day, result.code, result.schac, -result.ects, result.kind, -result.hours, result.outcomes, not result.is_above_floor)
