"""Rows of calls for mobility: places, what students wish, and scenarios of who gets which place."""

import uuid

from django.db import models

from salerno.catalogue.models import ProgrammeOffering
from salerno.common.translated import TranslatedField
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.mobility.enums import CallState, Method, MobilityKind, Tier, WishState
from salerno.mobility.models.agreements import Condition, TraineeshipOffer
from salerno.mobility.querysets import CallQuerySet, WishQuerySet
from salerno.people.models import Person


class MobilityCall(models.Model):
    """A call to a cohort. Once it is open its places, dates and method no longer change. ``seed`` draws lots and is told to all
    before anybody is placed. ``accept_days``: days in which an offered place is to be accepted.
    ``appeal_days``: days in which the student can appeal against a result that is not recognised.
    ``most_of_one_home``: of one home university no more than these have each place that is open to several; None for no limit.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(ProgrammeOffering, on_delete=models.PROTECT, related_name="mobility_calls")
    kind = models.CharField(max_length=12, choices=MobilityKind.choices, default=MobilityKind.STUDIES)
    title = TranslatedField()
    text = TranslatedField(blank=True)
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.DEFERRED)
    most_choices = models.PositiveSmallIntegerField(default=8)
    accept_days = models.PositiveSmallIntegerField(default=10)
    appeal_days = models.PositiveSmallIntegerField(default=30)
    most_of_one_home = models.PositiveSmallIntegerField(null=True, blank=True)
    seed = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(opens_at__lt=models.F("closes_at")), name="a_mobility_call_opens_first"),
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_mobility_ends_after_it_starts"),
            models.CheckConstraint(condition=models.Q(most_of_one_home__gte=1), name="a_limit_for_one_home_lets_somebody_go"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Place(models.Model):
    """Where one can go in a call, for how many. It comes from a condition of an agreement in force, or from an offer.

    A guest who was nominated by a university that does not work on the campus has a place of one seat without a ``call``: no call
    was held here, and none is made up. It comes from a condition.

    ``period``: a word that students' needs name ("autumn"). ``requirements``: ``{"language": {"en": "B2"}, "accessible": true}``.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(MobilityCall, on_delete=models.PROTECT, related_name="places", null=True, blank=True)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="places_given", null=True, blank=True)
    traineeship = models.ForeignKey(TraineeshipOffer, on_delete=models.PROTECT, related_name="places_given", null=True, blank=True)
    tier = models.CharField(max_length=10, choices=Tier.choices)
    capacity = models.PositiveSmallIntegerField()
    minimum = models.PositiveSmallIntegerField(default=0)
    period = models.CharField(max_length=20)
    requirements = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["institution__position", "period", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(minimum__lte=models.F("capacity")), name="a_minimum_fits_its_place"),
            models.CheckConstraint(
                condition=models.Q(call__isnull=False) | models.Q(condition__isnull=False),
                name="a_place_without_a_call_has_a_condition",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.period}"


class Wish(models.Model):
    """What a student wishes in a call: places in their order, and needs that a place must meet.

    ``call`` and ``studies`` are empty for a student of another university who comes in: then there is a ``nomination``.
    ``needs``: ``{"periods": [...], "accessible": true, "languages": {"en": "C1"}}``. ``score`` is set by the home institution, 0 to
    100.
    """

    personal_data = ("call", "student", "studies", "home", "state", "needs", "score", "note", "submitted_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(MobilityCall, on_delete=models.PROTECT, related_name="wishes", null=True, blank=True)
    student = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mobility_wishes")
    studies = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="wishes", null=True, blank=True)
    home = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=WishState.choices, default=WishState.DRAFT)
    needs = models.JSONField(default=dict, blank=True)
    score = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "student"], name="one_wish_in_a_mobility_call"),
            models.CheckConstraint(
                condition=models.Q(call__isnull=False) | models.Q(studies__isnull=True), name="who_studies_here_goes_by_a_call"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Choice(models.Model):
    """A place on a student's list."""

    personal_data = ("wish", "place", "rank")

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="choices")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="chosen")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["wish", "place"], name="a_place_is_chosen_once"),
            models.UniqueConstraint(fields=["wish", "rank"], name="a_rank_is_given_once"),
        ]

    def __str__(self) -> str:
        return f"{self.wish} {self.rank}"


class Scenario(models.Model):
    """Who would get which place by one method, as it was computed, with the digest of what went in. One of a call is published.

    ``result``: assignment, reasons and figures by the uuids of wishes and places (``allocation.face``).
    """

    personal_data = ("result", "made_by", "made_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(MobilityCall, on_delete=models.PROTECT, related_name="scenarios")
    name = models.CharField(max_length=80)
    method = models.CharField(max_length=10, choices=Method.choices)
    given = models.JSONField()
    result = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=models.Q(published_at__isnull=False), name="one_scenario_of_a_call_is_published"
            )
        ]

    @property
    def title(self) -> str:
        """Its name, or the method in the reader's language when it was given none."""
        return self.name or str(self.get_method_display())

    def __str__(self) -> str:
        return self.title
