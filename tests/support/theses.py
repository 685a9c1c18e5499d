"""A thesis of the made-up Master, on its way as far as a test needs it, through the services of the campus."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfWriter

from salerno.awards.models import Thesis
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.enrolment.services import enrol
from salerno.institutions.models import GradingScale, Institution
from salerno.people.enums import Role
from salerno.people.models import Person
from salerno.people.services import assign_role
from tests.support.courses import person
from tests.support.moments import NOON
from tests.support.studies import AMU, UNIPI, master_offering, student

DEFENCE = NOON + timedelta(days=20)
AFTER = DEFENCE + timedelta(hours=2)


def pdf(words: str = "thesis", password: str = "") -> bytes:
    """A PDF of one blank page; ``words`` make it another file."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Title": words})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def seat(schac: str, name: str, role: Role = Role.TEACHER) -> Seat:
    """A new person who holds ``role`` at a university, on any day that a browser may take for today."""
    institution = Institution.objects.get(schac=schac)
    someone = person(f"{name.lower().replace(' ', '.')}@example.org", full_name=name)
    assign_role(person=someone, institution=institution, role=role, by=None, on=date(2020, 1, 1))
    return Seat(someone, institution)


@dataclass(frozen=True)
class Cast:
    """Everyone around one thesis, which is written in Pisa. ``chair`` and ``member`` are of Pisa and Marseille."""

    student: Person
    enrolment: Enrolment
    first: Seat
    second: Seat
    chair: Seat
    member: Seat
    officer: Person


def cast(studies: ProgrammeEnrolment | None = None, *, email: str = "lea@example.org", suffix: str = "", **values: Any) -> Cast:
    """A student who takes the thesis course of Pisa, two teachers, a jury and an officer. ``suffix`` makes them other people."""
    studies = studies or student(person(email), **values)
    scale, _new = GradingScale.objects.get_or_create(code="it-30", defaults={"name": {"en": "Italian"}})
    Institution.objects.filter(schac=UNIPI).update(grading_scale=scale)
    learner = studies.student
    return Cast(
        student=learner,
        enrolment=enrol(learner=learner, offering=master_offering("PI-402"), by=learner, at=NOON),
        first=seat(UNIPI, f"First Supervisor{suffix}"),
        second=seat(AMU, f"Second Supervisor{suffix}"),
        chair=seat(UNIPI, f"Carla Chair{suffix}", Role.BOARD_MEMBER),
        member=seat(AMU, f"Marc Member{suffix}"),
        officer=seat(UNIPI, f"Olivia Officer{suffix}", Role.ADMINISTRATOR).person,
    )


def proposal(who: Cast, **changes: Any) -> theses.Proposal:
    """What the student proposes."""
    values = {
        "title": {"en": "A made-up thesis", "fr": "Un mémoire inventé"},
        "abstract": "What it is about.",
        "starts_on": date(2026, 12, 1),
        "ends_on": date(2027, 6, 30),
        "supervisors": (who.first, who.second),
        **changes,
    }
    return theses.Proposal(**values)


def proposed(who: Cast) -> Thesis:
    """Waits for its supervisors."""
    return theses.propose(enrolment=who.enrolment, proposal=proposal(who), by=who.student, at=NOON)


def agreed(who: Cast) -> Thesis:
    """Both supervisors have agreed."""
    thesis = proposed(who)
    for row in (who.first, who.second):
        thesis = theses.agree(thesis=thesis, by=row.person, at=NOON)
    return thesis


def hand_over(thesis: Thesis, who: Cast, data: bytes, **changes: Any) -> Any:
    """Deposit ``data`` as the next version."""
    values = {"title": thesis.title, "embargo_until": None, "by": who.student, "at": NOON, **changes}
    return theses.deposit(thesis=thesis, source=BytesIO(data), **values)


def deposited(who: Cast, **changes: Any) -> Thesis:
    """One version lies there."""
    thesis = agreed(who)
    hand_over(thesis, who, pdf(), **changes)
    return Thesis.objects.get(pk=thesis.pk)


def with_jury(who: Cast, **changes: Any) -> Thesis:
    """The jury has it."""
    seats, chair = [who.chair, who.member], who.chair.person
    return thesis_juries.name_jury(thesis=deposited(who, **changes), seats=seats, chair=chair, by=who.officer, at=NOON)


def announced(who: Cast, **changes: Any) -> Thesis:
    """The defence is announced."""
    thesis = with_jury(who, **changes)
    return thesis_juries.announce(thesis=thesis, defence_at=DEFENCE, place="Aula 3", by=who.officer, at=NOON)


def judged(who: Cast, text: str = "30 e lode") -> Thesis:
    """A member has entered the grade."""
    return thesis_juries.enter_grade(thesis=announced(who), text=text, by=who.member.person, at=AFTER)


def graded(who: Cast, text: str = "30 e lode") -> Thesis:
    """The chair has confirmed the grade."""
    return thesis_juries.confirm_grade(thesis=judged(who, text), by=who.chair.person, at=AFTER)
