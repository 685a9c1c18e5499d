"""The best total: one allocation, defined by aims in their order, whatever finds it.

1. Most students have a place. 2. Of these, most are at places of consortium members, 3. then of associated partners. 4. The sum
of the ranks that the places have in the students' lists is the least. 5. The worst of these ranks is the lowest. 6. The first
student, in the order of tier, score and lot, has the best choice that all this allows; then the second; and so on.

The first three never conflict: the seats that can be filled together form a matroid (Edmonds and Fulkerson 1965), so filling most
consortium seats first loses nobody a place. It is *not* strategy-proof: who hides a choice may force a better one. See
docs/decisions/0012.
"""

from collections.abc import Mapping, Sequence

from salerno.mobility.allocation.clock import Clock
from salerno.mobility.allocation.deferred import plain_obstacle
from salerno.mobility.allocation.errors import RuleNotKept
from salerno.mobility.allocation.network import AIMS, Option
from salerno.mobility.allocation.outcome import Allocation, Method, Terms, figures_of
from salerno.mobility.allocation.problem import Problem
from salerno.mobility.allocation.reasons import Because, Key, Obstacle, reason
from salerno.mobility.allocation.search import Case, search
from salerno.mobility.allocation.shadow import Shadow


def best(problem: Problem, *, seconds: float | None = None) -> Allocation:
    """Hand out places for the best total. Raises ``TimeExceeded`` after ``seconds``; there is never a half answer."""
    return best_under(problem, Terms(), seconds=seconds)


def best_under(problem: Problem, terms: Terms, *, seconds: float | None = None) -> Allocation:
    """The best total under ``terms``: places that stay closed, students who keep what is published.

    Raises ``RuleNotKept`` where a place limits homes: students of one home would need a node of their own between them and the
    place, which neither the flow nor its prices have here, and no second-best is passed off as the best.
    """
    if limited := next((place for place in problem.places if place.limits_homes), None):
        raise RuleNotKept(limited.key)
    clock = Clock(seconds)
    case = search(problem, terms, clock)
    assignment = {student.key: None for student in problem.students}
    for student, node in zip(case.network.students, case.node, strict=True):
        assignment[student.key] = None if node is None else case.network.places[node]
    reasons = _Reasons(problem, case, clock).of_all(assignment)
    return Allocation(Method.BEST, assignment, reasons, figures_of(problem, assignment, case.terms), case.terms)


class _Reasons:
    def __init__(self, problem: Problem, case: Case, clock: Clock) -> None:
        self._problem, self._case = problem, case
        self._shadow = Shadow(case.network, case.flow, case.node, case.worst, clock)

    def of_all(self, assignment: Mapping[Key, Key | None]) -> dict:
        """The reason of each student."""
        number = self._case.network.number
        reasons = {}
        for key, place in assignment.items():
            choices = self._problem.student[key].choices
            above = choices if place is None else choices[: choices.index(place)]
            options: dict[int, list[Option]] = {}
            for option in self._case.network.options[number[key]]:
                options.setdefault(option.rank, []).append(option)
            obstacles = (self._obstacle(key, choice, rank, options.get(rank, ())) for rank, choice in enumerate(above, start=1))
            reasons[key] = reason(choices, place, tuple(obstacles))
        return reasons

    def _obstacle(self, key: Key, place: Key, rank: int, options: Sequence[Option]) -> Obstacle:
        if found := plain_obstacle(self._problem, key, place, self._case.terms):
            return Obstacle(found[0], place, rank, found[1])
        network = self._case.network
        lost = network.units.aims(self._shadow.cost(network.number[key], options))
        for aim, steps in zip(AIMS, lost, strict=True):
            if steps:
                return Obstacle(Because.TOTAL, place, rank, {"aim": aim, "count": steps, "worst": self._case.worst})
        return Obstacle(Because.TIE, place, rank, {})
