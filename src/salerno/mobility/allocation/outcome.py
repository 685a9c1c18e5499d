"""What comes out: who goes where, why, in figures, and what was decided on the way."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from salerno.mobility.allocation.problem import TIERS, Problem, Tier
from salerno.mobility.allocation.reasons import Key, Reason

Assignment = Mapping[Key, Key | None]


class Method(StrEnum):
    """How places are handed out."""

    DEFERRED = "deferred"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Terms:
    """Decided on the way to an allocation, and needed to judge it.

    ``closed``: places that do not run, with how many students they had when they were closed. ``running``: places that the best
    total fills to their minimum at any price. ``kept``: what was published before and nobody loses. ``is_proven``: whether no
    other choice of places to close could be better; only ``best`` can say so of itself.
    """

    closed: Mapping[Key, int] = field(default_factory=dict)
    running: frozenset[Key] = frozenset()
    kept: Mapping[Key, Key] = field(default_factory=dict)
    is_proven: bool = True


@dataclass(frozen=True, slots=True)
class Figures:
    """``ranks[0]``: how many got their first choice, and so on. ``below_minimum``: places that run all the same, as published."""

    students: int
    placed: int
    unplaced: int
    by_place_tier: Mapping[Tier, int]
    by_student_tier: Mapping[Tier, int]
    sum_of_ranks: int
    ranks: tuple[int, ...]
    worst_rank: int | None
    seats: int
    closed: tuple[Key, ...]
    below_minimum: tuple[Key, ...]
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Allocation:
    """For each student a place or None, and the reason."""

    method: Method
    assignment: Assignment
    reasons: Mapping[Key, Reason]
    figures: Figures
    terms: Terms = Terms()


def figures_of(problem: Problem, assignment: Assignment, terms: Terms) -> Figures:
    """Count ``assignment``."""
    placed = {key: place for key, place in assignment.items() if place is not None}
    ranks = Counter(problem.student[key].choices.index(place) + 1 for key, place in placed.items())
    filled = Counter(placed.values())
    longest = max((len(student.choices) for student in problem.students), default=0)
    return Figures(
        students=len(problem.students),
        placed=len(placed),
        unplaced=len(assignment) - len(placed),
        by_place_tier=_by_tier(problem.place[place].tier for place in placed.values()),
        by_student_tier=_by_tier(problem.student[key].tier for key in placed),
        sum_of_ranks=sum(rank * count for rank, count in ranks.items()),
        ranks=tuple(ranks[rank] for rank in range(1, longest + 1)),
        worst_rank=max(ranks, default=None),
        seats=sum(place.capacity for place in problem.places),
        closed=tuple(sorted(terms.closed, key=str)),
        below_minimum=tuple(place.key for place in problem.places if 0 < filled[place.key] < place.minimum),
        is_proven=terms.is_proven,
    )


def _by_tier(tiers) -> dict[Tier, int]:
    counted = Counter(tiers)
    return {tier: counted[tier] for tier in TIERS}
