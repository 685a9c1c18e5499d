"""Which places run, when a minimum is in the way: branch and bound over the best total.

Without minima one flow is the answer. With them a place has nobody or its minimum at least, and to choose which places run is
NP-hard (Arulselvan, Cseh, Groß, Manlove, Matuschke 2018). So: the best total with all minima left out is at least as good as any
with them. Where it leaves a place with some students and too few, two cases are tried: the place is closed, or it is filled to
its minimum before all else. Of all cases open the best is looked at first; the first one that leaves no place short is the best
of all. Past ``MOST_WORK`` the search no longer turns back: of the two cases the better is taken for good, and the figures say
that nothing was proven.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import heappop, heappush
from itertools import count

from salerno.mobility.allocation.clock import Clock
from salerno.mobility.allocation.deferred import worst_filled
from salerno.mobility.allocation.flow import Flow
from salerno.mobility.allocation.network import Network, network_of
from salerno.mobility.allocation.outcome import Terms
from salerno.mobility.allocation.problem import Problem, Tier
from salerno.mobility.allocation.reasons import Key
from salerno.mobility.allocation.ties import Ties

MOST_WORK = 20_000  # students × cases


@dataclass(frozen=True)
class Case:
    """The best total under ``terms``. ``ranks``: those of all students, who stands highest first; past every list for no place."""

    terms: Terms
    network: Network
    flow: Flow
    node: tuple[int | None, ...]
    ranks: tuple[int, ...]
    value: tuple

    @cached_property
    def worst(self) -> int:
        """The worst rank of who has a place; 0 when nobody has."""
        return max((rank for rank, node in zip(self.ranks, self.node, strict=True) if node is not None), default=0)

    @property
    def filled(self) -> Mapping[Key, int]:
        """How many students each place has."""
        return Counter(self.network.places[node] for node in self.node if node is not None)


def search(problem: Problem, terms: Terms, clock: Clock) -> Case:
    """The best case in which no place is short. Raises ``TimeExceeded``."""
    order, worked = count(), 0
    first = _case(problem, terms, clock)
    open_cases = [(first.value, next(order), first)]
    while True:
        _value, _number, case = heappop(open_cases)
        short = worst_filled(problem, case.filled, spared=set(terms.kept.values()))
        if short is None:
            return case
        worked += 2 * len(problem.students)
        if worked > MOST_WORK:
            case, open_cases = replace(case, terms=replace(case.terms, is_proven=False)), []
        for decided in _both(case, short):
            if (next_case := _case(problem, decided, clock)) is not None:
                heappush(open_cases, (next_case.value, next(order), next_case))


def _both(case: Case, place: Key) -> tuple[Terms, Terms]:
    terms = case.terms
    closed = replace(terms, closed={**terms.closed, place: case.filled[place]})
    return closed, replace(terms, running=terms.running | {place})


def _case(problem: Problem, terms: Terms, clock: Clock) -> Case | None:
    """The best total under ``terms``; None when a minimum cannot be filled."""
    network = network_of(problem, terms)
    flow = Flow(network, clock)
    if not flow.is_feasible:
        return None
    node = tuple(Ties(network, flow, clock).settle())
    none = len(problem.places) + 1
    ranks = tuple(_rank(network, student, where, none) for student, where in enumerate(node))
    return Case(terms, network, flow, node, ranks, _value(problem, network, node, ranks))


def _rank(network: Network, student: int, node: int | None, none: int) -> int:
    return next((option.rank for option in network.options[student] if option.node == node), none)


def _value(problem: Problem, network: Network, node: tuple[int | None, ...], ranks: tuple[int, ...]) -> tuple:
    """What is compared, the lower the better: the aims in their order, the worst rank, then who stands higher."""
    placed = [
        (rank, problem.place[network.places[where]].tier) for rank, where in zip(ranks, node, strict=True) if where is not None
    ]
    tiers = Counter(tier for _rank, tier in placed)
    total, worst = sum(rank for rank, _tier in placed), max((rank for rank, _tier in placed), default=0)
    return -len(placed), -tiers[Tier.CONSORTIUM], -tiers[Tier.ASSOCIATED], total, worst, ranks
