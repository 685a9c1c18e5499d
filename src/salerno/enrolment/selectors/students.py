"""What the desk's pages of one student read."""

from dataclasses import dataclass
from datetime import date

from salerno.catalogue.regulations.facts import Track
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import NEXT_PROGRAMME, ProgrammeState, State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment, Registration
from salerno.institutions.models import Institution
from salerno.people.models import Person
from salerno.people.rules import governs


@dataclass(frozen=True)
class StudentPage:
    """A student's studies as the offices see them. ``own``: registrations at institutions that the person administers (by key)."""

    studies: ProgrammeEnrolment
    track: Track
    registrations: list[Registration]
    courses: list[Enrolment]
    own: set[int]
    openings: list[Institution]

    @property
    def next_states(self) -> list[str]:
        """What the offices may make of the studies; who has graduated, and who no longer has, the board decides."""
        if not self.studies.is_live:
            return []
        following = NEXT_PROGRAMME[ProgrammeState(self.studies.state)] - {ProgrammeState.GRADUATED}
        return [state.value for state in ProgrammeState if state in following]


def student_page(studies: ProgrammeEnrolment, viewer: Person) -> StudentPage:
    """The page of ``studies``, in a constant number of queries."""
    registrations = list(studies.registrations.select_related("institution"))
    courses = studies.course_enrolments.select_related("offering__course", "offering__institution")
    return StudentPage(
        studies=studies,
        track=rules_of(studies.offering.regulations).track(studies.track),
        registrations=registrations,
        courses=list(courses.order_by("offering__starts_on", "offering__course__code")),
        own={row.pk for row in registrations if governs(viewer, row.institution)},
        openings=places_to_register(studies, viewer),
    )


def places_to_register(studies: ProgrammeEnrolment, viewer: Person) -> list[Institution]:
    """The institutions at which the person may register the student: own ones that give the programme, where nothing is open."""
    taken = studies.registrations.open().values("institution")
    rows = Institution.objects.filter(programmes__programme=studies.offering.programme_id).exclude(pk__in=taken)
    return [row for row in rows.order_by("programmes__position") if governs(viewer, row)] if studies.is_live else []


@dataclass(frozen=True)
class Ending:
    """What ends when a student withdraws, and what stays: registrations with their last day, seats, courses passed."""

    registrations: list[tuple[Registration, date]]
    seats: list[Enrolment]
    passed: int


def ending_of(studies: ProgrammeEnrolment, on: date) -> Ending:
    """What withdrawing on the day ``on`` would end: the same as ``services.withdraw_from_programme`` does."""
    courses = studies.course_enrolments.select_related("offering__course", "offering__institution")
    return Ending(
        registrations=[(row, max(on, row.starts_on)) for row in studies.registrations.open().select_related("institution")],
        seats=list(courses.filter(state=State.ACTIVE)),
        passed=studies.course_enrolments.filter(state=State.COMPLETED).count(),
    )
