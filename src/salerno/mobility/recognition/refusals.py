"""Why a result is not entered, or not decided on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ResultRefusal(models.TextChoices):
    NEITHER = "neither", _("Only the two institutions of this mobility enter results.")
    NOT_BACK = "not-back", _("Results are entered when the departure is confirmed.")
    NOTHING = "nothing", _("There is no result in this.")
    TWICE = "twice", _("A result with this code and title stands there already. Nothing was entered.")
    BAD_GRADE = "bad-grade", _("This is no grade of its scale. Nothing was entered.")
    IN_THE_FUTURE = "in-the-future", _("This day has not come yet.")
    NOT_SENDING = "not-sending", _("Only the university that sends the student decides on this.")
    NOT_A_STUDENT_HERE = (
        "not-a-student-here",
        _("The student does not study on this campus: the home university decides on its own."),
    )
    DECIDED = "decided", _("This was decided by now.")
    NOT_PASSED = "not-passed", _("What was not passed cannot be recognised.")
    NO_REASON = "no-reason", _("A refusal needs a reason: the student reads it.")
    CANNOT_COUNT = "cannot-count", _("This cannot be recognised so.")
    NOT_REFUSED = "not-refused", _("There is no refusal to appeal against.")
    APPEALED = "appealed", _("You have appealed already.")
    TOO_LATE = "too-late", _("The last day to appeal has passed.")
    NOT_TOGETHER = "not-together", _("Only results of one stay that were passed and wait for a decision are recognised together.")
    TITLES_TOO_LONG = "titles-too-long", _("Together these titles are longer than a document of the degree holds.")
    NOT_YOURS = "not-yours", _("Only the student can appeal.")
    EMPTY = "empty", _("Say why the decision should be looked at again.")
    NO_APPEAL = "no-appeal", _("No appeal waits for an answer.")
    NOT_RECOGNISED = "not-recognised", _("There is nothing recognised that could be taken back.")
