"""States of a credential."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    VALID = "valid", _("Valid")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


NEXT = {
    State.VALID: {State.SUSPENDED, State.REVOKED},
    State.SUSPENDED: {State.VALID, State.REVOKED},
    State.REVOKED: set(),
}
