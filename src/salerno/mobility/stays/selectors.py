"""What the pages of a mobility show: its way so far, and what can be done now."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.audit.models import Entry
from salerno.common.translated import in_language
from salerno.desk.words import day, moment
from salerno.mobility.calls.selectors.words import period_name
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, Place
from salerno.mobility.stays import rules
from salerno.people.models import Person


@dataclass(frozen=True)
class Moment:
    """A step of the way, as ``components/timeline.html`` shows it."""

    when: str
    what: str
    detail: str
    state: str


@dataclass(frozen=True)
class ActLine:
    """Something that can be done with a mobility, or why not."""

    act: str
    label: str
    refusal: str = ""


def stays_of(person: Person) -> QuerySet[Mobility]:
    """The person's own, the newest first."""
    return Mobility.objects.of(person).with_sides().order_by("-offered_at", "-pk")


def stays_for(person: Person) -> QuerySet[Mobility]:
    """Those of the institutions that the person coordinates, on either side."""
    return Mobility.objects.governed_by(person).with_sides()


def moments_of(mobility: Mobility, *, names_people: bool = False) -> list[Moment]:
    """What the record of acts says of ``mobility``, in words, then what comes next. Two queries at most.

    PRIVACY: who did it is named on the desk alone.
    """
    entries = list(Entry.objects.filter(subject_type="mobility.mobility", subject=mobility.uuid).order_by("sequence"))
    people = _names(entries) if names_people else {}
    found = [
        Moment(moment(entry.at), _said(entry), " · ".join(filter(None, (_days(entry), people.get(entry.actor, "")))), "done")
        for entry in entries
        if _said(entry)
    ]
    if not any(entry.action in ("mobility.offered", "mobility.published") for entry in entries):
        found.insert(0, Moment(moment(mobility.offered_at), _("Place offered"), "", "done"))
    if text := _next(mobility):
        found.append(Moment(_("What comes next"), text, "", ""))
    return found


def _names(entries: Iterable[Entry]) -> dict[uuid.UUID, str]:
    actors = {entry.actor for entry in entries if entry.actor}
    return {row.uuid: row.display_name for row in Person.objects.filter(uuid__in=actors)}


def _said(entry: Entry) -> str:
    return {
        "mobility.offered": _("Place offered"),
        "mobility.accepted": _("Place accepted"),
        "mobility.declined": _("Place declined"),
        "mobility.lapsed": _("Not accepted in time"),
        "mobility.lost": _("Place taken away"),
        "mobility.moved_up": _("Moved up to a place higher on the list"),
        "mobility.nominated": _("Nominated"),
        "mobility.confirmed": _("Confirmed by the host"),
        "mobility.refused": _("Refused by the host"),
        "mobility.arrived": _("Arrived"),
        "mobility.departed": _("Departed"),
        "mobility.cancelled": _("Cancelled"),
        "mobility.recognised": _("All results decided on"),
        "mobility.transcript_issued": _("Transcript of records issued"),
        "mobility.opened_again": _("Something waits for a decision again"),
    }.get(entry.action, "")


def _days(entry: Entry) -> str:
    found = entry.detail.get("arrived_on") or entry.detail.get("departed_on")
    return day(datetime.fromisoformat(found).date()) if found else ""


def _next(mobility: Mobility) -> str:
    """What comes next, in one sentence; nothing when all is done."""
    return {
        MobilityState.OFFERED: _("Accept or decline the place by %(until)s.") % {"until": moment(mobility.accept_until)},
        MobilityState.ACCEPTED: _("The sending university sends the nomination."),
        MobilityState.NOMINATED: _("The host answers the nomination."),
        MobilityState.REFUSED: _("The sending university nominates for another place, or cancels."),
        MobilityState.CONFIRMED: _("Arrival on %(day)s or about then.") % {"day": day(mobility.starts_on)},
        MobilityState.ARRIVED: _("Departure on %(day)s or about then.") % {"day": day(mobility.ends_on)},
        MobilityState.DEPARTED: _("The results come, and the sending university decides on them."),
    }.get(MobilityState(mobility.state), "")


def acts_on(mobility: Mobility, viewer: Person) -> list[ActLine]:
    """What ``viewer`` can do now; an act that belongs to this state and to the other side stands with its reason."""
    today = timezone.localdate()
    lines = (
        ("nominate", _("Nominate"), rules.why_not_nominate(mobility=mobility, by=viewer)),
        ("confirm", _("Confirm the nomination"), rules.why_not_confirm(mobility=mobility, by=viewer)),
        ("refuse", _("Refuse the nomination"), rules.why_not_refuse(mobility=mobility, by=viewer)),
        ("arrive", _("Confirm the arrival"), rules.why_not_note_arrival(mobility=mobility, by=viewer, on=today, today=today)),
        ("depart", _("Confirm the departure"), rules.why_not_note_departure(mobility=mobility, by=viewer, on=today, today=today)),
        ("cancel", _("Cancel the mobility"), rules.why_not_cancel(mobility=mobility, by=viewer)),
    )
    wanted = {act for act, states in _BELONGS.items() if mobility.state in states}
    found = [ActLine(act, label, str(refusal.label) if refusal else "") for act, label, refusal in lines if act in wanted]
    if mobility.state == MobilityState.REFUSED and rules.sides_of(viewer, mobility).sends:
        found.insert(0, ActLine("elsewhere", _("Nominate elsewhere")))
    return found


_BELONGS = {
    "nominate": {MobilityState.ACCEPTED, MobilityState.REFUSED},
    "confirm": {MobilityState.NOMINATED},
    "refuse": {MobilityState.NOMINATED},
    "arrive": {MobilityState.CONFIRMED},
    "depart": {MobilityState.ARRIVED},
    "cancel": rules.BEFORE_ARRIVAL | {MobilityState.ARRIVED},
}


def places_elsewhere(mobility: Mobility) -> list[tuple[Place, int]]:
    """Places of the same call at other institutions with seats that the student may have, and how many are free. Two queries.

    A guest came by no call: none.
    """
    if mobility.place.call_id is None:
        return []
    places = Place.objects.filter(call=mobility.place.call_id).exclude(institution=mobility.place.institution_id)
    taken: dict[int, list[Mobility]] = {}
    for row in Mobility.objects.filter(place__in=places, state__in=rules.KEEPS_ITS_SEAT).select_related("wish"):
        taken.setdefault(row.place_id, []).append(row)
    found = []
    for place in places.select_related("institution", "call"):
        there = taken.get(place.pk, [])
        if (left := place.capacity - len(there)) > 0 and rules.of_home_left(place, mobility.wish, there) > 0:
            found.append((place, left))
    return found


def label_of(place: Place) -> str:
    """``University of Pisa, autumn``."""
    return ", ".join(filter(None, (in_language(place.institution.name), period_name(place.period))))
