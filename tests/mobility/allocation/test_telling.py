"""Sentences, figures and comparisons."""

from dataclasses import replace

import pytest

from salerno.mobility.allocation.best import best
from salerno.mobility.allocation.comparing import compare
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.outcome import Figures
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier
from salerno.mobility.allocation.reasons import Aim, Because, Obstacle, Outcome, Reason
from salerno.mobility.allocation.wording import CLAUSES, SENTENCES, TOTALS, clause, sentence

STUDENTS = (
    Student("a", 90, ("p", "q")),
    Student("b", 80, ("p", "q"), Tier.ASSOCIATED),
    Student("c", 70, ("p", "q", "r"), Tier.ASSOCIATED),
    Student("d", 60, ("r", "p"), Tier.OUTSIDE),
    Student("e", 50),
)
PROBLEM = Problem(STUDENTS, (Place("p", 1), Place("q", 1, tier=Tier.OUTSIDE), Place("r", 2, 2, tier=Tier.ASSOCIATED)), seed=1)


@pytest.mark.parametrize(
    ("because", "facts", "said"),
    [
        (
            "period",
            {"offered": ("spring", "summer"), "own": ("autumn",)},
            "p can be had in spring, summer, and you can go in autumn",
        ),
        ("language", {"needed": {"en": "B2", "fr": "B1"}, "own": {"en": "B1"}}, "p asks for en B2 or fr B1, and you have en B1"),
        ("language", {"needed": {"it": "A2"}, "own": {}}, "p asks for it A2, and you have none of these"),
        ("access", {"missing": ("loop", "step-free")}, "p does not offer what you need (loop, step-free)"),
        ("no-seats", {}, "p has no places to give this time"),
        ("closed", {"minimum": 3, "reached": 1}, "p does not run, because it needs 3 and only 1 would have gone there"),
        (
            "tier",
            {"capacity": 4, "last": Tier.ASSOCIATED, "own": Tier.OUTSIDE},
            "p was full, and the last of the 4 placed there comes from an associated partner, which goes first, "
            "while you come from outside",
        ),
        (
            "tier",
            {"capacity": 1, "last": Tier.CONSORTIUM, "own": Tier.ASSOCIATED},
            "p was full, and the one who is placed there comes from a consortium member, which goes first, "
            "while you come from an associated partner",
        ),
        (
            "score",
            {"capacity": 4, "last": 71.5, "own": 68.0},
            "p was full, and the last of the 4 placed there had 71.5 where you had 68.0",
        ),
        ("score", {"capacity": 1, "last": 71, "own": 68}, "p was full, and the one who is placed there had 71 where you had 68"),
        (
            "lottery",
            {"capacity": 2, "score": 71, "last": "0123456789", "own": "abcdef0123"},
            "p was full, and the last of the 2 placed there had 71 as you, and the lot 01234567 before your abcdef01",
        ),
        ("tie", {}, "with you at p the total would be as good, but one who stands higher would get a lower choice"),
        ("total", {"aim": Aim.PLACED, "count": 1}, "with you at p, one student fewer would have a place"),
        ("total", {"aim": Aim.ASSOCIATED, "count": 2}, "with you at p, 2 students fewer would go to associated partners"),
        ("total", {"aim": Aim.RANKS, "count": 3}, "with you at p, the choices of all together would be 3 steps lower"),
        (
            "total",
            {"aim": Aim.WORST, "count": 1, "worst": 4},
            "with you at p, somebody would get a choice below number 4, the lowest that anybody has",
        ),
    ],
)
def test_each_obstacle_has_its_clause(because, facts, said):
    assert clause(Obstacle(Because(because), "p", 1, facts)) == said


def test_nothing_is_without_words():
    assert set(SENTENCES) == set(Outcome)
    assert {*CLAUSES, Because.TOTAL} == set(Because)
    assert set(TOTALS) == set(Aim)


def test_each_student_gets_one_sentence():
    said = {key: sentence(reason) for key, reason in deferred(PROBLEM).reasons.items()}

    assert said == {
        "a": "You have p, your first choice.",
        "b": "You have q, your choice 2 of 2: p was full, and the one who is placed there comes from a consortium member, "
        "which goes first, while you come from an associated partner.",
        "c": "You have r, your choice 3 of 3: p was full, and the one who is placed there comes from a consortium member, "
        "which goes first, while you come from an associated partner, and another choice could not be had either.",
        "d": "You have r, your first choice.",
        "e": "You have no place, because you chose none.",
    }


def test_who_has_no_place_learns_how_many_choices_could_not_be_had():
    obstacles = tuple(Obstacle(Because.NO_SEATS, place, rank, {}) for rank, place in enumerate("pqr", start=1))

    said = sentence(Reason(Outcome.UNPLACED, None, None, 3, obstacles))

    assert said == "You have no place: p has no places to give this time, and 2 other choices could not be had either."


def test_figures_count_what_came_out():
    figures = deferred(PROBLEM).figures

    assert figures == Figures(
        students=5,
        placed=4,
        unplaced=1,
        by_place_tier={Tier.CONSORTIUM: 1, Tier.ASSOCIATED: 2, Tier.OUTSIDE: 1},
        by_student_tier={Tier.CONSORTIUM: 1, Tier.ASSOCIATED: 2, Tier.OUTSIDE: 1},
        sum_of_ranks=7,
        ranks=(2, 1, 1),
        worst_rank=3,
        seats=4,
        closed=(),
        below_minimum=(),
        is_proven=True,
    )


def test_figures_of_nothing():
    figures = best(Problem((), (), seed=1)).figures

    assert (figures.placed, figures.ranks, figures.worst_rank, figures.sum_of_ranks) == (0, (), None, 0)


def test_two_allocations_side_by_side():
    students = (Student("a", 9, ("p", "q")), Student("b", 8, ("p",)), Student("c", 7, ("q",)), Student("d", 6, ("s",)))
    problem = Problem(students, (Place("p", 1), Place("q", 1), Place("s", 1)), seed=1)
    first, second = deferred(problem), best(problem)
    assert (first.assignment, second.assignment) == (
        {"a": "p", "b": None, "c": "q", "d": "s"},
        {"a": "p", "b": None, "c": "q", "d": "s"},
    )
    third = deferred(replace(problem, places=(Place("p", 0), Place("q", 1), Place("s", 1))))

    comparison = compare(first, third)

    assert [(one.student, one.before.place, one.after.place, one.steps_up) for one in comparison.changes] == [
        ("a", "p", "q", -1),
        ("c", "q", None, -1),
    ]
    assert (comparison.better, [one.student for one in comparison.worse]) == ((), ["a", "c"])
    assert [one.student for one in compare(third, first).better] == ["a", "c"]
    assert (comparison.before.placed, comparison.after.placed) == (3, 2)
    assert comparison.changes[0].after.obstacles[0].because is Because.NO_SEATS


def test_who_came_and_who_went_is_told():
    first = deferred(PROBLEM)
    second = deferred(PROBLEM.without(["a"]))

    assert (compare(first, second).gone, compare(first, second).new) == (("a",), ())
    assert (compare(second, first).gone, compare(second, first).new) == ((), ("a",))
