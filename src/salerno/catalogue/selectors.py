"""What the public pages of the catalogue read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from modelsearch.backends import get_search_backend

from salerno.catalogue.enums import OwnerRole, TrainingKind
from salerno.catalogue.models import Course, CourseOffering, Outcome, Programme, Regulations
from salerno.catalogue.regulations.comparison import Difference, differences
from salerno.catalogue.regulations.facts import Group, ProgrammeRules, RuledCourse, Semester, Track
from salerno.catalogue.regulations.reader import read_body
from salerno.common.names import language_name, plain_number
from salerno.common.translated import in_language
from salerno.institutions.models import Institution
from salerno.people.models import Person

LENGTHS = {"short": (0, 60), "medium": (61, 600), "long": (601, 10**9)}
_rules_read: dict[str, ProgrammeRules] = {}


def rules_of(regulations: Regulations) -> ProgrammeRules:
    """What ``regulations`` say. A version is never changed, so it is read once for a process."""
    if regulations.digest not in _rules_read:
        _rules_read[regulations.digest] = read_body(regulations.body)
    return _rules_read[regulations.digest]


@dataclass(frozen=True)
class Filters:
    """What a reader asked for; empty means all. ``length`` is a key of ``LENGTHS``, ``level`` an EQF level."""

    words: str = ""
    kind: str = ""
    language: str = ""
    level: int | None = None
    length: str = ""
    institution: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was asked."""
        return self == Filters()

    @property
    def is_only_words(self) -> bool:
        """Whether nothing but words was asked."""
        return self == Filters(words=self.words)


@dataclass(frozen=True)
class Entry:
    """A programme or a course, as a card shows it."""

    training: Programme | Course
    kind: str
    institutions: tuple[Institution, ...]
    minutes: int

    def card(self) -> dict[str, Any]:
        """What ``components/card_course.html`` shows."""
        training = self.training
        return {
            "title": in_language(training.title),
            "url": training.get_absolute_url(),
            "kind": TrainingKind(self.kind).label,
            "summary": in_language(training.summary),
            "minutes": self.minutes,
            "ects_credits": plain_number(training.ects_credits),
            "languages": [language_name(code) for code in training.languages],
            "institution": ", ".join(row.code for row in self.institutions[:3]) + (" …" if len(self.institutions) > 3 else ""),
        }


@dataclass(frozen=True)
class CatalogueList:
    """The entries that were found and the choices that the filters offer."""

    entries: list[Entry]
    total: int
    languages: list[str]
    levels: list[int]
    institutions: list[Institution] = field(default_factory=list)


def catalogue_list(filters: Filters) -> CatalogueList:
    """Public programmes and courses that match, programmes first; the number of queries does not grow with rows."""
    everything = [*_programmes(), *_courses()]
    found = _search(everything, filters.words) if filters.words else everything
    return CatalogueList(
        entries=[entry for entry in found if _matches(entry, filters)],
        total=len(everything),
        languages=sorted({code for entry in everything for code in entry.training.languages}),
        levels=sorted({entry.training.eqf_level for entry in everything if entry.training.eqf_level}),
        institutions=_distinct(institution for entry in everything for institution in entry.institutions),
    )


def _programmes() -> list[Entry]:
    rows = Programme.objects.public().prefetch_related("institutions__institution")
    return [
        Entry(
            training=row,
            kind=TrainingKind.PROGRAMME,
            institutions=tuple(giver.institution for giver in row.institutions.all()),
            minutes=0,
        )
        for row in rows
    ]


def _courses() -> list[Entry]:
    return [course_entry(row) for row in Course.objects.public().with_owners()]


def course_entry(course: Course) -> Entry:
    """A course as a card, its owners prefetched."""
    owners = tuple(owner.institution for owner in course.owners.all())
    return Entry(training=course, kind=course.kind, institutions=owners, minutes=course.workload_minutes)


def _distinct(institutions: Iterable[Institution]) -> list[Institution]:
    return sorted({row.pk: row for row in institutions}.values(), key=lambda row: (row.position, row.slug))


def _search(entries: list[Entry], words: str) -> list[Entry]:
    """Entries that the search index finds, best first.

    SECURITY: a quotation mark would end the text in SQLite's own query language, in which the backend writes the words.
    """
    words = words.replace('"', " ").strip()
    if not words:
        return []
    backend = get_search_backend()
    order: dict[tuple[type, int], int] = {}
    for model in (Programme, Course):
        for row in backend.search(words, model.objects.public()):
            order[(model, row.pk)] = len(order)
    found = [entry for entry in entries if (type(entry.training), entry.training.pk) in order]
    return sorted(found, key=lambda entry: order[(type(entry.training), entry.training.pk)])


