"""What the page of one's own programme's courses reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.regulations.facts import Group, ProgrammeRules, RuledCourse, Track
from salerno.catalogue.selectors import rules_of
from salerno.enrolment import rules as may
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.selectors.boxes import offerings_for
from salerno.enrolment.standings import standings_of
from salerno.people.models import Person


@dataclass(frozen=True)
class Chance:
    """An offering of a course: ``refusal`` says why one may not enrol; ``seats_left`` is None where there is no limit."""

    offering: CourseOffering
    refusal: Refusal | None
    seats_left: int | None


@dataclass(frozen=True)
class CourseChoice:
    """A course of the regulations. ``enrolment``: the student's own, not withdrawn; ``lacking``: what must be passed before."""

    course: RuledCourse
    enrolment: Enrolment | None
    lacking: tuple[str, ...]
    chances: tuple[Chance, ...]

    @property
    def is_passed(self) -> bool:
        """Whether the student has completed it."""
        return self.enrolment is not None and self.enrolment.state == State.COMPLETED


@dataclass(frozen=True)
class GroupChoice:
    """A group of a semester with its courses. ``semester`` of None: courses that this track does not name."""

    semester: int | None
    group: Group | None
    courses: tuple[CourseChoice, ...]


@dataclass(frozen=True)
class CoursesPage:
    """The courses of one programme, and what a student may do with each."""

    studies: ProgrammeEnrolment
    rules: ProgrammeRules
    groups: list[GroupChoice]
    others: GroupChoice

    @property
    def track(self) -> Track:
        """The student's track."""
        return self.rules.track(self.studies.track)


def courses_page(*, student: Person, at: datetime) -> CoursesPage | None:
    """The page of the newest live studies of ``student``, or None for who studies in no programme. The queries do not grow."""
    rows = ProgrammeEnrolment.objects.of(student).live().select_related("offering__programme", "offering__regulations")
    studies = rows.order_by("-admitted_at", "-pk").first()
    if studies is None:
        return None
    rules = rules_of(studies.offering.regulations)
    choices = _choices(student, studies, rules, at)
    track = rules.track(studies.track)
    offered: set[str] = set()
    groups = [
        GroupChoice(semester.number, group, tuple(choices[code] for code in _once(group.courses, offered)))
        for semester in track.semesters
        for group in semester.groups
    ]
    others = tuple(choice for code, choice in choices.items() if code not in track.codes)
    return CoursesPage(studies, rules, groups, GroupChoice(None, None, others))


def _once(codes: Iterable[str], offered: set[str]) -> list[str]:
    """Those of ``codes`` that stand in no earlier group: a course counts once."""
    new = [code for code in codes if code not in offered]
    offered.update(new)
    return new


def _choices(student: Person, studies: ProgrammeEnrolment, rules: ProgrammeRules, at: datetime) -> dict[str, CourseChoice]:
    standing = standings_of([student])[student.pk]
    own = {row.offering.course.code: row for row in _own(student, rules)}
    chances: dict[str, list[Chance]] = defaultdict(list)
    for offering in _offerings(student, rules, at):
        left = None if offering.seats is None else max(0, offering.seats - offering.taken)
        refusal = may.why_not_for(standing=standing, offering=offering)
        refusal = refusal or may.why_not_open(offering=offering, at=at, seats_left=left)
        chances[offering.course.code].append(Chance(offering, refusal, left))
    return {
        code: CourseChoice(course, own.get(code), tuple(sorted(standing.lacking(code))), tuple(chances[code]))
        for code, course in rules.courses.items()
    }


def _own(student: Person, rules: ProgrammeRules) -> QuerySet[Enrolment]:
    """A completed enrolment last: it is the one that is kept for the course."""
    rows = Enrolment.objects.of(student).live().filter(offering__course__code__in=rules.courses)
    return rows.select_related("offering__course", "offering__institution").order_by("completed_at", "pk")


def _offerings(student: Person, rules: ProgrammeRules, at: datetime) -> QuerySet[CourseOffering]:
    rows = offerings_for(student).not_over(at).filter(course__code__in=rules.courses)
    taken = Count("enrolments", filter=~Q(enrolments__state=State.WITHDRAWN), distinct=True)
    return rows.annotate(taken=taken).select_related("course", "institution").order_by("starts_on", "pk")
