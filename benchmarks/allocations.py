"""Run in a process of its own: one way of handing out places, on a made-up problem. Prints JSON.

``python allocations.py WAY STUDENTS PLACES``, where WAY is one of ``WAYS``. Eight choices each; few places are wanted by many;
about as many seats as students; tiers on both sides; scores with one decimal. Each way gets the problem in the form that it
wants, and only its own work is measured, by processor time and by the clock on the wall. What is found comes with it, so that
nobody is fast by being wrong.
"""

import json
import random
import resource
import sys
import threading
import time
from collections.abc import Callable
from itertools import accumulate

from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.network import Units
from salerno.mobility.allocation.outcome import Allocation
from salerno.mobility.allocation.problem import TIERS, Place, Problem, Student, Tier
from salerno.mobility.allocation.reasons import Aim

CHOICES = 8
DEEP = 1_000_000  # `matching` copies its game by recursion, one level and more for each student
STACK = 1 << 30


def made_up(students: int, places: int) -> Problem:
    """The problem that all ways are given."""
    chance = random.Random(20)
    wanted = list(accumulate((number + 1) ** -0.7 for number in range(places)))
    keys = [f"p{number}" for number in range(places)]
    chance.shuffle(keys)
    seats = students / places
    made_places = [Place(key, max(1, round(seats * chance.choice((0.5, 1, 1.5)))), 0, chance.choice(TIERS)) for key in keys]
    made_students = []
    for number in range(students):
        choices: dict[str, None] = {}
        while len(choices) < min(CHOICES, places):
            choices[chance.choices(keys, cum_weights=wanted)[0]] = None
        score = round(chance.gauss(70, 12), 1)
        made_students.append(Student(f"s{number}", score, tuple(choices), chance.choice(TIERS)))
    return Problem(tuple(made_students), tuple(made_places), seed=1)


def by_deferred(problem: Problem) -> tuple[Callable, Callable]:
    """Ours, reasons and figures included."""
    return lambda: deferred(problem), _assignment


def by_best(problem: Problem) -> tuple[Callable, Callable]:
    """Ours, reasons and figures included."""
    return lambda: best(problem), _totals


def by_matching(problem: Problem) -> tuple[Callable, Callable]:
    """``HospitalResident`` of matching: the algorithm alone, its game made before."""
    from matching.games import HospitalResident

    asked: dict[str, list[Student]] = {place.key: [] for place in problem.places}
    for student in sorted(problem.students, key=lambda student: problem.standing[student.key]):
        for place in student.choices:
            asked[place].append(student.key)
    game = HospitalResident.create_from_dictionaries(
        {student.key: list(student.choices) for student in problem.students},
        {place: students for place, students in asked.items() if students},
        {place.key: place.capacity for place in problem.places if asked[place.key]},
    )
    return game.solve, lambda found: sorted((one.name, place.name) for place in found for one in found[place])


def by_ortools(problem: Problem) -> tuple[Callable, Callable]:
    """Four flows of OR-Tools: as many as can be at places of each tier, then the least sum of ranks with these numbers."""
    import numpy as np
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    left, right, rank, tier = (np.array(column) for column in zip(*_edges(problem), strict=True))
    students, places = len(problem.students), len(problem.places)
    capacity = np.array([place.capacity for place in problem.places])
    gate, source, sink = students + places, students + places + 3, students + places + 4

    def flow(cost, through, supply):
        made = SimpleMinCostFlow()
        add = made.add_arcs_with_capacity_and_unit_cost
        add(np.full(students, source), np.arange(students), np.ones(students, int), np.zeros(students, int))
        add(left, students + right, np.ones(len(left), int), cost)
        add(students + np.arange(places), gate + tier, capacity, np.zeros(places, int))
        add(gate + np.arange(3), np.full(3, sink), np.array(through), np.zeros(3, int))
        made.set_node_supply(source, supply)
        made.set_node_supply(sink, -supply)
        return made

    tier = np.array([TIERS.index(place.tier) for place in problem.places])

    def solve():
        through = [0, 0, 0]
        for number in range(3):
            through[number] = students
            most = flow(np.zeros(len(left), int), through, students)
            most.solve_max_flow_with_min_cost()
            through[number] = most.maximum_flow() - sum(through[:number])
        least = flow(rank, through, sum(through))
        if least.solve() != least.OPTIMAL:
            raise SystemExit("OR-Tools found no flow of least cost.")
        return [sum(through), *through[:2], least.optimal_cost()]

    return solve, list


