"""What changes calls: preparing, opening, closing, opening again, ending."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import ProgrammeOffering
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.enums import CallState, Method
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import MobilityCall
from salerno.people.models import Person

EDITABLE = frozenset(
    {
        "kind", "title", "text", "opens_at", "closes_at", "starts_on", "ends_on", "method", "most_choices", "accept_days",
        "appeal_days", "most_of_one_home",
    }
)  # fmt: skip


@transaction.atomic
def create_call(*, offering: ProgrammeOffering, values: dict[str, Any], by: Person | None, at: datetime) -> MobilityCall:
    """A call in preparation. ``values``: what ``EDITABLE`` names.

    The seed of the lottery is drawn here, before anybody's wishes exist, and shown to all from the opening on: nobody can choose it
    for somebody's sake.
    """
    call = MobilityCall(offering=offering, seed=secrets.token_hex(16), **_known(values))
    _refuse_what_contradicts(call)
    call.save()
    refuse_if(rules.why_not_govern(call=call, by=by))
    record(action="mobility_call.created", actor=by, subject=call, at=at)
    return call


@transaction.atomic
def edit_call(*, call: MobilityCall, values: dict[str, Any], by: Person | None, at: datetime) -> MobilityCall:
    """Change a call in preparation; refused once it was opened."""
    call = locked_call(call)
    refuse_if(rules.why_not_edit(call=call, by=by))
    for name, value in _known(values).items():
        setattr(call, name, value)
    _refuse_what_contradicts(call)
    call.save()
    record(action="mobility_call.edited", actor=by, subject=call, detail={"fields": sorted(values)}, at=at)
    return call


def _known(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"A call has no {', '.join(sorted(unknown))}.")
    return values


def _refuse_what_contradicts(call: MobilityCall) -> None:
    """Dates in their order; and the best total cannot keep the limit for one home (``allocation.best``)."""
    refuse_if(CallRefusal.LIMIT_NEEDS_DEFERRED if call.most_of_one_home and call.method == Method.BEST else None)
    refuse_if(None if call.opens_at < call.closes_at and call.starts_on < call.ends_on else CallRefusal.DATES)


@transaction.atomic
def open_call(*, call: MobilityCall, by: Person | None, at: datetime) -> MobilityCall:
    """Show the call to its cohort; wishes are taken between its two dates. From here on places, dates and method stand."""
    return _move(call, CallState.OPEN, "mobility_call.opened", by, at)


@transaction.atomic
def close_call(*, call: MobilityCall, by: Person | None, at: datetime) -> MobilityCall:
    """End the taking of wishes, at its date or before; scores and scenarios begin."""
    return _move(call, CallState.CLOSED, "mobility_call.closed", by, at)


@transaction.atomic
def reopen_call(*, call: MobilityCall, closes_at: datetime, by: Person | None, at: datetime) -> MobilityCall:
    """Take wishes again until ``closes_at``: of all that stands it is the one date that moves, and only to give more time."""
    call = locked_call(call)
    refuse_if(CallRefusal.NOT_NEXT if call.state != CallState.CLOSED else None)
    refuse_if(CallRefusal.DATES if closes_at <= call.opens_at else None)
    before, call.closes_at = call.closes_at, closes_at
    return _moved(call, CallState.OPEN, "mobility_call.reopened", by, at, {"closed_at": before, "closes_at": closes_at})


@transaction.atomic
def end_call(*, call: MobilityCall, by: Person | None, at: datetime) -> MobilityCall:
    """All students of the call are back; nothing follows."""
    return _move(call, CallState.ENDED, "mobility_call.ended", by, at)


def _move(call: MobilityCall, state: CallState, action: str, by: Person | None, at: datetime) -> MobilityCall:
    call = locked_call(call)
    is_again = call.state == CallState.CLOSED and state == CallState.OPEN  # that needs another closing date
    refuse_if(CallRefusal.NOT_NEXT if is_again else None)
    return _moved(call, state, action, by, at, {})


def _moved(
    call: MobilityCall, state: CallState, action: str, by: Person | None, at: datetime, detail: dict[str, Any]
) -> MobilityCall:
    refuse_if(rules.why_not_move(call=call, state=state, by=by, at=at))
    call.state = state
    call.save(update_fields=["state", "closes_at"])
    record(action=action, actor=by, subject=call, detail=detail, at=at)
    return call
