"""What it would cost everybody if one student had a place that the best total does not give them.

Giving student ``s`` the node ``q`` starts a chain: somebody at ``q`` moves on, and so forth, until the seat that ``s`` left is
taken. The least such cost is the cheapest path from ``q`` to the node of ``s``; the prices of the flow make each step cost
nothing or more, so Dijkstra finds it (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, 9.7). Only the cheapest move between two
nodes counts, so the graph has as many nodes as there are places, however many students there are.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from heapq import heappop, heappush

from salerno.mobility.allocation.clock import Clock
from salerno.mobility.allocation.flow import Flow
from salerno.mobility.allocation.network import Network, Option
from salerno.mobility.allocation.reasons import Aim


class Shadow:
    """``node`` is an allocation of least cost; ``worst`` its worst rank: a choice below it counts as a loss."""

    def __init__(self, network: Network, flow: Flow, node: Sequence[int | None], worst: int, clock: Clock) -> None:
        self._network, self._flow, self._node, self._worst, self._clock = network, flow, node, worst, clock
        self._nowhere = len(network.capacity)
        self._steps: list[dict[int, int]] = [{} for _node in network.capacity]
        self._steps.append({other: -price for other, price in enumerate(flow.price)})
        room = list(network.capacity)
        for student, where in enumerate(node):
            self._add_moves(student, self._nowhere if where is None else where)
            if where is not None:
                room[where] -= 1
        for other, left in enumerate(room):
            if left:
                self._steps[other][self._nowhere] = 0
        self._distances = lru_cache(maxsize=None)(self._distances_from)

    def cost(self, student: int, options: Sequence[Option]) -> int:
        """The least that all others lose together, in the units of the network, if ``student`` had one of ``options``."""
        own = self._node[student]
        goal = self._nowhere if own is None else own
        return min(self._step(student, option) + self._distances(option.node)[goal] for option in options)

    def _step(self, student: int, option: Option) -> int:
        flow = self._flow
        beyond = self._network.units[Aim.WORST] * (option.rank > self._worst)
        return option.cost - flow.worth[student] - flow.price[option.node] + beyond

    def _add_moves(self, student: int, where: int) -> None:
        steps = self._steps[where]
        for other, cost in self._moves_of(student):
            if other != where and cost < steps.get(other, cost + 1):
                steps[other] = cost

    def _moves_of(self, student: int) -> Iterator[tuple[int, int]]:
        for option in self._network.options[student]:
            yield option.node, self._step(student, option)
        yield self._nowhere, self._network.staying[student] - self._flow.worth[student]

    def _distances_from(self, start: int) -> list[int | float]:
        self._clock.check()
        distance: list[int | float] = [float("inf")] * len(self._steps)
        distance[start] = 0
        heap: list[tuple[int, int]] = [(0, start)]
        while heap:
            far, node = heappop(heap)
            if far > distance[node]:
                continue
            for other, cost in self._steps[node].items():
                if far + cost < distance[other]:
                    distance[other] = far + cost
                    heappush(heap, (far + cost, other))
        return distance
