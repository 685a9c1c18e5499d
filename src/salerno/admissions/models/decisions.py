"""Rows of decisions, offers and appeals."""

import uuid
from datetime import datetime

from django.db import models

from salerno.admissions.enums import AppealState, OfferState, Outcome
from salerno.admissions.models.applications import Application
from salerno.admissions.querysets import SOON, OfferQuerySet
from salerno.people.models import Person


class Decision(models.Model):
    """What was decided on an application, when and by whom; append-only. ``by`` of None: the waiting list moved by itself.

    ``reason`` is what the applicant reads, ``note`` what the committee keeps. ``facts``: rank, scores and proposal as they stood.
    """

    personal_data = ("application", "outcome", "reason", "note", "facts", "by", "at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.TextField(max_length=2000, blank=True)
    note = models.TextField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["application", "at", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)


class Offer(models.Model):
    """A place that waits for an answer until ``expires_at``."""

    personal_data = ("application", "state", "made_at", "expires_at", "answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="offers")
    state = models.CharField(max_length=10, choices=OfferState.choices, default=OfferState.OPEN)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(state__in=(OfferState.OPEN, OfferState.ACCEPTED)),
                name="an_application_has_one_offer",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def takes_answer(self, at: datetime) -> bool:
        """Whether it can be accepted at the moment ``at``."""
        return self.state == OfferState.OPEN and at < self.expires_at

    def ends_soon(self, at: datetime) -> bool:
        """Whether it can be answered for three days more at most."""
        return self.takes_answer(at) and self.expires_at <= at + SOON


class Appeal(models.Model):
    """An applicant asks to look at a refusal again, once."""

    personal_data = ("application", "text", "state", "asked_at", "answer", "answered_by", "answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="appeal")
    text = models.TextField(max_length=4000)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.ASKED)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=4000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)
