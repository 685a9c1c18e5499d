"""What a degree's audit reads: results, registrations and regulations, in as many queries for one student as for a thousand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from django.db.models import prefetch_related_objects

from salerno.awards.degree_rules.audit import Audit, audit
from salerno.awards.degree_rules.records import RECOGNISED, Record, Result, planned_result
from salerno.awards.enums import Standing
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.scales import scale_of
from salerno.awards.models import Grade, RecognisedResult
from salerno.catalogue.regulations.facts import Group, ProgrammeRules, RuledCourse
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


@dataclass(frozen=True, slots=True)
class _Published:
    """The newest published grade of an enrolment."""

    value: str
    standing: str
    scale: str
    held_on: date


def results_of(programme_enrolments: Iterable[ProgrammeEnrolment]) -> dict[int, list[Result]]:
    """The results of each student, by primary key: courses passed, recognised, and those missed by little or by much.

    A completed enrolment is a pass, on the day of the sitting that it was passed at. Credits, kind, outcomes and hours are those of
    the student's own regulations; a course that they do not name has the credits of the catalogue. A result recognised from
    elsewhere has the credits that were recognised, and the outcomes and hours of the course that it replaces. Three queries.
    """
    studies = {row.pk: row for row in programme_enrolments}
    grades = _published_grades(studies)
    found: dict[int, list[Result]] = {pk: [] for pk in studies}
    for row in (
        Enrolment.objects.filter(programme_enrolment__in=studies)
        .exclude(state=State.WITHDRAWN)
        .values_list(
            "pk",
            "programme_enrolment",
            "state",
            "completed_at",
            "offering__course__code",
            "offering__course__ects_credits",
            "offering__institution__schac",
        )
    ):
        pk, of, state, completed_at, code, credits, schac = row
        rules = rules_of(studies[of].offering.regulations)
        course = rules.courses.get(code) or RuledCourse(code=code, title={}, schac=schac, ects=credits or 0)
        grade = grades.get(pk)
        if state == State.COMPLETED:
            day = grade.held_on if grade and grade.standing == Standing.PASSED else completed_at.date()
            found[of].append(_result(course, schac, day))
        elif grade and grade.standing == Standing.FAILED:
            found[of].append(_result(course, schac, grade.held_on, narrow=_is_narrow(grade, rules, schac)))
    for row in RecognisedResult.objects.standing().filter(studies__in=studies):
        course = rules_of(studies[row.studies_id].offering.regulations).courses.get(row.course_code)
        found[row.studies_id].append(_recognised(row, course))
    return found


def _recognised(row: RecognisedResult, course: RuledCourse | None) -> Result:
    """A result from elsewhere in the place of ``course``."""
    planned = planned_result(course) if course else None
    return Result(
        code=row.course_code,
        schac=row.schac,
        ects=row.ects,
        kind=RECOGNISED,
        outcomes=planned.outcomes if planned else (),
        hours=planned.hours if planned else Decimal(0),
        passed_on=row.passed_on,
    )


def _published_grades(studies: Iterable[int]) -> dict[int, _Published]:
    rows = Grade.objects.published().filter(enrolment__programme_enrolment__in=list(studies))
    values = rows.order_by("sheet__held_on", "pk").values_list("enrolment", "value", "standing", "sheet__scale", "sheet__held_on")
    return {pk: _Published(*rest) for pk, *rest in values}


def _result(course: RuledCourse, schac: str, on: date, *, narrow: bool | None = None) -> Result:
    """A pass, or (``narrow`` is not None) a result that is none."""
    planned = planned_result(course)
    return Result(
        code=planned.code,
        schac=schac,
        ects=planned.ects,
        kind=planned.kind,
        is_pass=narrow is None,
        is_above_floor=narrow is not False,
        outcomes=planned.outcomes,
        hours=planned.hours,
        passed_on=on,
    )


def _is_narrow(grade: _Published, rules: ProgrammeRules, schac: str) -> bool:
    """Whether a grade that is no pass reaches the floor of its institution; without a floor nothing is compensated there."""
    floor = rules.degree.floors.get(schac)
    return floor is not None and _reaches(grade.scale, grade.value, floor)


@cache
def _reaches(scale: str, value: str, floor: str) -> bool:
    """A floor that is no grade of the scale compensates nothing."""
    try:
        return scale_of(scale).read(value).height >= scale_of(scale).read(floor).height
    except GradeRefused:
        return False


def audits_of(programme_enrolments: Iterable[ProgrammeEnrolment], planned: Iterable[str] = ()) -> dict[int, Audit]:
    """The audit of each student, by primary key. Raises `CannotAudit` for a planned course that the regulations do not know."""
    studies = list(programme_enrolments)
    prefetch_related_objects(studies, "offering__regulations", "registrations__institution")
    results = results_of(studies)
    codes = tuple(planned)
    return {
        row.pk: audit(rules_of(row.offering.regulations), row.track, Record(tuple(results[row.pk]), _registered(row)), codes)
        for row in studies
    }


def _registered(studies: ProgrammeEnrolment) -> tuple[str, ...]:
    """Where the student is registered, or was when the studies ended, the first registration first."""
    ended = studies.ended_at.date() if studies.ended_at else None
    rows = [row for row in studies.registrations.all() if row.ends_on is None or (ended and row.ends_on >= ended)]
    return tuple(dict.fromkeys(row.institution.schac for row in rows))


@dataclass(frozen=True)
class CourseLine:
    """A course in a group: ``state`` is passed, compensated, planned, open, or elsewhere (it serves another group)."""

    course: RuledCourse
    state: str


@dataclass(frozen=True)
class GroupLines:
    """A group of a semester with its courses."""

    semester: int
    group: Group
    courses: tuple[CourseLine, ...]


@dataclass(frozen=True)
class DegreePage:
    """A student's way to the degree."""

    studies: ProgrammeEnrolment
    rules: ProgrammeRules
    audit: Audit
    institutions: dict[str, Institution]
    recognised: tuple[RecognisedResult, ...] = ()

    @property
    def track_title(self) -> Mapping[str, str]:
        """The title of the student's track, by language."""
        return self.rules.track(self.audit.track).title

    @property
    def satisfied(self) -> int:
        """How many rules are satisfied."""
        return len(self.audit.lines) - len(self.audit.unsatisfied)

    @property
    def groups(self) -> list[GroupLines]:
        """All groups in order; a course that may serve two groups is offered in the first one only while it is open."""
        offered: set[str] = set()
        found = []
        for semester in self.rules.track(self.audit.track).semesters:
            for group in semester.groups:
                lines = [CourseLine(self.rules.courses[code], self._state(code, group.key)) for code in group.courses]
                shown = tuple(line for line in lines if line.state != "elsewhere" and line.course.code not in offered)
                offered |= {line.course.code for line in shown}
                found.append(GroupLines(semester.number, group, shown))
        return found

    def _state(self, code: str, group: str) -> str:
        now, then = self.audit.allocation.get(code), self.audit.allocation_then.get(code)
        if (now or then or group) != group:
            return "elsewhere"
        if now:
            return "compensated" if code in self.audit.compensated else "passed"
        return "planned" if code in self.audit.planned else "open"


