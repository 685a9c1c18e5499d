"""States of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportState(models.TextChoices):
    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")


NEXT_REPORT = {ReportState.OPEN: {ReportState.ANSWERED}, ReportState.ANSWERED: {ReportState.OPEN}}


class SessionState(models.TextChoices):
    OPEN = "open", _("Open")
    HANDED_IN = "handed-in", _("Handed in")


NEXT_SESSION = {SessionState.OPEN: {SessionState.HANDED_IN}, SessionState.HANDED_IN: set()}
