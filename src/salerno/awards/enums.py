"""States of grades, and why an act on them is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetState(models.TextChoices):
    DRAFT = "draft", _("Being entered")
    SUBMITTED = "submitted", _("Waits for a second pair of eyes")
    CONFIRMED = "confirmed", _("Confirmed")
    PUBLISHED = "published", _("Published")


NEXT_SHEET = {
    SheetState.DRAFT: {SheetState.SUBMITTED},
    SheetState.SUBMITTED: {SheetState.DRAFT, SheetState.CONFIRMED},
    SheetState.CONFIRMED: {SheetState.DRAFT, SheetState.PUBLISHED},
    SheetState.PUBLISHED: set(),
}


class Standing(models.TextChoices):
    WAITING = "waiting", _("No grade yet")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Not passed")
    ABSENT = "absent", _("Absent")


class TableSource(models.TextChoices):
    COMPUTED = "computed", _("Computed from own results")
    IMPORTED = "imported", _("Sent by the institution")


class GradeRefusal(models.TextChoices):
    NO_SCALE = "no-scale", _("This institution has no grading scale. Give it one first.")
    NOBODY = "nobody", _("Nobody waits for a grade here: all have passed, or nobody is enrolled.")
    SHEET_OPEN = "sheet-open", _("The sheet of an earlier sitting is not published yet. Finish it first.")
    NOT_DRAFT = "not-draft", _("This sheet is no longer being entered. Ask for it to be sent back.")
    NOT_SUBMITTED = "not-submitted", _("This sheet does not wait for a second pair of eyes.")
    NOT_CONFIRMED = "not-confirmed", _("A second person has not confirmed this sheet yet.")
    NOT_PUBLISHED = "not-published", _("This grade is not published yet: change it on its sheet.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("Somebody else saved this sheet meanwhile. Nothing of yours was written.")
    BAD_CELLS = "bad-cells", _("Some grades cannot be read. Nothing was written; correct them and save again.")
    UNFINISHED = "unfinished", _("Some students have no grade. Enter one, or mark them as absent.")
    OWN_WORK = "own-work", _("Whoever entered grades on a sheet cannot confirm it. Ask a colleague.")
    NO_REASON = "no-reason", _("A correction needs a reason.")
    SAME = "same", _("This is the grade that stands already.")
    DECIDED = "decided", _("An examination board has decided on these results. Only the board can take them up again.")
    DEGREE_GRANTED = "degree-granted", _("A degree stands on these results. They change only when it is withdrawn first:")
    NO_GRADUATE = "no-graduate", _("Nobody on this sheet holds a degree.")


class AwardKind(models.TextChoices):
    COURSE = "course", _("Course passed")
    DEGREE = "degree", _("Degree")


class Decision(models.TextChoices):
    AWARD = "award", _("Award")
    DISTINCTION = "distinction", _("Award with distinction")
    COMPENSATION = "compensation", _("Award by compensation")
    DEFER = "defer", _("Defer")
    REFUSE = "refuse", _("Refuse")


GRANTS = frozenset({Decision.AWARD, Decision.DISTINCTION, Decision.COMPENSATION})


class Vote(models.TextChoices):
    FOR = "for", _("For")
    AGAINST = "against", _("Against")
    ABSTAINS = "abstains", _("Abstains")


class BoardState(models.TextChoices):
    CONVENED = "convened", _("Convened")
    SITTING = "sitting", _("Sitting")
    CLOSED = "closed", _("Closed, minutes to be signed")
    SIGNED = "signed", _("Minutes signed")


NEXT_BOARD = {
    BoardState.CONVENED: {BoardState.SITTING},
    BoardState.SITTING: {BoardState.CLOSED},
    BoardState.CLOSED: {BoardState.SITTING, BoardState.SIGNED},
    BoardState.SIGNED: set(),
}


class BoardRefusal(models.TextChoices):
    NO_AGREEMENT = "no-agreement", _("No consortium agreement is published. A board cannot cite one.")
    NO_REGULATIONS = "no-regulations", _("This cohort has no regulations. Nothing can be judged.")
    NO_CHAIR = "no-chair", _("Name one chair among the members.")
    NO_SEAT = "no-seat", _("Somebody you chose is neither a board member nor a coordinator of an awarding institution.")
    NOT_A_MEMBER = "not-a-member", _("Only a member of this board can do this.")
    NO_QUORUM = "no-quorum", _("This board has no quorum.")
    NOT_CONVENED = "not-convened", _("This board has begun already.")
    NOT_SITTING = "not-sitting", _("This board is not sitting.")
    NOT_CLOSED = "not-closed", _("This board is not closed. Decide on every student first.")
    SIGNED = "signed", _("The minutes of this board are signed. Nothing in them changes any more.")
    UNDECIDED = "undecided", _("Some students have no decision yet.")
    DECIDED = "decided", _("The board has decided on this student already. Take the decision back first.")
    NOT_DECIDED = "not-decided", _("There is no decision on this student that could be taken back.")
    CHANGED_MEANWHILE = "changed-meanwhile", _("The results have changed since the agenda was made. Look at them again.")
    CHANGED_SINCE = "changed-since", _("Results have changed since the board decided. Take back, look again and decide anew:")
    NOT_SATISFIED = "not-satisfied", _("A degree rule is not satisfied. The degree cannot be awarded.")
    NEEDS_COMPENSATION = "needs-compensation", _("A course counts by compensation alone. Decide “Award by compensation”.")
    NOTHING_TO_COMPENSATE = "nothing-to-compensate", _("Nothing is compensated here. Decide “Award”.")
    NO_REASON = "no-reason", _("To defer or refuse, or to find otherwise than proposed, needs a reason.")
    NOT_CARRIED = "not-carried", _("The votes do not carry this decision.")
    CONFLICT = "conflict", _("A member who declared a conflict cannot vote on this student.")
    ABSENT = "absent", _("A member who is absent cannot vote.")
    NO_VOTE = "no-vote", _("Each member who is present votes or abstains.")
    NOT_CHAIR = "not-chair", _("Only the chair opens and closes the meeting and signs the minutes.")
    CHAIR_AWAY = "chair-away", _("The chair is not present. Let another member take the chair first.")
    IN_THE_CHAIR = "in-the-chair", _("This member is in the chair already.")
    NOT_THERE = "not-there", _("Who takes the chair of a meeting must be present at it.")
    NOT_NEXT = "not-next", _("By the agreement a member of the chair’s own institution takes the chair first.")
    WHY_REPLACED = "why-replaced", _("Say why the chair is replaced: it stands in the minutes.")
    STUDIES_ENDED = "studies-ended", _("This student no longer studies. No degree can be awarded.")
    WITHDRAWN = "withdrawn", _("This award is withdrawn already.")
    WHY_WITHDRAWN = "why-withdrawn", _("Say why the degree is withdrawn: its holder reads it.")
    NO_NUMBER = "no-number", _("A degree names the student number at each university. These students wait for one:")


class RecognitionRefusal(models.TextChoices):
    STUDIES_ENDED = "studies-ended", _("This student no longer studies. Nothing can be recognised.")
    UNKNOWN_COURSE = "unknown-course", _("The regulations of this student know no such course.")
    NO_CREDITS = "no-credits", _("Say how many credits are recognised: more than none.")
    PASSED_HERE = "passed-here", _("The student has passed this course already.")
    RECOGNISED_ALREADY = "recognised-already", _("This course was recognised already, by another result.")
    DEGREE_GRANTED = "degree-granted", _("A degree stands on these results. They change only when it is withdrawn first.")
    WITHDRAWN = "withdrawn", _("This is not recognised any more.")


class ThesisState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for the supervisors")
    RETURNED = "returned", _("Sent back to the student")
    AGREED = "agreed", _("Agreed, being written")
    DEPOSITED = "deposited", _("Deposited, waits for a jury")
    WITH_JURY = "with-jury", _("With the jury")
    ANNOUNCED = "announced", _("Defence announced")
    JUDGED = "judged", _("Grade waits for the chair")
    GRADED = "graded", _("Graded")


NEXT_THESIS = {
    ThesisState.PROPOSED: {ThesisState.AGREED, ThesisState.RETURNED},
    ThesisState.RETURNED: {ThesisState.PROPOSED},
    ThesisState.AGREED: {ThesisState.DEPOSITED, ThesisState.RETURNED},
    ThesisState.DEPOSITED: {ThesisState.WITH_JURY, ThesisState.RETURNED},
    ThesisState.WITH_JURY: {ThesisState.ANNOUNCED, ThesisState.DEPOSITED},
    ThesisState.ANNOUNCED: {ThesisState.JUDGED, ThesisState.DEPOSITED},
    ThesisState.JUDGED: {ThesisState.GRADED, ThesisState.ANNOUNCED},
    ThesisState.GRADED: set(),
}


class ThesisRefusal(models.TextChoices):
    NO_THESIS_COURSE = "no-thesis-course", _("The regulations name no thesis in this course.")
    STUDIES_ENDED = "studies-ended", _("The student does not study in this course at present.")
    STANDS = "stands", _("A thesis stands in this course already. It can be changed when a supervisor sends it back.")
    DATES = "dates", _("The end lies before the beginning.")
    NO_TITLE = "no-title", _("A title in English is needed: documents in other languages fall back on it.")
    TWO_SUPERVISORS = "two-supervisors", _("A thesis of the joint Master has two supervisors.")
    SAME_INSTITUTION = "same-institution", _("Choose supervisors of two different institutions.")
    SAME_COUNTRY = "same-country", _("Choose supervisors of institutions in two different countries.")
    NOT_FROM_THERE = "not-from-there", _("Somebody you chose does not teach at that institution.")
    OWN_THESIS = "own-thesis", _("Nobody supervises or judges their own thesis.")
    NOT_PROPOSED = "not-proposed", _("This thesis does not wait for its supervisors.")
    NOT_A_SUPERVISOR = "not-a-supervisor", _("Only a supervisor of this thesis can do this.")
    AGREED_ALREADY = "agreed-already", _("You have agreed to this thesis already.")
    NO_REASON = "no-reason", _("Say why, so that the other side knows what to do.")
    NOT_AGREED = "not-agreed", _("Both supervisors must agree before a thesis can be deposited.")
    WITH_JURY = "with-jury", _("The jury has the thesis. It cannot be changed any more.")
    TOO_LARGE = "too-large", _("The file is larger than 20 MB. Make its images smaller and export it again.")
    NO_PDF = "no-pdf", _("This file is not a PDF that can be read. Export it again as a PDF.")
    LOCKED = "locked", _("This PDF asks for a password. Export it without one: the jury could not open it.")
    SAME_FILE = "same-file", _("This is the file that you deposited last. Nothing was changed.")
    NOT_DEPOSITED = "not-deposited", _("No version of this thesis waits for a jury.")
    NO_CHAIR = "no-chair", _("The chair must be one of the members.")
    CHAIR_SUPERVISES = "chair-supervises", _("A supervisor cannot chair the jury.")
    CHAIR_ALONE = "chair-alone", _("A jury needs another member beside its chair: one enters the grade, the chair confirms it.")
    INSTITUTION_MISSING = "institution-missing", _("Each supervising institution must have a member in the jury.")
    NO_JURY = "no-jury", _("No jury has this thesis now.")
    IN_THE_PAST = "in-the-past", _("Announce a defence that lies ahead.")
    NO_PLACE = "no-place", _("Say where the defence takes place.")
    NOT_ANNOUNCED = "not-announced", _("The defence has not been announced yet.")
    NOT_DEFENDED = "not-defended", _("The defence has not begun yet.")
    NOT_IN_JURY = "not-in-jury", _("Only a member of the jury can do this.")
    CHAIR_CONFIRMS = "chair-confirms", _("The chair confirms the grade. Another member enters it.")
    BAD_GRADE = "bad-grade", _("This grade cannot be read.")
    NOT_CHAIR = "not-chair", _("Only the chair of the jury can do this.")
    NOT_JUDGED = "not-judged", _("No grade waits for the chair.")
    UNPUBLISHED = "unpublished", _("The grade could not be published.")
    EMBARGO = "embargo", _("The thesis is confidential: only the student, the supervisors and the jury can open the file.")
