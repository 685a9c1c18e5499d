"""Reviewers for applications: each gets reviewers of different institutions, without conflicts, and loads are even. Pure.

It is a flow with a convex cost on each reviewer's load, network ``application → (application, institution) → reviewer``, where
each arc carries one. Every application first takes the least loaded reviewers it may have. Then single applications are
passed on along paths from a reviewer to one with at least two fewer, until there is no such path. A flow is of least cost if
and only if its residual network has no negative cycle (Ahuja, Magnanti, Orlin, *Network Flows*, 1993, theorem 9.1); here only
loads cost, so each such cycle is a path of that kind: the sum of squared loads is the least that the conflicts allow, and loads
differ by one at most wherever an even spread exists. (Without institutions this is the optimal semi-matching of Harvey, Ladner,
Lovász and Tamir, *J. Algorithms* 59, 2006.)
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

Node = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """``reviewers``: for each application whom it gets; ``short``: how many it lacks because nobody else may read it."""

    reviewers: Mapping[str, tuple[str, ...]]
    short: Mapping[str, int] = field(default_factory=dict)


def assign(
    applications: Sequence[str],
    reviewers: Mapping[str, str],
    conflicts: Iterable[tuple[str, str]],
    *,
    each: int = 2,
    seed: str,
    loads: Mapping[str, int] | None = None,
    taken: Mapping[str, Iterable[str]] | None = None,
) -> Plan:
    """Give each application ``each`` reviewers of as many institutions; the same ``seed`` gives the same plan.

    ``reviewers`` maps each to the institution; ``conflicts`` are (application, reviewer) pairs that must not meet; ``loads`` is
    what reviewers have already (it stays with them); ``taken`` is who has already read an application: neither they nor their
    institutions come twice.
    """
    work = _Work(reviewers, conflicts, seed, loads or {}, taken or {})
    for application in sorted(applications, key=work.lot):
        work.fill(application, each)
    work.level()
    short = {application: each - len(work.given[application]) for application in applications}
    return Plan(
        {application: tuple(sorted(work.given[application], key=work.lot)) for application in applications},
        {application: lacking for application, lacking in short.items() if lacking > 0},
    )


class _Work:
    def __init__(
        self,
        reviewers: Mapping[str, str],
        conflicts: Iterable[tuple[str, str]],
        seed: str,
        loads: Mapping[str, int],
        taken: Mapping[str, Iterable[str]],
    ) -> None:
        self._seed, self._at = seed, reviewers
        self._barred = set(conflicts) | {(application, who) for application, past in taken.items() for who in past}
        self._closed = {(application, reviewers[who]) for application, past in taken.items() for who in past if who in reviewers}
        self._load = {who: loads.get(who, 0) for who in reviewers}
        self._staff: dict[str, list[str]] = defaultdict(list)
        for who in sorted(reviewers, key=self.lot):
            self._staff[reviewers[who]].append(who)
        self.given: dict[str, set[str]] = defaultdict(set)
        self._read: dict[str, set[str]] = defaultdict(set)

    def lot(self, name: str) -> str:
        """The place of ``name`` in a drawing of lots that anybody can repeat."""
        return sha256(f"{self._seed}\n{name}".encode()).hexdigest()

    def fill(self, application: str, each: int) -> None:
        """Give the least loaded reviewers of institutions that do not read it yet; of equals, by lot."""
        while len(self.given[application]) < each:
            used = {self._at[who] for who in self.given[application]}
            free = [
                who for place, staff in self._staff.items() if place not in used for who in staff if self._may(application, who)
            ]
            if not free:
                return
            self._give(application, min(free, key=lambda who: (self._load[who], self.lot(application + who))))

    def level(self) -> None:
        """Pass applications on until no path leads from a load to one that is smaller by two."""
        while any([self._lower(load) for load in sorted(set(self._load.values()), reverse=True)]):
            pass

    def _lower(self, load: int) -> bool:
        moved = False
        while path := self._path([("r", who) for who, held in self._load.items() if held == load and self._read[who]], load):
            self._pass_on(path)
            moved = True
        return moved

    def _path(self, starts: list[Node], load: int) -> list[Node]:
        """The shortest way in the residual network from one of ``starts`` to a reviewer with at most ``load - 2``."""
        came: dict[Node, Node | None] = dict.fromkeys(starts)
        waiting = deque(starts)
        while waiting:
            node = waiting.popleft()
            if node[0] == "r" and self._load[node[1]] <= load - 2:
                return _back(node, came)
            for following in self._ways(node):
                if following not in came:
                    came[following] = node
                    waiting.append(following)
        return []

    def _ways(self, node: Node) -> list[Node]:
        kind, name, *place = node
        if kind == "r":  # hand one of one's own back
            return [("i", application, self._at[name]) for application in sorted(self._read[name])]
        used = {self._at[who] for who in self.given[name]}
        if kind == "a":  # another institution
            return [("i", name, other) for other in self._staff if other not in used and (name, other) not in self._closed]
        colleagues = [("r", who) for who in self._staff[place[0]] if self._may(name, who)]
        return [*colleagues, ("a", name)] if place[0] in used else colleagues

    def _pass_on(self, path: list[Node]) -> None:
        people = [node[1] for node in path if node[0] == "r"]
        applications = [path[place + 1][1] for place, node in enumerate(path[:-1]) if node[0] == "r"]
        for giver, application in zip(people, applications, strict=False):
            self.given[application].remove(giver)
            self._read[giver].remove(application)
            self._load[giver] -= 1
        for taker, application in zip(people[1:], applications, strict=True):
            self._give(application, taker)

    def _may(self, application: str, who: str) -> bool:
        place = (application, self._at[who])
        return (application, who) not in self._barred and who not in self.given[application] and place not in self._closed

    def _give(self, application: str, who: str) -> None:
        self.given[application].add(who)
        self._read[who].add(application)
        self._load[who] += 1


def _back(node: Node, came: Mapping[Node, Node | None]) -> list[Node]:
    path = [node]
    while (before := came[path[-1]]) is not None:
        path.append(before)
    return path[::-1]
