"""Student-proposing deferred acceptance (Gale and Shapley 1962), and the rule for places that too few students reach.

Each student asks their first choice; each place keeps those who stand highest there, as many as it holds, and turns the others
away, who ask their next choice. It ends, in any order of asking, in the one stable matching that every student likes at least as
well as every other; no student can gain by another list than the true one (Dubins and Freedman 1981; Roth 1982). Each choice is
asked once: with c choices in all the work is O(c log c).

A place may take only so many of one home. It then keeps, of all who ask, the highest of each home up to that limit, and of these
the highest up to its capacity. Both limits together make a laminar family, so what it keeps is the greedy basis of a matroid: who
is turned away stays turned away when more ask (substitutes), and it never keeps fewer when more ask (the law of aggregate demand).
That is all the promises above need (Abdulkadiroğlu and Sönmez 2003 for quotas of types; Hatfield and Milgrom 2005 in general).

A minimum breaks both promises for whom it touches. In all stable matchings a place has the same number of students (Roth 1986),
so that no other stable matching fills a place that this one leaves below its minimum: such a place does not run. Of all places
with some students and too few the one that reached the smallest part of its minimum is closed (then the one with fewer students,
then the lower key), its students ask on, and it is looked again. A closed place stays closed: each has its reason at the time.
What comes out is what deferred acceptance gives without the closed places, hence stable among those that run; and where a minimum
is in reach, a student may gain by ranking a place for others' sake, which `docs/decisions/0012` shows.
"""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from salerno.mobility.allocation.outcome import Allocation, Assignment, Method, Terms, figures_of
from salerno.mobility.allocation.problem import Problem, Student
from salerno.mobility.allocation.reasons import Because, Key, Obstacle, Reason, reason


def deferred(problem: Problem) -> Allocation:
    """Hand out places by deferred acceptance, closing places that stay below their minimum."""
    asking = _Asking(problem)
    asking.ask([student.key for student in problem.students])
    while (short := asking.short()) is not None:
        asking.close(short)
    return told(problem, asking.assignment(), Terms(closed=asking.closed))


def told(problem: Problem, assignment: Assignment, terms: Terms) -> Allocation:
    """``assignment``, which is stable among the places that run, with its reasons and figures."""
    last: dict[Key, Key] = {}
    of_home: Counter[tuple[Key, str]] = Counter()
    for key, place in assignment.items():
        if place is None:
            continue
        of_home[place, problem.student[key].home] += 1
        if place not in last or _stands(problem, last[place], place) < _stands(problem, key, place):
            last[place] = key
    there = _There(last, of_home)
    reasons = {key: _reason(problem, key, assignment[key], there, terms) for key in assignment}
    return Allocation(Method.DEFERRED, assignment, reasons, figures_of(problem, assignment, terms), terms)


@dataclass(frozen=True)
class _There:
    """The lowest student at each place, and how many of each home."""

    last: Mapping[Key, Key]
    of_home: Mapping[tuple[Key, str], int]


