"""The best total: equal to what trying everything finds, aim by aim and to the last tie; reasons that hold; never a half answer."""

import random
from dataclasses import replace

import pytest
from hypothesis import strategies as st
from tests.mobility.allocation.small import aims, all_assignments, problems, tried

from salerno.mobility.allocation import search
from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.checking import check_reason, faults, is_best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import RuleNotKept, TimeExceeded
from salerno.mobility.allocation.network import AIMS
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier
from salerno.mobility.allocation.reasons import Aim


def of_everything(problem):
    return min(all_assignments(problem), key=lambda one: aims(problem, one))


@tried(problems(hard_needs=True), examples=150)
def test_it_is_what_trying_everything_finds(problem):
    allocation = best(problem)

    assert allocation.assignment == of_everything(problem)
    assert allocation.terms.is_proven


@tried(problems(students=4, places=4), examples=100)
def test_it_is_what_trying_everything_finds_with_more_places(problem):
    assert best(problem).assignment == of_everything(problem)


@tried(problems(minima=True, hard_needs=True), examples=150)
def test_with_minima_it_is_what_trying_everything_finds(problem):
    allocation = best(problem)

    assert allocation.assignment == of_everything(problem)
    assert (faults(problem, allocation), allocation.terms.is_proven) == ((), True)


@tried(problems(homes=True, students=4))
def test_where_a_place_limits_homes_it_is_refused_and_otherwise_what_trying_everything_finds(problem):
    limited = [place.key for place in problem.places if place.limits_homes]

    if not limited:
        assert best(problem).assignment == of_everything(problem)
        return
    with pytest.raises(RuleNotKept) as refused:
        best(problem)
    assert refused.value.place == limited[0]


@tried(problems(minima=True))
def test_a_search_that_may_not_turn_back_is_lawful_and_says_so(problem):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "MOST_WORK", 0)
        allocation = best(problem)

    assert faults(problem, allocation) == ()
    assert is_best(problem, allocation)
    assert allocation.figures.is_proven is not bool(allocation.terms.closed or allocation.terms.running)


