"""Kinds and states of this room, and which state follows which."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.people.enums import Role

COORDINATES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


class MobilityKind(models.TextChoices):
    STUDIES = "studies", _("Studies")
    TRAINEESHIP = "traineeship", _("Traineeship")
    BLENDED = "blended", _("Blended or short")


class Direction(models.TextChoices):
    OUTGOING = "outgoing", _("Outgoing")
    INCOMING = "incoming", _("Incoming")


class Tier(models.TextChoices):
    CONSORTIUM = "consortium", _("Consortium member")
    ASSOCIATED = "associated", _("Associated partner")
    OUTSIDE = "outside", _("Outside")


class Period(models.TextChoices):
    AUTUMN = "autumn", _("autumn")
    SPRING = "spring", _("spring")
    YEAR = "year", _("the whole year")
    SUMMER = "summer", _("summer")


class AgreementState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved by both")
    IN_FORCE = "in-force", _("In force")
    ENDED = "ended", _("Ended")


NEXT_AGREEMENT = {
    AgreementState.DRAFT: {AgreementState.PROPOSED},
    AgreementState.PROPOSED: {AgreementState.DRAFT, AgreementState.APPROVED},
    AgreementState.APPROVED: {AgreementState.IN_FORCE, AgreementState.ENDED},
    AgreementState.IN_FORCE: {AgreementState.ENDED},
    AgreementState.ENDED: set(),
}


class OfferState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


NEXT_OFFER = {
    OfferState.DRAFT: {OfferState.OPEN},
    OfferState.OPEN: {OfferState.CLOSED},
    OfferState.CLOSED: {OfferState.OPEN},
}


class CallState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
    PUBLISHED = "published", _("Places published")
    ENDED = "ended", _("Ended")


NEXT_CALL = {
    CallState.DRAFT: {CallState.OPEN},
    CallState.OPEN: {CallState.CLOSED},
    CallState.CLOSED: {CallState.OPEN, CallState.PUBLISHED},
    CallState.PUBLISHED: {CallState.ENDED},
    CallState.ENDED: set(),
}


class Method(models.TextChoices):
    DEFERRED = "deferred", _("Deferred acceptance")
    BEST = "best", _("Best total")


class WishState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    SUBMITTED = "submitted", _("Handed in")
    WITHDRAWN = "withdrawn", _("Withdrawn")


NEXT_WISH = {
    WishState.DRAFT: {WishState.SUBMITTED, WishState.WITHDRAWN},
    WishState.SUBMITTED: {WishState.DRAFT, WishState.WITHDRAWN},
    WishState.WITHDRAWN: {WishState.DRAFT},
}


class PaperKind(models.TextChoices):
    FIRST = "first", _("Before the mobility")
    CHANGE = "change", _("Change")


class PaperState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    LEARNER = "learner", _("Signed by the student")
    SENDING = "sending", _("Signed by the sending institution")
    IN_FORCE = "in-force", _("Signed by all, in force")
    SUPERSEDED = "superseded", _("Replaced by a later version")
    WITHDRAWN = "withdrawn", _("Given up")


NEXT_PAPER = {
    PaperState.DRAFT: {PaperState.LEARNER, PaperState.WITHDRAWN},
    PaperState.LEARNER: {PaperState.SENDING, PaperState.DRAFT, PaperState.WITHDRAWN},
    PaperState.SENDING: {PaperState.IN_FORCE, PaperState.DRAFT, PaperState.WITHDRAWN},
    PaperState.IN_FORCE: {PaperState.SUPERSEDED},
    PaperState.SUPERSEDED: set(),
    PaperState.WITHDRAWN: set(),
}
PAPER_UNDER_WAY = frozenset({PaperState.DRAFT, PaperState.LEARNER, PaperState.SENDING})


class Signer(models.TextChoices):
    LEARNER = "learner", _("Student")
    SENDING = "sending", _("Sending institution")
    RECEIVING = "receiving", _("Receiving institution")


SIGNS_NEXT = {
    PaperState.DRAFT: Signer.LEARNER,
    PaperState.LEARNER: Signer.SENDING,
    PaperState.SENDING: Signer.RECEIVING,
}
AFTER_SIGNATURE = {
    Signer.LEARNER: PaperState.LEARNER,
    Signer.SENDING: PaperState.SENDING,
    Signer.RECEIVING: PaperState.IN_FORCE,
}


class MobilityState(models.TextChoices):
    OFFERED = "offered", _("Place offered")
    ACCEPTED = "accepted", _("Place accepted")
    DECLINED = "declined", _("Place declined")
    LAPSED = "lapsed", _("Not accepted in time")
    LOST = "lost", _("Place taken away")
    NOMINATED = "nominated", _("Nominated")
    REFUSED = "refused", _("Refused by the host")
    CONFIRMED = "confirmed", _("Confirmed by the host")
    ARRIVED = "arrived", _("Arrived")
    DEPARTED = "departed", _("Departed")
    RECOGNISED = "recognised", _("Recognised")
    CANCELLED = "cancelled", _("Cancelled")


NEXT_MOBILITY = {
    MobilityState.OFFERED: {
        MobilityState.ACCEPTED,
        MobilityState.DECLINED,
        MobilityState.LAPSED,
        MobilityState.LOST,
        MobilityState.CANCELLED,
    },
    MobilityState.ACCEPTED: {MobilityState.NOMINATED, MobilityState.LOST, MobilityState.CANCELLED},
    MobilityState.DECLINED: set(),
    MobilityState.LAPSED: set(),
    MobilityState.LOST: set(),
    MobilityState.NOMINATED: {MobilityState.CONFIRMED, MobilityState.REFUSED, MobilityState.LOST, MobilityState.CANCELLED},
    MobilityState.REFUSED: {MobilityState.NOMINATED, MobilityState.CANCELLED},
    MobilityState.CONFIRMED: {MobilityState.ARRIVED, MobilityState.LOST, MobilityState.CANCELLED},
    MobilityState.ARRIVED: {MobilityState.DEPARTED, MobilityState.CANCELLED},
    MobilityState.DEPARTED: {MobilityState.RECOGNISED},
    MobilityState.RECOGNISED: {MobilityState.DEPARTED},  # a result comes late, an appeal, an error taken back
    MobilityState.CANCELLED: set(),
}
HOLDS_A_PLACE = frozenset(
    {
        MobilityState.OFFERED,
        MobilityState.ACCEPTED,
        MobilityState.NOMINATED,
        MobilityState.CONFIRMED,
        MobilityState.ARRIVED,
        MobilityState.DEPARTED,
        MobilityState.RECOGNISED,
    }
)


class ResultSource(models.TextChoices):
    HAND = "hand", _("Entered by hand")
    FILE = "file", _("Read from a transcript of records")
    HOST = "host", _("Taken from the transcript that the host issued here")
    TUTOR = "tutor", _("Certified by the tutor of a traineeship")


class LogWeekState(models.TextChoices):
    DRAFT = "draft", _("Being written")
    HANDED_IN = "handed-in", _("Handed in")
    SEEN = "seen", _("Read by the tutor")


NEXT_LOG_WEEK = {
    LogWeekState.DRAFT: {LogWeekState.HANDED_IN},
    LogWeekState.HANDED_IN: {LogWeekState.DRAFT, LogWeekState.SEEN},
    LogWeekState.SEEN: set(),
}


class Reached(models.TextChoices):
    """How far a trainee came with what was agreed."""

    FULLY = "fully", _("Yes, the agreed outcomes were reached")
    PARTLY = "partly", _("In part")
    NOT = "not", _("No")


class RecognitionState(models.TextChoices):
    WAITING = "waiting", _("Waits for a decision")
    RECOGNISED = "recognised", _("Recognised")
    REFUSED = "refused", _("Not recognised")
    APPEALED = "appealed", _("Appealed against")
    UPHELD = "upheld", _("Not recognised, after an appeal")


NEXT_RECOGNITION = {
    RecognitionState.WAITING: {RecognitionState.RECOGNISED, RecognitionState.REFUSED},
    RecognitionState.RECOGNISED: {RecognitionState.WAITING},  # entered or decided in error
    RecognitionState.REFUSED: {RecognitionState.APPEALED},
    RecognitionState.APPEALED: {RecognitionState.RECOGNISED, RecognitionState.UPHELD},
    RecognitionState.UPHELD: set(),
}
DECIDED = frozenset({RecognitionState.RECOGNISED, RecognitionState.REFUSED, RecognitionState.UPHELD})


class ShownTo(models.TextChoices):
    """Who may read the text of a report, as its author says."""

    NOBODY = "nobody", _("Nobody: count my ratings alone")
    WITHOUT_NAME = "without-name", _("Students of the consortium, without my name")
    WITH_NAME = "with-name", _("Students of the consortium, with my name")


class Matter(models.TextChoices):
    """What somebody is late with, in the order of a stay."""

    ACCEPT = "accept", _("Place not accepted")
    SIGN = "sign", _("Learning agreement not signed")
    ARRIVE = "arrive", _("Arrival not confirmed")
    DEPART = "depart", _("Departure not confirmed")
    RESULTS = "results", _("No results yet")
    DECIDE = "decide", _("Results not decided on")
