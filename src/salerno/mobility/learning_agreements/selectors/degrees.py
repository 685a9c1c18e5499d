"""What a learning agreement brings to each degree of its student: the audit as things stand, and with what is recognised."""

from collections.abc import Iterator
from dataclasses import dataclass

from salerno.awards.degree_rules.audit import Audit, Line, audit
from salerno.awards.degree_rules.records import RECOGNISED, Record, Result, planned_result
from salerno.awards.degrees.selectors.degrees import results_of
from salerno.awards.degrees.words import missing_of, reached_of, title_of
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.mobility.enums import MobilityKind
from salerno.mobility.models import Mobility
from salerno.mobility.papers.body import Body, Row


@dataclass(frozen=True)
class RuleLine:
    """A rule: what is reached ``now`` and ``then`` (with the agreement), and what is still missing then.

    ``is_lost``: the version in force would have satisfied it, and this one does not.
    """

    title: str
    now: str
    then: str
    missing: str
    is_moved: bool
    is_lost: bool

    @property
    def is_satisfied(self) -> bool:
        """Whether nothing is missing any more."""
        return not self.missing


@dataclass(frozen=True)
class DegreeLines:
    """The rules of the degree that ``institution`` awards."""

    institution: Institution
    lines: tuple[RuleLine, ...]

    @property
    def satisfied(self) -> int:
        """How many rules would be satisfied."""
        return sum(line.is_satisfied for line in self.lines)

    @property
    def moved(self) -> list[RuleLine]:
        """Rules that the agreement brings further."""
        return [line for line in self.lines if line.is_moved]

    @property
    def open(self) -> list[RuleLine]:
        """Rules that would still not be satisfied."""
        return [line for line in self.lines if not line.is_satisfied]

    @property
    def lost(self) -> list[RuleLine]:
        """Rules that the version in force would have satisfied."""
        return [line for line in self.lines if line.is_lost]


class Degrees:
    """Audits of one student, with any agreement: results, registrations and names are read once. Five queries."""

    def __init__(self, studies: ProgrammeEnrolment, receiving: Institution, *, is_traineeship: bool = False) -> None:
        self.studies, self.receiving, self._is_traineeship = studies, receiving, is_traineeship
        self.rules: ProgrammeRules = rules_of(studies.offering.regulations)
        self.results: list[Result] = results_of([studies])[studies.pk]
        registrations = studies.registrations.filter(ends_on__isnull=True).select_related("institution")
        self._registered = {row.institution.schac: row.institution for row in registrations}
        self._named = {row.schac: row for row in Institution.objects.filter(schac__in=self.rules.institutions)}

    @property
    def passed(self) -> set[str]:
        """Codes of courses that are passed."""
        return {result.code for result in self.results if result.is_pass}

    @property
    def home(self) -> str:
        """Where the student is registered first."""
        return next(iter(self._registered), "")

    def audited(self, body: Body | None = None) -> Audit:
        """The audit with what ``body`` would bring; without it as things stand. Milliseconds: it is asked at every change."""
        planned = tuple(self._planned(body)) if body else ()
        record = Record((*self.results, *planned), tuple(self._registered))
        return audit(self.rules, self.studies.track, record)

    def _planned(self, body: Body) -> Iterator[Result]:
        taught_there = {row.code for table in ("studied", "virtual") for row in body.live(table)}
        for row in body.live("recognised"):
            course = self.rules.courses.get(row.code)
            if course is None or row.code in self.passed:
                continue
            own = planned_result(course)
            is_itself = row.code in taught_there and course.schac == self.receiving.schac
            yield own if is_itself or self._is_traineeship else self._recognised(row, own)

    def _recognised(self, row: Row, own: Result) -> Result:
        """A result from elsewhere in the place of a course: its outcomes and hours, the credits agreed on, taught there."""
        return Result(
            code=own.code, schac=self.receiving.schac, ects=row.ects, kind=RECOGNISED, outcomes=own.outcomes, hours=own.hours
        )

    def lines(self, body: Body, in_force: Body | None = None) -> list[DegreeLines]:
        """For each degree that the student is registered for, its rules in words; ``in_force``: the version that holds now."""
        now, then = self.audited(), self.audited(body)
        before = self.audited(in_force) if in_force else now
        return [
            DegreeLines(institution, tuple(self._of(schac, now, then, before)))
            for schac, institution in self._registered.items()
            if schac in self.rules.awarding
        ]

    def _of(self, schac: str, now: Audit, then: Audit, before: Audit) -> Iterator[RuleLine]:
        """The rules that all degrees share, and those of one institution."""
        for line, later, held in zip(now.lines, then.lines, before.lines, strict=True):
            if line.key == "institution-ects" and line.subject != schac:
                continue
            yield RuleLine(
                title=title_of(line, self.rules, self._named, then.track),
                now=reached_of(line, line.now),
                then=reached_of(later, later.now),
                missing=missing_of(later, later.now, self.rules),
                is_moved=later.now != line.now,
                is_lost=held.now.is_satisfied and not later.now.is_satisfied,
            )


def unsatisfied_groups(found: Audit) -> dict[str, Line]:
    """The groups of courses in which something is missing, by key."""
    return {line.subject: line for line in found.unsatisfied if line.key == "group"}


def degrees_of(mobility: Mobility) -> Degrees | None:
    """The degrees of the mobility's student; None for a student of another university, whose rules are not known here."""
    studies = mobility.wish.studies
    if studies is None or studies.offering.regulations is None:
        return None
    return Degrees(studies, mobility.place.institution, is_traineeship=mobility.kind == MobilityKind.TRAINEESHIP)
