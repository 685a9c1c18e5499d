"""Who holds which place of a published call now, and who gets what is free, by the method by which the places were published.

Settled is whoever has accepted, and who was refused by the host and waits for another nomination: they keep what they have and are
not moved any more, since agreements are written there. Whoever was offered a place can still move up to one they put higher, and
whoever has none can get one. Nobody gets less.
"""

from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from salerno.admissions.eligibility.facts import NATIVE
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.face import from_json
from salerno.mobility.allocation.later import after_withdrawal
from salerno.mobility.allocation.needs import Needs
from salerno.mobility.allocation.outcome import Allocation, Method, Terms, figures_of
from salerno.mobility.allocation.problem import Place as Seats
from salerno.mobility.allocation.problem import Problem, Student, Tier
from salerno.mobility.allocation.reasons import Key
from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, MobilityCall, Place, Scenario, Wish
from salerno.mobility.stays.rules import KEEPS_ITS_SEAT

SECONDS = 10.0


@dataclass(frozen=True)
class Standing:
    """Who has what now: ``holding`` by the wish's uuid; ``places`` by their uuid; ``gone``: wishes that are not to be placed.

    ``lost``: wishes of those who lost a place. ``unknown``: seats, by the place's uuid, of those whom the published problem does
    not name (any more, after an erasure).
    """

    holding: dict[str, Mobility]
    places: dict[str, Place]
    gone: frozenset[str]
    lost: frozenset[str]
    unknown: Counter[str] = field(default_factory=Counter)

    def within(self, known: set[str]) -> "Standing":
        """The same, with the seats of those who are not ``known`` taken away."""
        unknown = Counter(str(row.place.uuid) for key, row in self.holding.items() if key not in known)
        return replace(self, holding={key: row for key, row in self.holding.items() if key in known}, unknown=unknown)

    @property
    def filled(self) -> Counter[str]:
        """How many hold each place."""
        return Counter(str(row.place.uuid) for row in self.holding.values())

    def has(self, key: object) -> str | None:
        """The uuid of the place that the wish ``key`` holds."""
        row = self.holding.get(str(key))
        return str(row.place.uuid) if row else None


def standing_of(call: MobilityCall, rows: Sequence[Mobility], *, lost: Container[int] = (), seats: Place | None = None) -> Standing:
    """Who has what among ``rows``, the mobilities of ``call``; three queries.

    ``lost``: keys of rows to be looked at as if their place were taken away; ``seats``: a place with the capacity it will have.
    Who lost a place to a cut is still to be placed; who declined, let lapse or cancelled is not.
    """
    all_rows, rows = rows, [row for row in rows if row.pk not in lost]
    places = {str(place.uuid): place for place in Place.objects.filter(call=call).select_related("institution")}
    if seats is not None:
        places[str(seats.uuid)] = seats
    holding = {str(row.wish.uuid): row for row in _seated(rows, places)}
    had_one = {str(row.wish.uuid) for row in rows if row.state != MobilityState.LOST}
    wishes = Wish.objects.filter(call=call)
    submitted = {str(each) for each in wishes.handed_in().values_list("uuid", flat=True)}
    known = {str(each) for each in wishes.values_list("uuid", flat=True)}
    gone = frozenset((known - submitted | had_one) - holding.keys())
    passed_over = (str(row.wish.uuid) for row in all_rows if row.state == MobilityState.LOST or row.pk in lost)
    return Standing(holding, places, gone, frozenset(passed_over))


def _seated(rows: list[Mobility], places: dict[str, Place]) -> list[Mobility]:
    """Those who hold a seat. Whom the host has refused waits for another nomination and keeps a seat only where one is left."""
    held = [row for row in rows if row.state in KEEPS_ITS_SEAT]
    over = Counter(str(row.place.uuid) for row in held)
    over.subtract({key: place.capacity for key, place in places.items()})
    seated = []
    for row in reversed(held):
        if row.state == MobilityState.REFUSED and over[str(row.place.uuid)] > 0:
            over[str(row.place.uuid)] -= 1
        else:
            seated.append(row)
    return seated


def given_on(scenario: Scenario, now: Standing) -> Allocation:
    """The allocation with the free seats handed out. Raises ``AllocationRefused`` in one of its types.

    ``after_withdrawal`` starts from an allocation without free seats that anybody wants, so each free seat is held by a stand-in
    until it is withdrawn. Those who are settled and the stand-ins stand first of all and want nothing else.
    """
    given = from_json(scenario.given)
    closed = _closed(scenario, given)
    top = 1 + max((score for student in given.students for score in (student.score, *student.scores.values())), default=0)
    now = now.within({str(student.key) for student in given.students})
    places = tuple(_seats(place, now) for place in given.places if str(place.key) in now.places)
    real = [
        _as_it_stands(student, now, top, {place.key: place for place in places})
        for student in given.students
        if str(student.key) not in now.gone
    ]
    stand_ins = [
        Student(f"free {place.key} {number}", top, (place.key,), Tier.CONSORTIUM, _fit_for(place), home=f"free {number}")
        for place in places
        if place.key not in closed
        for number in range(place.capacity - now.filled[str(place.key)])
    ]
    problem = Problem((*real, *stand_ins), places, given.seed)
    assignment = {student.key: now.has(student.key) for student in real} | {one.key: one.choices[0] for one in stand_ins}
    terms = Terms(closed=closed, kept={key: place for key, place in assignment.items() if place is not None})
    method = Method(scenario.method)
    published = Allocation(method, assignment, {}, figures_of(problem, assignment, terms), terms)
    return after_withdrawal(problem, published, [one.key for one in stand_ins], passed_over=now.lost, seconds=SECONDS)


def _closed(scenario: Scenario, given: Problem) -> dict:
    """Places that did not run, with how many they had; computed anew only where the published figures name some."""
    if not scenario.result.get("figures", {}).get("closed"):
        return {}
    is_best = Method(scenario.method) is Method.BEST
    return dict((best(given, seconds=SECONDS) if is_best else deferred(given)).terms.closed)


def _seats(place: Seats, now: Standing) -> Seats:
    """With the capacity that the place has today, which may have been changed since the publication."""
    capacity = now.places[str(place.key)].capacity - now.unknown[str(place.key)]
    return replace(place, capacity=capacity, minimum=min(place.minimum, capacity))


def _as_it_stands(student: Student, now: Standing, top: object, known: Mapping[Key, Seats]) -> Student:
    row = now.holding.get(str(student.key))
    if row is None or row.state == MobilityState.OFFERED:
        return replace(student, choices=tuple(key for key in student.choices if key in known))
    key = str(row.place.uuid)
    return replace(student, choices=(key,), score=top, tier=Tier.CONSORTIUM, needs=_fit_for(known[key]), scores={})


def _fit_for(place: Seats) -> Needs:
    """Of somebody whom nothing keeps from ``place``, whatever it asks for: it is theirs already."""
    return Needs(languages={language: NATIVE for asked in place.requirements.languages for language in asked})
