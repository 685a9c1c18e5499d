"""Rows of calls."""

import uuid
from datetime import datetime
from functools import cached_property

from django.db import models
from django.urls import reverse

from salerno.admissions.eligibility.facts import Rule
from salerno.admissions.eligibility.reader import read_rules
from salerno.admissions.enums import CallState
from salerno.admissions.querysets import CallQuerySet
from salerno.admissions.ranking import Terms
from salerno.admissions.terms import (
    DocumentKind,
    Field,
    Rubric,
    Text,
    read_documents,
    read_fields,
    read_quotas,
    read_rubric,
    read_ties,
    read_tracks,
)
from salerno.catalogue.models import ProgrammeOffering
from salerno.common.translated import TranslatedField
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Call(models.Model):
    """A call for applications to a cohort. Its JSON values are read by ``terms`` and ``eligibility.reader``; once it is open they
    no longer change. ``hidden``: facts about the applicant that reviewers do not see. ``seed`` draws lots, and is told to all.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    offering = models.ForeignKey(ProgrammeOffering, on_delete=models.PROTECT, related_name="calls")
    title = TranslatedField()
    text = TranslatedField(blank=True)
    state = models.CharField(max_length=10, choices=CallState.choices, default=CallState.DRAFT)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    places = models.PositiveIntegerField()
    waiting_places = models.PositiveIntegerField(null=True, blank=True)
    floor = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    tracks = models.JSONField(default=list)
    quotas = models.JSONField(default=list, blank=True)
    ties = models.JSONField(default=list, blank=True)
    fields = models.JSONField(default=list, blank=True)
    documents = models.JSONField(default=list, blank=True)
    rules = models.JSONField(default=list, blank=True)
    rubric = models.JSONField(default=dict)
    hidden = models.JSONField(default=list, blank=True)
    referees = models.PositiveSmallIntegerField(default=0)
    reviews_each = models.PositiveSmallIntegerField(default=2)
    disagreement = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    institutions_least = models.PositiveSmallIntegerField(default=2)
    offer_days = models.PositiveSmallIntegerField(default=14)
    appeal_days = models.PositiveSmallIntegerField(default=30)
    retention_months = models.PositiveSmallIntegerField(default=24)
    seed = models.CharField(max_length=64)

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["-closes_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(opens_at__lt=models.F("closes_at")), name="a_call_opens_before_it_closes"),
            models.CheckConstraint(condition=models.Q(retention_months__gte=1), name="a_call_says_how_long_papers_are_kept"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("admissions:call", args=[self.slug])

    def takes_applications(self, at: datetime) -> bool:
        """Whether one may write and hand in at the moment ``at``."""
        return self.state == CallState.OPEN and self.opens_at <= at < self.closes_at

    @cached_property
    def read_rules(self) -> tuple[Rule, ...]:
        """The entry rules."""
        return read_rules(self.rules)

    @cached_property
    def read_fields(self) -> tuple[Field, ...]:
        """The questions of the form."""
        return read_fields(self.fields)

    @cached_property
    def read_documents(self) -> tuple[DocumentKind, ...]:
        """The papers that are asked for."""
        return read_documents(self.documents)

    @cached_property
    def read_rubric(self) -> Rubric:
        """How reviewers score."""
        return read_rubric(self.rubric)

    @cached_property
    def read_tracks(self) -> dict[str, Text]:
        """Titles of the tracks by slug."""
        return read_tracks(self.tracks)

    @cached_property
    def terms(self) -> Terms:
        """What the ranking needs."""
        return Terms(
            places=self.places,
            quotas=read_quotas(self.quotas, self.places),
            ties=read_ties(self.ties, self.read_rubric),
            floor=None if self.floor is None else float(self.floor),
            waiting=self.waiting_places,
            seed=self.seed,
        )


class Reviewer(models.Model):
    """Somebody who reads applications to a call, for an institution."""

    personal_data = ("person", "institution")

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviewing")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["institution__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["call", "person"], name="one_reviews_a_call_for_one_institution")]

    def __str__(self) -> str:
        return f"{self.call} · {self.institution}"
