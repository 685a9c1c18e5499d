"""Named sets of learning agreements, their versions, and certificates of traineeships: who may see and act on which."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.mobility.enums import PAPER_UNDER_WAY, PaperState
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


class _OfMobility(models.QuerySet):
    """Rows of one mobility, which lies at ``_mobility``."""

    _mobility = ""

    def _at(self, name: str) -> str:
        return f"{self._mobility}{name}"

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(**{self._at("wish__student"): person}) if person is not None and person.pk else self.none()

    def governed_by(self, person: "Person | None") -> Self:
        """Those of which one end is an institution that the person coordinates; never one's own."""
        if person is None or person.pk is None:
            return self.none()
        rows = self.exclude(**{self._at("wish__student"): person})
        if reach_of(person).everything:
            return rows
        ends = coordinated_by(person)
        return rows.filter(models.Q(**{self._at("wish__home__in"): ends}) | models.Q(**{self._at("place__institution__in"): ends}))

    def visible_to(self, person: "Person | None") -> Self:
        """One's own, and those that one governs."""
        if person is None or person.pk is None:
            return self.none()
        mine, governed = (self.model.objects.of(person), self.model.objects.governed_by(person))
        return self.filter(models.Q(pk__in=mine.values("pk")) | models.Q(pk__in=governed.values("pk")))


class LearningAgreementQuerySet(_OfMobility):
    """Learning agreements."""

    _mobility = "mobility__"


class TraineeshipCertificateQuerySet(_OfMobility):
    """Certificates of traineeships."""

    _mobility = "mobility__"


class LearningAgreementVersionQuerySet(_OfMobility):
    """Versions of learning agreements."""

    _mobility = "agreement__mobility__"

    def under_way(self) -> Self:
        """Those that wait for somebody."""
        return self.filter(state__in=PAPER_UNDER_WAY)

    def late(self, on: date) -> Self:
        """Those that are not in force although they should be."""
        return self.under_way().filter(due_on__lt=on)

    def newest(self) -> Self:
        """The last version of each agreement that was not given up."""
        last = self.model.objects.filter(agreement=models.OuterRef("agreement")).exclude(state=PaperState.WITHDRAWN)
        return self.filter(pk=models.Subquery(last.order_by("-number").values("pk")[:1]))

    def to_be_signed_by(self, person: "Person | None") -> Self:
        """Those that wait for an institution for which the person signs; of guests, whose university signs elsewhere, those too."""
        ends = coordinated_by(person)
        sending = models.Q(state=PaperState.LEARNER, agreement__mobility__wish__home__in=ends)
        receiving = models.Q(state=PaperState.SENDING, agreement__mobility__place__institution__in=ends)
        on_paper = models.Q(
            state=PaperState.LEARNER,
            agreement__mobility__wish__call__isnull=True,
            agreement__mobility__place__institution__in=ends,
        )
        return self.governed_by(person).filter(sending | receiving | on_paper)
