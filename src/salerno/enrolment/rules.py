"""Whether one may enrol, be admitted or registered: the same answer greys the button and stops the service."""

from datetime import datetime

from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import Course, CourseOffering, ProgrammeOffering, Regulations
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import NEXT_PROGRAMME, ProgrammeRefusal, ProgrammeState, Refusal, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment, Registration
from salerno.institutions.models import Institution
from salerno.people.models import Person


def why_not_enrol(*, learner: Person, offering: CourseOffering, at: datetime) -> Refusal | None:
    """The reason for which ``learner`` may not enrol in ``offering`` now, or None."""
    existing = Enrolment.objects.filter(learner=learner, offering=offering).first()
    if existing and existing.state == State.COMPLETED:
        return Refusal.COMPLETED
    if existing and existing.state == State.ACTIVE:
        return Refusal.ALREADY
    return why_not_take(learner=learner, course=offering.course) or why_not_open(offering=offering, at=at)


def why_not_open(*, offering: CourseOffering, at: datetime) -> Refusal | None:
    """The reason for which nobody may enrol in ``offering`` now, or None. A course of the Master needs no content here."""
    if not offering.course.workload_minutes and offering.course.kind != CourseKind.MASTER_COURSE:
        return Refusal.NOT_READY
    if not offering.takes_enrolments(at):
        return Refusal.NOT_OPEN
    if offering.seats is not None and offering.enrolments.holding_a_seat().count() >= offering.seats:
        return Refusal.FULL
    return None


def why_not_take(*, learner: Person | None, course: Course) -> Refusal | None:
    """The reason for which ``course`` is not for ``learner``, or None. Courses of the Master are for its students alone."""
    if course.kind != CourseKind.MASTER_COURSE:
        return None
    studies = studies_for(learner=learner, course=course)
    if studies is None:
        return Refusal.NOT_IN_PROGRAMME
    required = set(rules_of(studies.offering.regulations).courses[course.code].requires)
    passed = Enrolment.objects.filter(
        programme_enrolment=studies, state=State.COMPLETED, offering__course__code__in=required
    ).values_list("offering__course__code", flat=True)
    return Refusal.REQUIRES_ANOTHER if required - set(passed) else None


def studies_for(*, learner: Person | None, course: Course) -> ProgrammeEnrolment | None:
    """The learner's studies, under way now, whose regulations contain ``course`` in any track; None for a stranger.

    Any track: one may take a course of another track; whether it counts for the degree, the audit says.
    """
    if learner is None:
        return None
    mine = ProgrammeEnrolment.objects.of(learner).filter(state=ProgrammeState.ACTIVE)
    rows = mine.select_related("offering__regulations").order_by("-admitted_at", "-pk")
    return next((row for row in rows if course.code in rules_of(row.offering.regulations).courses), None)


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
    """The reason for which the studies cannot become ``state``, or None."""
    now = ProgrammeState(enrolment.state)
    if state in NEXT_PROGRAMME[now]:
        return None
    if not NEXT_PROGRAMME[now]:
        return ProgrammeRefusal.ENDED
    return ProgrammeRefusal.NOT_INTERRUPTED if state == ProgrammeState.ACTIVE else ProgrammeRefusal.NOT_ACTIVE


def why_not_register(*, enrolment: ProgrammeEnrolment, institution: Institution, student_number: str) -> ProgrammeRefusal | None:
    """The reason for which the student cannot be registered at ``institution`` under this number, or None."""
    if not enrolment.is_live:
        return ProgrammeRefusal.ENDED
    if not student_number:
        return ProgrammeRefusal.NUMBER_MISSING
    if not enrolment.offering.programme.institutions.filter(institution=institution).exists():
        return ProgrammeRefusal.GIVES_NOTHING
    if enrolment.registrations.filter(institution=institution, ends_on__isnull=True).exists():
        return ProgrammeRefusal.REGISTERED
    if Registration.objects.filter(institution=institution, student_number=student_number).exists():
        return ProgrammeRefusal.NUMBER_TAKEN
    return None


def why_not_pin_regulations(*, offering: ProgrammeOffering, regulations: Regulations) -> ProgrammeRefusal | None:
    """The reason for which a cohort's regulations cannot change, or None: nobody's rules change under their feet."""
    if regulations.programme_id != offering.programme_id:
        return ProgrammeRefusal.OTHER_PROGRAMME
    if offering.enrolments.exists():
        return ProgrammeRefusal.COHORT_BEGUN
    return None