class _Asking:
    """Who holds what while students ask. A place's heap has its lowest student on top."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._next = dict.fromkeys(problem.student, 0)
        self._place: dict[Key, Key | None] = dict.fromkeys(problem.student)
        self._held: dict[Key, list[tuple[int, Key]]] = {place.key: [] for place in problem.places}
        self._room = {place.key: place.capacity for place in problem.places}
        self._number = _numbers(problem)
        self._most = {place.key: place.most_of_one_home for place in problem.places if place.limits_homes}
        self.closed: dict[Key, int] = {}

    def ask(self, students: list[Key]) -> None:
        """Let ``students``, who hold nothing, ask on until each is kept or has no choice left."""
        for key in students:
            while key is not None:
                key = self._ask_next(key)

    def _ask_next(self, key: Key) -> Key | None:
        """Ask the next choice of ``key``; whoever must ask now, or None."""
        choices, number = self._problem.student[key].choices, self._next[key]
        if number == len(choices):
            return None
        self._next[key], place = number + 1, choices[number]
        if (key, place) in self._problem.barriers or not self._room[place]:
            return key
        held = self._held[place]
        heappush(held, (-self._number[key, place], key))
        self._place[key] = place
        turned_away = self._too_many_of_one_home(held, key, place) if place in self._most else None
        if turned_away is None:
            if len(held) <= self._room[place]:
                return None
            _number, turned_away = heappop(held)
        self._place[turned_away] = None
        return turned_away

    def _too_many_of_one_home(self, held: list[tuple[int, Key]], key: Key, place: Key) -> Key | None:
        """Turn away the lowest of the home of ``key``, who has just come, when it has one too many; who that is."""
        home = self._problem.student[key].home
        same = [entry for entry in held if self._problem.student[entry[1]].home == home]
        if len(same) <= self._most[place]:
            return None
        held.remove(min(same))
        heapify(held)
        return min(same)[1]

    def short(self) -> Key | None:
        """The worst filled place that is below its minimum."""
        return worst_filled(self._problem, {place: len(held) for place, held in self._held.items()})

    def close(self, place: Key) -> None:
        """Close ``place``; its students ask on, who stands highest first."""
        students = [key for _number, key in sorted(self._held[place], reverse=True)]
        self.closed[place], self._room[place], self._held[place] = len(students), 0, []
        for key in students:
            self._place[key] = None
        self.ask(students)

    def assignment(self) -> Assignment:
        """Who holds what now."""
        return dict(self._place)


def worst_filled(problem: Problem, filled: Mapping[Key, int], spared: Container[Key] = ()) -> Key | None:
    """Of the places with some students and too few, but for ``spared``: the one that reached the smallest part of its minimum.

    Of equals the one with fewer students, then the one with the lower key. None when no place is short.
    """
    short = [place for place in problem.places if 0 < filled.get(place.key, 0) < place.minimum and place.key not in spared]
    worst = min(short, key=lambda place: (Fraction(filled[place.key], place.minimum), filled[place.key]), default=None)
    return None if worst is None else worst.key


def _numbers(problem: Problem) -> dict[tuple[Key, Key], int]:
    """Where each student stands at each place of their choice, as a number: cheap to compare."""
    asked: dict[Key, list[Student]] = {}
    for student in problem.students:
        for place in student.choices:
            asked.setdefault(place, []).append(student)
    numbers = {}
    for place, students in asked.items():
        students.sort(key=lambda student, place=place: problem.precedence(student, place))
        numbers |= {(student.key, place): number for number, student in enumerate(students)}
    return numbers


def _stands(problem: Problem, key: Key, place: Key) -> tuple:
    return problem.precedence(problem.student[key], place)


def _reason(problem: Problem, key: Key, place: Key | None, there: _There, terms: Terms) -> Reason:
    choices = problem.student[key].choices
    above = choices if place is None else choices[: choices.index(place)]
    return reason(choices, place, tuple(_obstacle(problem, key, number, there, terms) for number in range(len(above))))


def _obstacle(problem: Problem, key: Key, number: int, there: _There, terms: Terms) -> Obstacle:
    choice = problem.student[key].choices[number]
    if found := plain_obstacle(problem, key, choice, terms):
        return Obstacle(found[0], choice, number + 1, found[1])
    own, rules = problem.student[key], problem.place[choice]
    if rules.limits_homes and there.of_home[choice, own.home] >= rules.most_of_one_home:
        return Obstacle(Because.HOME, choice, number + 1, {"most": rules.most_of_one_home})
    facts, last = {"capacity": rules.capacity}, there.last[choice]
    (own_tier, own_score, own_lot), (tier, score, lot) = _stands(problem, key, choice), _stands(problem, last, choice)
    if own_tier != tier:
        tiers = {"last": problem.student[last].tier, "own": own.tier}
        return Obstacle(Because.TIER, choice, number + 1, facts | tiers)
    if own_score != score:
        return Obstacle(Because.SCORE, choice, number + 1, facts | {"last": -score, "own": -own_score})
    return Obstacle(Because.LOTTERY, choice, number + 1, facts | {"score": -score, "last": lot, "own": own_lot})


def plain_obstacle(problem: Problem, key: Key, place: Key, terms: Terms) -> tuple[Because, dict] | None:
    """What keeps a student from a place whoever else wants it: a hard need, no seats, or that it does not run."""
    if found := problem.barriers.get((key, place)):
        return found
    if not problem.place[place].capacity:
        return Because.NO_SEATS, {}
    if place in terms.closed:
        return Because.CLOSED, {"minimum": problem.place[place].minimum, "reached": terms.closed[place]}
    return None
