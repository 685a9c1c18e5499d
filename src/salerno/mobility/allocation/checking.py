"""Is this allocation right, and is what a student was told true? Judged from the assignment alone, by other means than made it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from hashlib import sha256
from operator import add

from salerno.mobility.allocation.network import AIMS
from salerno.mobility.allocation.outcome import Allocation, Method
from salerno.mobility.allocation.problem import TIERS, Problem
from salerno.mobility.allocation.reasons import FACTS, Because, Key, Obstacle, Outcome
from salerno.mobility.allocation.residual import NOTHING, Gains, Residual

OF_A_METHOD = {
    Because.HOME: Method.DEFERRED,
    Because.TIER: Method.DEFERRED,
    Because.SCORE: Method.DEFERRED,
    Because.LOTTERY: Method.DEFERRED,
    Because.TOTAL: Method.BEST,
    Because.TIE: Method.BEST,
}


def faults(problem: Problem, allocation: Allocation) -> tuple[str, ...]:
    """What no allocation may do: empty when it is lawful. That it is stable or the best, others say."""
    return tuple(_faults(problem, allocation))


def _faults(problem: Problem, allocation: Allocation) -> Iterator[str]:
    if allocation.assignment.keys() != problem.student.keys():
        yield "It is not for the students of this problem."
        return
    for key, place in allocation.assignment.items():
        if place is not None and place not in problem.student[key].choices:
            yield f"“{key}” has “{place}” and did not choose it."
        elif (key, place) in problem.barriers:
            yield f"“{key}” has “{place}” and cannot be there."
    filled = Counter(place for place in allocation.assignment.values() if place is not None)
    as_published = set(allocation.terms.kept.values())
    for place in problem.places:
        if filled[place.key] > place.capacity:
            yield f"“{place.key}” has {filled[place.key]} students and holds {place.capacity}."
        if 0 < filled[place.key] < place.minimum and place.key not in as_published:
            yield f"“{place.key}” has {filled[place.key]} students and needs {place.minimum}."
    yield from _too_many_of_one_home(problem, allocation)


def _too_many_of_one_home(problem: Problem, allocation: Allocation) -> Iterator[str]:
    for place in problem.places:
        if (most := place.most_of_one_home) is None:
            continue
        homes = Counter(problem.student[key].home for key, has in allocation.assignment.items() if has == place.key)
        for home, count in homes.items():
            if count > most:
                yield f"“{place.key}” has {count} students of “{home}” and takes {most} of one home."


def blocking_pairs(problem: Problem, allocation: Allocation) -> list[tuple[Key, Key]]:
    """Students and places that would both rather have each other: empty when the allocation is stable.

    Where a place has its fill of the student's home, those of that home alone can be passed. A closed place has nothing to give, so
    it blocks with nobody.
    """
    there: dict[Key, list[tuple[tuple, str]]] = defaultdict(list)
    for key, place in allocation.assignment.items():
        if place is not None:
            there[place].append((_stands(problem, key, place), problem.student[key].home))
    lowest = {place: max(who)[0] for place, who in there.items()}
    return [
        (student.key, place)
        for student in problem.students
        for place in _preferred(problem, allocation, student.key)
        if (student.key, place) not in problem.barriers and place not in allocation.terms.closed
        if _would_be_taken(problem, student.key, place, there[place], lowest.get(place, ()))
    ]


def _would_be_taken(problem: Problem, key: Key, place: Key, there: list[tuple[tuple, str]], lowest: tuple) -> bool:
    rules = problem.place[place]
    if rules.limits_homes:
        same = [stands for stands, home in there if home == problem.student[key].home]
        if len(same) >= rules.most_of_one_home:
            return _stands(problem, key, place) < max(same)
    return len(there) < rules.capacity or _stands(problem, key, place) < lowest


def is_best(problem: Problem, allocation: Allocation) -> bool:
    """Whether no circle of moves makes the total better, with the places that run (Ahuja, Magnanti, Orlin 1993, theorem 9.1)."""
    try:
        Residual(problem, allocation).refuse_gains()
    except Gains:
        return False
    return True


def check_reason(problem: Problem, allocation: Allocation, student: Key) -> tuple[str, ...]:
    """What is not true in the reason of ``student``: empty when all of it is."""
    return tuple(_untrue(problem, allocation, student))


def _untrue(problem: Problem, allocation: Allocation, key: Key) -> Iterator[str]:
    reason, place, choices = allocation.reasons[key], allocation.assignment[key], problem.student[key].choices
    rank = None if place is None else choices.index(place) + 1
    outcomes = {None: Outcome.UNPLACED if choices else Outcome.NO_CHOICES, 1: Outcome.FIRST_CHOICE}
    if (reason.outcome, reason.place, reason.rank, reason.of) != (
        outcomes.get(rank, Outcome.LATER_CHOICE),
        place,
        rank,
        len(choices),
    ):
        yield "It tells of another outcome."
    above = _preferred(problem, allocation, key)
    if [(obstacle.place, obstacle.rank) for obstacle in reason.obstacles] != [(one, at) for at, one in enumerate(above, start=1)]:
        yield "It does not name each choice that was put higher."
    judge = _Judge(problem, allocation, key)
    for obstacle in reason.obstacles:
        if OF_A_METHOD.get(obstacle.because, allocation.method) != allocation.method or not judge.holds(obstacle):
            yield f"It is not true that {obstacle.because} keeps the student from “{obstacle.place}”."


class _Judge:
    """Judges the obstacles of one student."""

    def __init__(self, problem: Problem, allocation: Allocation, key: Key) -> None:
        self._problem, self._allocation, self._key, self._student = problem, allocation, key, problem.student[key]
        self._there: dict[Key, list[Key]] = defaultdict(list)
        for other, place in allocation.assignment.items():
            if place is not None:
                self._there[place].append(other)

    def holds(self, obstacle: Obstacle) -> bool:
        """Whether the obstacle was there, with these facts."""
        judges = {
            Because.NO_SEATS: lambda _obstacle: self._problem.place[obstacle.place].capacity == 0,
            Because.CLOSED: self._holds_closed,
            Because.HOME: self._holds_home,
            Because.TOTAL: self._holds_total,
            Because.TIE: self._holds_tie,
            **dict.fromkeys((Because.PERIOD, Because.LANGUAGE, Because.ACCESS), self._holds_need),
            **dict.fromkeys((Because.TIER, Because.SCORE, Because.LOTTERY), self._holds_full),
        }
        return obstacle.facts.keys() == FACTS[obstacle.because] and judges[obstacle.because](obstacle)

    def _holds_closed(self, obstacle: Obstacle) -> bool:
        minimum, reached = self._problem.place[obstacle.place].minimum, self._allocation.terms.closed.get(obstacle.place, 0)
        is_said = obstacle.facts == {"minimum": minimum, "reached": reached}
        return is_said and 0 < reached < minimum and not self._there[obstacle.place]

    def _holds_need(self, obstacle: Obstacle) -> bool:
        needs, asked, facts = self._student.needs, self._problem.place[obstacle.place].requirements, obstacle.facts
        if obstacle.because == Because.PERIOD:
            said = set(facts["offered"]) == asked.periods and set(facts["own"]) == needs.periods
            return said and bool(needs.periods) and bool(asked.periods) and needs.periods.isdisjoint(asked.periods)
        if obstacle.because == Because.ACCESS:
            return bool(facts["missing"]) and set(facts["missing"]) == needs.access - asked.access
        own = {language: level for language, level in needs.languages.items() if language in facts["needed"]}
        lower = all(language not in own or own[language] < level for language, level in facts["needed"].items())
        return facts["needed"] in [dict(one) for one in asked.languages] and facts["own"] == own and lower

    def _holds_home(self, obstacle: Obstacle) -> bool:
        place, most = obstacle.place, self._problem.place[obstacle.place].most_of_one_home
        same = [other for other in self._there[place] if self._problem.student[other].home == self._student.home]
        own = _stands(self._problem, self._key, place)
        return len(same) == most == obstacle.facts["most"] and all(_stands(self._problem, other, place) < own for other in same)

    def _holds_full(self, obstacle: Obstacle) -> bool:
        place, there, facts = obstacle.place, self._there[obstacle.place], obstacle.facts
        if not there or not len(there) == self._problem.place[place].capacity == facts["capacity"]:
            return False
        tier, score, lot = max(_stands(self._problem, other, place) for other in there)
        own_tier, own_score, own_lot = _stands(self._problem, self._key, place)
        if obstacle.because == Because.TIER:
            return tier < own_tier and facts["last"] == TIERS[tier] and facts["own"] == TIERS[own_tier]
        if obstacle.because == Because.SCORE:
            return tier == own_tier and score < own_score and (facts["last"], facts["own"]) == (-score, -own_score)
        same = (tier, score) == (own_tier, own_score)
        return same and lot < own_lot and (facts["score"], facts["last"], facts["own"]) == (-score, lot, own_lot)

    def _holds_total(self, obstacle: Obstacle) -> bool:
        facts, lost = obstacle.facts, self._lost(obstacle.place, self._residual)
        number = AIMS.index(facts["aim"])
        if lost is None or any(lost[:number]):
            return False
        return lost[number] == facts["count"] > 0 and facts["worst"] == self._residual.worst

    def _holds_tie(self, obstacle: Obstacle) -> bool:
        """It costs nothing, but not without somebody who stands higher."""
        own = _order(self._problem, self._key)
        lower = Residual(self._problem, self._allocation, lambda other: _order(self._problem, other) > own)
        return self._lost(obstacle.place, self._residual) == NOTHING != self._lost(obstacle.place, lower)

    @cached_property
    def _residual(self) -> Residual:
        return Residual(self._problem, self._allocation)

    def _lost(self, place: Key, residual: Residual) -> tuple[int, ...] | None:
        """What all others lose if the student has ``place``; None when it cannot be."""
        chain = residual.chain(place).get(self._allocation.assignment[self._key])
        return chain and tuple(map(add, residual.step(self._key, place), chain))


def _preferred(problem: Problem, allocation: Allocation, key: Key) -> tuple[Key, ...]:
    choices, place = problem.student[key].choices, allocation.assignment[key]
    return choices if place is None else choices[: choices.index(place)]


def _order(problem: Problem, key: Key) -> tuple:
    """Where a student stands in all: not read from the problem's own table, but worked out again."""
    student = problem.student[key]
    return TIERS.index(student.tier), -student.score, sha256(f"{problem.seed}\n{key}".encode()).hexdigest()


def _stands(problem: Problem, key: Key, place: Key) -> tuple:
    tier, score, lot = _order(problem, key)
    own = problem.student[key].scores
    return tier, -own[place] if place in own else score, lot
