"""What changes the places of a call in preparation: by hand, and in bulk from agreements in force and open offers."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.calls.selectors.sources import sources_for
from salerno.mobility.calls.services.rows import locked_call
from salerno.mobility.errors import refuse_if
from salerno.mobility.models import MobilityCall, Place
from salerno.people.models import Person

EDITABLE = frozenset({"tier", "capacity", "minimum", "period", "requirements"})


@transaction.atomic
def add_place(*, call: MobilityCall, institution: Institution, values: dict[str, Any], by: Person | None, at: datetime) -> Place:
    """A place by hand. ``values``: what ``EDITABLE`` names."""
    call = locked_call(call)
    refuse_if(rules.why_not_edit(call=call, by=by))
    place = Place(call=call, institution=institution, **_known(values))
    _refuse_high_minimum(place)
    place.save()
    record(action="mobility_call.place_added", actor=by, subject=call, detail={"place": place.uuid}, at=at)
    return place


@transaction.atomic
def add_places_from(*, call: MobilityCall, keys: Collection[str], period: str, by: Person | None, at: datetime) -> list[Place]:
    """Places from the conditions and offers that ``keys`` name (of ``sources_for``), all in ``period``. All of them or none.

    What has a place in this call already is refused: two colleagues who add the same agreement add it once.
    """
    call = locked_call(call)
    refuse_if(rules.why_not_edit(call=call, by=by))
    known = {source.key: source for source in sources_for(call) if not source.is_taken}
    refuse_if(CallRefusal.NO_SOURCE if not keys or set(keys) - known.keys() else None)
    places = [Place(call=call, period=period, **known[key].as_place) for key in sorted(set(keys))]
    Place.objects.bulk_create(places)
    record(action="mobility_call.places_added", actor=by, subject=call, detail={"places": len(places)}, at=at)
    return places


@transaction.atomic
def edit_place(*, place: Place, values: dict[str, Any], by: Person | None, at: datetime) -> Place:
    """Change a place as long as its call is in preparation."""
    call = locked_call(place.call)
    refuse_if(rules.why_not_edit(call=call, by=by))
    for name, value in _known(values).items():
        setattr(place, name, value)
    _refuse_high_minimum(place)
    place.save()
    detail = {"place": place.uuid, "fields": sorted(values)}
    record(action="mobility_call.place_edited", actor=by, subject=call, detail=detail, at=at)
    return place


@transaction.atomic
def remove_place(*, place: Place, by: Person | None, at: datetime) -> None:
    """Take a place out of a call in preparation."""
    call = locked_call(place.call)
    refuse_if(rules.why_not_edit(call=call, by=by))
    record(action="mobility_call.place_removed", actor=by, subject=call, detail={"place": place.uuid}, at=at)
    place.delete()


def _known(values: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - EDITABLE:
        raise ValueError(f"A place has no {', '.join(sorted(unknown))}.")
    return values


def _refuse_high_minimum(place: Place) -> None:
    refuse_if(CallRefusal.MINIMUM if place.minimum > place.capacity else None)
