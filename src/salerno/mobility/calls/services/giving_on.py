"""A place that came free is given on, by the method by which the places were published (``allocation.later``).

Settled is whoever has accepted, and who was refused by the host and waits for another nomination: they keep what they have and are
not moved any more, since agreements are written there. Whoever was offered a place can still move up to one they put higher, and
whoever has none can get one. Nobody gets less.
"""

import logging
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from salerno.admissions.eligibility.facts import NATIVE
from salerno.admissions.services.offers import open_until
from salerno.audit.services import record
from salerno.common.translated import in_language
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import AllocationRefused
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.later import after_withdrawal
from salerno.mobility.allocation.needs import Needs
from salerno.mobility.allocation.outcome import Allocation, Method, Terms, figures_of
from salerno.mobility.allocation.problem import Place as Seats
from salerno.mobility.allocation.problem import Problem, Student, Tier
from salerno.mobility.allocation.reasons import Key
from salerno.mobility.enums import CallState, MobilityState
from salerno.mobility.models import Mobility, MobilityCall, Place, Scenario, Wish
from salerno.mobility.stays.rules import KEEPS_ITS_SEAT
from salerno.mobility.stays.services.notices import tell

log = logging.getLogger("salerno.mobility")
SECONDS = 10.0


@dataclass(frozen=True)
class _Standing:
    """Who has what now: ``holding`` by the wish's uuid; ``places`` by their uuid; ``gone``: wishes that are not to be placed.

    ``unknown``: seats, by the place's uuid, of those whom the published problem does not name (any more, after an erasure).
    """

    holding: dict[str, Mobility]
    places: dict[str, Place]
    gone: frozenset[str]
    unknown: Counter[str] = field(default_factory=Counter)

    def within(self, known: set[str]) -> "_Standing":
        """The same, with the seats of those who are not ``known`` taken away."""
        unknown = Counter(str(row.place.uuid) for key, row in self.holding.items() if key not in known)
        return replace(self, holding={key: row for key, row in self.holding.items() if key in known}, unknown=unknown)

    @property
    def filled(self) -> Counter[str]:
        return Counter(str(row.place.uuid) for row in self.holding.values())


def give_on(call: MobilityCall, rows: Iterable[Mobility], *, at: datetime) -> int:
    """Hand out the free seats of a published call; return how many students got something better.

    ``call`` and its mobilities, ``rows``, are locked. Once the stay has begun nothing is given on. When no answer is found in
    ``SECONDS``, or what stands does not fit, everything stays as it is: the record says why, and the daily run tries again.
    """
    scenario = call.scenarios.filter(published_at__isnull=False).first()
    if scenario is None or call.state != CallState.PUBLISHED or at.date() >= call.starts_on:
        return 0
    now = _standing(call, rows)
    try:
        found = _again(scenario, now)
    except AllocationRefused as refused:
        log.warning("Places of call %s were not given on: %s", call.uuid, type(refused).__name__)
        detail = {"call": str(call.uuid), "because": type(refused).__name__}
        record(action="mobility.not_given_on", actor=None, subject=scenario, detail=detail, at=at)
        return 0
    return _apply(found, now, call, at)


def _standing(call: MobilityCall, rows: Iterable[Mobility]) -> _Standing:
    rows = list(rows)
    holding = {str(row.wish.uuid): row for row in rows if row.state in KEEPS_ITS_SEAT}
    had_one = {str(row.wish.uuid) for row in rows}
    wishes = Wish.objects.filter(call=call)
    submitted = {str(each) for each in wishes.handed_in().values_list("uuid", flat=True)}
    known = {str(each) for each in wishes.values_list("uuid", flat=True)}
    gone = frozenset((known - submitted | had_one) - holding.keys())
    places = Place.objects.filter(call=call).select_related("institution")
    return _Standing(holding, {str(place.uuid): place for place in places}, gone)