def _matches(entry: Entry, filters: Filters) -> bool:
    if filters.kind and entry.kind != filters.kind:
        return False
    if filters.language and filters.language not in entry.training.languages:
        return False
    if filters.level and entry.training.eqf_level != filters.level:
        return False
    if filters.length and not _is_long_as(entry, filters.length):
        return False
    return not filters.institution or filters.institution in {row.slug for row in entry.institutions}


def _is_long_as(entry: Entry, length: str) -> bool:
    least, most = LENGTHS.get(length, (0, 10**9))
    return entry.minutes > 0 and least <= entry.minutes <= most


@dataclass(frozen=True)
class CoursePage:
    """A course's public page."""

    course: Course
    lead: Institution | None
    institutions: list[Institution]
    outcomes: list[Outcome]
    offerings: list[CourseOffering]
    programmes: list[Programme]

    @property
    def outlined_units(self) -> list[dict[str, Any]]:
        """Units that are planned and not yet written."""
        return [unit for unit in self.course.outline if unit.get("outlined")]


def course_page(*, slug: str, viewer: Person | None, at: datetime) -> CoursePage | None:
    """The page of the course ``slug``, or None when the viewer may not see it."""
    course = Course.objects.visible_to(viewer).with_owners().filter(slug=slug).first()
    if course is None:
        return None
    owners = list(course.owners.all())
    offerings = CourseOffering.objects.visible_to(viewer).not_over(at).filter(course=course)
    leading = [owner.institution for owner in owners if owner.role == OwnerRole.LEAD]
    return CoursePage(
        course=course,
        lead=leading[0] if leading else None,
        institutions=[owner.institution for owner in owners],
        outcomes=list(course.outcomes.filter(is_retired=False).prefetch_related("requires")),
        offerings=list(offerings.select_related("institution", "academic_session")),
        programmes=list(course.programmes.public()),
    )


@dataclass(frozen=True)
class ShownGroup:
    """A group of courses as the page lists it."""

    group: Group
    courses: tuple[RuledCourse, ...]


@dataclass(frozen=True)
class ProgrammePage:
    """A programme's public page. ``rules``: those of the newest cohort, or else the newest published; None when there are none."""

    programme: Programme
    courses: list[Entry]
    rules: ProgrammeRules | None = None

    @property
    def givers(self) -> dict[str, Institution]:
        """The institutions that give the programme, by ``schac``."""
        return {giver.institution.schac: giver.institution for giver in self.programme.institutions.all()}

    def structure(self) -> list[tuple[Track, list[tuple[int, list[ShownGroup]]]]]:
        """Each track with its semesters, by number, and their groups with the courses."""
        return (
            [(track, [(semester.number, self._groups(semester)) for semester in track.semesters]) for track in self.rules.tracks]
            if self.rules
            else []
        )

    def _groups(self, semester: Semester) -> list[ShownGroup]:
        courses = self.rules.courses
        return [ShownGroup(group, tuple(courses[code] for code in group.courses)) for group in semester.groups]


def programme_page(*, slug: str) -> ProgrammePage | None:
    """The page of the programme ``slug``, or None."""
    courses = Prefetch("courses", queryset=Course.objects.public().with_owners())
    programme = (
        Programme.objects.public()
        .prefetch_related("institutions__institution", "offerings__academic_session", "offerings__regulations", courses)
        .filter(slug=slug)
        .first()
    )
    if programme is None:
        return None
    courses_shown = [course_entry(row) for row in programme.courses.all()]
    return ProgrammePage(programme=programme, courses=courses_shown, rules=_rules_shown(programme))


def _rules_shown(programme: Programme) -> ProgrammeRules | None:
    pinned = [offering.regulations for offering in programme.offerings.all() if offering.is_public and offering.regulations]
    newest = pinned[-1] if pinned else programme.regulations.first()
    return rules_of(newest) if newest else None


def changes_by(rules: ProgrammeRules) -> list[Difference]:
    """What publishing ``rules`` would change, compared with the newest version of the programme; everything, for the first."""
    newest = Regulations.objects.filter(programme__code=rules.programme).order_by("-number").first()
    return differences(newest.body if newest else {}, rules.body)


def trainings_of(institution: Institution) -> list[Entry]:
    """What an institution gives: its programmes and the public courses that it owns."""
    return [entry for entry in [*_programmes(), *_courses()] if institution in entry.institutions]
