"""Why an act on a traineeship is refused: sentences that the greyed button and the stopped service share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogRefusal(models.TextChoices):
    NOT_A_TRAINEESHIP = "not-a-traineeship", _("This mobility is no traineeship.")
    NOT_YOURS = "not-yours", _("Only the trainee writes the log.")
    NOT_THERE = "not-there", _("The log opens when the arrival is confirmed.")
    SIGNED = "signed", _("The tutor has signed the certificate: the log is closed.")
    NO_MONDAY = "no-monday", _("A week begins on a Monday.")
    IN_THE_FUTURE = "in-the-future", _("This week has not come yet.")
    OUTSIDE = "outside", _("This week lies outside the traineeship.")
    SEEN = "seen", _("The tutor has read this week: it does not change any more.")
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        _("This week was changed in another window. Nothing is lost: what you wrote stands below, and what stands there now."),
    )
    EMPTY = "empty", _("Say what you did and how many hours you worked, then hand it in. A draft may stay incomplete.")


class TutorRefusal(models.TextChoices):
    NOT_A_TRAINEESHIP = "not-a-traineeship", _("This mobility is no traineeship.")
    NEITHER = "neither", _("Only the trainee and the sending university ask the tutor.")
    NOT_SENDING = "not-sending", _("Only the university that sends the student does this.")
    NOT_THERE = "not-there", _("The tutor is asked when the arrival is confirmed.")
    NO_AGREEMENT = "no-agreement", _("The tutor certifies what was agreed: the learning agreement is not signed by all three yet.")
    NO_TUTOR = "no-tutor", _("The learning agreement names no address of a supervisor. Your university can enter it.")
    ASKED = "asked", _("The tutor was asked already.")
    NOT_ASKED = "not-asked", _("The tutor was not asked yet.")
    SIGNED = "signed", _("The tutor has signed already.")
    TOO_SOON = "too-soon", _("The last mail is less than a day old. Give it a day.")
    TOO_OFTEN = "too-often", _("The tutor was written to six times. Call them, or have your university correct the address.")
    OWN_ADDRESS = "own-address", _("This is the trainee's own address. The tutor is somebody else.")
    ASKERS_ADDRESS = "askers-address", _("This is your own address. The tutor is somebody at the host.")
    SAME_ADDRESS = "same-address", _("The tutor has this address already.")


class EvaluationRefusal(models.TextChoices):
    REPLACED = "replaced", _("This link does not work. Either a newer one was sent, or a piece of it is missing.")
    USED = "used", _("This traineeship was certified already, and the link does not work any more. Thank you.")
    EXPIRED = "expired", _("This link has expired. The trainee or the university can send you a new one.")
    OVER = "over", _("This traineeship was cancelled. Nothing more is asked of you.")
    NOT_OPENED = "not-opened", _("Open the log first: the certificate says which weeks you have read.")
    IN_THE_FUTURE = (
        "in-the-future",
        _("The last day has not come yet. Sign when the traineeship is over; the link works until then."),
    )
    ENDS_FIRST = "ends-first", _("The last day lies before the first.")
    BEFORE_ARRIVAL = "before-arrival", _("The last day lies before the day on which the trainee arrived.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Something changed while you signed. Look at it again, then sign.")
    TOO_FAST = "too-fast", _("That was too often in a minute. Wait a moment, then try again: nothing is lost.")
