"""The judge: what is not lawful, not stable, not the best or not true is found."""

from dataclasses import replace

import pytest
from hypothesis import strategies as st
from tests.mobility.allocation.small import aims, all_assignments, is_stable, problems, tried

from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.checking import blocking_pairs, check_reason, faults, is_best
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.needs import Needs, Requirements
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier

NEEDS = Needs(frozenset(["autumn"]), {"it": "A1", "en": "B1"}, frozenset(["step-free"]))
PLACES = (
    Place("autumn", 1, requirements=Requirements(access=frozenset(["step-free"]))),
    Place("full", 2, requirements=Requirements(access=frozenset(["step-free"]))),
    Place("group", 5, 5, requirements=Requirements(access=frozenset(["step-free"]))),
    Place("italian", 1, requirements=Requirements(languages=({"it": "B1"},), access=frozenset(["step-free"]))),
    Place("none", 0, requirements=Requirements(access=frozenset(["step-free"]))),
    Place("spring", 1, requirements=Requirements(frozenset(["spring"]), access=frozenset(["step-free"]))),
    Place("steps", 1),
)
ABOVE = ("spring", "italian", "steps", "none", "group", "full")
STUDENTS = (
    Student("tier", 99, (*ABOVE, "autumn"), Tier.OUTSIDE, NEEDS),
    Student("score", 50, ABOVE, needs=NEEDS),
    Student("equal", 60, ABOVE, needs=NEEDS),
    Student("same", 60, ABOVE, needs=NEEDS),
    Student("top", 70, ("full",)),
    Student("silent", 70),
)
PROBLEM = Problem(STUDENTS, PLACES, seed=1)
LOST, HAS = sorted(["equal", "same"], key=PROBLEM.lots.get, reverse=True)


def told(allocation, key, **changes):
    """The allocation with other facts in the last obstacle of a student."""
    reason = allocation.reasons[key]
    last = replace(reason.obstacles[-1], **changes)
    reasons = {**allocation.reasons, key: replace(reason, obstacles=(*reason.obstacles[:-1], last))}
    return replace(allocation, reasons=reasons)


def test_the_example_has_an_obstacle_of_every_kind_and_all_are_true():
    allocation = deferred(PROBLEM)

    found = {key: [one.because.value for one in reason.obstacles] for key, reason in allocation.reasons.items()}
    plain = ["period", "language", "access", "no-seats", "closed"]
    assert found == {
        "tier": [*plain, "tier"],
        "score": [*plain, "score"],
        HAS: plain,
        LOST: [*plain, "lottery"],
        "top": [],
        "silent": [],
    }
    assert [check_reason(PROBLEM, allocation, key) for key in PROBLEM.student] == [()] * 6


@pytest.mark.parametrize(
    ("key", "lie"),
    [
        ("tier", {"facts": {"capacity": 2, "last": "associated", "own": "outside"}}),
        ("tier", {"facts": {"capacity": 3, "last": "consortium", "own": "outside"}}),
        ("score", {"facts": {"capacity": 2, "last": 61, "own": 50}}),
        ("score", {"facts": {"capacity": 2, "last": 60, "own": 51}}),
        ("score", {"because": "tier", "facts": {"capacity": 2, "last": "consortium", "own": "consortium"}}),
        ("score", {"because": "lottery", "facts": {"capacity": 2, "score": 60, "last": "0", "own": "1"}}),
        ("score", {"because": "total", "facts": {"aim": "placed", "count": 1, "worst": 1}}),
        ("score", {"because": "no-seats", "facts": {}}),
        ("score", {"because": "closed", "facts": {"minimum": 3, "reached": 2}}),
        ("score", {"because": "period", "facts": {"offered": (), "own": ("autumn",)}}),
        ("score", {"because": "language", "facts": {"needed": {"it": "B1"}, "own": {"it": "A1"}}}),
        ("score", {"because": "access", "facts": {"missing": ("step-free",)}}),
        ("score", {"rank": 5}),
        ("score", {"place": "autumn"}),
    ],
)
def test_a_lie_about_a_full_place_is_found(key, lie):
    assert check_reason(PROBLEM, told(deferred(PROBLEM), key, **lie), key) != ()


