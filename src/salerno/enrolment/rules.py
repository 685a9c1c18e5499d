"""Whether one may enrol, be admitted or registered: the same answer greys the button and stops the service."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from salerno.catalogue import rules as catalogue_rules
from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import Course, CourseOffering, ProgrammeInstitution, ProgrammeOffering, Regulations
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import NEXT_PROGRAMME, ProgrammeRefusal, ProgrammeState, Refusal, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment, Registration
from salerno.enrolment.standings import Standing, standings_of
from salerno.institutions.models import Institution
from salerno.people.models import Person


def why_not_enrol(*, learner: Person, offering: CourseOffering, at: datetime) -> Refusal | None:
    """The reason for which ``learner`` may not enrol in ``offering`` now, or None."""
    state = Enrolment.objects.filter(learner=learner, offering=offering).values_list("state", flat=True).first()
    taken = _why_not_again(state) or why_not_take(learner=learner, course=offering.course)
    return taken or why_not_open(offering=offering, at=at)


def why_not_enrol_each(*, learners: Iterable[Person], offering: CourseOffering, at: datetime) -> dict[int, Refusal | None]:
    """``why_not_enrol`` of each, by primary key, seats counted down in the order given, as the service takes them.

    The number of queries does not grow with the learners.
    """
    people = list(learners)
    standings = standings_of(people)
    left = offering.seats - offering.enrolments.holding_a_seat().count() if offering.seats is not None else None
    closed = why_not_open(offering=offering, at=at, seats_left=left)
    found: dict[int, Refusal | None] = {}
    for person in people:
        refusal = why_not_for(standing=standings[person.pk], offering=offering) or closed
        if refusal is None and left is not None:
            left, refusal = left - 1, None if left > 0 else Refusal.FULL
        found[person.pk] = refusal
    return found


def why_not_for(*, standing: Standing, offering: CourseOffering) -> Refusal | None:
    """What of ``standing`` bars from ``offering``, dates and seats aside, or None."""
    return _why_not_again(standing.states.get(offering.pk)) or _why_not_take(standing, offering.course)


def _why_not_again(state: str | None) -> Refusal | None:
    return {State.COMPLETED: Refusal.COMPLETED, State.ACTIVE: Refusal.ALREADY}.get(state)


def why_not_open(*, offering: CourseOffering, at: datetime, seats_left: int | None = None) -> Refusal | None:
    """The reason for which nobody may enrol in ``offering`` now, or None. A course of the Master needs no content here.

    ``seats_left``: when it was counted already.
    """
    if not offering.course.workload_minutes and offering.course.kind != CourseKind.MASTER_COURSE:
        return Refusal.NOT_READY
    if not offering.takes_enrolments(at):
        return Refusal.NOT_OPEN
    if offering.seats is not None and seats_left is None:
        seats_left = offering.seats - offering.enrolments.holding_a_seat().count()
    return Refusal.FULL if seats_left is not None and seats_left <= 0 else None


def why_not_take(*, learner: Person | None, course: Course) -> Refusal | None:
    """The reason for which ``course`` is not for ``learner``, or None. Courses of the Master are for its students alone."""
    if course.kind != CourseKind.MASTER_COURSE:
        return None
    return _why_not_take(standings_of([learner])[learner.pk] if learner else Standing(), course)


def _why_not_take(standing: Standing, course: Course) -> Refusal | None:
    if course.kind != CourseKind.MASTER_COURSE:
        return None
    if standing.studies_with(course.code) is None:
        return Refusal.NOT_IN_PROGRAMME
    return Refusal.REQUIRES_ANOTHER if standing.lacking(course.code) else None


def why_not_admit(*, student: Person, offering: ProgrammeOffering, track: str) -> ProgrammeRefusal | None:
    """The reason for which ``student`` may not be admitted to the cohort, or None."""
    regulations: ProgrammeRules | None = rules_of(offering.regulations) if offering.regulations else None
    if regulations is None:
        return ProgrammeRefusal.NO_REGULATIONS
    if regulations.track(track) is None:
        return ProgrammeRefusal.NO_SUCH_TRACK
    standing = offering.enrolments.exclude(state=ProgrammeState.WITHDRAWN)
    if standing.filter(student=student).exists():
        return ProgrammeRefusal.ALREADY
    if offering.seats is not None and standing.count() >= offering.seats:
        return ProgrammeRefusal.FULL
    return None


def why_not_move(*, enrolment: ProgrammeEnrolment, state: ProgrammeState) -> ProgrammeRefusal | None:
    """The reason for which nobody can make the studies ``state``, or None. Of a graduate's, see ``why_not_study_again``."""
    now = ProgrammeState(enrolment.state)
    if not enrolment.is_live:
        return ProgrammeRefusal.ENDED
    if state in NEXT_PROGRAMME[now]:
        return None
    return ProgrammeRefusal.NOT_INTERRUPTED if state == ProgrammeState.ACTIVE else ProgrammeRefusal.NOT_ACTIVE


def why_not_study_again(*, enrolment: ProgrammeEnrolment) -> ProgrammeRefusal | None:
    """The reason for which studies do not go on when their degrees are withdrawn, or None."""
    return None if enrolment.state == ProgrammeState.GRADUATED else ProgrammeRefusal.NOT_GRADUATED


def why_not_register(*, enrolment: ProgrammeEnrolment, institution: Institution, student_number: str) -> ProgrammeRefusal | None:
    """The reason for which the student cannot be registered at ``institution`` under this number, or None."""
    if not enrolment.is_live:
        return ProgrammeRefusal.ENDED
    if not student_number:
        return ProgrammeRefusal.NUMBER_MISSING
    if not enrolment.offering.programme.institutions.filter(institution=institution).exists():
        return ProgrammeRefusal.GIVES_NOTHING
    if enrolment.registrations.open().filter(institution=institution).exclude(student_number="").exists():
        return ProgrammeRefusal.REGISTERED
    if Registration.objects.filter(institution=institution, student_number=student_number).exists():
        return ProgrammeRefusal.NUMBER_TAKEN
    return None


def why_not_register_each(
    *, enrolments: Sequence[ProgrammeEnrolment], institution: Institution
) -> dict[int, ProgrammeRefusal | None]:
    """The reason for which each student cannot be registered at ``institution``, by primary key; the number may follow.

    ``enrolments`` with their offerings. Two queries, whatever their number.
    """
    given = set(ProgrammeInstitution.objects.filter(institution=institution).values_list("programme", flat=True))
    there = set(institution.registrations.open().filter(enrolment__in=enrolments).values_list("enrolment", flat=True))
    found: dict[int, ProgrammeRefusal | None] = {}
    for row in enrolments:
        if not row.is_live:
            found[row.pk] = ProgrammeRefusal.ENDED
        elif row.offering.programme_id not in given:
            found[row.pk] = ProgrammeRefusal.GIVES_NOTHING
        else:
            found[row.pk] = ProgrammeRefusal.REGISTERED if row.pk in there else None
    return found


def why_not_pin_regulations(
    *, offering: ProgrammeOffering, regulations: Regulations, by: Person | None = None
) -> ProgrammeRefusal | None:
    """The reason for which a cohort's regulations cannot change, or None: nobody's rules change under their feet."""
    if catalogue_rules.why_not_publish(by=by, programme=offering.programme):
        return ProgrammeRefusal.NOT_YOURS
    if regulations.programme_id != offering.programme_id:
        return ProgrammeRefusal.OTHER_PROGRAMME
    if offering.enrolments.exists():
        return ProgrammeRefusal.COHORT_BEGUN
    return None
