"""Named sets of enrolments."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.catalogue.querysets import institutions_with
from salerno.enrolment.enums import LIVE, State
from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS

if TYPE_CHECKING:
    from salerno.catalogue.models import ProgrammeOffering
    from salerno.institutions.models import Institution
    from salerno.people.models import Person


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments."""

    def live(self) -> Self:
        """Those that count: studying or completed."""
        return self.exclude(state=State.WITHDRAWN)

    def holding_a_seat(self) -> Self:
        """Those that take one of an offering's seats."""
        return self.exclude(state=State.WITHDRAWN)

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(learner=person)

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones; for staff those in offerings of their institution; for the coordinator all."""
        if person is None or not person.is_authenticated:
            return self.none()
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(models.Q(learner=person) | models.Q(offering__institution__in=reach.people_of))


class ProgrammeEnrolmentQuerySet(models.QuerySet):
    """Students in cohorts of programmes."""

    def live(self) -> Self:
        """Those who study, or have interrupted and may come back."""
        return self.filter(state__in=LIVE)

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(student=person)

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones; for staff those of students who are or were registered at their institution; for the coordinator all."""
        if person is None or not person.is_authenticated:
            return self.none()
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(models.Q(student=person) | models.Q(pk__in=self._registered_at(reach.people_of)))

    def governed_by(self, person: "Person | None") -> Self:
        """Those whom the person administers: registers, interrupts, withdraws; never by being the student, nor by teaching."""
        if reach_of(person).everything:
            return self
        return self.filter(pk__in=self._registered_at(institutions_with(person, GOVERNS)))

    def _registered_at(self, institution_ids: frozenset[int]) -> models.QuerySet:
        """A subquery, so that a student with two registrations stands once in the set."""
        return self.model.objects.filter(registrations__institution__in=institution_ids).values("pk")


class RegistrationQuerySet(models.QuerySet):
    """Students at institutions."""

    def open(self) -> Self:
        """Those that have not ended."""
        return self.filter(ends_on__isnull=True)

    def waiting_for_a_number(self) -> Self:
        """Open ones to which the institution has not given a number yet."""
        return self.open().filter(student_number="")

    def on_the_sheet(self, cohort: "ProgrammeOffering", institution: "Institution") -> Self:
        """Those to which ``institution`` gives numbers: open, of students of ``cohort`` who study or may come back, by name."""
        rows = self.open().filter(enrolment__offering=cohort, enrolment__state__in=LIVE, institution=institution)
        names = ("enrolment__family_name", "enrolment__given_names", "pk")
        return rows.select_related("enrolment__student").order_by(*names)

    def governed_by(self, person: "Person | None") -> Self:
        """Those at institutions that the person coordinates or administers: numbers and fees are the institution's own."""
        if reach_of(person).everything:
            return self
        return self.filter(institution__in=institutions_with(person, GOVERNS))
