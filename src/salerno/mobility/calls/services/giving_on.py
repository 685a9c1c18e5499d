"""A place that came free is given on, as ``selectors.standing`` works it out: offered, or moved up to, and each is told."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.admissions.services.offers import open_until
from salerno.audit.services import record
from salerno.common.translated import in_language
from salerno.mobility.allocation.errors import AllocationRefused
from salerno.mobility.allocation.outcome import Allocation
from salerno.mobility.calls.selectors.standing import Standing, given_on, standing_of
from salerno.mobility.enums import CallState
from salerno.mobility.models import Mobility, MobilityCall, Place, Wish
from salerno.mobility.stays.services.notices import tell

log = logging.getLogger("salerno.mobility")
_CAME_FREE = _("You have %(place)s, your choice %(rank)s of %(of)s: a place has come free, and you were the next to get it.")
_INSTEAD = _(
    "You have %(place)s, your choice %(rank)s of %(of)s: the place that you had was taken away, and you were the next to get it."
)


def give_on(call: MobilityCall, rows: Sequence[Mobility], *, at: datetime) -> int:
    """Hand out the free seats of a published call; return how many students got something better.

    ``call`` and its mobilities, ``rows``, are locked. Once the stay has begun nothing is given on. When no answer is found in
    ``standing.SECONDS``, or what stands does not fit, all stays as it is: the record says why, and the daily run tries again.
    """
    scenario = call.scenarios.filter(published_at__isnull=False).first()
    if scenario is None or call.state != CallState.PUBLISHED or at.date() >= call.starts_on:
        return 0
    now = standing_of(call, rows)
    try:
        found = given_on(scenario, now)
    except AllocationRefused as refused:
        log.warning("Places of call %s were not given on: %s", call.uuid, type(refused).__name__)
        detail = {"call": str(call.uuid), "because": type(refused).__name__}
        record(action="mobility.not_given_on", actor=None, subject=scenario, detail=detail, at=at)
        return 0
    return hand_out(found, now, call, at=at)


def hand_out(found: Allocation, now: Standing, call: MobilityCall, *, at: datetime, lost: Mapping[str, Any] | None = None) -> int:
    """Write what ``found`` gives beyond ``now`` and tell those whom it concerns; return how many.

    ``lost``: by the wish's uuid, for those who have just lost a place, what their letter says of it (``mail/lost.txt``).
    """
    until = open_until(at, call.accept_days)
    better = {str(key): str(place) for key, place in found.assignment.items() if place is not None and place != now.has(key)}
    wishes = {str(wish.uuid): wish for wish in Wish.objects.filter(uuid__in=better).select_related("student", "home", "call")}
    for key in sorted(better):
        place, reason, said_of_it = now.places[better[key]], found.reasons[key], (lost or {}).get(key)
        if row := now.holding.get(key):
            _move_up(row, place, _told(_CAME_FREE, place, reason.rank, reason.of), until, at)
        elif said_of_it is None:
            tell(_offer(wishes[key], place, _told(_CAME_FREE, place, reason.rank, reason.of), until, at), "came_free", at=at)
        else:
            offered = _offer(wishes[key], place, _told(_INSTEAD, place, reason.rank, reason.of), until, at)
            tell(offered, "lost", at=at, **said_of_it, is_offered=True)
    return len(better)


def _move_up(row: Mobility, place: Place, reason: dict[str, str], until: datetime, at: datetime) -> None:
    detail = {"from": str(row.place.uuid), "to": str(place.uuid)}
    row.place, row.reason, row.offered_at, row.accept_until = place, reason, at, until
    row.save(update_fields=["place", "reason", "offered_at", "accept_until"])
    record(action="mobility.moved_up", actor=None, subject=row, person=row.wish.student, detail=detail, at=at)
    tell(row, "moved_up", at=at)


def _offer(wish: Wish, place: Place, reason: dict[str, str], until: datetime, at: datetime) -> Mobility:
    row = Mobility.objects.create(
        wish=wish,
        place=place,
        reason=reason,
        offered_at=at,
        accept_until=until,
        **_days(wish, place),
    )
    record(action="mobility.offered", actor=None, subject=row, person=wish.student, detail={"place": str(place.uuid)}, at=at)
    return row


def _days(wish: Wish, place: Place) -> dict[str, date]:
    """From when until when: as others at this place go, else as the traineeship or the call says."""
    source = place.mobilities.order_by("pk").first() or place.traineeship or wish.call
    return {"starts_on": source.starts_on, "ends_on": source.ends_on}


def _told(why: Promise, place: Place, rank: int, of: int) -> dict[str, str]:
    """The sentence why, in each language of the campus."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            said[language] = str(why) % {"place": in_language(place.institution.name), "rank": rank, "of": of}
    return said
