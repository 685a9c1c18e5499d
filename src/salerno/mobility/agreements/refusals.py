"""Why an act on an agreement, a factsheet or an offer of traineeships is refused: the greyed button says what stops the service."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This is decided by those who coordinate one of the two institutions.")
    NOT_DRAFT = (
        "not-draft",
        _("A proposed agreement no longer changes. Take it back, or prepare the next version."),
    )
    NOT_PROPOSED = "not-proposed", _("This agreement is not proposed at this moment.")
    NOT_APPROVED = "not-approved", _("Only an agreement that both sides have approved can be followed by a next version, or ended.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Somebody has changed this agreement since you opened the page. Read it again.")
    NO_CONDITIONS = "no-conditions", _("An agreement says who goes where: add a condition first.")
    INCOMPLETE = "incomplete", _("A condition lacks its field of study, its levels, its places, its months or a language.")
    DATES = "dates", _("An agreement ends after it starts.")
    OVER = "over", _("The last day of this agreement has passed.")
    ALREADY = "already", _("This side has approved already.")
    SAME_PERSON = "same-person", _("You have approved for the other side. Somebody else approves for this one.")
    HAS_NEXT = "has-next", _("A next version of this agreement is there already.")
    ONESELF = "oneself", _("Choose two different institutions.")


class ImportRefusal(models.TextChoices):
    SEVERAL = "several", _("The file holds several agreements. Take them in one file at a time.")
    NONE = "none", _("The file holds no agreement.")
    UNKNOWN_PARTNER = "unknown-partner", _("A partner of this agreement is not on the campus. Add the institution first.")
    NOT_YOURS = "not-yours", _("This agreement is between other institutions than yours.")


class OfferRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This is decided by those who coordinate the host.")
    OPEN = "open", _("Students read this offer. Close it before you change it.")
    IN_A_CALL = "in-a-call", _("A call gives its places. It no longer changes under those who choose.")
    NOT_NEXT = "not-next", _("The offer is in another state by now.")
    OVER = "over", _("The last day of this traineeship has passed. Change the period first.")
    NO_OUTCOMES = "no-outcomes", _("Say what trainees can do afterwards: an offer is opened with its learning outcomes.")
    DATES = "dates", _("A traineeship ends after it starts.")


class FactsheetRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("An institution's factsheet is written by those who coordinate it.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Somebody has changed this factsheet since you opened the page. Read it again.")
