"""After publication nobody who stays loses anything, and seats go on down in the order of who stands higher, after a cut too."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from tests.mobility.allocation.small import aims, all_assignments, has_at_least, problems, rank, stands, tried

from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.checking import blocking_pairs, check_reason, faults, is_best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import NotOfThisProblem, ProblemRefused
from salerno.mobility.allocation.later import after_withdrawal
from salerno.mobility.allocation.outcome import Terms
from salerno.mobility.allocation.problem import Place, Problem, Student

METHODS = pytest.mark.parametrize("method", [deferred, best])


def some_of(problem, data):
    return data.draw(st.sets(st.sampled_from(sorted(problem.student))))


@METHODS
@tried(problem=problems(minima=True, own_scores=True, hard_needs=True), data=st.data())
def test_each_student_who_stays_has_the_published_place_or_a_better_one(method, problem, data):
    published, withdrawn = method(problem), some_of(problem, data)

    allocation = after_withdrawal(problem, published, withdrawn)

    remaining = problem.without(withdrawn)
    assert faults(remaining, allocation) == ()
    assert has_at_least(problem, published.assignment, allocation.assignment)
    assert {key: check_reason(remaining, allocation, key) for key in remaining.student} == dict.fromkeys(remaining.student, ())


@tried(problems(homes=True, minima=True, own_scores=True, hard_needs=True), st.data())
def test_after_deferred_acceptance_what_runs_is_stable_again(problem, data):
    published, withdrawn = deferred(problem), some_of(problem, data)

    allocation = after_withdrawal(problem, published, withdrawn)

    remaining = problem.without(withdrawn)
    assert (faults(remaining, allocation), blocking_pairs(remaining, allocation)) == ((), [])
    assert has_at_least(problem, published.assignment, allocation.assignment)
    assert {key: check_reason(remaining, allocation, key) for key in remaining.student} == dict.fromkeys(remaining.student, ())


@tried(problems(own_scores=True), st.data())
def test_nobody_loses_a_place_to_somebody_lower_and_no_seat_passes_over_somebody_higher(problem, data):
    published, withdrawn = deferred(problem), some_of(problem, data)

    allocation = after_withdrawal(problem, published, withdrawn)

    for key, place in allocation.assignment.items():
        if place is None or place == published.assignment[key]:
            continue
        for other, has in allocation.assignment.items():
            wants = place in problem.student[other].choices and rank(problem, other, place) < rank(problem, other, has)
            assert not wants or stands(problem, key, place) < stands(problem, other, place)


@tried(problems(homes=True, students=4), st.data(), examples=60)
def test_without_scores_of_their_own_it_is_what_a_new_run_gives(problem, data):
    published, withdrawn = deferred(problem), some_of(problem, data)

    assert after_withdrawal(problem, published, withdrawn).assignment == deferred(problem.without(withdrawn)).assignment


@tried(problems(students=4, minima=True), st.data(), examples=100)
def test_after_the_best_total_it_is_the_best_of_all_that_keep_what_is_published(problem, data):
    published, withdrawn = best(problem), some_of(problem, data)

    allocation = after_withdrawal(problem, published, withdrawn)

    remaining = problem.without(withdrawn)
    runs = {place for key, place in published.assignment.items() if key not in withdrawn}

    def may_run(place, filled):
        return place in runs or (place not in published.terms.closed and filled >= problem.place[place].minimum)

    def is_allowed(assignment):
        filled = Counter(place for place in assignment.values() if place is not None)
        runs_lawfully = all(may_run(place, count) for place, count in filled.items())
        return runs_lawfully and has_at_least(problem, published.assignment, assignment)

    allowed = [one for one in all_assignments(remaining, minima=False) if is_allowed(one)]
    assert allocation.assignment == min(allowed, key=lambda one: aims(remaining, one))
    assert is_best(remaining, allocation)


def test_a_seat_goes_down_a_chain_and_touches_nobody_else():
    students = (
        Student("a", 9, ("p",)),
        Student("b", 8, ("p", "q")),
        Student("c", 7, ("q", "r")),
        Student("d", 6, ("r",)),
        Student("e", 5, ("t", "p")),
        Student("f", 4, ("r",)),
    )
    problem = Problem(students, tuple(Place(key, 1) for key in "pqrt"), seed=1)
    published = deferred(problem)

    allocation = after_withdrawal(problem, published, ["a"])

    assert published.assignment == {"a": "p", "b": "q", "c": "r", "d": None, "e": "t", "f": None}
    assert allocation.assignment == {"b": "p", "c": "q", "d": "r", "e": "t", "f": None}
    assert allocation.figures.placed == 4


@METHODS
def test_a_place_that_runs_as_published_runs_on_below_its_minimum(method):
    problem = Problem((Student("a", 9, ("p",)), Student("b", 8, ("p",))), (Place("p", 2, 2),), seed=1)

    allocation = after_withdrawal(problem, method(problem), ["a"])

    assert (allocation.assignment, allocation.figures.below_minimum) == ({"b": "p"}, ("p",))


@METHODS
def test_a_place_that_everybody_left_needs_its_minimum_anew(method):
    students = (*(Student(key, 9, ("p",)) for key in "ab"), *(Student(key, 8, ("p", "q")) for key in "cd"))
    problem = Problem(students, (Place("p", 2, 2), Place("q", 1)), seed=1)
    published = method(problem)

    assert [published.assignment[key] for key in "ab"] == ["p", "p"]
    last = next(key for key in "cd" if published.assignment[key] is None)
    assert after_withdrawal(problem, published, ["a", "b"]).assignment == {"c": "p", "d": "p"}
    alone = after_withdrawal(problem, published, [key for key in "abcd" if key != last])
    assert alone.assignment == {last: "q"}


def test_a_place_that_was_closed_stays_closed():
    students = (Student("a", 9, ("p", "q")), Student("b", 8, ("q", "p")))
    problem = Problem(students, (Place("p", 2, 2), Place("q", 1)), seed=1)
    published = deferred(problem)

    allocation = after_withdrawal(problem, published, ["b"])

    assert (published.assignment, allocation.assignment) == ({"a": "q", "b": None}, {"a": "q"})
    assert allocation.reasons["a"].obstacles[0].because == "closed"


def with_capacity(problem, place, capacity):
    return replace(problem, places=tuple(replace(one, capacity=capacity) if one == place else one for one in problem.places))


@METHODS
@tried(problem=problems(own_scores=True), data=st.data())
def test_after_a_cut_that_takes_places_nobody_else_loses_and_a_later_seat_goes_to_who_stands_highest(method, problem, data):
    published = method(problem)
    place = data.draw(st.sampled_from(problem.places))
    cut = with_capacity(problem, place, data.draw(st.integers(0, place.capacity)))
    there = [key for key, has in published.assignment.items() if has == place.key]
    losers = sorted(there, key=lambda key: stands(problem, key, place.key))[cut.place[place.key].capacity :]
    has = {key: None if key in losers else given for key, given in published.assignment.items()}
    kept = {key: given for key, given in has.items() if given is not None}
    left = replace(published, assignment=has, terms=Terms(closed=published.terms.closed, kept=kept))

    allocation = after_withdrawal(cut, left, [], passed_over=losers)

    assert faults(cut, allocation) == ()
    assert has_at_least(problem, has, allocation.assignment)
    pairs = blocking_pairs(cut, allocation) if method is deferred else []
    assert {student for student, _place in pairs} <= set(losers)
    assert all(list(allocation.assignment.values()).count(key) == cut.place[key].capacity for _student, key in pairs)


def test_what_was_not_published_for_this_problem_is_refused():
    problem = Problem((Student("a", 9, ("p",)), Student("b", 8, ("p",))), (Place("p", 1),), seed=1)
    published = deferred(problem)
    unstable = replace(published, assignment={"a": None, "b": "p"})
    crowded = replace(published, assignment={"a": "p", "b": "p"})

    with pytest.raises(NotOfThisProblem, match="“a” and “p” would rather have each other"):
        after_withdrawal(problem, unstable, [])
    with pytest.raises(NotOfThisProblem, match="“p” has 2 students and holds 1"):
        after_withdrawal(problem, crowded, [])
    with pytest.raises(NotOfThisProblem, match="not for the students"):
        after_withdrawal(problem.without(["b"]), published, [])
    with pytest.raises(ProblemRefused, match="There is no student “nobody”"):
        after_withdrawal(problem, published, ["nobody"])
