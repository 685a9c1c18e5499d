"""Nothing impossible gets in, and each refusal says where the fault is."""

import subprocess
from decimal import Decimal

import pytest

from salerno.mobility.allocation.errors import ProblemRefused
from salerno.mobility.allocation.needs import Needs, Requirements, barrier
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier

PLACES = (Place("p", 1), Place("q", 2, 1))
NAN, INFINITE = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("student", "refusal"),
    [
        (Student("", 1), "students[1].id: A key is a printable text that is not empty, or a whole number."),
        (Student("\ud800", 1), "students[1].id: A key is a printable text that is not empty, or a whole number."),
        (Student(True, 1), "students[1].id: A key is a printable text that is not empty, or a whole number."),
        (Student("first", 1), "students[1].id: “first” stands here twice."),
        (Student("a", NAN), "students[1].score: A score is a finite number."),
        (Student("a", INFINITE), "students[1].score: A score is a finite number."),
        (Student("a", Decimal("sNaN")), "students[1].score: A score is a finite number."),
        (Student("a", "12"), "students[1].score: A score is a finite number."),
        (Student("a", True), "students[1].score: A score is a finite number."),
        (Student("a", None), "students[1].score: A score is a finite number."),
        (Student("a", 1, ("p", "z")), "students[1].choices[1]: There is no place “z”."),
        (Student("a", 1, (["p"],)), "students[1].choices[0]: There is no place “['p']”."),
        (Student("a", 1, ("p", "q", "p")), "students[1].choices[2]: “p” stands here twice."),
        (Student("a", 1, (), "members"), "students[1].tier: “members” is not a tier; tiers are consortium, associated, outside."),
        (Student("a", 1, scores={"z": 1}), "students[1].scores: There is no place “z”."),
        (Student("a", 1, scores={"p": NAN}), "students[1].scores.p: A score is a finite number."),
        (
            Student("a", 1, needs=Needs(languages={"fr": "B3"})),
            "students[1].languages.fr: “B3” is not a level of the CEFR; levels are A1, A2, B1, B2, C1, C2, native.",
        ),
    ],
)
def test_a_student_who_cannot_be_is_refused(student, refusal):
    with pytest.raises(ProblemRefused) as error:
        Problem((Student("first", 1), student), PLACES, seed=1)

    assert str(error.value) == refusal


@pytest.mark.parametrize(
    ("place", "refusal"),
    [
        (Place(None, 1), "places[2].id: A key is a printable text that is not empty, or a whole number."),
        (Place("p", 1), "places[2].id: “p” stands here twice."),
        (Place("r", -1), "places[2].capacity: Capacity and minimum are whole numbers, 0 or more."),
        (Place("r", 1.5), "places[2].capacity: Capacity and minimum are whole numbers, 0 or more."),
        (Place("r", True), "places[2].capacity: Capacity and minimum are whole numbers, 0 or more."),
        (Place("r", 1, -1), "places[2].minimum: Capacity and minimum are whole numbers, 0 or more."),
        (Place("r", 1, 2), "places[2].minimum: The minimum, 2, is above the capacity, 1."),
        (Place("r", 1, tier=None), "places[2].tier: “None” is not a tier; tiers are consortium, associated, outside."),
        (
            Place("r", 1, requirements=Requirements(languages=({"it": "A2"}, {"en": "b2"}))),
            "places[2].languages[1].en: “b2” is not a level of the CEFR; levels are A1, A2, B1, B2, C1, C2, native.",
        ),
    ],
)
def test_a_place_that_cannot_be_is_refused(place, refusal):
    with pytest.raises(ProblemRefused) as error:
        Problem((), (*PLACES, place), seed=1)

    assert str(error.value) == refusal


@pytest.mark.parametrize("seed", [None, "", True, 1.5])
def test_a_lottery_needs_a_seed(seed):
    with pytest.raises(ProblemRefused, match="^seed: The seed is a printable text"):
        Problem((), (), seed=seed)


def test_one_and_the_text_1_are_one_key():
    with pytest.raises(ProblemRefused, match="“1” stands here twice"):
        Problem((Student(1, 1), Student("1", 1)), (), seed=1)


def test_anybody_can_repeat_the_lottery():
    said = subprocess.run(["sh", "-c", r"printf '2027-spring\nS-001' | sha256sum"], capture_output=True, text=True, check=True)

    assert Problem((Student("S-001", 1),), (), seed="2027-spring").lots == {"S-001": said.stdout.split()[0]}


def test_another_seed_draws_another_order():
    students = tuple(Student(f"s{number}", 1) for number in range(50))

    def order(seed):
        standing = Problem(students, (), seed=seed).standing
        return sorted(standing, key=standing.get)

    assert order(1) == order(1)
    assert order(1) != order(2)


def test_scores_of_all_kinds_of_numbers_are_compared_exactly():
    students = (Student("a", 0.1), Student("b", Decimal("0.1")), Student("c", 10**400), Student("d", -1, tier=Tier.ASSOCIATED))

    assert Problem(students, (), seed=1).standing == {"c": 0, "a": 1, "b": 2, "d": 3}


@pytest.mark.parametrize(
    ("needs", "asked", "found"),
    [
        (Needs(), Requirements(), None),
        (Needs(periods=frozenset(["autumn"])), Requirements(), None),
        (Needs(), Requirements(periods=frozenset(["spring"])), None),
        (Needs(periods=frozenset(["autumn", "spring"])), Requirements(periods=frozenset(["spring"])), None),
        (
            Needs(periods=frozenset(["autumn"])),
            Requirements(periods=frozenset(["spring", "summer"])),
            ("period", {"offered": ("spring", "summer"), "own": ("autumn",)}),
        ),
        (Needs(languages={"it": "B2"}), Requirements(languages=({"it": "B1"},)), None),
        (Needs(languages={"it": "native"}), Requirements(languages=({"it": "C2"},)), None),
        (Needs(languages={"fr": "B1"}), Requirements(languages=({"en": "B2", "fr": "B1"},)), None),
        (
            Needs(languages={"fr": "B1", "it": "A1"}),
            Requirements(languages=({"en": "B2", "fr": "B1"}, {"it": "A2"})),
            ("language", {"needed": {"it": "A2"}, "own": {"it": "A1"}}),
        ),
        (Needs(), Requirements(languages=({"it": "A1"},)), ("language", {"needed": {"it": "A1"}, "own": {}})),
        (Needs(access=frozenset(["step-free"])), Requirements(access=frozenset(["step-free", "loop"])), None),
        (
            Needs(access=frozenset(["step-free", "loop"])),
            Requirements(access=frozenset(["loop"])),
            ("access", {"missing": ("step-free",)}),
        ),
    ],
)
def test_hard_needs_keep_a_pair_apart_and_say_why(needs, asked, found):
    assert barrier(needs, asked) == found
