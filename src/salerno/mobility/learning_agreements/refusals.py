"""Why an act on a learning agreement is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaperRefusal(models.TextChoices):
    NO_PLACE = "no-place", _("A learning agreement is written for a place that was accepted and whose stay is not over.")
    STANDS = "stands", _("A version of this learning agreement is under way already.")
    NOT_YOURS = "not-yours", _("Only the student writes the learning agreement.")
    SIGNED = "signed", _("It was signed. Take your signature back to change it, or begin a change once it is in force.")
    NOT_IN_FORCE = "not-in-force", _("A change begins from a version that all three have signed.")
    SHORT = "short", _("A blended or short mobility keeps its first version: neither the form nor EWP knows changes of it.")
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        _("It was changed meanwhile, so nothing was done. Read what stands there now, then decide again."),
    )
    NOT_YOUR_TURN = "not-your-turn", _("It is not your turn: the student signs first, then the sending, then the receiving side.")
    NOT_WHOLE = "not-whole", _("Something is missing: see what the checks say.")
    NOTHING_CHANGED = "nothing-changed", _("Nothing was changed in this version yet.")
    NOT_THEIR_COORDINATOR = "not-their-coordinator", _("Only a coordinator or administrator of that institution signs for it.")
    BOTH_ENDS = "both-ends", _("You signed for the other side. Somebody else signs for this one.")
    OWN_PAPER = "own-paper", _("Nobody signs their own learning agreement for an institution.")
    SIGNS_ITSELF = "signs-itself", _("That institution has coordinators on this campus, who sign here themselves.")
    NO_COMMENT = "no-comment", _("Say why, so that the student knows what to change.")
    NO_PDF = "no-pdf", _("The file is not a PDF of 20 MB at most that opens without a password.")
    NOT_AN_ANSWER = "not-an-answer", _("The file is not an answer to this proposal.")
    NO_WITHDRAWAL = "no-withdrawal", _("Only a change that is not in force yet can be given up.")
