"""The outbox."""

import uuid

from django.db import models

from salerno.messaging.enums import State


class Message(models.Model):
    """One e-mail, rendered when it was queued, so that it says what was true then."""

    personal_data = ("recipient", "recipient_uuid", "subject", "body")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=120, unique=True, null=True)
    template = models.CharField(max_length=80)
    recipient = models.EmailField()
    recipient_uuid = models.UUIDField(null=True, db_index=True)
    language = models.CharField(max_length=8, default="en")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["queued_at", "pk"]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
