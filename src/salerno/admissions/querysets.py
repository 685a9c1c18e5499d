"""Named sets of calls and applications: who may see and act on which."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models

from salerno.admissions.enums import DECIDES, HOLDS_A_PLACE, PREPARES, ApplicationState, CallState, OfferState, ReviewState
from salerno.people.access import reach_of
from salerno.people.enums import Role

if TYPE_CHECKING:
    from salerno.people.models import Person

SOON = timedelta(days=3)


def institutions_with(person: "Person | None", roles: frozenset[Role]) -> frozenset[int]:
    """The institutions (by id) at which ``person`` holds one of ``roles``."""
    return frozenset(held.institution_id for held in reach_of(person).roles if held.role in roles)


def is_signed_in(person: "Person | None") -> bool:
    """Whether ``person`` is somebody: a stranger has no rows."""
    return person is not None and person.pk is not None


class CallQuerySet(models.QuerySet):
    """Calls."""

    def public(self) -> Self:
        """Those that strangers may read: opened once, and not of a hidden cohort."""
        return self.exclude(state__in=(CallState.DRAFT, CallState.ARCHIVED)).filter(
            offering__is_public=True, offering__programme__is_public=True
        )

    def taking_applications(self, at: datetime) -> Self:
        """Those to which one may apply at the moment ``at``."""
        return self.public().filter(state=CallState.OPEN, opens_at__lte=at, closes_at__gt=at)

    def governed_by(self, person: "Person | None") -> Self:
        """Those whose committee the person belongs to."""
        return self._of(person, DECIDES)

    def editable_by(self, person: "Person | None") -> Self:
        """Those that the person prepares, opens and closes."""
        return self._of(person, PREPARES)

    def _of(self, person: "Person | None", roles: frozenset[Role]) -> Self:
        if not is_signed_in(person):
            return self.none()
        if reach_of(person).everything:
            return self
        return self.given_by(institutions_with(person, roles))

    def given_by(self, institutions: Iterable[int | models.Expression]) -> Self:
        """Those of programmes that one of these institutions (by id) gives."""
        asked = [models.Q(offering__programme__institutions__institution=each) for each in institutions]
        return self.filter(pk__in=self.model.objects.filter(reduce(or_, asked)).values("pk")) if asked else self.none()


class ApplicationQuerySet(models.QuerySet):
    """Applications."""

    def of(self, person: "Person | None") -> Self:
        """The person's own."""
        return self.filter(applicant=person) if is_signed_in(person) else self.none()

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones; those that the person reviews; handed-in ones of calls whose committee the person belongs to.

        PRIVACY: a draft is nobody's business but the applicant's. Whoever declared a conflict sees nothing of it.
        """
        if not is_signed_in(person):
            return self.none()
        own = models.Q(applicant=person)
        return self.filter(own | models.Q(pk__in=self._as_staff(person)) | models.Q(pk__in=self._as_reviewer(person)))

    def governed_by(self, person: "Person | None") -> Self:
        """Handed-in ones of calls whose committee the person belongs to; never one's own, nor with a declared conflict."""
        if not is_signed_in(person):
            return self.none()
        return self.filter(pk__in=self._as_staff(person))

    def reviewed_by(self, person: "Person | None") -> Self:
        """Those that the person is to review or has reviewed."""
        return self.filter(pk__in=self._as_reviewer(person)) if is_signed_in(person) else self.none()

    def _as_staff(self, person: "Person") -> models.QuerySet:
        calls = self.model.call.field.related_model.objects.governed_by(person)
        rows = self.model.objects.handed_in().filter(call__in=calls.values("pk"))
        return rows.exclude(applicant=person).exclude(conflicts__person=person).values("pk")

    def _as_reviewer(self, person: "Person") -> models.QuerySet:
        rows = self.model.objects.handed_in().filter(
            reviews__reviewer=person, reviews__state__in=(ReviewState.ASSIGNED, ReviewState.SUBMITTED)
        )
        return rows.exclude(conflicts__person=person).values("pk")

    def handed_in(self) -> Self:
        """All but drafts and what was taken back."""
        return self.exclude(state__in=(ApplicationState.DRAFT, ApplicationState.WITHDRAWN))

    def holding_a_place(self) -> Self:
        """Those that take one of the call's places: an open or accepted offer."""
        return self.filter(state__in=HOLDS_A_PLACE)

    def waiting(self) -> Self:
        """The waiting list, in order."""
        return self.filter(state=ApplicationState.WAITING).order_by("position", "pk")


class OfferQuerySet(models.QuerySet):
    """Offers."""

    def lapsing(self, at: datetime) -> Self:
        """Open ones whose deadline has passed."""
        return self.filter(state=OfferState.OPEN, expires_at__lte=at)

    def ending_soon(self, at: datetime) -> Self:
        """Open ones that can be answered for three days more at most."""
        return self.filter(state=OfferState.OPEN, expires_at__gt=at, expires_at__lte=at + SOON)


class ReviewQuerySet(models.QuerySet):
    """Reviews."""

    def standing(self) -> Self:
        """Those that were not handed back."""
        return self.exclude(state=ReviewState.RECUSED)

    def submitted(self) -> Self:
        """Those that count."""
        return self.filter(state=ReviewState.SUBMITTED)

    def of(self, person: "Person | None") -> Self:
        """What the person is to write or has written, of applications that are still there to read."""
        if not is_signed_in(person):
            return self.none()
        return self.standing().filter(reviewer=person, application__in=self._readable(person))

    def visible_to(self, person: "Person | None") -> Self:
        """Own ones, and submitted ones of others on applications that the person may see as staff or as a fellow reviewer.

        Blind: whoever still has a review of an application to write sees nobody else's of it, whatever the role. Applicants
        see no reviews.
        """
        if not is_signed_in(person):
            return self.none()
        applications = self._applications
        to_write = self.model.objects.filter(reviewer=person, state=ReviewState.ASSIGNED).values("application")
        may_see = applications.governed_by(person) | applications.reviewed_by(person)
        others = models.Q(state=ReviewState.SUBMITTED, application__in=may_see.values("pk")) & ~models.Q(application__in=to_write)
        return self.standing().filter(models.Q(reviewer=person, application__in=self._readable(person)) | others)

    def _readable(self, person: "Person") -> models.QuerySet:
        return self._applications.reviewed_by(person).values("pk")

    @property
    def _applications(self) -> ApplicationQuerySet:
        return self.model.application.field.related_model.objects.all()
