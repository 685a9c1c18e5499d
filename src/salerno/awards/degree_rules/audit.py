"""Every rule of a degree with what is needed, reached and missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from salerno.awards.degree_rules.records import RECOGNISED, Counted, Record, Result, count, planned_result
from salerno.catalogue.regulations.allocation import allocate, level
from salerno.catalogue.regulations.facts import ProgrammeRules, Track

NOTHING = Decimal(0)


class CannotAudit(Exception):
    """The regulations know no such track, or no such planned course."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``needed`` and ``reached`` in the unit of the rule; ``lacking``: courses or outcomes without which it is not satisfied."""

    needed: Decimal
    reached: Decimal
    lacking: tuple[str, ...] = ()

    @property
    def missing(self) -> Decimal:
        """How much more is needed."""
        return max(NOTHING, self.needed - self.reached)

    @property
    def is_satisfied(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing and not self.lacking


@dataclass(frozen=True, slots=True)
class Line:
    """One rule. ``key`` says which; ``subject`` is an institution's ``schac`` or a group's key; ``unit`` what is counted.

    ``now``: as things stand; ``then``: with the planned courses passed.
    """

    key: str
    subject: str
    unit: str
    now: Verdict
    then: Verdict


@dataclass(frozen=True, slots=True)
class Audit:
    """The verdict on each rule. ``allocation``: which course serves which group; ``outside``: passed, and counting nowhere.

    ``compensated``: courses that were missed narrowly and count because the rules allow it; a board says so in each case.
    """

    track: str
    lines: tuple[Line, ...]
    allocation: dict[str, str]
    allocation_then: dict[str, str]
    compensated: tuple[str, ...]
    outside: tuple[str, ...]
    planned: tuple[str, ...] = ()

    @property
    def is_satisfied(self) -> bool:
        """Whether every rule is satisfied now."""
        return all(line.now.is_satisfied for line in self.lines)

    @property
    def would_be_satisfied(self) -> bool:
        """Whether every rule would be, with the planned courses."""
        return all(line.then.is_satisfied for line in self.lines)

    @property
    def unsatisfied(self) -> tuple[Line, ...]:
        """The rules that are not satisfied now."""
        return tuple(line for line in self.lines if not line.now.is_satisfied)


@dataclass(frozen=True, slots=True)
class _Case:
    """What the rules are asked about: what counts, where the student is registered, and which course serves which group."""

    rules: ProgrammeRules
    track: Track
    counted: Counted
    institutions: tuple[str, ...]
    allocation: dict[str, str]

    @property
    def all_results(self) -> tuple[Result, ...]:
        """Inside the track and recognised."""
        return (*self.counted.results.values(), *self.counted.recognised)


_Found = tuple[str, str, str, Verdict]


def audit(rules: ProgrammeRules, track: str, record: Record, planned: Iterable[str] = ()) -> Audit:
    """Whether ``record`` satisfies ``rules`` in ``track``, and whether it would with the ``planned`` courses (codes) passed.

    Raises `CannotAudit` for a track or a planned course that the rules do not know.
    """
    way = rules.track(track)
    codes = tuple(dict.fromkeys(planned))
    unknown = [code for code in codes if code not in rules.courses]
    if way is None or unknown:
        raise CannotAudit(f"The regulations do not know {', '.join(unknown) or track}.")
    now = _case(rules, way, record, record.results)
    then = now
    if codes:
        then = _case(rules, way, record, (*record.results, *(planned_result(rules.courses[code]) for code in codes)))
    lines = tuple(
        Line(key, subject, unit, verdict, other)
        for (key, subject, unit, verdict), (*_same, other) in zip(_found(now), _found(then), strict=True)
    )
    return Audit(
        track=track,
        lines=lines,
        allocation=now.allocation,
        allocation_then=then.allocation,
        compensated=now.counted.compensated,
        outside=now.counted.outside,
        planned=codes,
    )


def _case(rules: ProgrammeRules, track: Track, record: Record, results: tuple[Result, ...]) -> _Case:
    counted = count(track, rules.degree, results)
    credits = {code: result.ects for code, result in counted.results.items()}
    sizes = {code: course.ects for code, course in rules.courses.items()}
    return _Case(rules, track, counted, record.institutions, allocate(track.groups, credits, sizes))


def _found(case: _Case) -> Iterator[_Found]:
    """The verdicts, in the order in which they are shown; the same rules for any results of one student."""
    degree = case.rules.degree
    yield "total-ects", "", "ects", Verdict(degree.ects, _total(case))
    yield from _institutions(case)
    if degree.mobility_ects:
        yield "mobility-ects", _home(case), "ects", Verdict(degree.mobility_ects, _elsewhere(case))
    yield from _groups(case)
    yield from _kinds(case)
    if degree.practical_hours:
        hours = sum((result.hours for result in case.all_results), NOTHING)
        yield "practical-hours", "", "hours", Verdict(degree.practical_hours, hours)
    if degree.outcomes:
        shown = {key for result in case.all_results for key in result.outcomes}
        lacking = tuple(key for key in degree.outcomes if key not in shown)
        count_all = Decimal(len(degree.outcomes))
        yield "outcomes", "", "outcomes", Verdict(count_all, count_all - len(lacking), lacking)


def _total(case: _Case) -> Decimal:
    """All credits that count; those that were recognised only up to the limit, whether they replace a course or not."""
    own = sum((row.ects for row in case.counted.results.values() if row.kind != RECOGNISED), NOTHING)
    taken_over = sum((row.ects for row in case.all_results if row.kind == RECOGNISED), NOTHING)
    return own + min(taken_over, case.rules.degree.recognised_ects)


def _institutions(case: _Case) -> Iterator[_Found]:
    """Registered at enough awarding institutions, and the least number of credits at each of them."""
    degree = case.rules.degree
    awarding = tuple(schac for schac in case.institutions if schac in case.rules.awarding)
    yield "institutions", "", "institutions", Verdict(Decimal(degree.awarding_institutions), Decimal(len(awarding)))
    if degree.ects_at_each_awarding:
        for schac in awarding:
            yield (
                "institution-ects",
                schac,
                "ects",
                Verdict(degree.ects_at_each_awarding, _ects_by_institution(case).get(schac, NOTHING)),
            )


def _ects_by_institution(case: _Case) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for result in case.all_results:
        sums[result.schac] = sums.get(result.schac, NOTHING) + result.ects
    return sums


def _home(case: _Case) -> str:
    return case.institutions[0] if case.institutions else ""


def _elsewhere(case: _Case) -> Decimal:
    """The most credits at one institution other than the first; of an unregistered student, at the second strongest."""
    home, sums = _home(case), _ects_by_institution(case)
    others = sorted((ects for schac, ects in sums.items() if schac != home), reverse=True)
    place = 0 if home else 1
    return others[place] if len(others) > place else NOTHING


def _groups(case: _Case) -> Iterator[_Found]:
    for group in case.track.groups:
        codes = [code for code, key in case.allocation.items() if key == group.key]
        reached = level(group, [case.counted.results[code].ects for code in codes])
        lacking = tuple(code for code in group.courses if code not in codes) if group.choose == "all" else ()
        unit = "ects" if group.choose == "ects" else "courses"
        yield "group", group.key, unit, Verdict(group.amount, min(reached, group.amount), lacking)


def _kinds(case: _Case) -> Iterator[_Found]:
    degree = case.rules.degree
    for kind, needed in (("internship", degree.internship_ects), ("thesis", degree.thesis_ects)):
        if needed:
            # A recognised result keeps the kind of the course that it replaces.
            reached = sum((row.ects for row in case.all_results if _kind(case, row) == kind), NOTHING)
            yield f"{kind}-ects", "", "ects", Verdict(needed, reached)


def _kind(case: _Case, result: Result) -> str:
    course = case.rules.courses.get(result.code)
    return course.kind if course and result.kind == RECOGNISED else result.kind
