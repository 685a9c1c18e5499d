"""When what happened, in days from the moment at which the making began: negative days lie in the past. Plain values."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Semester:
    """A semester of the cohort: when students enrol, are examined, and are examined again."""

    number: int
    session: str
    begins: int
    exams: int
    resits: int
    ends: int


@dataclass(frozen=True, slots=True)
class Year:
    """A made-up academic session."""

    code: str
    name: dict[str, str]
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A call for studies elsewhere and the stay itself. Places are to be accepted within 10 days of the publication."""

    opened: int
    wished: int
    closed: int
    published: int
    accepted: int
    nominated: int
    begins: int
    ends: int
    declined: int = 0
    confirmed: int = 0


YEARS = (
    Year("made-up-1", {"en": "Made-up year 1", "fr": "Année inventée 1"}, -765, -401),
    Year("made-up-2", {"en": "Made-up year 2", "fr": "Année inventée 2"}, -400, -5),
)
SEMESTERS = (
    Semester(1, "made-up-1", -755, -650, -600, -592),
    Semester(2, "made-up-1", -590, -480, -430, -402),
    Semester(3, "made-up-2", -395, -290, -230, -226),
    Semester(4, "made-up-2", -222, -80, -60, -5),
)
CALL_OPENED, APPLIED, CALL_CLOSED, ASSIGNED, REVIEWED, CALL_DECIDED, ACCEPTED = -960, -900, -890, -885, -875, -865, -858
WITHDREW, INTERRUPTED = -610, -405
NEXT_CALL_OPENED, NEXT_APPLIED, NEXT_ASSIGNED, NEXT_REVIEWED, NEXT_CALL_CLOSES = -20, -9, -5, -2, 26
TABLES_PUBLISHED, CORRECTED = -224, -220
FIRST_BOARD_CONVENED, FIRST_BOARD, MINUTES_SIGNED = -37, -30, -29
SECOND_BOARD_CONVENED, SECOND_BOARD = -3, 11
LAST_RESITS = -6
PLACES_OPENED, PLACES_WISHED, PLACES_CLOSED, PLACES_SCORED = -14, -8, -4, -3
FIRST_STAY = Stay(-190, -180, -170, -165, -160, -155, -78, 20, confirmed=-150)
SECOND_STAY = Stay(-30, -24, -16, -12, -9, -6, 60, 200, declined=-3)
PAPERS_WRITTEN, PAPERS_SIGNED, PAPER_CHANGED = -125, (-120, -117, -112), -4
DEPARTED, RESULTS_CAME, RESULTS_DECIDED, APPEALED = -16, -10, -7, -3
RENEWAL_PROPOSED, RENEWAL_BEGINS, RENEWAL_ENDS = -5, 300, 1_400
AGREED, AGREEMENTS_BEGIN, AGREEMENTS_END, OFFERED = -380, -395, 1_000, -15


def on_day(at: datetime, day: int, hour: int = 0) -> datetime:
    """The moment ``day`` days and ``hour`` hours from ``at``."""
    return at + timedelta(days=day, hours=hour)
