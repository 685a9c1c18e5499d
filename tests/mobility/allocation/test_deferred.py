"""Deferred acceptance: stable, the best stable matching for every student, no lie pays; and what a minimum does to all that."""

from collections import Counter
from dataclasses import replace

from hypothesis import strategies as st
from tests.mobility.allocation.small import all_assignments, is_stable, lists_of, problems, rank, tried

from salerno.mobility.allocation.checking import blocking_pairs, check_reason, faults
from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier


def having(problem, key, choices):
    return replace(problem, students=tuple(replace(one, choices=choices) if one.key == key else one for one in problem.students))


def test_a_place_prefers_by_tier_then_score_then_lot():
    students = (
        Student("a", 90, ("p",), Tier.ASSOCIATED),
        Student("b", 10, ("p",)),
        Student("c", 20, ("p",)),
        Student("d", 20, ("p",)),
        Student("e", 99, ("p",), Tier.OUTSIDE),
    )
    problem = Problem(students, (Place("p", 2),), seed=1)

    first, second = sorted(["c", "d"], key=problem.lots.get)
    assert deferred(problem).assignment == {"a": None, "b": None, "c": "p", "d": "p", "e": None}
    fewer = deferred(replace(problem, places=(Place("p", 1),))).assignment
    assert (fewer[first], fewer[second]) == ("p", None)
    more = deferred(replace(problem, places=(Place("p", 4),))).assignment
    assert [key for key, place in more.items() if place is None] == ["e"]


def test_a_place_may_take_only_so_many_of_one_home_and_says_so():
    """b stands above c, but a of the same home has the one seat for it; the seat goes to c and not to nobody."""
    students = (
        Student("a", 90, ("p",), home="AMU"),
        Student("b", 80, ("p", "q"), home="AMU"),
        Student("c", 10, ("p",), home="UNIPI"),
    )
    problem = Problem(students, (Place("p", 2, most_of_one_home=1), Place("q", 1)), seed=1)

    allocation = deferred(problem)

    assert allocation.assignment == {"a": "p", "b": "q", "c": "p"}
    assert [(one.because, one.facts) for one in allocation.reasons["b"].obstacles] == [("home", {"most": 1})]


def test_who_stands_higher_takes_the_seat_of_their_own_home_and_of_nobody_elses():
    students = tuple(
        Student(key, score, ("p",), home=home)
        for key, score, home in (("a", 10, "AMU"), ("b", 50, "AMU"), ("c", 20, "UNIPI"), ("d", 40, "AMU"), ("e", 15, "SU"))
    )

    allocation = deferred(Problem(students, (Place("p", 3, most_of_one_home=1),), seed=1))

    assert allocation.assignment == {"a": None, "b": "p", "c": "p", "d": None, "e": "p"}


def test_a_place_may_have_scores_of_its_own():
    students = (Student("a", 90, ("p",), scores={"p": 10}), Student("b", 50, ("p",)))

    assert deferred(Problem(students, (Place("p", 1),), seed=1)).assignment == {"a": None, "b": "p"}


@tried(problems(homes=True, own_scores=True, hard_needs=True))
def test_nobody_and_no_place_would_rather_have_each_other(problem):
    allocation = deferred(problem)

    assert faults(problem, allocation) == ()
    assert is_stable(problem, allocation.assignment)
    assert blocking_pairs(problem, allocation) == []


@tried(problems(homes=True, students=4, own_scores=True, hard_needs=True), examples=60)
def test_no_stable_matching_is_better_for_any_student_and_all_fill_the_same_seats(problem):
    """The lattice of stable matchings: deferred acceptance is its top (Gale and Shapley), and the same students
    are placed and the same seats filled in all of them (Roth 1986)."""
    best = deferred(problem).assignment
    stable = [one for one in all_assignments(problem) if is_stable(problem, one)]

    assert best in stable
    for other in stable:
        assert all(rank(problem, key, best[key]) <= rank(problem, key, other[key]) for key in best)
        assert {key for key in best if best[key]} == {key for key in other if other[key]}
        assert Counter(best.values()) == Counter(other.values())


def test_with_scores_of_their_own_there_are_several_stable_matchings_and_students_get_their_best():
    students = (
        Student("a", 1, ("p", "q"), scores={"p": 1, "q": 2}),
        Student("b", 1, ("q", "p"), scores={"p": 2, "q": 1}),
    )
    problem = Problem(students, (Place("p", 1), Place("q", 1)), seed=1)

    assert [one for one in all_assignments(problem) if is_stable(problem, one)] == [{"a": "p", "b": "q"}, {"a": "q", "b": "p"}]
    assert deferred(problem).assignment == {"a": "p", "b": "q"}


