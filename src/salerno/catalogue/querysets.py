"""Named sets of the catalogue."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


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
