"""Whether an act on a mobility may be done: the greyed button and the service ask the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from salerno.mobility.enums import HOLDS_A_PLACE, NEXT_MOBILITY, MobilityState
from salerno.mobility.models import Mobility, Place, Wish
from salerno.mobility.querysets import coordinated_by
from salerno.mobility.stays.refusals import StayRefusal
from salerno.people.access import reach_of
from salerno.people.models import Person

KEEPS_ITS_SEAT = HOLDS_A_PLACE | {MobilityState.REFUSED}  # until the student is nominated elsewhere, or cancelled
BEFORE_ARRIVAL = frozenset(
    {MobilityState.OFFERED, MobilityState.ACCEPTED, MobilityState.NOMINATED, MobilityState.REFUSED, MobilityState.CONFIRMED}
)

_ENDED_BEFORE = {MobilityState.LAPSED: StayRefusal.LAPSED, MobilityState.LOST: StayRefusal.LOST}


@dataclass(frozen=True)
class Sides:
    """For which side of a mobility somebody acts. Coordinators of the coordinating institution act for both."""

    sends: bool
    receives: bool


def sides_of(person: Person, mobility: Mobility) -> Sides:
    """The sides of ``mobility`` for which ``person`` acts."""
    own, everything = coordinated_by(person), reach_of(person).everything
    return Sides(everything or mobility.wish.home_id in own, everything or mobility.place.institution_id in own)


def why_not_answer(*, mobility: Mobility, by: Person, at: datetime, place: Place | None = None) -> StayRefusal | None:
    """Accept or decline: by the student, once, before the deadline, for the ``place`` that the page showed."""
    if mobility.wish.student_id != by.pk:
        return StayRefusal.NOT_YOURS
    if mobility.state in _ENDED_BEFORE:
        return _ENDED_BEFORE[MobilityState(mobility.state)]
    if mobility.state != MobilityState.OFFERED:
        return StayRefusal.ANSWERED
    if at > mobility.accept_until:
        return StayRefusal.LAPSED
    return StayRefusal.OTHER_PLACE if place is not None and place.pk != mobility.place_id else None


def why_not_nominate(*, mobility: Mobility, by: Person) -> StayRefusal | None:
    """Name the student to the host: by the sending university."""
    if not sides_of(by, mobility).sends:
        return StayRefusal.NOT_SENDING
    return _next(mobility, MobilityState.NOMINATED)


def why_not_elsewhere(*, mobility: Mobility, place: Place, seats_left: int, of_home_left: int, by: Person) -> StayRefusal | None:
    """Nominate a student whom the host has refused to another ``place`` of the same call.

    ``of_home_left``: how many more of the student's home may go there.
    """
    if not sides_of(by, mobility).sends:
        return StayRefusal.NOT_SENDING
    if mobility.state != MobilityState.REFUSED:
        return StayRefusal.NOT_REFUSED
    if place.call_id != mobility.place.call_id:
        return StayRefusal.NOT_OF_THE_CALL
    if place.institution_id == mobility.place.institution_id:
        return StayRefusal.REFUSED_THERE
    if seats_left <= 0:
        return StayRefusal.FULL
    return None if of_home_left > 0 else StayRefusal.HOME_FULL


def of_home_left(place: Place, wish: Wish, there: Sequence[Mobility]) -> int:
    """How many more of the home of ``wish`` may have ``place``; ``there``: who holds a seat of it now."""
    most = place.call.most_of_one_home
    if most is None or place.condition_id:
        return place.capacity
    return most - sum(each.wish.home_id == wish.home_id for each in there)


def why_not_confirm(*, mobility: Mobility, by: Person) -> StayRefusal | None:
    """Take the nominated student: by the receiving institution."""
    return _answer_of_host(mobility, MobilityState.CONFIRMED, by)


def why_not_refuse(*, mobility: Mobility, by: Person, reason: str = "-") -> StayRefusal | None:
    """Refuse the nominated student, with a reason: by the receiving institution."""
    found = _answer_of_host(mobility, MobilityState.REFUSED, by)
    return found or (None if reason.strip() else StayRefusal.NO_REASON)


def _answer_of_host(mobility: Mobility, state: MobilityState, by: Person) -> StayRefusal | None:
    return _next(mobility, state) if sides_of(by, mobility).receives else StayRefusal.NOT_RECEIVING


def why_not_note_arrival(
    *, mobility: Mobility, by: Person, on: date, today: date, others: Iterable[Mobility] = ()
) -> StayRefusal | None:
    """Confirm the day of arrival: by either side. ``others``: all mobilities of the student; nobody is at two places at once."""
    if found := _by_either(mobility, MobilityState.ARRIVED, by):
        return found
    if on > today:
        return StayRefusal.IN_THE_FUTURE
    return StayRefusal.ELSEWHERE if any(_is_there(other, on) for other in others if other.pk != mobility.pk) else None


def _is_there(other: Mobility, on: date) -> bool:
    """Whether somebody who arrives elsewhere on ``on`` would be at ``other`` then or later."""
    if other.arrived_on is None or other.state == MobilityState.CANCELLED:
        return False
    return other.departed_on is None or on < other.departed_on


def why_not_note_departure(*, mobility: Mobility, by: Person, on: date, today: date) -> StayRefusal | None:
    """Confirm the day of departure: by either side, not before the arrival."""
    if found := _by_either(mobility, MobilityState.DEPARTED, by):
        return found
    if on > today:
        return StayRefusal.IN_THE_FUTURE
    return StayRefusal.LEAVES_FIRST if mobility.arrived_on and on < mobility.arrived_on else None


def _by_either(mobility: Mobility, state: MobilityState, by: Person) -> StayRefusal | None:
    sides = sides_of(by, mobility)
    return _next(mobility, state) if sides.sends or sides.receives else StayRefusal.NEITHER


def why_not_cancel(*, mobility: Mobility, by: Person, reason: str = "-") -> StayRefusal | None:
    """Cancel with a reason: the sending university at any time before departure, the student once accepted and before arrival.

    For a guest who came by no call the receiving institution does it, as it entered the nomination.
    """
    is_own = mobility.wish.student_id == by.pk
    sides = sides_of(by, mobility)
    if not is_own and not (sides.sends or (sides.receives and mobility.wish.call_id is None)):
        return StayRefusal.NOT_SENDING
    if found := _next(mobility, MobilityState.CANCELLED):
        return found
    if is_own and (mobility.state == MobilityState.OFFERED or mobility.state not in BEFORE_ARRIVAL):
        return StayRefusal.NOT_NEXT
    return None if reason.strip() else StayRefusal.NO_REASON


def _next(mobility: Mobility, state: MobilityState) -> StayRefusal | None:
    return None if state in NEXT_MOBILITY[MobilityState(mobility.state)] else StayRefusal.NOT_NEXT