def _again(scenario: Scenario, now: _Standing) -> Allocation:
    """The allocation with the free seats handed out.

    ``after_withdrawal`` starts from an allocation without free seats that anybody wants, so each free seat is held by a stand-in
    until it is withdrawn. Those who are settled and the stand-ins stand first of all and want nothing else.
    """
    given = from_json(scenario.given)
    closed = _closed(scenario, given)
    top = 1 + max((student.score for student in given.students), default=0)
    now = now.within({str(student.key) for student in given.students})
    places = tuple(_seats(place, now) for place in given.places if str(place.key) in now.places)
    real = [
        _as_it_stands(student, now, top, {place.key: place for place in places})
        for student in given.students
        if str(student.key) not in now.gone
    ]
    stand_ins = [
        Student(f"free {place.key} {number}", top, (place.key,), Tier.CONSORTIUM, _fit_for(place))
        for place in places
        if place.key not in closed
        for number in range(place.capacity - now.filled[str(place.key)])
    ]
    problem = Problem((*real, *stand_ins), places, given.seed)
    assignment = {student.key: _has(student.key, now) for student in real} | {one.key: one.choices[0] for one in stand_ins}
    terms = Terms(closed=closed, kept={key: place for key, place in assignment.items() if place is not None})
    method = Method(scenario.method)
    published = Allocation(method, assignment, {}, figures_of(problem, assignment, terms), terms)
    return after_withdrawal(problem, published, [one.key for one in stand_ins], seconds=SECONDS)


def _closed(scenario: Scenario, given: Problem) -> dict:
    """Places that did not run, with how many they had; computed anew only where the published figures name some."""
    if not scenario.result.get("figures", {}).get("closed"):
        return {}
    is_best = Method(scenario.method) is Method.BEST
    return dict((best(given, seconds=SECONDS) if is_best else deferred(given)).terms.closed)


def _seats(place: Seats, now: _Standing) -> Seats:
    """With the capacity that the place has today, which may have been changed since the publication."""
    capacity = now.places[str(place.key)].capacity - now.unknown[str(place.key)]
    return replace(place, capacity=capacity, minimum=min(place.minimum, capacity))


def _as_it_stands(student: Student, now: _Standing, top: object, known: Mapping[Key, Seats]) -> Student:
    row = now.holding.get(str(student.key))
    if row is None or row.state == MobilityState.OFFERED:
        return replace(student, choices=tuple(key for key in student.choices if key in known))
    key = str(row.place.uuid)
    return replace(student, choices=(key,), score=top, tier=Tier.CONSORTIUM, needs=_fit_for(known[key]), scores={})


def _fit_for(place: Seats) -> Needs:
    """Of somebody whom nothing keeps from ``place``, whatever it asks for: it is theirs already."""
    return Needs(languages={language: NATIVE for asked in place.requirements.languages for language in asked})


def _has(key: object, now: _Standing) -> str | None:
    row = now.holding.get(str(key))
    return str(row.place.uuid) if row else None


def _apply(found: Allocation, now: _Standing, call: MobilityCall, at: datetime) -> int:
    until = open_until(at, call.accept_days)
    better = {str(key): str(place) for key, place in found.assignment.items() if place is not None and place != _has(key, now)}
    wishes = {str(wish.uuid): wish for wish in Wish.objects.filter(uuid__in=better).select_related("student", "home", "call")}
    for key in sorted(better):
        reason = found.reasons[key]
        told = _told(now.places[better[key]], reason.rank, reason.of)
        if row := now.holding.get(key):
            _move_up(row, now.places[better[key]], told, until, at)
        else:
            _offer(wishes[key], now.places[better[key]], told, until, at)
    return len(better)


def _move_up(row: Mobility, place: Place, reason: dict[str, str], until: datetime, at: datetime) -> None:
    detail = {"from": str(row.place.uuid), "to": str(place.uuid)}
    row.place, row.reason, row.offered_at, row.accept_until = place, reason, at, until
    row.save(update_fields=["place", "reason", "offered_at", "accept_until"])
    record(action="mobility.moved_up", actor=None, subject=row, person=row.wish.student, detail=detail, at=at)
    tell(row, "moved_up", at=at)


def _offer(wish: Wish, place: Place, reason: dict[str, str], until: datetime, at: datetime) -> None:
    row = Mobility.objects.create(
        wish=wish,
        place=place,
        reason=reason,
        offered_at=at,
        accept_until=until,
        **_days(wish, place),
    )
    record(action="mobility.offered", actor=None, subject=row, person=wish.student, detail={"place": str(place.uuid)}, at=at)
    tell(row, "came_free", at=at)


def _days(wish: Wish, place: Place) -> dict[str, date]:
    """From when until when: as others at this place go, else as the traineeship or the call says."""
    source = place.mobilities.order_by("pk").first() or place.traineeship or wish.call
    return {"starts_on": source.starts_on, "ends_on": source.ends_on}


def _told(place: Place, rank: int, of: int) -> dict[str, str]:
    """The sentence why, in each language of the campus."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            values = {"place": in_language(place.institution.name), "rank": rank, "of": of}
            said[language] = (
                gettext(
                    "You have %(place)s, your choice %(rank)s of %(of)s: a place has come free, and you were the next to get it."
                )
                % values
            )
    return said
