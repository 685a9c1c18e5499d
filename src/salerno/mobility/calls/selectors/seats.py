"""Another number of seats at a place after publication: who would lose theirs, why, and what each is offered instead.

Whoever has not accepted loses before whoever has; of those the one who stands lowest at the place, as the published problem has it
(standing of the home, score, lot). Nobody else loses anything: seats that are free elsewhere go on by the method by which the
places were published, to those who lose one as to those who have none. So no seat passes to somebody who stands lower.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.common.digests import canonical_json, sha256_hex
from salerno.mobility.allocation.errors import AllocationRefused
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.outcome import Allocation
from salerno.mobility.calls.refusals import SeatsRefusal
from salerno.mobility.calls.selectors.desk import name_of
from salerno.mobility.calls.selectors.standing import Standing, given_on, standing_of
from salerno.mobility.calls.selectors.words import place_name, place_names
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, Place, Scenario, Wish
from salerno.people.models import Person

CAN_LOSE = frozenset({MobilityState.OFFERED, MobilityState.ACCEPTED, MobilityState.NOMINATED, MobilityState.CONFIRMED})
_LOWEST_OF_THOSE_WHO_HAD_NOT = gettext_lazy(
    "The seats at %(place)s were cut from %(before)s to %(now)s. Whoever had not accepted loses theirs before whoever had, and of"
    " those who had not you stood lowest."
)
_LOWEST_OF_THOSE_WHO_HAD = gettext_lazy(
    "The seats at %(place)s were cut from %(before)s to %(now)s. Those who had not accepted lost theirs first, which was not"
    " enough, and of those who had accepted you stood lowest."
)


@dataclass(frozen=True)
class Plan:
    """What another number of seats at ``place`` (which has it already, unsaved) would do. ``losers``: who loses first comes first.

    ``found`` over ``now``: who has what afterwards; without an answer (``refusal``) both are None.
    """

    place: Place
    before: int
    losers: tuple[Mobility, ...] = ()
    now: Standing | None = None
    found: Allocation | None = None
    refusal: SeatsRefusal | None = None

    @property
    def gains(self) -> dict[str, str]:
        """By the wish's uuid, the uuid of the place that is offered: to who loses, to who moves up, to who had none."""
        if self.now is None or self.found is None:
            return {}
        placed = {str(key): str(place) for key, place in self.found.assignment.items() if place is not None}
        return {key: place for key, place in sorted(placed.items()) if place != self.now.has(key)}

    @property
    def digest(self) -> str:
        """SHA-256 of all that would be done: what a coordinator has looked at is what is done, or nothing is."""
        lose = [[str(row.uuid), str(row.state)] for row in self.losers]
        seats = [str(self.place.uuid), self.before, self.place.capacity]
        return sha256_hex(canonical_json({"seats": seats, "lose": lose, "gain": self.gains}))


def mobilities_of(place: Place) -> QuerySet[Mobility]:
    """All mobilities of the place's call in the order of their keys, as ``plan_for`` takes them."""
    return Mobility.objects.filter(place__call=place.call_id).with_sides().order_by("pk")


def plan_for(place: Place, capacity: int, rows: Sequence[Mobility]) -> Plan:
    """What ``capacity`` seats at ``place`` would do; nothing is written. ``rows``: all mobilities of its call."""
    scenario = Scenario.objects.filter(call=place.call_id, published_at__isnull=False).first()
    changed = copy(place)
    changed.capacity, changed.minimum = capacity, min(place.minimum, capacity)
    plan = Plan(changed, place.capacity)
    if scenario is None:
        return replace(plan, refusal=SeatsRefusal.NOT_PUBLISHED)
    losers = _losers(scenario, changed, rows)
    if losers is None:
        return replace(plan, refusal=SeatsRefusal.TOO_FEW)
    now = standing_of(place.call, rows, lost={row.pk for row in losers}, seats=changed)
    try:
        found = given_on(scenario, now)
    except AllocationRefused:
        return replace(plan, refusal=SeatsRefusal.NOT_FOUND)
    return _without_returns(replace(plan, losers=tuple(losers), now=now, found=found))


def _losers(scenario: Scenario, place: Place, rows: Sequence[Mobility]) -> list[Mobility] | None:
    """As many as are too many, or None when too few of them can lose: who is there by now, or is not known to the allocation."""
    problem = from_json(scenario.given)
    known = {str(student.key): student for student in problem.students}
    there = [row for row in standing_of(place.call, rows, seats=place).holding.values() if row.place_id == place.pk]
    too_many = max(len(there) - place.capacity, 0)
    movable = [row for row in there if row.state in CAN_LOSE and str(row.wish.uuid) in known]
    lowest_first = sorted(movable, key=lambda row: problem.precedence(known[str(row.wish.uuid)], str(place.uuid)), reverse=True)
    lowest_first.sort(key=lambda row: row.state != MobilityState.OFFERED)
    return lowest_first[:too_many] if len(movable) >= too_many else None


def _without_returns(plan: Plan) -> Plan:
    """Whoever moves up from the place may leave a seat to somebody who would have lost it: that student loses nothing."""
    stay = [row for row in plan.losers if plan.gains.get(str(row.wish.uuid)) == str(row.place.uuid)]
    kept = {str(row.wish.uuid): row for row in stay}
    now = replace(plan.now, holding=plan.now.holding | kept)
    return replace(plan, losers=tuple(row for row in plan.losers if row not in stay), now=now)


def why_lost(row: Mobility, place: Place, before: int) -> str:
    """The sentence why this student loses the place, in the language in use."""
    values = {"place": place_name(place), "now": place.capacity, "before": before}
    return (_LOWEST_OF_THOSE_WHO_HAD_NOT if row.state == MobilityState.OFFERED else _LOWEST_OF_THOSE_WHO_HAD) % values


@dataclass(frozen=True)
class SeatLine:
    """One student in the preview. ``had``, ``gets``: names of places, empty for none."""

    who: str
    home: str
    state: str
    had: str
    gets: str
    said: str = ""


@dataclass(frozen=True)
class SeatLines:
    """The preview in words: who loses, with what they are offered instead, and who gains besides."""

    losing: list[SeatLine]
    gaining: list[SeatLine]


def lines_of(plan: Plan, viewer: Person) -> SeatLines:
    """PRIVACY: the viewer reads names of students of the own institution alone; of others the university. Three queries."""
    of_the_call = Wish.objects.filter(call=plan.place.call_id)
    wishes = {str(row.uuid): row for row in of_the_call.select_related("home", "student", "studies")}
    own = Wish.objects.governed_by(viewer).filter(call=plan.place.call_id)
    known = {str(key) for key in own.values_list("uuid", flat=True)}
    gains, names = plan.gains, place_names(plan.now.places.values()) if plan.now else {}

    def line(key: str, **values: Any) -> SeatLine:
        row = wishes[key]
        who = name_of(row) if key in known else _("a student of %(home)s") % {"home": row.home.code}
        return SeatLine(who, row.home.code, gets=names.get(gains.get(key, ""), ""), **values)

    losing = {str(row.wish.uuid): row for row in plan.losers}
    return SeatLines(
        [
            line(key, state=row.get_state_display(), had=place_name(row.place), said=why_lost(row, plan.place, plan.before))
            for key, row in losing.items()
        ],
        [line(key, **_had(plan.now.holding if plan.now else {}, key)) for key in gains if key not in losing],
    )


def _had(holding: Mapping[str, Mobility], key: str) -> dict[str, str]:
    row = holding.get(key)
    return {"state": row.get_state_display(), "had": place_name(row.place)} if row else {"state": "", "had": ""}