@tried(problems(minima=True, hard_needs=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem, chance):
    students, places = list(problem.students), list(problem.places)
    chance.shuffle(students)
    chance.shuffle(places)

    assert best(Problem(tuple(students), tuple(places), problem.seed)) == best(problem)


@tried(problems(minima=True, hard_needs=True), examples=100)
def test_every_reason_is_true(problem):
    allocation = best(problem)

    assert {key: check_reason(problem, allocation, key) for key in problem.student} == dict.fromkeys(problem.student, ())
    assert is_best(problem, allocation)


@tried(problems(students=4), examples=150)
def test_what_a_place_would_cost_the_others_is_what_trying_everything_finds(problem):
    allocation = best(problem)
    now = aims(problem, allocation.assignment)

    for key, reason in allocation.reasons.items():
        for obstacle in reason.obstacles:
            if obstacle.because not in ("total", "tie"):
                continue
            then = min(aims(problem, one) for one in all_assignments(problem) if one[key] == obstacle.place)
            lost = dict(zip(AIMS[2:6], (other - one for one, other in zip(now[:4], then[:4], strict=True)), strict=True))
            first = next((aim for aim, steps in lost.items() if steps), None)
            if first is None:
                assert obstacle.because == "tie" or obstacle.facts["aim"] is Aim.WORST
                assert (then[4] > now[4]) == (obstacle.because == "total")
            else:
                assert (obstacle.facts["aim"], obstacle.facts["count"]) == (first, lost[first])


@tried(problems())
def test_it_places_as_many_as_deferred_acceptance_at_least(problem):
    assert best(problem).figures.placed >= deferred(problem).figures.placed


def test_the_aims_come_in_their_order():
    """One more student outside outweighs any number at consortium places that could be had without; then tiers outweigh ranks."""
    places = (Place("c", 1), Place("a", 1, tier=Tier.ASSOCIATED), Place("o", 2, tier=Tier.OUTSIDE))
    students = (Student("x", 9, ("o", "a", "c")), Student("y", 8, ("o", "c")), Student("z", 7, ("c",)))

    assert best(Problem(students, places, seed=1)).assignment == {"x": "a", "y": "o", "z": "c"}
    assert best(Problem(students[:2], places, seed=1)).assignment == {"x": "a", "y": "c"}
    assert best(Problem(students[:1], places, seed=1)).assignment == {"x": "c"}


def test_of_equal_sums_the_lower_worst_rank_is_taken_though_who_stands_higher_loses():
    """1 + 3 or 2 + 2: z has no seats, so y has p or r."""
    students = (Student("x", 9, ("p", "q")), Student("y", 8, ("z", "p", "r")))
    problem = Problem(students, (Place("p", 1), Place("q", 1), Place("r", 1), Place("z", 0)), seed=1)

    allocation = best(problem)

    assert allocation.assignment == {"x": "q", "y": "p"}
    assert allocation.reasons["x"].obstacles[0].facts == {"aim": Aim.WORST, "count": 1, "worst": 2}


def test_of_equal_totals_who_stands_higher_gets_the_better_choice():
    students = (Student("x", 9, ("p", "q")), Student("y", 8, ("p", "q")), Student("z", 8, ("p", "q"), Tier.OUTSIDE))
    problem = Problem(students, (Place("p", 1), Place("q", 2)), seed=1)

    allocation = best(problem)

    assert allocation.assignment == {"x": "p", "y": "q", "z": "q"}
    assert [one.because for one in allocation.reasons["y"].obstacles] == ["tie"]


def test_it_would_rather_fill_a_minimum_than_lose_a_student():
    """Left to themselves x takes p, which needs two, and y takes q; closing p would leave one without a place."""
    students = (Student("x", 9, ("p", "q")), Student("y", 8, ("q", "p")))
    problem = Problem(students, (Place("p", 2, 2), Place("q", 1)), seed=1)

    allocation = best(problem)

    assert (allocation.assignment, allocation.terms.running) == ({"x": "p", "y": "p"}, {"p"})
    assert allocation.reasons["y"].obstacles[0].facts == {"aim": Aim.MINIMA, "count": 1, "worst": 2}


def test_hiding_a_choice_can_pay():
    """What decision 0012 says honestly: y gets the first choice by hiding the second."""
    students = (Student("x", 9, ("p", "q")), Student("y", 8, ("p", "q")))
    problem = Problem(students, (Place("p", 1), Place("q", 1)), seed=1)
    hiding = replace(problem, students=(students[0], replace(students[1], choices=("p",))))

    assert best(problem).assignment == {"x": "p", "y": "q"}
    assert best(hiding).assignment == {"x": "q", "y": "p"}


def test_what_is_too_large_to_try_everything_is_judged_by_its_circles_of_moves():
    chance = random.Random(7)
    places = [
        Place(f"p{number}", chance.randint(5, 25), chance.choice((0, 0, 4)), chance.choice(list(Tier))) for number in range(25)
    ]
    students = [
        Student(f"s{number}", chance.randint(50, 70), tuple(one.key for one in chance.sample(places, 6)), chance.choice(list(Tier)))
        for number in range(400)
    ]
    problem = Problem(tuple(students), tuple(places), seed=1)

    allocation, other = best(problem), best(Problem(tuple(students[::-1]), tuple(places[::-1]), seed=1))

    assert allocation == other
    assert (faults(problem, allocation), is_best(problem, allocation)) == ((), True)
    assert {key: check_reason(problem, allocation, key) for key in allocation.assignment if key.endswith("7")} == {
        key: () for key in allocation.assignment if key.endswith("7")
    }
    assert allocation.figures.placed > deferred(problem).figures.placed


def test_when_the_time_is_over_there_is_no_answer():
    with pytest.raises(TimeExceeded, match="within 0 seconds"):
        best(Problem((Student("a", 1, ("p",)),), (Place("p", 1),), seed=1), seconds=0)


def test_nobody_and_nothing_to_hand_out():
    assert best(Problem((), (), seed=1)).assignment == {}
    assert best(Problem((Student("a", 1),), (), seed=1)).assignment == {"a": None}
