"""Named sets of credentials."""

from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.credentials.enums import SHARED
from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


class CredentialQuerySet(models.QuerySet):
    """Issued credentials."""

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(award__learner=person)

    def shared(self) -> Self:
        """Those whose holder switched sharing on."""
        return self.filter(shared_at__isnull=False)

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones; for staff those that their institution awarded; for the coordinator all."""
        if person is None or not person.is_authenticated:
            return self.none()
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(models.Q(award__learner=person) | models.Q(award__institution__in=reach.people_of))

    def governed_by(self, person: "Person | None") -> Self:
        """Those that the person may suspend or revoke."""
        reach = reach_of(person)
        if reach.everything:
            return self
        return self.filter(award__institution__in=reach.people_of)


class DegreeDocumentQuerySet(models.QuerySet):
    """Documents of degrees."""

    def standing(self) -> Self:
        """Those that count: neither replaced nor withdrawn."""
        return self.filter(superseded_at__isnull=True, withdrawn_at__isnull=True)

    def of(self, person: "Person") -> Self:
        """The person's own."""
        return self.filter(award__learner=person)

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones; for staff those of their institution's degrees, and what is made once for a student whom it awarded too."""
        if person is None or not person.is_authenticated:
            return self.none()
        reach = reach_of(person)
        if reach.everything:
            return self
        beside = self.model.objects.filter(kind__in=SHARED, award__programme_enrolment__awards__institution__in=reach.people_of)
        here = models.Q(award__institution__in=reach.people_of) | models.Q(pk__in=beside.order_by().values("pk"))
        return self.filter(models.Q(award__learner=person) | here)


class DocumentJobQuerySet(models.QuerySet):
    """Jobs."""

    def unfinished(self) -> Self:
        """Those that still have work."""
        return self.filter(finished_at__isnull=True)
