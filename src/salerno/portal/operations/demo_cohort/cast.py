"""Who is in the cohort: 48 students and what becomes of each, the staff around them, and who else applied. Plain values."""

from dataclasses import dataclass
from enum import StrEnum

from salerno.people.enums import Role
from salerno.portal.operations.demo import DemoPerson
from salerno.portal.operations.demo_cohort.names import Invented, invented

AMU, UNIPI, SU = "univ-amu.fr", "unipi.it", "su.se"
UNIVERSITIES = (AMU, UNIPI, SU)
STUDENT, GRADUATE = "student@example.org", "graduate@example.org"
APPLICANT = "applicant@example.org"
CHAIR, TEACHER, SECRETARY = "chair@example.org", "teacher@example.org", "secretary@example.org"

STAFF = (
    DemoPerson("maryse.modele@example.org", "Maryse Modèle", "", Role.TEACHER, AMU, "fr"),
    DemoPerson("remi.maquette@example.org", "Rémi Maquette", "", Role.TEACHER, AMU, "fr"),
    DemoPerson("paule.temoin@example.org", "Paule Témoin", "", Role.BOARD_MEMBER, AMU, "fr"),
    DemoPerson("herve.registre@example.org", "Hervé Registre", "", Role.ADMINISTRATOR, AMU, "fr"),
    DemoPerson("chiara.prova@example.org", "Chiara Prova", "", Role.TEACHER, UNIPI),
    DemoPerson("dino.verbale@example.org", "Dino Verbale", "", Role.BOARD_MEMBER, UNIPI),
    DemoPerson("giulia.registro@example.org", "Giulia Registro", "", Role.ADMINISTRATOR, UNIPI),
    DemoPerson("sven.exempel@example.org", "Sven Exempel", "", Role.TEACHER, SU),
    DemoPerson("karin.forebild@example.org", "Karin Förebild", "", Role.TEACHER, SU),
    DemoPerson("olof.protokoll@example.org", "Olof Protokoll", "", Role.BOARD_MEMBER, SU),
)
# By university: who enters grades and who confirms them, both teachers; who sits on boards; who keeps the registers.
WRITERS = {AMU: "maryse.modele@example.org", UNIPI: "chiara.prova@example.org", SU: "sven.exempel@example.org"}
SECONDS = {AMU: "remi.maquette@example.org", UNIPI: TEACHER, SU: "karin.forebild@example.org"}
JUDGES = {AMU: CHAIR, UNIPI: "dino.verbale@example.org", SU: "olof.protokoll@example.org"}
OFFICERS = {AMU: "herve.registre@example.org", UNIPI: "giulia.registro@example.org", SU: SECRETARY}
BOARD = {CHAIR: AMU, "paule.temoin@example.org": AMU, "dino.verbale@example.org": UNIPI, "olof.protokoll@example.org": SU}


class Fate(StrEnum):
    """What became of a student by the day on which the campus is looked at."""

    GRADUATED = "graduated"
    DEFERRED = "deferred"
    READY = "ready"
    COMPENSATED = "compensated"
    WRITING = "writing"
    OWING = "owing"
    INTERRUPTED = "interrupted"
    WITHDRAWN = "withdrawn"


WAIT_FOR_THE_BOARD = (Fate.DEFERRED, Fate.READY, Fate.COMPENSATED)
HAVE_A_GRADED_THESIS = (Fate.GRADUATED, *WAIT_FOR_THE_BOARD)
_FATES = (
    Fate.WRITING,
    *[Fate.GRADUATED] * 8,
    Fate.DEFERRED,
    *[Fate.READY] * 13,
    Fate.COMPENSATED,
    *[Fate.WRITING] * 13,
    *[Fate.OWING] * 8,
    *[Fate.INTERRUPTED] * 2,
    Fate.WITHDRAWN,
)
_PAIRS = ((AMU, UNIPI), (UNIPI, AMU), (AMU, SU), (SU, AMU), (UNIPI, SU), (SU, UNIPI))
_SEATS = 48
_REFUSED_IN_THE_PAST, _APPLYING_NOW = 14, 24


@dataclass(frozen=True, slots=True)
class Student:
    """A made-up student. ``home`` is the first registration, ``second`` the other."""

    number: int
    facts: Invented
    home: str
    second: str
    fate: Fate

    @property
    def email(self) -> str:
        """The address under which the student signs in."""
        return self.facts.email

    @property
    def pair(self) -> frozenset[str]:
        """The two universities, in no order."""
        return frozenset((self.home, self.second))


def _student(number: int) -> Student:
    home, second = _PAIRS[number % len(_PAIRS)]
    signs_in = {1: STUDENT, 2: GRADUATE}
    return Student(number, invented(number, email=signs_in.get(number, "")), home, second, _FATES[number - 1])


STUDENTS = tuple(_student(number) for number in range(1, 1 + _SEATS))
NOT_ADMITTED = tuple(invented(1 + _SEATS + place) for place in range(_REFUSED_IN_THE_PAST))
APPLYING = tuple(
    invented(1 + _SEATS + _REFUSED_IN_THE_PAST + place, email="" if place else APPLICANT) for place in range(_APPLYING_NOW)
)