@tried(problems(homes=True, students=4, own_scores=True), examples=60)
def test_no_student_gains_by_any_other_list(problem):
    """Every list that could be handed in: all orders of all selections of places."""
    truly = deferred(problem).assignment

    for student in problem.students:
        for choices in lists_of([place.key for place in problem.places]):
            gets = deferred(having(problem, student.key, choices)).assignment[student.key]
            assert gets not in student.choices or rank(problem, student.key, truly[student.key]) <= rank(problem, student.key, gets)


@tried(problems(homes=True, own_scores=True, minima=True, hard_needs=True), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(problem, chance):
    students, places = list(problem.students), list(problem.places)
    chance.shuffle(students)
    chance.shuffle(places)

    assert deferred(Problem(tuple(students), tuple(places), problem.seed)) == deferred(problem)


@tried(problems(homes=True, own_scores=True, minima=True, hard_needs=True))
def test_with_minima_no_place_is_short_and_what_runs_is_stable(problem):
    allocation = deferred(problem)

    assert faults(problem, allocation) == ()
    assert blocking_pairs(problem, allocation) == []


@tried(problems(homes=True, own_scores=True, minima=True, hard_needs=True))
def test_what_runs_is_as_if_closed_places_had_never_been_offered(problem):
    allocation = deferred(problem)
    closed = allocation.terms.closed

    left = replace(
        problem,
        places=tuple(replace(one, minimum=0) for one in problem.places if one.key not in closed),
        students=tuple(
            replace(
                one,
                choices=tuple(place for place in one.choices if place not in closed),
                scores={place: score for place, score in one.scores.items() if place not in closed},
            )
            for one in problem.students
        ),
    )
    assert deferred(left).assignment == allocation.assignment
    assert is_stable(left, allocation.assignment)


def test_the_place_that_reached_the_smallest_part_of_its_minimum_is_closed_first():
    """Closing p (1 of 3) sends its student to q (1 of 2), which then runs; the other way round nobody would be placed."""
    students = (Student("a", 1, ("p", "q")), Student("b", 1, ("q",)))
    problem = Problem(students, (Place("p", 3, 3), Place("q", 2, 2)), seed=1)

    allocation = deferred(problem)

    assert (allocation.assignment, allocation.terms.closed) == ({"a": "q", "b": "q"}, {"p": 1})
    assert allocation.reasons["a"].obstacles[0].facts == {"minimum": 3, "reached": 1}


def test_an_empty_place_is_not_closed():
    allocation = deferred(Problem((Student("a", 1, ("p",)),), (Place("p", 1), Place("q", 2, 2)), seed=1))

    assert (allocation.terms.closed, allocation.figures.closed) == ({}, ())


def test_with_a_minimum_a_lie_can_pay():
    """What decision 0012 says honestly: b gets q, a place that b likes, only by hiding that b likes p better."""
    places = (Place("p", 2), Place("q", 2, 2), Place("r", 1))
    students = (Student("a", 3, ("q", "r")), Student("b", 2, ("r", "q")))
    problem = Problem(students, places, seed=1)

    assert deferred(problem).assignment == {"a": "r", "b": None}
    assert deferred(having(problem, "b", ("q",))).assignment == {"a": "q", "b": "q"}


@tried(problems(homes=True, own_scores=True, minima=True, hard_needs=True))
def test_every_reason_is_true(problem):
    allocation = deferred(problem)

    assert {key: check_reason(problem, allocation, key) for key in problem.student} == dict.fromkeys(problem.student, ())


@tried(problems())
def test_who_had_stood_above_the_last_one_would_have_had_the_place(problem):
    """What the reason implies where places have no scores of their own: with a little more than the last one's score, in the same
    tier, the place or a better one would have come."""
    allocation = deferred(problem)

    for key, reason in allocation.reasons.items():
        for obstacle in reason.obstacles:
            if obstacle.because == "score":
                student = replace(problem.student[key], score=obstacle.facts["last"] + 0.5)
                other = replace(problem, students=tuple(student if one.key == key else one for one in problem.students))
                assert rank(problem, key, deferred(other).assignment[key]) <= obstacle.rank
