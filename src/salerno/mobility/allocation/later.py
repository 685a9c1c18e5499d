"""After publication: a student withdraws, a place has other seats. Nobody who stays loses what is published.

*Deferred acceptance*: vacancy chains. A seat that is free goes to the student standing highest there of those who like it better
than what they have; the seat that they leave is free in turn. It is place-proposing deferred acceptance taken up where the
publication left it (Blum, Roth, Rothblum 1997): every student only moves up, the order in which seats are looked at does not
matter, and what was stable is stable again. Whoever is in no chain is not touched.

*Best total*: the aims again, with each student's list cut off below what is published and everybody who has a place keeping one.

Places that were closed stay closed, since their students have gone elsewhere; places that run as published run on below their
minimum (the figures name them).
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from salerno.mobility.allocation.best import best_under
from salerno.mobility.allocation.checking import blocking_pairs, faults
from salerno.mobility.allocation.deferred import told, worst_filled
from salerno.mobility.allocation.errors import NotOfThisProblem
from salerno.mobility.allocation.outcome import Allocation, Assignment, Method, Terms
from salerno.mobility.allocation.problem import Problem, Student
from salerno.mobility.allocation.reasons import Key


def after_withdrawal(
    problem: Problem,
    published: Allocation,
    withdrawn: Iterable[Key],
    *,
    passed_over: Container[Key] = (),
    seconds: float | None = None,
) -> Allocation:
    """The allocation of ``problem.without(withdrawn)``: each student who stays has the published place or one they like better.

    ``passed_over``: students who lost a place to a cut. One of them may stand higher than somebody who keeps a place elsewhere, so
    that no published place is taken for them; they are next when a seat is free. Why they lack what they put higher is then told
    by the cut, and not by the reasons given here. Raises ``NotOfThisProblem``, ``ProblemRefused`` for a student who is not there,
    ``TimeExceeded``.
    """
    _refuse_unfit(problem, published, passed_over)
    return _again(problem.without(withdrawn), published, seconds)


def _refuse_unfit(problem: Problem, published: Allocation, passed_over: Container[Key] = ()) -> None:
    found = faults(problem, published)
    if not found and published.method is Method.DEFERRED:
        found = tuple(
            f"“{student}” and “{place}” would rather have each other."
            for student, place in blocking_pairs(problem, published)
            if student not in passed_over
        )
    if found:
        raise NotOfThisProblem(found)


def _again(problem: Problem, published: Allocation, seconds: float | None) -> Allocation:
    stays = {key: published.assignment[key] for key in problem.student}
    kept = {key: place for key, place in stays.items() if place is not None}
    terms = Terms(closed=published.terms.closed, kept=kept)
    if published.method is Method.BEST:
        return best_under(problem, terms, seconds=seconds)
    while True:
        moved = _Chains(problem, stays, terms).moved()
        filled = Counter(place for place in moved.values() if place is not None)
        short = worst_filled(problem, filled, spared=set(kept.values()))
        if short is None:
            return told(problem, moved, terms)
        terms = replace(terms, closed={**terms.closed, short: filled[short]})


@dataclass
class _Chains:
    """Vacancy chains from ``_has``. Each place asks down its list once: who once likes something better always will.

    Where a place limits homes it asks down its whole list each time: who was passed over for others of the same home may be next
    when one of these leaves.
    """

    _problem: Problem
    _has: Assignment
    _terms: Terms

    def moved(self) -> Assignment:
        """Who has what when no seat that is free is wanted any more."""
        has, filled = dict(self._has), Counter(place for place in self._has.values() if place is not None)
        homes = Counter((place, self._problem.student[key].home) for key, place in has.items() if place is not None)
        once = {place.key for place in self._problem.places if not place.limits_homes}
        lists = {place: iter(students) if place in once else students for place, students in self._wanting().items()}
        free = [place.key for place in self._problem.places if place.key not in self._terms.closed]
        while free:
            place = free.pop()
            while filled[place] < self._problem.place[place].capacity:
                may = (one for one in lists.get(place, ()) if self._likes_better(one, place, has[one.key]))
                student = next((one for one in may if self._has_room_for(one.home, place, homes)), None)
                if student is None:
                    break
                left, has[student.key] = has[student.key], place
                filled[place] += 1
                homes[place, student.home] += 1
                if left is not None:
                    filled[left] -= 1
                    homes[left, student.home] -= 1
                    free.append(left)
        return has

    def _has_room_for(self, home: str, place: Key, homes: Mapping[tuple[Key, str], int]) -> bool:
        rules = self._problem.place[place]
        return not rules.limits_homes or homes[place, home] < rules.most_of_one_home

    def _wanting(self) -> dict[Key, list[Student]]:
        wanting: dict[Key, list[Student]] = {}
        for student in self._problem.students:
            for place in student.choices:
                if (student.key, place) not in self._problem.barriers:
                    wanting.setdefault(place, []).append(student)
        for place, students in wanting.items():
            students.sort(key=lambda student, place=place: self._problem.precedence(student, place))
        return wanting

    def _likes_better(self, student: Student, place: Key, has: Key | None) -> bool:
        return has is None or student.choices.index(place) < student.choices.index(has)