def degree_page(*, studies: ProgrammeEnrolment, planned: Iterable[str] = ()) -> DegreePage:
    """The page of ``studies``; of ``planned`` counts what the track knows, so that an old link still shows something."""
    rules = rules_of(studies.offering.regulations)
    known = rules.track(studies.track).codes
    codes = [code for code in dict.fromkeys(planned) if code in known]
    givers = Institution.objects.filter(schac__in=rules.institutions)
    return DegreePage(
        studies=studies,
        rules=rules,
        audit=audits_of([studies], codes)[studies.pk],
        institutions={row.schac: row for row in givers},
        recognised=tuple(studies.recognised_results.standing()),
    )


def studies_named(uuid: object) -> ProgrammeEnrolment | None:
    """The studies with this uuid, or the newest of the person with this uuid."""
    rows = ProgrammeEnrolment.objects.select_related("offering__regulations", "student")
    named = rows.filter(uuid=uuid).first()
    person = None if named else Person.objects.filter(uuid=uuid).first()
    return newest_studies_of(person) if person else named


def newest_studies_of(person: Person) -> ProgrammeEnrolment | None:
    """The person's studies: those that go on before those that ended, the newest first."""
    rows = ProgrammeEnrolment.objects.of(person).select_related("offering__regulations", "student")
    mine = list(rows.order_by("-admitted_at", "-pk"))
    return next((row for row in mine if row.is_live), mine[0] if mine else None)
