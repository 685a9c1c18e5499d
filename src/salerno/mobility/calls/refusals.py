"""Why an act on a call, a wish or a scenario is refused: sentences that the greyed button and the stopped service share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This is decided by those who coordinate mobility at the institutions that give the programme.")
    NOT_DRAFT = "not-draft", _("This call was opened: its places, dates and method no longer change under those who choose.")
    NOT_NEXT = "not-next", _("The call is in another state by now.")
    DATES = "dates", _("A call closes after it opens, and a stay ends after it starts.")
    LIMIT_NEEDS_DEFERRED = (
        "limit-needs-deferred",
        _("The best total cannot keep a limit for one home university. Choose deferred acceptance, or leave the limit empty."),
    )
    NO_PLACES = "no-places", _("This call has no places yet.")
    CLOSING_PASSED = "closing-passed", _("The closing date has passed. Set a later one first.")
    MINIMUM = "minimum", _("The minimum of a place is not above its capacity.")
    NO_SOURCE = "no-source", _("One of these conditions or offers cannot be taken into this call any more. Nothing was added.")
    BAD_CELLS = "bad-cells", _("Some cells cannot be read. Nothing was written.")
    SCORES_CHANGED = (
        "scores-changed",
        _("Somebody else has changed scores meanwhile. Look at what stands there now, then save again."),
    )
    SCORES_FIXED = "scores-fixed", _("Places are published: scores no longer change.")


class SeatsRefusal(models.TextChoices):
    NOT_PUBLISHED = "not-published", _("Seats change after the places are published and before the call has ended.")
    BEGUN = "begun", _("The stay has begun. Mobilities that cannot go on are cancelled one by one.")
    NO_REASON = "no-reason", _("Say why: those who lose their place read it.")
    SAME = "same", _("The place has this number of seats already.")
    TOO_FEW = "too-few", _("More students than that are there by now or cannot be moved. Cancel their mobilities one by one first.")
    NOT_FOUND = "not-found", _("Who gets what instead could not be worked out in time. Nothing was changed.")
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        _("Something has changed since you looked. Nothing was done; look at who would lose and gain now."),
    )


class WishRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the student can do this.")
    NOT_IN_COHORT = "not-in-cohort", _("This call is for students of the cohort who study now and are registered at a university.")
    NOT_OPEN_YET = "not-open-yet", _("This call is not open yet.")
    CLOSED = "closed", _("This call is closed. Wishes no longer change.")
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        _("Your wishes were changed in another window. Nothing was lost: look at what stands there now, then save again."),
    )
    NOT_DRAFT = "not-draft", _("You have handed your wishes in. Take them back to change them, as long as the call is open.")
    NOT_NEXT = "not-next", _("Your wishes are in another state by now.")
    EMPTY = "empty", _("Choose at least one place.")
    TOO_MANY = "too-many", _("These are more places than this call lets you choose.")
    SAME_RANK = "same-rank", _("Two places have the same number. Give each its own.")
    NO_SUCH_PLACE = "no-such-place", _("One of these places is not open to you.")
    PUBLISHED = "published", _("Places are published. A place that you do not want is declined.")


class ScenarioRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This is decided by those who coordinate mobility at the institutions that give the programme.")
    NOT_CLOSED = "not-closed", _("Places are given out when the call is closed.")
    LIMIT_NEEDS_DEFERRED = (
        "limit-needs-deferred",
        _("This call limits how many of one home university have a place. The best total cannot keep that."),
    )
    NOBODY = "nobody", _("Nobody has handed in wishes.")
    NO_SCORES = "no-scores", _("Some students have no score yet.")
    TOO_LONG = (
        "too-long",
        _("No allocation was found in the time it was given. Scenarios that were made before stand as they were."),
    )
    FAILED = "failed", _("The allocation could not be computed. Scenarios that were made before stand as they were.")
    OUTDATED = "outdated", _("Wishes, scores or places have changed since this scenario was made. Make a new one.")
    ALREADY = "already", _("The places of this call are published already.")
