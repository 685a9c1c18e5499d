"""From the accepted place to the departure: nominated, answered by the host, arrived, departed, cancelled."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate

from salerno.audit.services import record
from salerno.mobility.calls.services.giving_on import give_on
from salerno.mobility.enums import MobilityState
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import Mobility, Place
from salerno.mobility.stays import rules
from salerno.mobility.stays.refusals import StayRefusal
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import (
    locked_call,
    locked_stay,
    locked_stays_in,
    locked_stays_of,
    move,
)
from salerno.people.models import Person


@transaction.atomic
def nominate(*, mobility: Mobility, by: Person, at: datetime) -> Mobility:
    """Name the student to the host of the accepted place, or once more to one that has refused."""
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_nominate(mobility=mobility, by=by))
    return _step(mobility, MobilityState.NOMINATED, by, at, refusal="")


@transaction.atomic
def nominate_elsewhere(*, mobility: Mobility, place: Place, by: Person, at: datetime) -> Mobility:
    """Nominate a student whom the host has refused to another ``place`` with a free seat; the first seat is given on."""
    call = locked_call(mobility.wish.call_id)
    rows = locked_stays_in(call)
    row = next(each for each in rows if each.pk == mobility.pk)
    there = [each for each in rows if each.place_id == place.pk and each.state in rules.KEEPS_ITS_SEAT]
    place = Place.objects.select_related("institution", "call").get(pk=place.pk)
    left = {"seats_left": place.capacity - len(there), "of_home_left": rules.of_home_left(place, row.wish, there)}
    refuse_if(rules.why_not_elsewhere(mobility=row, place=place, by=by, **left))
    detail = {"from": str(row.place.uuid), "to": str(place.uuid)}
    move(row, MobilityState.NOMINATED, place=place, refusal="")
    record(action="mobility.nominated", actor=by, subject=row, person=row.wish.student, detail=detail, at=at)
    tell(row, "elsewhere", at=at)
    give_on(call, rows, at=at)
    return row


@transaction.atomic
def confirm(*, mobility: Mobility, by: Person, at: datetime) -> Mobility:
    """The host takes the student."""
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_confirm(mobility=mobility, by=by))
    tell(mobility, "confirmed", at=at)
    return _step(mobility, MobilityState.CONFIRMED, by, at)


@transaction.atomic
def refuse_nomination(*, mobility: Mobility, reason: str, by: Person, at: datetime) -> Mobility:
    """The host does not take the student. The seat waits until the student is nominated elsewhere or the mobility is cancelled."""
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_refuse(mobility=mobility, by=by, reason=reason))
    tell(mobility, "refused", at=at, why=reason.strip())
    return _step(mobility, MobilityState.REFUSED, by, at, refusal=reason.strip())


@transaction.atomic
def note_arrival(*, mobility: Mobility, on: date, by: Person, at: datetime) -> Mobility:
    """Confirm the day on which the student arrived. All mobilities of the student are locked: nobody is at two places at once."""
    rows = locked_stays_of([mobility.wish.student_id])
    row = next(each for each in rows if each.pk == mobility.pk)
    refuse_if(rules.why_not_note_arrival(mobility=row, by=by, on=on, today=localdate(at), others=rows))
    return _step(row, MobilityState.ARRIVED, by, at, arrived_on=on)


@transaction.atomic
def note_departure(*, mobility: Mobility, on: date, by: Person, at: datetime) -> Mobility:
    """Confirm the day on which the student left."""
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_note_departure(mobility=mobility, by=by, on=on, today=localdate(at)))
    return _step(mobility, MobilityState.DEPARTED, by, at, departed_on=on)


@transaction.atomic
def cancel(*, mobility: Mobility, reason: str, by: Person, at: datetime) -> Mobility:
    """End a mobility with a reason; before the arrival the seat goes on to others of the call. That of a guest, who came by no
    call, is free for another nomination.
    """
    call = locked_call(mobility.wish.call_id) if mobility.wish.call_id else None
    rows = locked_stays_in(call) if call else [locked_stay(mobility)]
    row = next(each for each in rows if each.pk == mobility.pk)
    refuse_if(rules.why_not_cancel(mobility=row, by=by, reason=reason))
    if by.pk != row.wish.student_id:
        tell(row, "cancelled", at=at, why=reason.strip())
    had_arrived = row.state == MobilityState.ARRIVED
    _step(row, MobilityState.CANCELLED, by, at, refusal=reason.strip())
    if call and not had_arrived:
        give_on(call, rows, at=at)
    return row


def _step(mobility: Mobility, state: MobilityState, by: Person, at: datetime, **values: object) -> Mobility:
    move(mobility, state, **values)
    detail = {name: str(value) for name, value in values.items() if name.endswith("_on")}
    person = mobility.wish.student
    record(action=f"mobility.{state}", actor=by, subject=mobility, person=person, detail=detail, at=at)
    return mobility


IN_BULK = {"nominate": nominate, "confirm": confirm, "arrive": note_arrival, "depart": note_departure}
WITH_A_DAY = frozenset({"arrive", "depart"})


@transaction.atomic
def act_on_many(*, mobilities: Sequence[Mobility], act: str, by: Person, at: datetime, on: date | None = None) -> int:
    """Do ``act`` for all of ``mobilities``, or for none of them; return how many. ``on``: the day, where the act has one.

    Raises ``MobilityRefused`` whose detail says, by the mobility's uuid, what cannot be done any more.
    """
    locked_stays_of({each.wish.student_id for each in mobilities})
    do = partial(IN_BULK[act], by=by, at=at, **({"on": on} if act in WITH_A_DAY else {}))
    refused = {}
    for each in sorted(mobilities, key=lambda row: row.pk):
        try:
            do(mobility=each)
        except MobilityRefused as error:
            refused[str(each.uuid)] = error.refusal.label
    if refused:
        raise MobilityRefused(StayRefusal.CHANGED_MEANWHILE, refused)
    return len(mobilities)
