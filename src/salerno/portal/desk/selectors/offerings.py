"""Offerings that a person runs, and who studies in them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from salerno.catalogue.models import Course, CourseOffering
from salerno.courseware.models import CourseVersion
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.people.rules import governs
from salerno.portal.desk.selectors.people import name_of


@dataclass(frozen=True)
class OfferingFilters:
    """What was asked of the list; empty means all. ``when`` is running, coming or over."""

    words: str = ""
    language: str = ""
    institution: str = ""
    when: str = ""


def offerings_run_by(person: Person, filters: OfferingFilters, on: date) -> QuerySet[CourseOffering]:
    """Offerings of the person's institutions with ``enrolled`` and ``completed`` counted, one query."""
    rows = CourseOffering.objects.governed_by(person).select_related("course", "institution", "pinned__version")
    if filters.words:
        rows = rows.filter(Q(course__code__icontains=filters.words) | Q(course__title__icontains=filters.words))
    if filters.language:
        rows = rows.filter(language=filters.language)
    if filters.institution:
        rows = rows.filter(institution__slug=filters.institution)
    return _by_date(rows, filters.when, on).annotate(
        enrolled=Count("enrolments", filter=~Q(enrolments__state=State.WITHDRAWN)),
        completed=Count("enrolments", filter=Q(enrolments__state=State.COMPLETED)),
    )


def _by_date(rows: QuerySet, when: str, on: date) -> QuerySet:
    is_over = Q(ends_on__lt=on)
    is_coming = Q(starts_on__gt=on)
    if when == "over":
        return rows.filter(is_over)
    if when == "coming":
        return rows.filter(is_coming)
    if when == "running":
        return rows.exclude(is_over).exclude(is_coming)
    return rows


def learners_of(offering: CourseOffering, *, words: str = "", state: str = "") -> QuerySet[Enrolment]:
    """Enrolments with ``name``, ``done`` of ``activities``, ``minutes``, ``last_at`` and ``score`` (of the final), one query.

    Activities and minutes are those of the version that the offering pins: work on activities that it no longer has
    is kept and not counted.
    """
    version = pinned_version(offering)
    minutes = minutes_of(version)
    is_done = Q(progress__completed_at__isnull=False, progress__activity_key__in=list(minutes))
    rows = Enrolment.objects.filter(offering=offering).select_related("learner")
    if words:
        rows = rows.filter(Q(learner__full_name__icontains=words) | Q(learner__email__icontains=words))
    if state:
        rows = rows.filter(state=state)
    return rows.annotate(
        name=name_of("learner__"),
        done=Count("progress", filter=is_done),
        activities=Value(len(minutes)),
        minutes=Coalesce(Sum(_minutes_case(minutes), filter=is_done), 0),
        last_at=Max(Coalesce("progress__completed_at", "progress__opened_at")),
        score=Max("progress__best_score", filter=Q(progress__activity_key=version.final_key if version else "")),
    )


def _minutes_case(minutes: dict[str, int]) -> Case:
    by_minutes: dict[int, list[str]] = defaultdict(list)
    for key, length in minutes.items():
        by_minutes[length].append(key)
    whens = [When(progress__activity_key__in=keys, then=Value(length)) for length, keys in by_minutes.items()]
    return Case(*whens, default=Value(0), output_field=IntegerField())


def pinned_version(offering: CourseOffering) -> CourseVersion | None:
    """The version that the offering gives, or None before the first is pinned."""
    pinned = getattr(offering, "pinned", None)
    return pinned.version if pinned else None


def minutes_of(version: CourseVersion | None) -> dict[str, int]:
    """Minutes by the key of each activity of ``version``."""
    units = version.units if version else []
    return {item["key"]: item["minutes"] for unit in units for item in unit["activities"]}


def institutions_run_by(person: Person) -> list[Institution]:
    """The institutions whose offerings, people and credentials the person sees."""
    reach = reach_of(person)
    rows = Institution.objects.all()
    return list(rows if reach.everything else rows.filter(pk__in=reach.people_of))


def institutions_governed_by(person: Person) -> list[Institution]:
    """The institutions on whose roles and keys the person decides."""
    return [row for row in institutions_run_by(person) if governs(person, row)]


def learners_chosen(offering: CourseOffering, numbers: list[UUID]) -> list[Enrolment]:
    """Those of the enrolments ``numbers`` that are of this offering and still study."""
    rows = Enrolment.objects.filter(offering=offering, uuid__in=numbers, state=State.ACTIVE)
    return list(rows.select_related("learner", "offering__course"))


def courses_to_offer(person: Person) -> QuerySet[Course]:
    """Published courses that are owned by an institution whose offerings the person runs."""
    return Course.objects.filter(owners__institution__in=institutions_run_by(person), versions__isnull=False).distinct()
