"""Named sets of theses."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


class ThesisQuerySet(models.QuerySet):
    """Theses. Sets of people are asked for in subqueries, so that a thesis stands once in each."""

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(enrolment__learner=person)

    def followed_by(self, person: "Person") -> Self:
        """Those that the person supervises or judges."""
        supervised = self.model.objects.filter(supervisors__person=person).values("pk")
        judged = self.model.objects.filter(jury__person=person).values("pk")
        return self.filter(models.Q(pk__in=supervised) | models.Q(pk__in=judged))

    def governed_by(self, person: "Person | None") -> Self:
        """Those that the person administers: of students registered at their institution, or of courses that it gives."""
        reach = reach_of(person)
        if reach.everything:
            return self
        there = self.model.objects.filter(enrolment__programme_enrolment__registrations__institution__in=reach.people_of)
        return self.filter(models.Q(pk__in=there.values("pk")) | models.Q(enrolment__offering__institution__in=reach.people_of))

    def on_the_desk_of(self, person: "Person | None") -> Self:
        """Those that the person supervises, judges or administers; nobody's own by being the student."""
        if person is None or not person.pk:
            return self.none()
        mine = self.followed_by(person).values("pk")
        return self.filter(models.Q(pk__in=mine) | models.Q(pk__in=self.model.objects.governed_by(person).values("pk")))

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones, and those on the person's desk."""
        if person is None or not person.pk:
            return self.none()
        mine = self.model.objects.on_the_desk_of(person).values("pk")
        return self.filter(models.Q(enrolment__learner=person) | models.Q(pk__in=mine))
