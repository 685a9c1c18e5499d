"""Theses of the last semester: graded ones, and one at each step of the way."""

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from salerno.awards.models import Thesis
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.enrolment.models import Enrolment
from salerno.portal.operations.demo_cohort.cast import JUDGES, OFFICERS, SECONDS, STUDENTS, WRITERS, Fate, Student
from salerno.portal.operations.demo_cohort.curriculum import thesis_course
from salerno.portal.operations.demo_cohort.marks import mark
from salerno.portal.operations.demo_cohort.people import person, universities
from salerno.portal.operations.demo_cohort.timeline import on_day

_METHODS = (
    ("Graph networks", "Réseaux de graphes"),
    ("Language models", "Modèles de langue"),
    ("Federated learning", "Apprentissage fédéré"),
    ("Uncertainty estimates", "Mesures d’incertitude"),
    ("Causal models", "Modèles causaux"),
    ("Self-supervision", "Auto-supervision"),
    ("Small neural networks", "Petits réseaux de neurones"),
)
_SUBJECTS = (
    ("early signs of sepsis", "les premiers signes du sepsis"), ("retinal images", "les images de la rétine"),
    ("wearable sensors", "les capteurs portés"), ("single-cell data", "les données unicellulaires"),
    ("discharge letters", "les lettres de sortie"), ("rare diseases", "les maladies rares"),
)  # fmt: skip
# Days: proposed, agreed, deposited, jury named, defence announced, defended. The grade follows within two days.
_BEFORE_FIRST_BOARD = (-215, -210, -70, -66, -62, -45)
_BEFORE_SECOND_BOARD = (-190, -180, -28, -26, -23, -9)
_UNDER_WAY = (-60, -50, -20, -12, -8, -2)
_STEPS = ("proposed", "returned", "agreed", "deposited", "with-jury", "announced", "judged")


@dataclass(frozen=True)
class _Cast:
    """Everyone around one thesis. The jury's second member teaches at the other university, and enters the grade."""

    first: Seat
    second: Seat
    chair: Seat
    member: Seat


def grade_theses(at: datetime, students: tuple[Student, ...]) -> None:
    """Bring the thesis of each of ``students`` to its grade, before the board at which its author is decided on."""
    for student in students:
        days = _BEFORE_FIRST_BOARD if student.fate == Fate.GRADUATED else _BEFORE_SECOND_BOARD
        thesis, cast = _bring(at, student, days, "judged")
        thesis_juries.confirm_grade(thesis=thesis, by=cast.chair.person, at=on_day(at, days[-1], 40))


def write_theses(at: datetime) -> None:
    """Theses under way: those who owe a course have agreed on theirs; the others stand at one step after another."""
    writing = [student for student in STUDENTS if student.fate in (Fate.WRITING, Fate.OWING)]
    for place, student in enumerate(writing):
        step = "agreed" if student.fate == Fate.OWING or student.number == 1 else _STEPS[place % len(_STEPS)]
        _bring(at, student, _UNDER_WAY, step)


def _bring(at: datetime, student: Student, days: tuple[int, ...], until: str) -> tuple[Thesis, _Cast]:
    """The thesis of ``student`` at the step ``until``, by the services that the campus itself uses."""
    proposed, agreed, deposited, jury, announced, defended = (on_day(at, day) for day in days)
    cast, by = _cast_of(student), person(student.email)
    enrolment = Enrolment.objects.get(learner=by, offering__course__code=thesis_course(student))
    thesis = theses.propose(enrolment=enrolment, proposal=_proposal(at, student, cast, days), by=by, at=proposed)
    if until == "returned":
        reason = "Say which data you will use, and who lets you (made up)."
        theses.send_back(thesis=thesis, reason=reason, by=cast.second.person, at=agreed)
    if until in ("proposed", "returned"):
        return thesis, cast
    for seat in (cast.first, cast.second):
        thesis = theses.agree(thesis=thesis, by=seat.person, at=agreed)
    if until == "agreed":
        return thesis, cast
    paper = BytesIO(_paper(thesis.title["en"]))
    theses.deposit(thesis=thesis, source=paper, title=thesis.title, embargo_until=None, by=by, at=deposited)
    if until == "deposited":
        return thesis, cast
    officer = person(OFFICERS[student.home])
    thesis = thesis_juries.name_jury(thesis=thesis, seats=[cast.chair, cast.member], chair=cast.chair.person, by=officer, at=jury)
    if until == "with-jury":
        return thesis, cast
    meets = on_day(at, 6, 4) if until == "announced" else defended
    thesis = thesis_juries.announce(thesis=thesis, defence_at=meets, place="Room 1 (made up)", by=officer, at=announced)
    if until == "announced":
        return thesis, cast
    text = mark(student, thesis_course(student), enrolment.offering.institution.grading_scale.code, sitting=2)
    return thesis_juries.enter_grade(thesis=thesis, text=text, by=cast.member.person, at=on_day(defended, 0, 20)), cast


def _cast_of(student: Student) -> _Cast:
    there = universities()
    home, other = there[student.home], there[student.second]
    return _Cast(
        first=Seat(person(WRITERS[student.home]), home),
        second=Seat(person(WRITERS[student.second]), other),
        chair=Seat(person(JUDGES[student.home]), home),
        member=Seat(person(SECONDS[student.second]), other),
    )


def _proposal(at: datetime, student: Student, cast: _Cast, days: tuple[int, ...]) -> theses.Proposal:
    method, subject = _METHODS[student.number % len(_METHODS)], _SUBJECTS[student.number // 8 % len(_SUBJECTS)]
    return theses.Proposal(
        title={"en": f"{method[0]} for {subject[0]} (made up)", "fr": f"{method[1]} pour {subject[1]} (inventé)"},
        abstract="A made-up abstract of a thesis that nobody wrote.",
        starts_on=on_day(at, days[0] + 30).date(),
        ends_on=on_day(at, max(days[2], 30)).date(),
        supervisors=(cast.first, cast.second),
    )


def _paper(title: str) -> bytes:
    """A PDF of one empty page, which bears the title. The library is loaded here: it takes 36 MB."""
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_metadata({"/Title": title})
    file = BytesIO()
    writer.write(file)
    return file.getvalue()
