"""Whether one may act on a thesis: the same answer greys the button and stops the service."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from salerno.awards.enums import NEXT_THESIS, ThesisRefusal, ThesisState
from salerno.awards.models import JuryMember, Thesis, ThesisSupervisor
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import ProgrammeState, State
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.people.enums import AUTHORS, Role
from salerno.people.models import Person

JURORS = AUTHORS | {Role.BOARD_MEMBER}


@dataclass(frozen=True)
class Seat:
    """A person for an institution: who supervises, or judges."""

    person: Person
    institution: Institution


def is_thesis_course(enrolment: Enrolment) -> bool:
    """Whether the student's regulations count this course as a thesis."""
    studies = enrolment.programme_enrolment
    if studies is None or studies.offering.regulations is None:
        return False
    course = rules_of(studies.offering.regulations).courses.get(enrolment.offering.course.code)
    return course is not None and course.kind == "thesis"


def supervisor_of(thesis: Thesis, person: Person) -> ThesisSupervisor | None:
    """The seat of ``person`` among the supervisors."""
    return next((row for row in thesis.supervisors.all() if row.person_id == person.pk), None)


def juror_of(thesis: Thesis, person: Person) -> JuryMember | None:
    """The seat of ``person`` in the jury."""
    return next((row for row in thesis.jury.all() if row.person_id == person.pk), None)


def may_go(thesis: Thesis, state: ThesisState) -> bool:
    """Whether the table of states leads from where ``thesis`` is to ``state``."""
    return state in NEXT_THESIS[ThesisState(thesis.state)]


def why_not_write(enrolment: Enrolment) -> ThesisRefusal | None:
    """The reason for which no thesis is written in ``enrolment``, or None."""
    if not is_thesis_course(enrolment):
        return ThesisRefusal.NO_THESIS_COURSE
    is_studying = enrolment.state == State.ACTIVE and enrolment.programme_enrolment.state == ProgrammeState.ACTIVE
    return None if is_studying else ThesisRefusal.STUDIES_ENDED


def why_not_propose(enrolment: Enrolment, thesis: Thesis | None) -> ThesisRefusal | None:
    """The reason for which nothing can be proposed, or None. ``thesis``: the newest that stands in ``enrolment``."""
    if refusal := why_not_write(enrolment):
        return refusal
    is_free = thesis is None or thesis.state in (ThesisState.GRADED, ThesisState.RETURNED)
    return None if is_free else ThesisRefusal.STANDS


def why_not_supervise(student: Person, seats: Collection[Seat]) -> ThesisRefusal | None:
    """The reason for which these cannot supervise ``student``, or None: two people, two institutions, two countries."""
    if len({seat.person.pk for seat in seats}) != 2:
        return ThesisRefusal.TWO_SUPERVISORS
    if student.pk in {seat.person.pk for seat in seats}:
        return ThesisRefusal.OWN_THESIS
    if len({seat.institution.pk for seat in seats}) != 2:
        return ThesisRefusal.SAME_INSTITUTION
    return None if len({seat.institution.country for seat in seats}) == 2 else ThesisRefusal.SAME_COUNTRY


