"""Two made-up calls for studies whose places were published: students of the first are away or back, those of the second answer.

Who wants what is written down by hand, so that all that can become of a place is to be seen: accepted, nominated, declined and
given on, late with an answer, no place at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from salerno.mobility.calls.services import publishing, scenarios
from salerno.mobility.enums import Method, MobilityKind, Period
from salerno.mobility.models import Mobility, MobilityCall
from salerno.mobility.stays.services import accepting, stays
from salerno.portal.operations.demo_cohort.cast import AMU, OFFICERS, STUDENTS, SU, UNIPI, Student
from salerno.portal.operations.demo_cohort.people import cohort, person
from salerno.portal.operations.demo_cohort.timeline import FIRST_STAY, SECOND_STAY, Stay, on_day
from salerno.portal.operations.demo_cohort.wishing import close_and_score, open_call, wish

TITLES = (
    {"en": "Made-up semester elsewhere", "fr": "Semestre inventé ailleurs"},
    {"en": "Made-up next semester elsewhere", "fr": "Prochain semestre inventé ailleurs"},
)
_TEXT = {
    "en": "This call is made up, and so are the agreements behind its places. Nobody goes anywhere by it.",
    "fr": "Cet appel est inventé, comme les accords d’où viennent ses places. Personne ne part par lui.",
}
_SPEAKS = {"en": "C1", "fr": "B2"}


@dataclass(frozen=True, slots=True)
class StudiesCall:
    """``wishes``: by the student's number, the hosts in their order."""

    title: Mapping[str, str]
    days: Stay
    period: Period
    wishes: Mapping[int, tuple[str, ...]]


BACK_COUNTED, BACK_WAITING = 42, 43  # results recognised; results that wait, and an appeal
AWAY, AWAY_CHANGING, AWAY_OTHER_COURSE, AWAY_UNSIGNED = 38, 39, 40, 41
FIRST = StudiesCall(
    TITLES[0],
    FIRST_STAY,
    Period.AUTUMN,
    {
        AWAY: (UNIPI,),
        AWAY_CHANGING: (UNIPI, AMU),
        AWAY_OTHER_COURSE: (AMU,),
        AWAY_UNSIGNED: (AMU,),
        BACK_COUNTED: (SU, UNIPI),
        BACK_WAITING: (SU,),
    },
)
TO_BE_NOMINATED, NOMINATED, DECLINED, LATE, MOVED_UP, NOWHERE = 44, 45, 31, 34, 1, 28
SECOND = StudiesCall(
    TITLES[1],
    SECOND_STAY,
    Period.SPRING,
    {
        TO_BE_NOMINATED: (UNIPI,),
        NOMINATED: (UNIPI,),
        DECLINED: (SU, AMU),
        LATE: (SU,),
        MOVED_UP: (SU, AMU),
        NOWHERE: (SU,),
    },
)


def publish_places(at: datetime, studies_call: StudiesCall) -> None:
    """From the opening of a call to the letter that everybody gets."""
    days = studies_call.days
    values: dict[str, Any] = {
        "kind": MobilityKind.STUDIES,
        "title": studies_call.title,
        "text": _TEXT,
        "most_choices": 3,
        "closes_at": on_day(at, days.closed),
        "starts_on": on_day(at, days.begins).date(),
        "ends_on": on_day(at, days.ends).date(),
    }
    call = open_call(values=values, period=studies_call.period, moment=on_day(at, days.opened))
    for number, hosts in studies_call.wishes.items():
        student = by_number(number)
        wish(call, student, _places(call, student, hosts), _SPEAKS, on_day(at, days.wished))
    call = close_and_score(call, closed=on_day(at, days.closed), scored=on_day(at, days.published, -1))
    by, moment = person(OFFICERS[AMU]), on_day(at, days.published)
    scenario = scenarios.make_scenario(call=call, method=Method.DEFERRED, name="By the students' lists", by=by, at=moment)
    publishing.publish_scenario(scenario=scenario, by=by, at=moment)


def by_number(number: int) -> Student:
    """The student of the cast with this number."""
    return STUDENTS[number - 1]


def _places(call: MobilityCall, student: Student, hosts: tuple[str, ...]) -> list[str]:
    """The places of ``hosts`` that the agreements of the student's university give, in the order of ``hosts``."""
    rows = call.places.filter(condition__sending__schac=student.home, institution__schac__in=hosts).select_related("institution")
    return [str(row.uuid) for row in sorted(rows, key=lambda row: hosts.index(row.institution.schac))]


def stay_of(number: int) -> Mobility:
    """The newest mobility of a student for studies."""
    rows = Mobility.objects.with_sides().filter(wish__call__offering=cohort(), wish__call__kind=MobilityKind.STUDIES)
    return rows.filter(wish__student__email=by_number(number).email).latest("pk")


def go(at: datetime) -> None:
    """The students of the first call accept, are nominated and confirmed, and arrive."""
    days = FIRST.days
    for number in FIRST.wishes:
        row = accept(number, on_day(at, days.accepted))
        row = nominate(number, on_day(at, days.nominated))
        host = person(OFFICERS[row.place.institution.schac])
        row = stays.confirm(mobility=row, by=host, at=on_day(at, days.confirmed))
        stays.note_arrival(mobility=row, on=on_day(at, days.begins + 1).date(), by=host, at=on_day(at, days.begins + 2))


def answer(at: datetime) -> None:
    """In the second call two accept, one of whom is nominated; one declines, and the next moves up; one lets the deadline pass."""
    for number in (TO_BE_NOMINATED, NOMINATED):
        accept(number, on_day(at, SECOND.days.accepted))
    nominate(NOMINATED, on_day(at, SECOND.days.nominated))
    row = stay_of(DECLINED)
    accepting.decline_place(mobility=row, place=row.place, by=row.wish.student, at=on_day(at, SECOND.days.declined))


def accept(number: int, moment: datetime) -> Mobility:
    """The student takes the offered place."""
    row = stay_of(number)
    return accepting.accept_place(mobility=row, place=row.place, by=row.wish.student, at=moment)


def nominate(number: int, moment: datetime) -> Mobility:
    """The office at home names the student to the host."""
    return stays.nominate(mobility=stay_of(number), by=person(OFFICERS[by_number(number).home]), at=moment)
