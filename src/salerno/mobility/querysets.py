"""Named sets of agreements, offers, calls, wishes and mobilities: who may see and act on which."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.mobility.enums import COORDINATES, AgreementState, CallState, OfferState, WishState
from salerno.people.access import reach_of

if TYPE_CHECKING:
    from salerno.people.models import Person


def coordinated_by(person: "Person | None") -> frozenset[int]:
    """The institutions (by id) whose mobility ``person`` coordinates."""
    return frozenset(held.institution_id for held in reach_of(person).roles if held.role in COORDINATES)


class _Governed(models.QuerySet):
    """Rows that belong to institutions: ``_sides`` are the paths to them."""

    _sides: tuple[str, ...] = ()

    def governed_by(self, person: "Person | None") -> Self:
        """Those of which one side is an institution that the person coordinates."""
        if person is None or person.pk is None:
            return self.none()
        if reach_of(person).everything:
            return self
        sides = models.Q()
        for path in self._sides:
            sides |= models.Q(**{f"{path}__in": coordinated_by(person)})
        return self.filter(pk__in=self.model.objects.filter(sides).values("pk"))


class AgreementQuerySet(_Governed):
    """Inter-institutional agreements."""

    _sides = ("first", "second")

    def holding_on(self, day: date) -> Self:
        """Those that hold on ``day``: approved by both, neither before their first day nor after their last, nor replaced by then.

        A call asks for the day on which its mobilities begin, which may lie after today; the state says what is true today.
        """
        approved = (AgreementState.APPROVED, AgreementState.IN_FORCE)
        rows = self.filter(state__in=approved, starts_on__lte=day, ends_on__gte=day)
        return rows.exclude(replaced_by__state__in=approved, replaced_by__starts_on__lte=day)


class OfferQuerySet(_Governed):
    """Offers of traineeships."""

    _sides = ("host",)

    def shown_to_students(self) -> Self:
        """Those that are open."""
        return self.filter(state=OfferState.OPEN)


class CallQuerySet(_Governed):
    """Calls for mobility."""

    _sides = ("offering__programme__institutions__institution",)

    def shown_to_students(self) -> Self:
        """Those that students may read."""
        return self.exclude(state=CallState.DRAFT)


class NominationQuerySet(_Governed):
    """Nominations that come in: entered and seen by the receiving institution."""

    _sides = ("condition__receiving",)

    def of(self, person: "Person | None") -> Self:
        """Those that the person has taken."""
        return self.filter(wish__student=person) if person is not None and person.pk else self.none()

    def waiting(self) -> Self:
        """Those that nobody has taken yet."""
        return self.filter(wish__isnull=True)


class WishQuerySet(_Governed):
    """What students wish."""

    _sides = ("home",)

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(student=person) if person is not None and person.pk else self.none()

    def handed_in(self) -> Self:
        """Those that count."""
        return self.filter(state=WishState.SUBMITTED)


class MobilityQuerySet(_Governed):
    """Mobilities: seen by the sending and the receiving institution."""

    _sides = ("wish__home", "place__institution")

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(wish__student=person) if person is not None and person.pk else self.none()

    def with_sides(self) -> Self:
        """Each with the student, both institutions and the call, in the same query."""
        return self.select_related("wish__student", "wish__home", "wish__call", "wish__studies", "place__institution")


class HostResultQuerySet(_Governed):
    """Results of hosts: seen by both institutions."""

    _sides = ("mobility__wish__home", "mobility__place__institution")

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(mobility__wish__student=person) if person is not None and person.pk else self.none()


class HostTranscriptQuerySet(_Governed):
    """Transcripts of records: seen by both institutions and the student."""

    _sides = ("mobility__wish__home", "mobility__place__institution")

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(mobility__wish__student=person) if person is not None and person.pk else self.none()

    def visible_to(self, person: "Person | None") -> Self:
        """One's own, and those of stays that one coordinates at either end."""
        mine, governed = self.model.objects.of(person), self.model.objects.governed_by(person)
        return self.filter(models.Q(pk__in=mine.values("pk")) | models.Q(pk__in=governed.values("pk")))


class RecognitionQuerySet(_Governed):
    """Recognitions: decided by the sending university alone."""

    _sides = ("result__mobility__wish__home",)

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(result__mobility__wish__student=person) if person is not None and person.pk else self.none()

    def with_the_stay(self) -> Self:
        """Each with its result, the mobility, the student and both institutions, in the same query."""
        return self.select_related(
            "result__mobility__wish__student",
            "result__mobility__wish__call",
            "counted_with__result",
            "result__mobility__wish__home__grading_scale",
            "result__mobility__wish__studies__offering__regulations",
            "result__mobility__place__institution__grading_scale",
            "appeal",
        )


class StayReportQuerySet(_Governed):
    """What students said after a stay: looked after by the sending university alone."""

    _sides = ("mobility__wish__home",)

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(mobility__wish__student=person) if person is not None and person.pk else self.none()

    def counted(self, since: date) -> Self:
        """Those whose ratings count: neither withdrawn nor hidden, of stays that ended on ``since`` or later."""
        return self.filter(withdrawn_at__isnull=True, hidden_at__isnull=True, mobility__departed_on__gte=since)

    def written(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def with_the_stay(self) -> Self:
        """Each with the mobility, the student and both institutions, in the same query."""
        return self.select_related("mobility__wish__student", "mobility__wish__home", "mobility__place__institution")
