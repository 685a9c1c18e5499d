"""What could be moved in an allocation, and what it would cost, read from the assignment alone.

The nodes are the places and None, for no place and for room that is left. Costs are tuples, one number for each of ``AIMS``,
compared as Python compares tuples: no units, no prices. Paths are found by relaxing every step until nothing changes (Bellman and
Ford), which also finds out when a circle of moves would gain: then the allocation was not the best.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from operator import add, sub

from salerno.mobility.allocation.outcome import Allocation
from salerno.mobility.allocation.problem import Problem, Tier
from salerno.mobility.allocation.reasons import Key

Cost = tuple[int, ...]
NOTHING: Cost = (0,) * 7
ONE_BELOW_A_MINIMUM: Cost = (1, 0, 0, 0, 0, 0, 0)


class Gains(Exception):
    """A circle of moves would make the total better."""


class Residual:
    """Moves in ``allocation``; ``may_move`` says which students take part. ``worst``: the lowest rank that anybody has."""

    def __init__(self, problem: Problem, allocation: Allocation, may_move: Callable[[Key], bool] = lambda _key: True) -> None:
        self._problem, self._assignment, self._terms = problem, allocation.assignment, allocation.terms
        self._filled = Counter(allocation.assignment.values())
        ranks = (self._rank(key, place) for key, place in allocation.assignment.items() if place is not None)
        self.worst = max(ranks, default=0)
        self._steps: dict[tuple[Key | None, Key | None], Cost] = {}
        for key in filter(may_move, allocation.assignment):
            for place in (*self.open_choices(key), None):
                self._add(allocation.assignment[key], place, self.step(key, place))
        for place in problem.places:
            self._add_room(place.key)

    def step(self, key: Key, place: Key | None) -> Cost:
        """What changes when the student ``key`` goes to ``place``."""
        return tuple(map(sub, self._cost(key, place), self._cost(key, self._assignment[key])))

    def chain(self, start: Key) -> dict[Key | None, Cost]:
        """The least cost of moving somebody on from ``start`` until a seat at each place is taken. Raises ``Gains``."""
        return self._relaxed({start: NOTHING})

    def refuse_gains(self) -> None:
        """Raises ``Gains`` when some circle of moves would make the total better."""
        self._relaxed({node: NOTHING for step in self._steps for node in step})

    def open_choices(self, key: Key) -> Iterator[Key]:
        """The choices that the student may have: none that a hard need bars or that is closed, none below what is kept."""
        for place in self._problem.student[key].choices:
            if (key, place) not in self._problem.barriers and place not in self._terms.closed:
                yield place
            if self._terms.kept.get(key, self) == place:
                return

    def _relaxed(self, cost: dict[Key | None, Cost]) -> dict[Key | None, Cost]:
        for _round in range(len(self._problem.places) + 2):
            changed = False
            for (node, other), step in self._steps.items():
                if node in cost and ((new := tuple(map(add, cost[node], step))) < cost.get(other, new + (0,))):
                    cost[other], changed = new, True
            if not changed:
                return cost
        raise Gains

    def _add(self, node: Key | None, other: Key | None, step: Cost) -> None:
        if node != other and step < self._steps.get((node, other), step + (0,)):
            self._steps[node, other] = step

    def _add_room(self, place: Key) -> None:
        """Room takes a seat that a student leaves, and gives one where a student comes."""
        filled, rules = self._filled[place], self._problem.place[place]
        if place in self._terms.closed:
            return
        if filled < rules.capacity:
            self._add(place, None, NOTHING)
        if filled:
            is_last = place in self._terms.running and filled == rules.minimum
            self._add(None, place, ONE_BELOW_A_MINIMUM if is_last else NOTHING)

    def _cost(self, key: Key, place: Key | None) -> Cost:
        if place is None:
            is_kept = key in self._terms.kept
            return (0, int(is_kept), int(not is_kept), 0, 0, 0, 0)
        tier, rank = self._problem.place[place].tier, self._rank(key, place)
        return (0, 0, 0, int(tier != Tier.CONSORTIUM), int(tier == Tier.OUTSIDE), rank, int(rank > self.worst))

    def _rank(self, key: Key, place: Key) -> int:
        return self._problem.student[key].choices.index(place) + 1
