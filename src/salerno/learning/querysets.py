"""Named sets of learners' traces."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


class OfEnrolmentQuerySet(models.QuerySet):
    """Rows that belong to an enrolment."""

    def visible_to(self, person: "Person | None") -> Self:
        """Own rows alone: how someone answered is between them and the campus."""
        if person is None or not person.is_authenticated:
            return self.none()
        return self.filter(enrolment__learner=person)


class SubmissionQuerySet(OfEnrolmentQuerySet):
    """What was handed in."""

    def shared_with(self, teacher: "Person") -> Self:
        """Texts that learners wrote to a teacher, in courses of the teacher's institutions."""
        reach = reach_of(teacher)
        shared = self.filter(is_shared=True)
        return shared if reach.everything else shared.filter(enrolment__offering__institution__in=reach.courses_of)


class ProblemReportQuerySet(models.QuerySet):
    """Reported problems."""

    def visible_to(self, person: "Person | None") -> Self:
        """Reports on courses that the person writes, and one's own."""
        if person is None or not person.is_authenticated:
            return self.none()
        reach = reach_of(person)
        if reach.everything:
            return self
        owned = models.Q(version__course__owners__institution__in=reach.courses_of)
        return self.filter(owned | models.Q(reporter=person)).distinct()

    def answerable_by(self, person: "Person | None") -> Self:
        """Reports that the person answers: on courses of which they are an author."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(version__course__owners__institution__in=reach.courses_of).distinct()
