"""Another number of seats at a place after publication, as the coordinator has looked at it, or not at all."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from salerno.audit.services import record
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import SeatsRefusal
from salerno.mobility.calls.selectors.seats import Plan, plan_for, why_lost
from salerno.mobility.calls.services.giving_on import hand_out
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.enums import MobilityState
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import Mobility, Place
from salerno.mobility.stays.services.notices import tell
from salerno.mobility.stays.services.rows import locked_stays_in, move
from salerno.people.models import Person


@transaction.atomic
def change_seats(*, place: Place, capacity: int, reason: str, digest: str, by: Person | None, at: datetime) -> Plan:
    """Give ``place`` of a published call ``capacity`` seats: who loses one is told why and what is offered instead.

    ``digest``: of the plan that was looked at. The call is locked, then all its mobilities; the plan is made again from these, and
    is done when it is the same. A student who accepts at the same second does so before, and the plan has changed, or after, and
    has lost the place. Raises ``MobilityRefused``.
    """
    call = locked_call(place.call)
    rows = locked_stays_in(call)
    place = Place.objects.select_for_update(of=("self",)).select_related("institution", "call").get(pk=place.pk)
    refuse_if(rules.why_not_change_seats(call=call, by=by, at=at, reason=reason))
    refuse_if(SeatsRefusal.SAME if capacity == place.capacity else None)
    plan = plan_for(place, capacity, rows)
    refuse_if(plan.refusal)
    refuse_if(SeatsRefusal.CHANGED_MEANWHILE if plan.digest != digest else None)
    _write(plan, reason.strip(), by, at)
    letters = {str(row.wish.uuid): _lose(row, plan, reason.strip(), by, at) for row in plan.losers}
    hand_out(plan.found, plan.now, call, at=at, lost=letters)
    for row in plan.losers:
        if str(row.wish.uuid) not in plan.gains:
            tell(row, "lost", at=at, **letters[str(row.wish.uuid)], is_offered=False)
    return plan


def _write(plan: Plan, reason: str, by: Person | None, at: datetime) -> None:
    plan.place.save(update_fields=["capacity", "minimum"])
    detail = {
        "place": plan.place.uuid,
        "from": plan.before,
        "to": plan.place.capacity,
        "lose": len(plan.losers),
        "reason": reason,
    }
    record(action="mobility_call.seats_changed", actor=by, subject=plan.place.call, detail=detail, at=at)


def _lose(row: Mobility, plan: Plan, reason: str, by: Person | None, at: datetime) -> dict[str, Any]:
    """Take the place away; what the letter says of it."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = why_lost(row, plan.place, plan.before)
    move(row, MobilityState.LOST, reason=said, refusal=reason)
    detail = {"place": str(plan.place.uuid)}
    record(action="mobility.lost", actor=by, subject=row, person=row.wish.student, detail=detail, at=at)
    return {"lost": row.place, "said": said, "why": reason}
