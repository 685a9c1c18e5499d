"""States of a message."""

from django.db import models


class State(models.TextChoices):
    QUEUED = "queued", "queued"
    SENDING = "sending", "sending"
    SENT = "sent", "sent"
    FAILED = "failed", "failed"


NEXT = {
    State.QUEUED: {State.SENDING},
    State.SENDING: {State.SENT, State.QUEUED, State.FAILED},
    State.SENT: set(),
    State.FAILED: {State.QUEUED},
}
