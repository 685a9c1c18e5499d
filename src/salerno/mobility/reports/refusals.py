"""Why an act on a report is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the student says how the stay was.")
    NOT_BACK = "not-back", _("You can say how it was when your departure is confirmed.")
    EMPTY = "empty", _("Answer at least one question, or write something.")
    NOTHING = "nothing", _("There is no report that could be withdrawn.")
    NOT_SENDING = "not-sending", _("Only the university that sent the student does this.")
    HIDDEN = "hidden", _("This report is hidden already.")
    NOT_HIDDEN = "not-hidden", _("This report is not hidden.")
    NO_REASON = "no-reason", _("Say why: the student reads it.")