@pytest.mark.parametrize(
    ("number", "facts"),
    [
        (0, {"offered": ("autumn",), "own": ("autumn",)}),
        (1, {"needed": {"it": "A2"}, "own": {"it": "A1"}}),
        (1, {"needed": {"it": "B1"}, "own": {}}),
        (2, {"missing": ("loop",)}),
        (4, {"minimum": 5, "reached": 1}),
        (4, {"minimum": 6, "reached": 4}),
    ],
)
def test_a_lie_about_a_need_or_a_closed_place_is_found(number, facts):
    allocation = deferred(PROBLEM)
    reason = allocation.reasons["score"]
    obstacles = list(reason.obstacles)
    obstacles[number] = replace(obstacles[number], facts=facts)
    lying = replace(allocation, reasons={**allocation.reasons, "score": replace(reason, obstacles=tuple(obstacles))})

    assert check_reason(PROBLEM, allocation, "score") == ()
    because = obstacles[number].because
    assert check_reason(PROBLEM, lying, "score") == (f"It is not true that {because} keeps the student from “{ABOVE[number]}”.",)


def test_a_reason_that_leaves_out_a_choice_or_tells_of_another_outcome_is_found():
    allocation = deferred(PROBLEM)
    reason = allocation.reasons["score"]

    shorter = replace(allocation, reasons={**allocation.reasons, "score": replace(reason, obstacles=reason.obstacles[:-1])})
    assert check_reason(PROBLEM, shorter, "score") == ("It does not name each choice that was put higher.",)
    other = replace(allocation, reasons={**allocation.reasons, "score": replace(reason, of=5)})
    assert check_reason(PROBLEM, other, "score") == ("It tells of another outcome.",)


@tried(problems(minima=True), st.data())
def test_a_lie_about_the_total_is_found(problem, data):
    allocation = best(problem)

    for key, reason in allocation.reasons.items():
        if reason.obstacles and reason.obstacles[-1].because in ("total", "tie"):
            lie = data.draw(st.sampled_from(lies_about(reason.obstacles[-1], allocation.figures.worst_rank or 0)))
            assert check_reason(problem, told(allocation, key, **lie), key) != ()


def lies_about(obstacle, worst):
    """Another aim; where there is one, another count, another worst rank, or that it costs nothing."""
    aim, count = obstacle.facts.get("aim"), obstacle.facts.get("count")
    others = [other for other in ("placed", "consortium", "ranks") if other != aim]
    lies = [{"because": "total", "facts": {"aim": other, "count": 1, "worst": worst}} for other in others]
    if aim is None:
        return lies
    changes = [{"count": count + 1}, {"worst": worst + 1}]
    return [*lies, {"because": "tie", "facts": {}}, *({"facts": obstacle.facts | change} for change in changes)]


@tried(problems(students=3))
def test_every_assignment_that_is_not_the_best_can_be_improved_by_a_circle_of_moves(problem):
    """For the aims that are sums, that is: all but the worst rank and who stands higher."""
    allocation = best(problem)
    least = aims(problem, allocation.assignment)[:4]

    for assignment in all_assignments(problem):
        assert is_best(problem, replace(allocation, assignment=assignment)) == (aims(problem, assignment)[:4] == least)


@tried(problems(homes=True, students=3, own_scores=True, hard_needs=True))
def test_blocking_pairs_are_found_wherever_a_matching_is_not_stable(problem):
    allocation = deferred(problem)

    for assignment in all_assignments(problem):
        assert (blocking_pairs(problem, replace(allocation, assignment=assignment)) == []) == is_stable(problem, assignment)


def test_what_is_not_lawful_is_named():
    allocation = deferred(PROBLEM)
    unlawful = replace(
        allocation,
        assignment={"tier": "full", "score": "full", "equal": "full", "same": "spring", "top": "group", "silent": "full"},
    )

    assert faults(PROBLEM, unlawful) == (
        "“same” has “spring” and cannot be there.",
        "“top” has “group” and did not choose it.",
        "“silent” has “full” and did not choose it.",
        "“full” has 4 students and holds 2.",
        "“group” has 1 students and needs 5.",
    )
    assert faults(PROBLEM, replace(allocation, assignment={})) == ("It is not for the students of this problem.",)
