"""Why a transcript of records is not issued, or nothing is taken from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranscriptRefusal(models.TextChoices):
    NOT_RECEIVING = "not-receiving", _("Only the institution that received the student issues the transcript.")
    NOT_SENDING = "not-sending", _("Only the university that sent the student takes the results in.")
    NOT_BACK = "not-back", _("The transcript is issued when the departure is confirmed.")
    NOTHING = "nothing", _("Choose at least one result.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("The results were changed meanwhile. Look at them again, then issue the transcript.")
    NOT_VALID = "not-valid", _("The transcript would not be valid, so nothing was issued.")
    NOT_SET = "not-set", _("The document could not be set: a name or title holds letters that no font here has.")
    REPLACED = "replaced", _("A later transcript has taken the place of this one.")
    ALL_ENTERED = "all-entered", _("All results of this transcript are entered already.")
