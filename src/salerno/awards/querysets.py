"""Named sets of grades."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.awards.enums import AwardKind, SheetState, Standing
from salerno.catalogue.models import ProgrammeInstitution
from salerno.people.access import reach_of
from salerno.people.enums import GOVERNS

if TYPE_CHECKING:
    from salerno.people.models import Person


class AwardQuerySet(models.QuerySet):
    """Awards."""

    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def degrees(self) -> Self:
        """Those of a degree."""
        return self.filter(kind=AwardKind.DEGREE)

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(learner=person)

    def governed_by(self, person: "Person | None") -> Self:
        """Those that the person's institutions granted."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(institution__in=reach.people_of)


class BoardQuerySet(models.QuerySet):
    """Boards."""

    def open_to(self, person: "Person | None") -> Self:
        """Those in which the person sits, and those on a programme that the person's institution awards, to its administration."""
        return self._with("members__person", person)

    def run_by(self, person: "Person | None") -> Self:
        """Those whose acts the person writes down: in the chair, or administering an institution that awards the degree."""
        return self._with("chair", person)

    def _with(self, seat: str, person: "Person | None") -> Self:
        reach = reach_of(person)
        if reach.everything:
            return self
        if person is None or not person.pk:
            return self.none()
        own = self.model.objects.filter(**{seat: person}).values("pk")
        governed = [held.institution_id for held in reach.roles if held.role in GOVERNS]
        awarding = self.model.objects.filter(
            offering__programme__institutions__in=ProgrammeInstitution.objects.filter(institution__in=governed, is_awarding=True)
        )
        return self.filter(models.Q(pk__in=own) | models.Q(pk__in=awarding.values("pk")))


class GradeSheetQuerySet(models.QuerySet):
    """Sheets."""

    def published(self) -> Self:
        """Those that students see."""
        return self.filter(state=SheetState.PUBLISHED)

    def governed_by(self, person: "Person | None") -> Self:
        """Those of offerings that the person's institutions give: to those who teach or administer there."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(offering__institution__in=reach.courses_of | reach.people_of)


class GradeQuerySet(models.QuerySet):
    """Grades."""

    def published(self) -> Self:
        """Those that students see."""
        return self.filter(sheet__state=SheetState.PUBLISHED)

    def passed(self) -> Self:
        """Published passes."""
        return self.published().filter(standing=Standing.PASSED)

    def of(self, person: "Person") -> Self:
        """The person's own, once published."""
        return self.published().filter(enrolment__learner=person)

    def governed_by(self, person: "Person | None") -> Self:
        """Those on sheets that the person governs."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(sheet__offering__institution__in=reach.courses_of | reach.people_of)


class RecognisedResultQuerySet(models.QuerySet):
    """Results recognised from elsewhere."""

    def standing(self) -> Self:
        """Those that count."""
        return self.filter(withdrawn_at__isnull=True)

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(studies__student=person)
