"""An offered place is accepted or declined, or lapses; what comes free is given on in the same transaction."""

from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.mobility.calls.services.giving_on import give_on
from salerno.mobility.enums import CallState, MobilityState
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import Mobility, MobilityCall, Place
from salerno.mobility.stays import rules
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import locked_call, locked_stay, locked_stays_in, move
from salerno.people.models import Person


@transaction.atomic
def accept_place(*, mobility: Mobility, place: Place, by: Person, at: datetime) -> Mobility:
    """Take ``place``, which the student was shown: who has moved up meanwhile is asked again.

    Once, and until the deadline. Whoever accepts is settled, and no longer moves up.
    """
    mobility = locked_stay(mobility)
    refuse_if(rules.why_not_answer(mobility=mobility, by=by, at=at, place=place))
    move(mobility, MobilityState.ACCEPTED, accepted_at=at)
    record(action="mobility.accepted", actor=by, subject=mobility, detail={"place": str(place.uuid)}, at=at)
    return mobility


@transaction.atomic
def decline_place(*, mobility: Mobility, place: Place, by: Person, at: datetime) -> Mobility:
    """Give ``place`` back; it goes on to others in the same moment."""
    call = locked_call(mobility.wish.call_id)
    rows = locked_stays_in(call)
    row = next(each for each in rows if each.pk == mobility.pk)
    refuse_if(rules.why_not_answer(mobility=row, by=by, at=at, place=place))
    move(row, MobilityState.DECLINED)
    record(action="mobility.declined", actor=by, subject=row, detail={"place": str(place.uuid)}, at=at)
    give_on(call, rows, at=at)
    return row


def lapse_places(*, at: datetime) -> tuple[int, int]:
    """End every offer whose deadline has passed, and give on what is free; return how many lapsed and how many gained.

    Each call is a transaction of its own. The run also gives on what came free in another way; the same run again does nothing.
    """
    lapsed = gained = 0
    for pk in MobilityCall.objects.filter(state=CallState.PUBLISHED).order_by("pk").values_list("pk", flat=True):
        ended, risen = _lapse_in(pk, at)
        lapsed, gained = lapsed + ended, gained + risen
    return lapsed, gained


@transaction.atomic
def _lapse_in(pk: int, at: datetime) -> tuple[int, int]:
    call = locked_call(pk)
    rows = locked_stays_in(call)
    late = [row for row in rows if row.state == MobilityState.OFFERED and row.accept_until < at]
    for row in late:
        move(row, MobilityState.LAPSED)
        record(action="mobility.lapsed", actor=None, subject=row, person=row.wish.student, at=at)
        tell(row, "lapsed", at=at)
    return len(late), give_on(call, rows, at=at)
