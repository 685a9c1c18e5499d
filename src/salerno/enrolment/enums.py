"""States of an enrolment."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ACTIVE = "active", _("Studying")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")


NEXT = {
    State.ACTIVE: {State.WITHDRAWN, State.COMPLETED},
    State.WITHDRAWN: {State.ACTIVE},
    State.COMPLETED: set(),
}


class Refusal(models.TextChoices):
    NOT_OPEN = "not-open", _("Enrolment is not open at this time.")
    FULL = "full", _("All seats are taken.")
    ALREADY = "already", _("You are enrolled already.")
    NOT_READY = "not-ready", _("This course has no published content yet.")
    COMPLETED = "completed", _("You have completed this course.")