def why_not_agree(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot agree to the proposal, or None."""
    seat = supervisor_of(thesis, by)
    if seat is None:
        return ThesisRefusal.NOT_A_SUPERVISOR
    if thesis.state != ThesisState.PROPOSED:
        return ThesisRefusal.NOT_PROPOSED
    return ThesisRefusal.AGREED_ALREADY if seat.agreed_at else None


def why_not_send_back(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot send the proposal back, or None. Until the jury has the thesis, a supervisor can."""
    if supervisor_of(thesis, by) is None:
        return ThesisRefusal.NOT_A_SUPERVISOR
    if thesis.state == ThesisState.RETURNED:
        return ThesisRefusal.NOT_PROPOSED
    return None if may_go(thesis, ThesisState.RETURNED) else ThesisRefusal.WITH_JURY


def why_not_deposit(thesis: Thesis) -> ThesisRefusal | None:
    """The reason for which no version can be deposited, or None. A new one takes the place of the last until the jury has it."""
    if refusal := why_not_write(thesis.enrolment):
        return refusal
    if thesis.state in (ThesisState.PROPOSED, ThesisState.RETURNED):
        return ThesisRefusal.NOT_AGREED
    return None if thesis.state in (ThesisState.AGREED, ThesisState.DEPOSITED) else ThesisRefusal.WITH_JURY


def why_not_name_jury(thesis: Thesis) -> ThesisRefusal | None:
    """The reason for which no jury can be named, or None. Until a grade is entered, another one may be."""
    if thesis.state in (ThesisState.PROPOSED, ThesisState.RETURNED, ThesisState.AGREED):
        return ThesisRefusal.NOT_DEPOSITED
    return ThesisRefusal.WITH_JURY if thesis.state in (ThesisState.JUDGED, ThesisState.GRADED) else None


def why_not_judge(thesis: Thesis, seats: Collection[Seat], chair: Person) -> ThesisRefusal | None:
    """The reason for which these cannot be the jury, or None."""
    people = {seat.person.pk for seat in seats}
    supervisors = list(thesis.supervisors.all())
    if thesis.enrolment.learner_id in people:
        return ThesisRefusal.OWN_THESIS
    if chair.pk not in people:
        return ThesisRefusal.NO_CHAIR
    if chair.pk in {row.person_id for row in supervisors}:
        return ThesisRefusal.CHAIR_SUPERVISES
    if len(people) < 2:
        return ThesisRefusal.CHAIR_ALONE
    missing = {row.institution_id for row in supervisors} - {seat.institution.pk for seat in seats}
    return ThesisRefusal.INSTITUTION_MISSING if missing else None


def why_not_announce(thesis: Thesis) -> ThesisRefusal | None:
    """The reason for which no defence can be announced, or None. Announcing again moves it."""
    return None if thesis.state in (ThesisState.WITH_JURY, ThesisState.ANNOUNCED) else ThesisRefusal.NO_JURY


def why_not_give_back(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot give the thesis back for another version, or None."""
    return _why_not_chair(thesis, by) or why_not_announce(thesis)


def why_not_enter_grade(thesis: Thesis, by: Person, at: datetime) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot write down the jury's grade, or None: a member does, and the chair confirms it."""
    seat = juror_of(thesis, by)
    if seat is None:
        return ThesisRefusal.NOT_IN_JURY
    if seat.is_chair:
        return ThesisRefusal.CHAIR_CONFIRMS
    if thesis.state != ThesisState.ANNOUNCED:
        return ThesisRefusal.NOT_ANNOUNCED
    return ThesisRefusal.NOT_DEFENDED if thesis.defence_at > at else why_not_write(thesis.enrolment)


def why_not_confirm_grade(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot confirm the jury's grade, or None."""
    if refusal := why_not_return_grade(thesis, by):
        return refusal
    return ThesisRefusal.CHAIR_CONFIRMS if thesis.graded_by_id == by.pk else why_not_write(thesis.enrolment)


def why_not_return_grade(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    """The reason for which ``by`` cannot send the jury's grade back, or None."""
    if refusal := _why_not_chair(thesis, by):
        return refusal
    return None if thesis.state == ThesisState.JUDGED else ThesisRefusal.NOT_JUDGED


def _why_not_chair(thesis: Thesis, by: Person) -> ThesisRefusal | None:
    seat = juror_of(thesis, by)
    return None if seat and seat.is_chair else ThesisRefusal.NOT_CHAIR


def why_not_open_file(thesis: Thesis, by: Person, on: date) -> ThesisRefusal | None:
    """The reason for which ``by``, who may see the thesis, cannot open its file on the day ``on``, or None.

    PRIVACY: during an embargo the administration sees that there is a thesis, and not what stands in it.
    """
    is_inside = thesis.enrolment.learner_id == by.pk or supervisor_of(thesis, by) or juror_of(thesis, by)
    return ThesisRefusal.EMBARGO if thesis.is_confidential(on) and not is_inside else None
