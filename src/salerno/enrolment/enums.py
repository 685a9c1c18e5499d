"""States of enrolments in a course and in a programme, and why one is refused."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    ACTIVE = "active", _("Studying")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COMPLETED = "completed", _("Completed")


NEXT = {
    State.ACTIVE: {State.WITHDRAWN, State.COMPLETED},
    State.WITHDRAWN: {State.ACTIVE},
    State.COMPLETED: {State.ACTIVE},  # a pass that was corrected
}


class Refusal(models.TextChoices):
    NOT_OPEN = "not-open", _("Enrolment is not open at this time.")
    FULL = "full", _("All seats are taken.")
    ALREADY = "already", _("You are enrolled already.")
    NOT_READY = "not-ready", _("This course has no published content yet.")
    COMPLETED = "completed", _("You have completed this course.")
    NOT_IN_PROGRAMME = "not-in-programme", _("This course is for students of a programme whose regulations contain it.")
    REQUIRES_ANOTHER = "requires-another", _("The regulations require another course that you have not passed yet.")


class ProgrammeState(models.TextChoices):
    ACTIVE = "active", _("Studying")
    INTERRUPTED = "interrupted", _("Interrupted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    GRADUATED = "graduated", _("Graduated")


NEXT_PROGRAMME = {
    ProgrammeState.ACTIVE: {ProgrammeState.INTERRUPTED, ProgrammeState.WITHDRAWN, ProgrammeState.GRADUATED},
    ProgrammeState.INTERRUPTED: {ProgrammeState.ACTIVE, ProgrammeState.WITHDRAWN},
    ProgrammeState.WITHDRAWN: set(),
    ProgrammeState.GRADUATED: {ProgrammeState.ACTIVE},  # every degree was withdrawn
}
LIVE = (ProgrammeState.ACTIVE, ProgrammeState.INTERRUPTED)


class Gender(models.TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Another gender")
    NOT_SAID = "not-said", _("Not said")


class FeeStatus(models.TextChoices):
    PAYS = "pays", _("Pays the fee here")
    PAYS_ELSEWHERE = "pays-elsewhere", _("Pays the fee at a partner")
    WAIVED = "waived", _("Fee waived")
    SCHOLARSHIP = "scholarship", _("Fee paid by a scholarship")


class ProgrammeRefusal(models.TextChoices):
    NO_REGULATIONS = "no-regulations", _("This cohort has no regulations yet. Pin a version first.")
    NO_SUCH_TRACK = "no-such-track", _("The regulations of this cohort have no such track.")
    FULL = "full", _("All places of this cohort are taken.")
    ALREADY = "already", _("This person studies in this cohort, or has graduated from it, already.")
    NOT_ACTIVE = "not-active", _("This student does not study at this time.")
    NOT_INTERRUPTED = "not-interrupted", _("These studies are not interrupted.")
    ENDED = "ended", _("These studies have ended.")
    NOT_GRADUATED = "not-graduated", _("This student has not graduated.")
    GIVES_NOTHING = "gives-nothing", _("This institution does not give the programme.")
    REGISTERED = "registered", _("The student is registered at this institution already.")
    NUMBER_TAKEN = "number-taken", _("Another student has this number at this institution.")
    NUMBER_MISSING = "number-missing", _("Give the number that the institution has assigned to the student.")
    OTHER_PROGRAMME = "other-programme", _("These regulations are those of another programme.")
    COHORT_BEGUN = "cohort-begun", _("Students have been admitted under the regulations of this cohort: they cannot change.")
    NOT_YOURS = "not-yours", _("Regulations are pinned by coordinators of the institutions that award the degree.")
    BAD_NUMBERS = "bad-numbers", _("Nothing was written: correct the marked cells first.")
    NUMBERS_CHANGED = "numbers-changed", _("Somebody else has saved numbers since. Nothing was written: look again, then save.")
    DATES_WRONG = "dates-wrong", _("A registration cannot end before it starts.")
