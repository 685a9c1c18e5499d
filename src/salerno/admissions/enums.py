"""States of calls, applications and what hangs on them, and why an act is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.people.enums import Role

PREPARES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
DECIDES = PREPARES | {Role.BOARD_MEMBER}


class CallState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    DECIDED = "decided", _("Decided")
    ARCHIVED = "archived", _("Archived")


NEXT_CALL = {
    CallState.DRAFT: {CallState.OPEN},
    CallState.OPEN: {CallState.CLOSED},
    CallState.CLOSED: {CallState.OPEN, CallState.DECIDED},
    CallState.DECIDED: {CallState.ARCHIVED},
    CallState.ARCHIVED: set(),
}


class ApplicationState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Submitted")
    WITHDRAWN = "withdrawn", _("Taken back")
    ELIGIBLE = "eligible", _("Eligible, being reviewed")
    INELIGIBLE = "ineligible", _("Not eligible")
    REVIEWED = "reviewed", _("Reviewed")
    ADMITTED = "admitted", _("Admitted, offer open")
    WAITING = "waiting", _("On the waiting list")
    REFUSED = "refused", _("Refused")
    ACCEPTED = "accepted", _("Offer accepted")
    DECLINED = "declined", _("Offer declined")
    LAPSED = "lapsed", _("Offer lapsed")
    ENROLLED = "enrolled", _("Enrolled")


NEXT_APPLICATION = {
    ApplicationState.DRAFT: {ApplicationState.SUBMITTED, ApplicationState.WITHDRAWN},
    ApplicationState.SUBMITTED: {ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE, ApplicationState.WITHDRAWN},
    ApplicationState.WITHDRAWN: {ApplicationState.DRAFT},
    ApplicationState.ELIGIBLE: {ApplicationState.REVIEWED, ApplicationState.INELIGIBLE, ApplicationState.WITHDRAWN},
    ApplicationState.INELIGIBLE: {ApplicationState.ELIGIBLE},
    ApplicationState.REVIEWED: {
        ApplicationState.ADMITTED,
        ApplicationState.WAITING,
        ApplicationState.REFUSED,
        ApplicationState.WITHDRAWN,
        ApplicationState.ELIGIBLE,  # a conflict was declared after the review
    },
    ApplicationState.ADMITTED: {ApplicationState.ACCEPTED, ApplicationState.DECLINED, ApplicationState.LAPSED},
    ApplicationState.WAITING: {ApplicationState.ADMITTED, ApplicationState.REFUSED, ApplicationState.WITHDRAWN},
    ApplicationState.REFUSED: {ApplicationState.WAITING},  # an appeal was upheld
    ApplicationState.ACCEPTED: {ApplicationState.ENROLLED},
    ApplicationState.DECLINED: set(),
    ApplicationState.LAPSED: set(),
    ApplicationState.ENROLLED: set(),
}
WAITS_FOR_LETTERS = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.ELIGIBLE,
    ApplicationState.REVIEWED,
)
HOLDS_A_PLACE = (ApplicationState.ADMITTED, ApplicationState.ACCEPTED, ApplicationState.ENROLLED)
NEVER_A_STUDENT = (
    ApplicationState.DRAFT,
    ApplicationState.SUBMITTED,
    ApplicationState.WITHDRAWN,
    ApplicationState.ELIGIBLE,
    ApplicationState.INELIGIBLE,
    ApplicationState.REVIEWED,
    ApplicationState.WAITING,
    ApplicationState.REFUSED,
    ApplicationState.DECLINED,
    ApplicationState.LAPSED,
)


class ReviewState(models.TextChoices):
    ASSIGNED = "assigned", _("To be written")
    SUBMITTED = "submitted", _("Submitted")
    RECUSED = "recused", _("Handed back: conflict of interest")


NEXT_REVIEW = {
    ReviewState.ASSIGNED: {ReviewState.SUBMITTED, ReviewState.RECUSED},
    ReviewState.SUBMITTED: {ReviewState.RECUSED},
    ReviewState.RECUSED: set(),
}


class Outcome(models.TextChoices):
    ADMIT = "admit", _("Admit")
    WAIT = "wait", _("Waiting list")
    REFUSE = "refuse", _("Refuse")


STATE_AFTER = {
    Outcome.ADMIT: ApplicationState.ADMITTED,
    Outcome.WAIT: ApplicationState.WAITING,
    Outcome.REFUSE: ApplicationState.REFUSED,
}


class OfferState(models.TextChoices):
    OPEN = "open", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed")


NEXT_OFFER = {
    OfferState.OPEN: {OfferState.ACCEPTED, OfferState.DECLINED, OfferState.LAPSED},
    OfferState.ACCEPTED: set(),
    OfferState.DECLINED: set(),
    OfferState.LAPSED: set(),
}


class AppealState(models.TextChoices):
    ASKED = "asked", _("Waits for an answer")
    UPHELD = "upheld", _("Upheld")
    DISMISSED = "dismissed", _("Dismissed")


NEXT_APPEAL = {
    AppealState.ASKED: {AppealState.UPHELD, AppealState.DISMISSED},
    AppealState.UPHELD: set(),
    AppealState.DISMISSED: set(),
}


class ConflictKind(models.TextChoices):
    FAMILY = "family", _("Family or close friendship")
    TAUGHT = "taught", _("Taught or supervised the applicant")
    WORK = "work", _("Works with the applicant")
    REFEREE = "referee", _("Referee of the applicant")
    OTHER = "other", _("Another reason")


class MediaType(models.TextChoices):
    PDF = "application/pdf", "PDF"
    JPEG = "image/jpeg", "JPEG"
