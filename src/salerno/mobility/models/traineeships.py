"""Rows of a traineeship from the arrival to its certificate: the weekly log, the tutor who was asked, what the tutor signed."""

import uuid
from datetime import datetime

from django.db import models

from salerno.mobility.enums import LogWeekState
from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.querysets_papers import TraineeshipCertificateQuerySet


class LogWeek(models.Model):
    """What a trainee did, and learnt, in the week that begins on the Monday ``starts_on``.

    ``outcomes``: those of the learning agreement that the week served, as they were worded then. ``revision`` counts how often it
    was saved.
    """

    personal_data = ("mobility", "starts_on", "state", "done", "hours", "learnt", "outcomes", "handed_in_at", "seen_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.ForeignKey(Mobility, on_delete=models.PROTECT, related_name="log_weeks")
    starts_on = models.DateField()
    state = models.CharField(max_length=10, choices=LogWeekState.choices, default=LogWeekState.DRAFT)
    done = models.TextField(max_length=4000, blank=True)
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    learnt = models.TextField(max_length=4000, blank=True)
    outcomes = models.JSONField(default=list, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mobility", "starts_on"], name="a_trainee_writes_once_a_week"),
            models.CheckConstraint(
                condition=models.Q(state=LogWeekState.DRAFT) | (~models.Q(done="") & models.Q(hours__isnull=False)),
                name="a_week_that_is_handed_in_says_what_was_done",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mobility} {self.starts_on}"


class TutorRequest(models.Model):
    """The tutor of a traineeship, asked for the certificate by a link that works once. Only the SHA-256 of its token is kept.

    ``asked_at``: when the link that works now was sent; ``sendings`` counts the links. ``email`` is empty once the tutor has
    signed: it has served its purpose.
    """

    personal_data = ("mobility", "name", "email", "language", "asked_at", "opened_at", "answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, related_name="tutor_request")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=8, default="en")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    sendings = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    def is_open(self, at: datetime) -> bool:
        """Whether the link still takes an evaluation."""
        return self.answered_at is None and at < self.expires_at


class TraineeshipCertificate(models.Model):
    """What the tutor certified, and the document as it was set then. It never changes."""

    personal_data = ("mobility", "facts", "digest", "pdf", "signed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, related_name="traineeship_certificate")
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    pdf = models.BinaryField()
    signed_at = models.DateTimeField()

    objects = TraineeshipCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)
