"""What the desk's pages of cohorts read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from salerno.catalogue.models import ProgrammeOffering, Regulations
from salerno.catalogue.regulations.facts import Track
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import LIVE, ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.people.rules import governs


def cohorts_of(person: Person) -> QuerySet[ProgrammeOffering]:
    """The cohorts of programmes that the person's institutions give, with the number of students in each state.

    PRIVACY: the numbers are those of the whole cohort; who the students are, each institution sees of its own alone.
    """
    rows = ProgrammeOffering.objects.governed_by(person).select_related("programme", "academic_session", "regulations")
    states = {state.value: Count("enrolments", filter=Q(enrolments__state=state)) for state in ProgrammeState}
    return rows.annotate(**states)


@dataclass(frozen=True)
class CohortPage:
    """A cohort. ``offices``: institutions at which the person gives numbers, each with how many wait for one."""

    cohort: ProgrammeOffering
    institutions: list[Institution]
    tracks: tuple[Track, ...]
    offices: list[tuple[Institution, int]]
    versions: list[Regulations]

    @property
    def admitted(self) -> int:
        """How many were ever admitted: their rules stand."""
        return sum(getattr(self.cohort, state.value) for state in ProgrammeState)

    @property
    def holding_a_place(self) -> int:
        """How many take one of the places."""
        return self.admitted - self.cohort.withdrawn


def cohort_page(cohort: ProgrammeOffering, viewer: Person) -> CohortPage:
    """The page of ``cohort`` (a row of ``cohorts_of``), its list aside."""
    institutions = list(Institution.objects.filter(programmes__programme=cohort.programme).order_by("programmes__position"))
    waiting = Registration.objects.governed_by(viewer).waiting_for_a_number()
    of_cohort = waiting.filter(enrolment__offering=cohort, enrolment__state__in=LIVE).order_by()
    counts = dict(of_cohort.values_list("institution").annotate(n=Count("pk")))
    return CohortPage(
        cohort=cohort,
        institutions=institutions,
        tracks=rules_of(cohort.regulations).tracks if cohort.regulations else (),
        offices=[(row, counts.get(row.pk, 0)) for row in institutions if governs(viewer, row)],
        versions=list(cohort.programme.regulations.exclude(pk=cohort.regulations_id)[:20]),
    )


@dataclass(frozen=True)
class StudentFilters:
    """What a list of students is narrowed to; empty means all. ``institution`` is a slug: of who is registered there."""

    words: str = ""
    institution: str = ""
    state: str = ""
    track: str = ""
    is_numberless: bool = False


def students_of(cohort: ProgrammeOffering, viewer: Person, filters: StudentFilters) -> QuerySet[ProgrammeEnrolment]:
    """The students of ``cohort`` whom the person administers, with their registrations. ``institution`` and ``is_numberless``
    together: who waits for a number there."""
    rows = ProgrammeEnrolment.objects.governed_by(viewer).filter(offering=cohort)
    there = Registration.objects.filter(enrolment=OuterRef("pk"))
    if filters.institution:
        there = there.filter(institution__slug=filters.institution)
    if filters.is_numberless:
        there = there.waiting_for_a_number()
    if filters.institution or filters.is_numberless:
        rows = rows.filter(Exists(there))
    if filters.words:
        rows = rows.filter(_named(filters.words))
    plain: dict[str, Any] = {name: value for name in ("state", "track") if (value := getattr(filters, name))}
    return rows.filter(**plain).select_related("student", "offering").prefetch_related("registrations__institution")


def _named(words: str) -> Q:
    """Each word stands in a name or the address, or is a student number."""
    found = Q()
    for word in words.split():
        in_names = Q(family_name__icontains=word) | Q(given_names__icontains=word) | Q(student__email__icontains=word)
        numbered = ProgrammeEnrolment.objects.filter(registrations__student_number=word).values("pk")
        found &= in_names | Q(pk__in=numbered)
    return found
