"""Named sets of the catalogue."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS, Role

if TYPE_CHECKING:
    from salerno.people.models import Person


def institutions_with(person: "Person | None", roles: frozenset[Role]) -> frozenset[int]:
    """The institutions (by id) at which ``person`` holds one of ``roles``."""
    return frozenset(held.institution_id for held in reach_of(person).roles if held.role in roles)


class CourseQuerySet(models.QuerySet):
    """Courses."""

    def public(self) -> Self:
        """Courses that the catalogue shows to everyone."""
        return self.filter(is_public=True)

    def visible_to(self, person: "Person | None") -> Self:
        """Public courses, and those owned by an institution at which the person writes courses."""
        reach = reach_of(person)
        if reach.everything:
            return self
        if not reach.courses_of:
            return self.public()
        owned = models.Q(owners__institution__in=reach.courses_of)
        return self.filter(models.Q(is_public=True) | owned).distinct()

    def editable_by(self, person: "Person | None") -> Self:
        """Courses whose text the person may change."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(owners__institution__in=reach.courses_of).distinct()

    def with_owners(self) -> Self:
        """With the owning institutions, in order, in one more query."""
        return self.prefetch_related("owners__institution")


class ProgrammeQuerySet(models.QuerySet):
    """Programmes."""

    def public(self) -> Self:
        """Programmes that the catalogue shows to everyone."""
        return self.filter(is_public=True)

    def governed_by(self, person: "Person | None") -> Self:
        """Those that an institution gives which the person coordinates or administers: their cohorts, their regulations."""
        if reach_of(person).everything:
            return self
        given = self.model.objects.filter(institutions__institution__in=institutions_with(person, GOVERNS))
        return self.filter(pk__in=given.values("pk"))

    def ruled_by(self, person: "Person | None") -> Self:
        """Those whose regulations the person publishes, and lets hold for cohorts: coordinators of awarding institutions."""
        if reach_of(person).everything:
            return self
        own = institutions_with(person, frozenset({Role.COORDINATOR}))
        awarded = self.model.objects.filter(institutions__institution__in=own, institutions__is_awarding=True)
        return self.filter(pk__in=awarded.values("pk"))


class OfProgrammeQuerySet(models.QuerySet):
    """What belongs to a programme: versions of its regulations, cohorts."""

    def governed_by(self, person: "Person | None") -> Self:
        """Those of programmes that an institution gives which the person coordinates or administers."""
        if reach_of(person).everything:
            return self
        given = self.model.objects.filter(programme__institutions__institution__in=institutions_with(person, GOVERNS))
        return self.filter(pk__in=given.values("pk"))


class CourseOfferingQuerySet(models.QuerySet):
    """Offerings of courses."""

    def public(self) -> Self:
        """Offerings of public courses that are not private to a group."""
        return self.filter(is_public=True, course__is_public=True)

    def not_over(self, at: datetime) -> Self:
        """Offerings whose last day is not past."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=at.date()))

    def visible_to(self, person: "Person | None") -> Self:
        """Public ones, and those of the institutions at which the person has a role that sees people."""
        reach = reach_of(person)
        if reach.everything:
            return self
        mine = models.Q(institution__in=reach.people_of | reach.courses_of)
        return self.filter(models.Q(is_public=True, course__is_public=True) | mine)

    def governed_by(self, person: "Person | None") -> Self:
        """Those that the person runs: sees who studies, enrols, withdraws, changes dates and seats."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(institution__in=reach.people_of)
