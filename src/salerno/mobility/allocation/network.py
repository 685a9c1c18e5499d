"""The best total as a flow: students, nodes with capacities, and one exact whole-number cost for all aims.

Students are numbered by who stands higher. Each aim has a unit that outweighs all that the lesser aims can come to together
(``Units``), so the least cost is the best in the order of the aims, exactly: Python's whole numbers do not overflow. A place that
must run is two nodes: its minimum, which is filled before all else, and the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from salerno.mobility.allocation.outcome import Terms
from salerno.mobility.allocation.problem import Problem, Student, Tier
from salerno.mobility.allocation.reasons import Aim, Key

AIMS = (Aim.MINIMA, Aim.KEPT, Aim.PLACED, Aim.CONSORTIUM, Aim.ASSOCIATED, Aim.RANKS, Aim.WORST)


class Units:
    """What one step of each aim costs with ``students`` students, whose lists have ``longest`` choices at most.

    Of each aim at most ``students`` steps can be lost (of ranks, ``students`` × ``longest``). A unit is above twice what all lesser
    ones can come to, so the difference of two allocations, too, tells how many steps of each aim it has (``aims``).
    """

    def __init__(self, students: int, longest: int) -> None:
        self._units: dict[Aim, int] = {}
        reach = 0
        for aim in reversed(AIMS):
            self._units[aim] = 2 * reach + 1
            reach += self._units[aim] * students * (longest if aim is Aim.RANKS else 1)

    def __getitem__(self, aim: Aim) -> int:
        return self._units[aim]

    def aims(self, cost: int) -> tuple[int, ...]:
        """How many steps of each aim ``cost`` has, in the order of ``AIMS``; a gain is negative."""
        steps = []
        for aim in AIMS:
            unit = self._units[aim]
            step = (2 * cost + unit) // (2 * unit)
            steps.append(step)
            cost -= step * unit
        return tuple(steps)


class Option(NamedTuple):
    """A node that a student may go to: ``rank`` is that of its place in the student's list, ``cost`` what it adds."""

    node: int
    cost: int
    rank: int


@dataclass(frozen=True)
class Network:
    """Students and nodes by number. ``staying[s]``: what it costs to leave ``s`` without a place."""

    students: tuple[Student, ...]
    places: tuple[Key, ...]
    capacity: tuple[int, ...]
    options: tuple[tuple[Option, ...], ...]
    staying: tuple[int, ...]
    required: frozenset[int]
    units: Units

    @cached_property
    def number(self) -> dict[Key, int]:
        """The number of each student: how many go before."""
        return {student.key: number for number, student in enumerate(self.students)}


def network_of(problem: Problem, terms: Terms) -> Network:
    """The network of ``problem`` under ``terms``: places closed, places that run at any price, students who keep what they have."""
    students = tuple(sorted(problem.students, key=lambda student: problem.standing[student.key]))
    units = Units(len(students), max((len(student.choices) for student in students), default=0))
    nodes = _nodes(problem, terms)
    of_place: dict[Key, list[int]] = {}
    for node, (place, _capacity, _is_required) in enumerate(nodes):
        of_place.setdefault(place, []).append(node)
    step = {place.key: _tier_cost(place.tier, units) for place in problem.places}
    bonus = [units[Aim.MINIMA] * is_required for _place, _capacity, is_required in nodes]

    def options(student: Student) -> tuple[Option, ...]:
        return tuple(
            Option(node, step[place] + rank * units[Aim.RANKS] - bonus[node], rank)
            for rank, place in _open_choices(problem, student, terms)
            for node in of_place.get(place, ())
        )

    return Network(
        students=students,
        places=tuple(place for place, _capacity, _is_required in nodes),
        capacity=tuple(capacity for _place, capacity, _is_required in nodes),
        options=tuple(options(student) for student in students),
        staying=tuple(units[Aim.KEPT if student.key in terms.kept else Aim.PLACED] for student in students),
        required=frozenset(node for node, (_place, _capacity, is_required) in enumerate(nodes) if is_required),
        units=units,
    )


def _nodes(problem: Problem, terms: Terms) -> list[tuple[Key, int, bool]]:
    """Place, capacity, whether it is a minimum that must be filled. A place that is closed or has no seats has no node."""
    nodes = []
    for place in problem.places:
        if place.key in terms.closed:
            continue
        required = place.minimum if place.key in terms.running else 0
        nodes += [(place.key, required, True), (place.key, place.capacity - required, False)]
    return [node for node in nodes if node[1]]


def _tier_cost(tier: Tier, units: Units) -> int:
    """A place of an associated partner costs one consortium place; one outside, an associated place besides."""
    return units[Aim.CONSORTIUM] * (tier != Tier.CONSORTIUM) + units[Aim.ASSOCIATED] * (tier == Tier.OUTSIDE)


def _open_choices(problem: Problem, student: Student, terms: Terms) -> Sequence[tuple[int, Key]]:
    """The choices, with their ranks, that the student may have: down to the one that is kept, none that a hard need bars."""
    choices = student.choices
    if student.key in terms.kept:
        choices = choices[: choices.index(terms.kept[student.key]) + 1]
    return [(rank, place) for rank, place in enumerate(choices, start=1) if (student.key, place) not in problem.barriers]
