"""Students chosen in a list, and what an act on all of them would do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, QuerySet

from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering, ProgrammeOffering
from salerno.catalogue.selectors import rules_of
from salerno.enrolment import rules
from salerno.enrolment.enums import ProgrammeRefusal, Refusal
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.people.rules import governs


@dataclass(frozen=True)
class Chosen:
    """One student with the reason for which the act would leave them out, or None."""

    studies: ProgrammeEnrolment
    refusal: ProgrammeRefusal | Refusal | None


@dataclass(frozen=True)
class BulkPreview:
    """What an act would do to each; ``target`` is the institution or the offering."""

    target: Model
    lines: list[Chosen]

    @property
    def taken(self) -> list[Chosen]:
        """Those to whom it would be done."""
        return [line for line in self.lines if line.refusal is None]

    @property
    def left_out(self) -> list[Chosen]:
        """Those to whom it would not, with the reason."""
        return [line for line in self.lines if line.refusal is not None]


def registering_preview(students: list[ProgrammeEnrolment], institution: Institution) -> BulkPreview:
    """Who would be registered at ``institution``. Two queries."""
    refusals = rules.why_not_register_each(enrolments=students, institution=institution)
    return BulkPreview(institution, [Chosen(row, refusals[row.pk]) for row in students])


def enrolling_preview(students: list[ProgrammeEnrolment], offering: CourseOffering, at: datetime) -> BulkPreview:
    """Who would get a seat in ``offering``, in the order of the list. The queries do not grow with the students."""
    refusals = rules.why_not_enrol_each(learners=[row.student for row in students], offering=offering, at=at)
    return BulkPreview(offering, [Chosen(row, refusals[row.student_id]) for row in students])


def offerings_to_enrol_in(cohort: ProgrammeOffering, person: Person, at: datetime) -> QuerySet[CourseOffering]:
    """What the person's institutions offer, now or later, of the courses in the cohort's regulations."""
    codes = rules_of(cohort.regulations).courses if cohort.regulations else ()
    rows = CourseOffering.objects.governed_by(person).not_over(at)
    rows = rows.filter(course__kind=CourseKind.MASTER_COURSE, course__code__in=codes)
    return rows.select_related("course", "institution").order_by("course__code", "starts_on", "pk")


def places_to_register_at(cohort: ProgrammeOffering, person: Person) -> list[Institution]:
    """The institutions that give the programme and that the person administers."""
    rows: Iterable[Institution] = Institution.objects.filter(programmes__programme=cohort.programme_id)
    return [row for row in rows if governs(person, row)]
