"""Scores and feedback of every kind of question, as docs/how-to/write-a-course.md defines them."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.learning.quiz import questions

from salerno.learning.quiz.drawing import DrawnQuestion, shuffled
from salerno.learning.quiz.errors import Reason, ResponseRefused
from salerno.learning.quiz.grading import Part, grade

SEEDS = st.integers(0, 10**6)


def shown_id(drawn, place):
    """The name under which ``place`` of the source is shown."""
    return drawn.ids[drawn.order.index(place)]


def right_response(drawn):
    """The full right answer to any of the questions of `questions`."""
    question = drawn.question
    responses = {
        "one-choice": lambda: {"choice": shown_id(drawn, 1)},
        "several-choices": lambda: {"choices": [shown_id(drawn, 0), shown_id(drawn, 2)]},
        "number": lambda: {
            "number": str(round(100 * drawn.values["prev"] / 8, 1) if drawn.values else "8.3")
        },
        "short-text": lambda: {"text": "secret Recall"},
        "ordering": lambda: {"order": [shown_id(drawn, place) for place in range(len(question.items))]},
        "matching": lambda: {
            "pairs": {f"l{row + 1}": shown_id(drawn, row) for row in range(len(question.pairs))}
        },
        "spot": lambda: {"x": 31.7, "y": "52,9"},
    }
    return responses[question.kind]()


@given(SEEDS)
def test_the_full_right_answer_scores_one(seed):
    for make in questions.EVERY_KIND:
        drawn = shuffled(make(), seed)

        graded = grade(drawn, right_response(drawn), aspect_ratio=1.5)

        assert (graded.score, graded.right, graded.verdict) == (1, True, "right")
        assert all(part.right for part in graded.parts)


@pytest.mark.parametrize("make", questions.EVERY_KIND)
def test_dont_know_scores_nothing_and_still_teaches(make):
    graded = grade(shuffled(make(), 1), {"dont_know": True, "confidence": "low"})

    assert (graded.score, graded.right, graded.verdict, graded.confidence) == (0, False, "dont-know", "low")
    assert graded.explanation.startswith("SECRET")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-200, 200)
    | st.floats()
    | st.sampled_from(["c1", "c2", "l1", "8,3 %", "", "x" * 300]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["l1", "l2", "c1"]), inner, max_size=3)
    ),
    max_leaves=5,
)
NAMES = [
    "choice",
    "choices",
    "number",
    "text",
    "order",
    "places",
    "pairs",
    "x",
    "y",
    "dont_know",
    "confidence",
    "other",
]


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3) | VALUES)
def test_any_response_is_refused_or_scored_within_nought_and_one(response):
    for make in questions.EVERY_KIND:
        with suppress(ResponseRefused):
            graded = grade(shuffled(make(), 5), response, aspect_ratio=1)

            assert 0 <= graded.score <= 1
            assert graded.right == (graded.score == 1)


@pytest.mark.parametrize("code", Reason)
def test_every_refusal_is_said_in_a_sentence(code):
    assert ResponseRefused(code).reason.endswith(".")


@given(SEEDS, st.sets(st.integers(0, 4), min_size=1))
def test_several_choices_counts_right_ticks_less_wrong_ones(seed, ticked):
    drawn = shuffled(questions.several_choices(right=(0, 2)), seed)

    graded = grade(drawn, {"choices": [shown_id(drawn, place) for place in ticked]})

    right = len(ticked & {0, 2})
    assert graded.score == Decimal(max(0, right - (len(ticked) - right))) / 2
    assert sorted(graded.comments) == sorted(f"SECRET comment {place}" for place in ticked)


def test_one_choice_tells_the_comment_of_what_was_chosen():
    drawn = DrawnQuestion(questions.one_choice(right=1, number=3), {}, (2, 0, 1))

    graded = grade(drawn, {"choice": "c1", "confidence": "high"})

    assert (graded.score, graded.verdict, graded.confidence) == (0, "not-yet", "high")
    assert graded.comments == ("SECRET comment 2",)
    assert graded.answer == (("Choice 1",),)
    assert graded.parts == (
        Part("Choice 2", "ticked", False, "SECRET comment 2"),
        Part("Choice 0", "", True),
        Part("Choice 1", "", False),
    )


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_ordering_counts_right_neighbours(order):
    drawn = shuffled(questions.ordering(number=4), 2)

    graded = grade(drawn, {"order": [shown_id(drawn, place) for place in order]})

    neighbours = sum(f"{one}{one + 1}" in "".join(map(str, order)) for one in range(3))
    assert graded.score == (Decimal(neighbours) / 3).quantize(Decimal("0.0001"))
    assert graded.answer == (("Item 0",), ("Item 1",), ("Item 2",), ("Item 3",))


def test_matching_counts_right_pairs():
    drawn = shuffled(questions.matching(), 2)
    response = {"pairs": {"l1": shown_id(drawn, 0), "l2": shown_id(drawn, 3), "l3": shown_id(drawn, 2)}}

    graded = grade(drawn, response)

    assert (graded.score, graded.verdict) == (Decimal("0.6667"), "partly")
    assert graded.parts[1] == Part("Left 1", "Right 9", False)
    assert graded.answer[0] == ("Left 0", "Right 0")


def test_matching_takes_a_right_hand_text_that_two_lines_share_for_both():
    question = questions.matching()
    shared = replace(question.pairs[1], right=question.pairs[0].right)
    drawn = shuffled(replace(question, pairs=(question.pairs[0], shared)), 4)
    assert len(drawn.order) == 2

    graded = grade(drawn, {"pairs": {"l1": shown_id(drawn, 0), "l2": shown_id(drawn, 0)}})

    assert graded.right


@pytest.mark.parametrize(
    ("typed", "right"), [("8.1", True), ("8,5 %", True), ("8.51", False), ("8.09", False)]
)
def test_number_takes_both_ends_of_the_tolerance(typed, right):
    graded = grade(shuffled(questions.number(), 1), {"number": typed})

    assert graded.right == right
    assert graded.parts == (Part("", typed, right),)
    assert graded.answer == (("8.3\N{NO-BREAK SPACE}%",),)


def test_number_with_parameters_fills_in_answer_and_explanation():
    drawn = DrawnQuestion(questions.with_parameters(), {"prev": Decimal(3)})

    graded = grade(drawn, {"number": 37.5})

    assert graded.right
    assert graded.explanation == "SECRET 3 of eight"


@pytest.mark.parametrize("typed", ["Sensibilité", "sensibilite", " SENSI BILITÉ ", "Œil", "oeil", "OEIL"])
def test_short_text_minds_neither_case_nor_accents_nor_spaces(typed):
    drawn = shuffled(questions.short_text(accept=("sensibilité", "œil")), 1)

    assert grade(drawn, {"text": typed}).right


@pytest.mark.parametrize(
    ("x", "y", "aspect_ratio", "right"),
    [
        (50, 70, 1, True),
        (50, 70.1, 1, False),
        (50, 89, 2, True),
        (50, 91, 2, False),
        (69.9, 50, 2, True),
        (70.1, 50, 2, False),
    ],
)
def test_spot_circle_is_round_on_the_screen(x, y, aspect_ratio, right):
    circle = questions.Circle(Decimal(50), Decimal(50), Decimal(20))

    graded = grade(shuffled(questions.spot(region=circle), 1), {"x": x, "y": y}, aspect_ratio=aspect_ratio)

    assert graded.right == right
    assert graded.region == circle


@pytest.mark.parametrize(
    ("x", "y", "right"), [(10, 20, True), (40, 35, True), (40.1, 30, False), (20, 19.9, False)]
)
def test_spot_box_includes_its_edge(x, y, right):
    drawn = shuffled(questions.spot(region=questions.box(10, 20, 30, 15)), 1)

    assert grade(drawn, {"x": x, "y": y}).right == right


def test_spot_circle_needs_the_aspect_ratio():
    with pytest.raises(ValueError, match="aspect ratio"):
        grade(shuffled(questions.spot(), 1), {"x": 1, "y": 1})


@pytest.mark.parametrize(
    ("make", "response", "code"),
    [
        (questions.one_choice, {}, Reason.EMPTY),
        (questions.one_choice, {"choice": "c9"}, Reason.UNKNOWN_CHOICE),
        (questions.one_choice, {"choice": 1}, Reason.MALFORMED),
        (questions.one_choice, {"text": "c1"}, Reason.MALFORMED),
        (questions.one_choice, ["c1"], Reason.MALFORMED),
        (questions.one_choice, {"dont_know": "yes"}, Reason.MALFORMED),
        (questions.one_choice, {"choice": "c1", "confidence": "sure"}, Reason.UNKNOWN_CONFIDENCE),
        (questions.several_choices, {"choices": []}, Reason.EMPTY),
        (questions.ordering, {"order": ["c1", "c1", "c2", "c3"]}, Reason.SAME_PLACE),
        (questions.ordering, {"places": {"c1": 1}}, Reason.SAME_PLACE),
        (questions.matching, {"pairs": {"l1": "c1"}}, Reason.NOT_ALL_PAIRED),
        (questions.matching, {"pairs": {"l9": "c1"}}, Reason.MALFORMED),
        (questions.spot, {"x": 1, "y": 101}, Reason.OUTSIDE_IMAGE),
        (questions.spot, {"x": 1, "y": "nan"}, Reason.OUTSIDE_IMAGE),
        (questions.spot, {"x": 1}, Reason.MALFORMED),
        (questions.short_text, {"text": "   "}, Reason.EMPTY),
        (questions.short_text, {"text": "x" * 201}, Reason.TOO_LONG),
    ],
)
def test_grade_refuses_what_cannot_be_graded(make, response, code):
    with pytest.raises(ResponseRefused) as error:
        grade(shuffled(make(), 1), response, aspect_ratio=1)

    assert error.value.code == code