def by_highs(problem: Problem) -> tuple[Callable, Callable]:
    """The last of four linear programmes, by HiGHS through scipy: the least sum of ranks, with the first three aims given to it."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix, vstack

    left, right, rank, tier = (np.array(column) for column in zip(*_edges(problem), strict=True))
    given = _totals(best(problem))
    size, ones, each = len(left), np.ones(len(left)), np.arange(len(left))
    rows = vstack([coo_matrix((ones, (left, each))), coo_matrix((ones, (right, each)), (len(problem.places), size))]).tocsr()
    most = np.concatenate([np.ones(rows.shape[0] - len(problem.places)), [place.capacity for place in problem.places]])
    numbers = vstack([coo_matrix(row.reshape(1, -1)) for row in (ones, (tier == 0) * 1.0, (tier == 1) * 1.0)]).tocsr()

    def solve():
        return linprog(rank, A_ub=rows, b_ub=most, A_eq=numbers, b_eq=given[:3], bounds=(0, 1), method="highs")

    return solve, lambda found: [*given[:3], round(found.fun)]


def by_linear_sum_assignment(problem: Problem) -> tuple[Callable, Callable]:
    """scipy's dense assignment: a row for each student, a column for each seat, and as many for none; costs in units."""
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    students, units = len(problem.students), Units(len(problem.students), CHOICES)
    seats = [number for number, place in enumerate(problem.places) for _seat in range(place.capacity)]
    cost = np.full((students, len(seats) + students), float(units[Aim.PLACED]))
    table = np.full((students, len(problem.places)), float(units[Aim.PLACED]))
    for student, place, rank, tier in _edges(problem):
        table[student, place] = rank * units[Aim.RANKS] + units[Aim.CONSORTIUM] * (tier > 0) + units[Aim.ASSOCIATED] * (tier > 1)
    cost[:, : len(seats)] = table[:, seats]
    rank_of = {(student, place): (rank, tier) for student, place, rank, tier in _edges(problem)}

    def totals(found):
        placed = [rank_of[row, seats[column]] for row, column in zip(*found, strict=True) if column < len(seats)]
        tiers = [tier for _rank, tier in placed]
        return [len(placed), tiers.count(0), tiers.count(1), sum(rank for rank, _tier in placed)]

    return lambda: linear_sum_assignment(cost), totals


def _edges(problem: Problem) -> list[tuple[int, int, int, int]]:
    """Student, place, rank, tier of the place: all by number."""
    number = {place.key: (number, TIERS.index(place.tier)) for number, place in enumerate(problem.places)}
    return [
        (student, number[key][0], rank, number[key][1])
        for student, one in enumerate(problem.students)
        for rank, key in enumerate(one.choices, start=1)
    ]


def _assignment(allocation: Allocation) -> list[tuple[str, str]]:
    return sorted((key, place) for key, place in allocation.assignment.items() if place is not None)


def _totals(allocation: Allocation) -> list[int]:
    figures = allocation.figures
    tiers = figures.by_place_tier
    return [figures.placed, tiers[Tier.CONSORTIUM], tiers[Tier.ASSOCIATED], figures.sum_of_ranks]


WAYS = {
    "deferred": by_deferred,
    "matching": by_matching,
    "best": by_best,
    "ortools": by_ortools,
    "highs": by_highs,
    "linear_sum_assignment": by_linear_sum_assignment,
}


def main() -> None:
    """Measure one way, and say what it found."""
    solve, told = WAYS[sys.argv[1]](made_up(int(sys.argv[2]), int(sys.argv[3])))
    begun, used = time.perf_counter(), time.process_time()
    found = solve()
    seconds, processor = time.perf_counter() - begun, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "processor": processor, "peak_mb": peak, "found": told(found)}))


if __name__ == "__main__":
    sys.setrecursionlimit(DEEP)
    threading.stack_size(STACK)
    work = threading.Thread(target=main)
    work.start()
    work.join()
