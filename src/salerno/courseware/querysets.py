"""Named sets of versions."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.enrolment.enums import State
from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


class CourseVersionQuerySet(models.QuerySet):
    """Published versions."""

    def visible_to(self, person: "Person | None") -> Self:
        """Versions of public courses, of one's own courses as an author, and those that one's offerings pin."""
        reach = reach_of(person)
        if reach.everything:
            return self
        allowed = models.Q(course__is_public=True)
        if person is not None and person.is_authenticated:
            allowed |= models.Q(course__owners__institution__in=reach.courses_of)
            allowed |= models.Q(
                pins__offering__enrolments__learner=person,
                pins__offering__enrolments__state__in=[State.ACTIVE, State.COMPLETED],
            )
        return self.filter(allowed).distinct()


class DraftQuerySet(models.QuerySet):
    """Drafts of the Studio."""

    def visible_to(self, person: "Person | None") -> Self:
        """Drafts of courses whose text the person may change."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(course__owners__institution__in=reach.courses_of).distinct()
