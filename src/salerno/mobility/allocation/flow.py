"""A flow of least cost from students to nodes, by the primal-dual way (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, 9.8).

``price[node]`` (0 or less) and ``worth[student]`` always satisfy ``cost − worth − price ≥ 0`` for each option, with equality for
the option that is used; a node with room left has price 0, and all students without a node have one worth, ``_level``. While that
holds, no flow that places as many students costs less (theorem 9.4 there, complementary slackness). A round finds how far the
level must rise until a node with room can be reached (Dijkstra), raises it, and then places as many as it can along options that
cost nothing more (shortest paths first, as Dinic does). The last rise is to what staying without a place costs. Who is once
placed stays placed.

There is one path length for each round, and lengths are few: lists are short. That is why plain Python is fast enough
(``benchmarks/measures/allocation.py``).
"""

from collections.abc import Iterator
from heapq import heapify, heappop, heappush

from salerno.mobility.allocation.clock import Clock
from salerno.mobility.allocation.network import Network

FAR = float("inf")


class Flow:
    """The least cost of ``network``, found when it is made. ``node[s]`` is None for a student without a place.

    Students who must be placed (``kept``) go first; whether ``required`` nodes are full is the caller's to ask.
    """

    def __init__(self, network: Network, clock: Clock) -> None:
        self._network, self._clock = network, clock
        self._options = [[(node, cost) for node, cost, _rank in options] for options in network.options]
        self.price = [0] * len(network.capacity)
        self.worth = [0] * len(network.students)
        self.node: list[int | None] = [None] * len(network.students)
        self.room = list(network.capacity)
        self.at: list[dict[int, None]] = [{} for _node in network.capacity]
        for staying in sorted(set(network.staying), reverse=True):
            self._place([student for student, value in enumerate(network.staying) if value == staying], staying)

    @property
    def is_feasible(self) -> bool:
        """Whether each minimum that must be filled is."""
        return not any(self.room[node] for node in self._network.required)

    def _place(self, students: list[int], staying: int) -> None:
        waiting = [student for student in students if self._options[student]]
        self._level = min((cost - self.price[node] for student in waiting for node, cost in self._options[student]), default=0)
        while waiting:
            self._clock.check()
            distance = self._distances(waiting)
            rise = min((far for node, far in enumerate(distance) if self.room[node]), default=FAR)
            is_over = rise == FAR
            self._raise(staying - self._level if is_over else rise, distance)
            if is_over:
                break
            waiting = self._fill(waiting)
        for student in students:
            if self.node[student] is None:
                self.worth[student] = staying

    def _distances(self, waiting: list[int]) -> list[int | float]:
        """How much each node costs above the level; nodes as far as the nearest with room, or farther, may read too much."""
        price, room, distance = self.price, self.room, [FAR] * len(self.price)
        for student in waiting:
            for node, cost in self._options[student]:
                far = cost - price[node] - self._level
                if far < distance[node]:
                    distance[node] = far
        heap = [(far, node) for node, far in enumerate(distance) if far < FAR]
        heapify(heap)
        while heap:
            far, node = heappop(heap)
            if room[node]:
                break
            if far == distance[node]:
                self._relax(node, far, distance, heap)
        return distance

    def _relax(self, node: int, far: int, distance: list[int | float], heap: list[tuple[int, int]]) -> None:
        price, worth, options = self.price, self.worth, self._options
        for student in self.at[node]:
            base = far - worth[student]
            for other, cost in options[student]:
                new = base + cost - price[other]
                if new < distance[other]:
                    distance[other] = new
                    heappush(heap, (new, other))

    def _raise(self, rise: int, distance: list[int | float]) -> None:
        """Raise the level by ``rise``, and keep all options at no less than their cost."""
        self._level += rise
        for node, far in enumerate(distance):
            if far < rise:
                self.price[node] -= rise - far
                for student in self.at[node]:
                    self.worth[student] += rise - far

    def _fill(self, waiting: list[int]) -> list[int]:
        """Place as many of ``waiting`` as options at no more than their cost allow; those who still wait."""
        while (layers := self._layers(waiting)) is not None:
            paths = _Paths(self, self._options, layers, self._level)
            waiting = [student for student in waiting if not paths.place(student)]
        return waiting

    def _layers(self, waiting: list[int]) -> list[int] | None:
        """How many moves each node is away from those who wait, up to the nearest node with room; None when there is none."""
        layers = [-1] * len(self.price)
        edge, depth = self._tight(waiting, self._level, layers, 0), 0
        while edge:
            if any(self.room[node] for node in edge):
                return layers
            depth += 1
            edge = [other for node in edge for other in self._tight(self.at[node], None, layers, depth)]
        return None

    def _tight(self, students: list[int] | dict[int, None], worth: int | None, layers: list[int], depth: int) -> list[int]:
        """Nodes that ``students`` reach at no more than their cost and nobody did before; marks them."""
        price, found = self.price, []
        for student in students:
            value = self.worth[student] if worth is None else worth
            for node, cost in self._options[student]:
                if layers[node] < 0 and cost - value == price[node]:
                    layers[node] = depth
                    found.append(node)
        return found


class _Paths:
    """Shortest paths of one layering, each node's moves tried once."""

    def __init__(self, flow: Flow, options: list[list[tuple[int, int]]], layers: list[int], level: int) -> None:
        self._flow, self._options, self._layers, self._level = flow, options, layers, level
        self._moves: dict[int, Iterator[tuple[int, int]]] = {}
        self._dead: set[int] = set()

    def place(self, student: int) -> bool:
        """Place ``student``, moving others on along a shortest path; whether there was one."""
        price = self._flow.price
        for node, cost in self._options[student]:
            if self._layers[node] or cost - self._level != price[node] or node in self._dead:
                continue
            if (path := self._path_from(node)) is not None:
                self._carry_out([(None, student, node), *path])
                return True
        return False

    def _path_from(self, start: int) -> list[tuple[int, int, int]] | None:
        """Moves (from, student, to) from ``start`` to a node with room."""
        path: list[tuple[int, int, int]] = []
        node = start
        while not self._flow.room[node]:
            if node not in self._moves:
                self._moves[node] = self._moves_from(node)
            move = next(self._moves[node], None)
            if move is not None:
                path.append((node, *move))
                node = move[1]
                continue
            self._dead.add(node)
            if not path:
                return None
            node = path.pop()[0]
        return path

    def _moves_from(self, node: int) -> Iterator[tuple[int, int]]:
        flow, layer = self._flow, self._layers[node] + 1
        for student in list(flow.at[node]):
            for other, cost in self._options[student]:
                if flow.node[student] != node:
                    break
                if self._layers[other] == layer and other not in self._dead and cost - flow.worth[student] == flow.price[other]:
                    yield student, other

    def _carry_out(self, path: list[tuple[int | None, int, int]]) -> None:
        flow = self._flow
        for origin, student, target in reversed(path):
            if origin is None:
                flow.worth[student] = self._level
            else:
                del flow.at[origin][student]
            flow.at[target][student] = None
            flow.node[student] = target
        flow.room[path[-1][2]] -= 1
