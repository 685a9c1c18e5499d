"""Of all flows of least cost the one allocation that is wanted: the lowest worst choice, then by who stands higher.

Two flows of least cost differ by moves in a circle along options that cost no more than they are worth (complementary slackness
with the prices of *one* of them). So the search for another one is a search for such circles: a student moves, somebody there
moves on, until the seat that was left is taken. Who has no place is ``nowhere``, and so is the room that is left over: it takes a
seat where a student leaves it, and gives one where a student comes.

*Worst choice.* Choices below the wanted rank are struck out, and each student on one is moved off; when one cannot be, no flow of
least cost does without (the difference to such a flow would contain a circle through that student).

*Who stands higher.* One after the other, the highest first, each student gets the best choice that those before leave possible.
What comes out is one assignment and no other, whatever method found the flow and whatever the order of rows.
"""

from collections import deque

from salerno.mobility.allocation.clock import Clock
from salerno.mobility.allocation.flow import Flow
from salerno.mobility.allocation.network import Network, Option

Path = list[tuple[int, int | None, int]]


class Ties:
    """The flows of least cost beside ``flow``. ``node[s]`` is where student ``s`` is now, ``nowhere`` for no place."""

    def __init__(self, network: Network, flow: Flow, clock: Clock) -> None:
        self._network, self._clock = network, clock
        self.nowhere = len(network.capacity)
        self._unpriced = [node for node, price in enumerate(flow.price) if price == 0]
        self._tight = [self._options_of(student, flow) for student in range(len(network.students))]
        self._load([self.nowhere if node is None else node for node in flow.node])

    def settle(self) -> list[int | None]:
        """The node of each student in the one allocation that is wanted."""
        self._lower_the_worst()
        self._favour_who_stands_higher()
        return [None if node == self.nowhere else node for node in self.node]

    def _options_of(self, student: int, flow: Flow) -> list[Option]:
        worth, price = flow.worth[student], flow.price
        tight = [option for option in self._network.options[student] if option.cost - worth == price[option.node]]
        if worth == self._network.staying[student]:
            tight.append(Option(self.nowhere, 0, 0))
        return tight

    def _load(self, node: list[int]) -> None:
        self.node = node
        self._at: list[dict[int, None]] = [{} for _node in range(self.nowhere + 1)]
        self._room = [*self._network.capacity, 0]
        for student, where in enumerate(node):
            self._at[where][student] = None
            self._room[where] -= 1

    def _rank(self, student: int) -> int:
        """The rank of the choice that ``student`` has; 0 for who has no place."""
        where = self.node[student]
        return next(option.rank for option in self._tight[student] if option.node == where)

    def _lower_the_worst(self) -> None:
        while (worst := max(map(self._rank, range(len(self.node))), default=0)) > 1:
            before, options = list(self.node), self._tight
            low = {student: self._nodes_at(student, worst) for student in range(len(self.node)) if self._rank(student) == worst}
            self._tight = [[option for option in tight if option.rank < worst] for tight in options]
            if not all(self._moves_off(student, nodes) for student, nodes in low.items()):
                self._tight = options
                self._load(before)
                return

    def _nodes_at(self, student: int, rank: int) -> set[int]:
        return {option.node for option in self._tight[student] if option.rank == rank}

    def _moves_off(self, student: int, low: set[int]) -> bool:
        self._clock.check()
        return self.node[student] not in low or any(self._move(student, option.node) for option in self._tight[student])

    def _favour_who_stands_higher(self) -> None:
        for student in range(len(self.node)):
            self._clock.check()
            own = self._rank(student) or len(self._network.places) + 1
            for option in self._tight[student]:
                if 0 < option.rank < own and self._move(student, option.node):
                    break
            del self._at[self.node[student]][student]

    def _move(self, student: int, target: int) -> bool:
        """Move ``student`` to ``target`` and others in a circle, if they can; whether they could."""
        origin = self.node[student]
        path = self._path(target, origin)
        if path is None:
            return False
        for left, mover, taken in [(origin, student, target), *path]:
            if mover is None:
                self._room[left] -= left < self.nowhere
                self._room[taken] += taken < self.nowhere
                continue
            del self._at[left][mover]
            self._at[taken][mover] = None
            self.node[mover] = taken
        return True

    def _path(self, start: int, goal: int) -> Path | None:
        """The fewest moves (from, who, to) from ``start`` that free a seat there and take the one at ``goal``."""
        came: dict[int, tuple[int, int | None, int]] = {start: (start, None, start)}
        line = deque([start])
        while line and goal not in came:
            node = line.popleft()
            for mover, other in self._moves(node):
                if other not in came:
                    came[other] = (node, mover, other)
                    line.append(other)
        if goal not in came:
            return None
        path: Path = []
        while goal != start:
            path.append(came[goal])
            goal = came[goal][0]
        return path[::-1]

    def _moves(self, node: int):
        if node == self.nowhere:
            yield from ((None, other) for other in self._unpriced)
        elif self._room[node]:
            yield None, self.nowhere
        for student in self._at[node]:
            for option in self._tight[student]:
                yield student, option.node
