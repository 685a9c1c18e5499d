"""Why an act on a mobility is refused: sentences that the greyed button and the stopped service share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StayRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the student answers for this place.")
    ANSWERED = "answered", _("This place was answered for already.")
    LAPSED = "lapsed", _("The deadline of this place has passed.")
    LOST = "lost", _("This place was taken away. Look at what you are offered instead.")
    OTHER_PLACE = "other-place", _("Meanwhile you have moved up to another place. Look at it, then answer.")
    NOT_SENDING = "not-sending", _("Only the university that sends the student does this.")
    NOT_RECEIVING = "not-receiving", _("Only the institution that receives the student does this.")
    NEITHER = "neither", _("Only the two institutions of this mobility do this.")
    NOT_NEXT = "not-next", _("This mobility is in another state by now.")
    NO_REASON = "no-reason", _("Say why: the student and the other institution read it.")
    FULL = "full", _("This place has no seat that is free.")
    HOME_FULL = "home-full", _("This place has as many students of this home university as the call allows.")
    NOT_OF_THE_CALL = "not-of-the-call", _("This place belongs to another call.")
    NOT_REFUSED = "not-refused", _("Only a student whom the host has refused is nominated elsewhere.")
    REFUSED_THERE = "refused-there", _("This host has refused the student. Choose another one.")
    NO_DAY = "no-day", _("Say on which day.")
    IN_THE_FUTURE = "in-the-future", _("This day has not come yet.")
    LEAVES_FIRST = "leaves-first", _("Nobody leaves before they arrive.")
    ELSEWHERE = "elsewhere", _("The student is at another place at that time.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Some of these can no longer be done. Nothing was changed; look at them again.")
