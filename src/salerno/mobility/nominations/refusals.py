"""Why a nomination is not entered, withdrawn or taken."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationRefusal(models.TextChoices):
    NOT_RECEIVING = "not-receiving", _("Only the institution that receives the student enters the nomination.")
    SENDS_ITSELF = "sends-itself", _("That university has coordinators on this campus, who nominate here themselves.")
    NOT_IN_FORCE = "not-in-force", _("No agreement is in force for this on the first day of the stay.")
    TOO_LONG = "too-long", _("The stay is longer than the agreement says.")
    OVER = "over", _("The stay must begin after the day until which the student can answer.")
    PAST = "past", _("The day until which the student can answer has passed.")
    FULL = "full", _("All places of this condition are taken in that academic year.")
    TWICE = "twice", _("This student is nominated for these days already.")
    TAKEN = "taken", _("The student has taken the place already: cancel the mobility instead.")
    NOT_YOURS = "not-yours", _("This nomination is for somebody else.")
    LATE = "late", _("The day until which you could answer has passed. Ask the institution that invited you.")
    ELSEWHERE = "elsewhere", _("You have a place for a stay at that time already.")
