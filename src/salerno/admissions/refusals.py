"""Why an act is refused: sentences that the greyed button and the stopped service share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CallRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This is decided by the institutions that give the programme.")
    NOT_DRAFT = "not-draft", _("This call was opened: its rules no longer change under those who apply.")
    NOT_NEXT = "not-next", _("The call is in another state by now.")
    UNREADABLE = "unreadable", _("A part of this call cannot be read. Nothing was written.")
    NO_TRACK = "no-track", _("The regulations of this cohort have no such track.")
    DATES = "dates", _("A call closes after it opens.")
    NO_REVIEWERS = "no-reviewers", _("This call has no reviewers of two institutions yet.")
    UNDECIDED = "undecided", _("Some applications have no decision yet.")
    BAD_CELLS = "bad-cells", _("Some cells cannot be read, or somebody has applied meanwhile. Nothing was taken in.")


class ApplyRefusal(models.TextChoices):
    NOT_OPEN_YET = "not-open-yet", _("This call is not open yet.")
    CLOSED = "closed", _("This call is closed. Nothing more can be handed in.")
    ALREADY = "already", _("You have an application to this call already.")
    NOT_DRAFT = "not-draft", _("You have handed this application in. Withdraw it to change it, as long as the call is open.")
    CHANGED_MEANWHILE = (
        "changed-meanwhile",
        _("This was changed in another window. Look at what stands there now, then save again."),
    )
    TOO_MUCH = "too-much", _("This is more text than can be kept here. Nothing was lost: shorten it.")
    INCOMPLETE = "incomplete", _("Some answers or papers are missing.")
    TOO_MANY_ROWS = "too-many-rows", _("A transcript holds at most 200 rows.")
    TOO_MANY_REFEREES = "too-many-referees", _("You have named as many referees as the call asks for.")
    REFEREE_ASKED = "referee-asked", _("This referee has been asked already.")
    REFEREE_SELF = "referee-self", _("Nobody is their own referee.")
    TOO_MANY_REQUESTS = "too-many-requests", _("Requests were withdrawn too often. Write to the universities.")
    CANNOT_WITHDRAW = "cannot-withdraw", _("This application was decided on. An offer can be declined.")
    NOT_YOURS = "not-yours", _("Only the applicant can do this.")


class DocumentRefusal(models.TextChoices):
    TOO_LARGE = "too-large", _("The file is larger than 10 MB. Make it smaller.")
    EMPTY = "empty", _("The file is empty.")
    NOT_THIS_KIND = "not-this-kind", _("Only PDF and JPEG files are taken, and this is neither, whatever its name says.")
    UNREADABLE = "unreadable", _("The file is damaged and cannot be read. Save or scan it again.")
    ENCRYPTED = "encrypted", _("The PDF is protected by a password. Save it without one.")
    ACTIVE = "active", _("The PDF holds a script, an action or another file. Print it to a new PDF and take that one.")
    TOO_MANY_PAGES = "too-many-pages", _("The PDF has more than 200 pages.")
    TOO_BIG_A_PICTURE = "too-big-a-picture", _("The picture has too many points. Scan it at 300 dpi or less.")
    SUSPECT = "suspect", _("The check for harmful files refuses this file.")
    UNCHECKED = "unchecked", _("Files cannot be checked at this moment. Nothing was lost: try again in some minutes.")
    UNKNOWN_KIND = "unknown-kind", _("This call does not ask for such a paper.")


class RefereeRefusal(models.TextChoices):
    USED = "used", _("A letter was handed in with this link already. Thank you.")
    EXPIRED = "expired", _("This link has expired. Ask the applicant's universities, if the letter is still of use.")
    EMPTY = "empty", _("Write the letter or add it as a PDF.")
    TWO = "two", _("Hand the letter in once: as text or as a file.")
    NOT_A_PDF = "not-a-pdf", _("A letter is a PDF file.")
    REPLACED = "replaced", _("This link does not work any more: a newer one was sent, or the request was withdrawn.")


class RequestRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the applicant and the universities of the call do this.")
    ANSWERED = "answered", _("The letter has come.")
    WITHDRAWN = "withdrawn", _("This request was withdrawn.")
    OVER = "over", _("Letters are not waited for any more.")
    TOO_SOON = "too-soon", _("We have written to this referee within the last day. Wait a day, or write to them yourself.")
    TOO_OFTEN = "too-often", _("We have written to this referee four times. Write to them yourself.")
    SAME_ADDRESS = "same-address", _("This is the address that we have written to.")
    HANDED_IN = "handed-in", _("You have handed the application in with this referee. A university can withdraw the request.")


class ReviewRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("This review is assigned to somebody else.")
    DONE = "done", _("This review was submitted and stands.")
    CONFLICT = "conflict", _("You have declared a conflict of interest.")
    INCOMPLETE = "incomplete", _("Give a score for each criterion, and a comment.")
    OUT_OF_RANGE = "out-of-range", _("A score lies outside the scale.")
    CALL_DECIDED = "call-decided", _("The committee has decided. Reviews no longer change.")
    NO_DISAGREEMENT = "no-disagreement", _("The reviewers of this application do not disagree.")
    NOBODY_LEFT = "nobody-left", _("No reviewer without a conflict is left.")
    NOT_STAFF = "not-staff", _("A reviewer holds a role at an institution that gives the programme.")
    HAS_REVIEWS = "has-reviews", _("This reviewer has applications to read. They would be left without a reader.")
    NOT_ELIGIBLE = "not-eligible", _("Only applications found eligible are reviewed.")


class DecisionRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the committee of the institutions that give the programme decides.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Somebody else has decided meanwhile, or a review changed. Look at the list again.")
    NOT_REVIEWED = "not-reviewed", _("An application without all of its reviews cannot be decided on.")
    DISAGREEMENT = "disagreement", _("Reviewers disagree. A third review comes first.")
    NO_PLACE = "no-place", _("There are fewer places than that.")
    QUOTA = "quota", _("A quota of the call does not allow that.")
    NO_REASON = "no-reason", _("A refusal needs a reason, and so does a decision that departs from the ranking.")
    NOT_CLOSED = "not-closed", _("Decide when the call is closed.")
    NOT_SUBMITTED = "not-submitted", _("This application does not wait for that.")
    CONFLICT = "conflict", _("You have declared a conflict of interest with this applicant.")
    OFFER_DATE = "offer-date", _("An offer must be open for some days.")


class OfferRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the applicant answers an offer.")
    ACCEPTED = "accepted", _("You have accepted this offer already.")
    DECLINED = "declined", _("You have declined this offer.")
    LAPSED = "lapsed", _("The deadline of this offer has passed.")
    FEW_INSTITUTIONS = "few-institutions", _("Choose as many universities as the call asks for.")
    CIVIL_MISSING = "civil-missing", _("Names, date and place of birth and citizenship are missing. They stand on the diploma.")
    CANNOT_ENROL = (
        "cannot-enrol",
        _("You cannot be enrolled at this moment. Your offer stands: write to the universities before it lapses."),
    )


class AppealRefusal(models.TextChoices):
    NOT_YOURS = "not-yours", _("Only the applicant can appeal.")
    NOT_REFUSED = "not-refused", _("There is no refusal to appeal against.")
    TOO_LATE = "too-late", _("The time for an appeal has passed.")
    ALREADY = "already", _("You have appealed already.")
    EMPTY = "empty", _("Say why the decision should be looked at again.")
    ANSWERED = "answered", _("This appeal was answered already.")
    NO_REASON = "no-reason", _("An answer needs its reason.")
