"""Posted fields to a response, and a stored response back to fields."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.learning.quiz import questions

from salerno.learning.quiz.drawing import shuffled
from salerno.learning.quiz.forms_in import response_from_form, with_draft
from salerno.learning.quiz.grading import grade
from salerno.learning.quiz.presenting import presented


class Posted(dict):
    """What Django's QueryDict does with repeated names."""

    def getlist(self, name):
        return self.get(name, [])


CASES = [
    (questions.one_choice, {"q-one-choice": "c2"}, {"choice": "c2"}),
    (questions.several_choices, {"q-several-choices": ["c1", "c3"]}, {"choices": ["c1", "c3"]}),
    (questions.number, {"q-number-number": " 8,3 % "}, {"number": "8,3 %"}),
    (questions.short_text, {"q-short-text": "recall"}, {"text": "recall"}),
    (
        questions.ordering,
        {
            "q-ordering-place-c1": "3",
            "q-ordering-place-c2": "1",
            "q-ordering-place-c3": "2",
            "q-ordering-place-c4": "4",
        },
        {"order": ["c2", "c3", "c1", "c4"]},
    ),
    (
        questions.matching,
        {"q-matching-pair-l1": "c2", "q-matching-pair-l2": "c1", "q-matching-pair-l3": ""},
        {"pairs": {"l1": "c2", "l2": "c1"}},
    ),
    (questions.spot, {"q-spot-x": "41,5", "q-spot-y": "60"}, {"x": "41,5", "y": "60"}),
]


@pytest.mark.parametrize(("make", "data", "expected"), CASES)
def test_response_from_form(make, data, expected):
    shown = presented(shuffled(make(), 1))
    repeated = Posted({name: value if isinstance(value, list) else [value] for name, value in data.items()})

    assert response_from_form(shown, data) == expected
    assert response_from_form(shown, repeated) == expected


@pytest.mark.parametrize(("make", "data", "expected"), CASES)
def test_dont_know_and_confidence_are_read_for_every_kind(make, data, expected):
    shown = presented(shuffled(make(), 1))
    prefix = f"q-{shown['key']}-"

    assert response_from_form(shown, data | {f"{prefix}confidence": "high"}) == expected | {
        "confidence": "high"
    }
    assert response_from_form(shown, data | {f"{prefix}dont_know": "1"}) == {"dont_know": True}
    assert response_from_form(shown, {}) == {}


def test_an_ordering_with_two_items_at_one_place_is_kept_as_typed():
    shown = presented(shuffled(questions.ordering(), 1))

    response = response_from_form(shown, {"q-ordering-place-c1": "1", "q-ordering-place-c2": "1"})

    assert response == {"places": {"c1": 1, "c2": 1}}
    assert [item["place"] for item in with_draft(shown, response)["items"]] == [1, 1, 3, 4]


def test_with_draft_shows_what_was_answered():
    choices = with_draft(
        presented(shuffled(questions.several_choices(), 1)), {"choices": ["c2"], "confidence": "low"}
    )
    pairs = with_draft(presented(shuffled(questions.matching(), 1)), {"pairs": {"l2": "c3"}})
    items = with_draft(presented(shuffled(questions.ordering(), 1)), {"order": ["c4", "c1", "c2", "c3"]})
    number = with_draft(presented(shuffled(questions.number(), 1)), {"number": "8,3 %"})

    assert [choice["ticked"] for choice in choices["choices"]] == [False, True, False, False, False]
    assert choices["is_sure"] == {"low": True, "medium": False, "high": False}
    assert [left["chosen"] for left in pairs["lefts"]] == ["", "c3", ""]
    assert [(item["id"], item["place"]) for item in items["items"]] == [
        ("c4", 1),
        ("c1", 2),
        ("c2", 3),
        ("c3", 4),
    ]
    assert number["typed"]["number"] == "8,3 %"


ANY = (
    st.none()
    | st.text(max_size=3)
    | st.integers()
    | st.lists(st.sampled_from(["c1", "c2", 3]))
    | st.just({"l1": [1]})
)
NAMES = st.sampled_from(
    ["choice", "choices", "number", "text", "order", "places", "pairs", "x", "y", "dont_know", "confidence"]
)


@given(st.dictionaries(NAMES, ANY))
def test_with_draft_never_breaks_on_what_was_stored(response):
    for make in questions.EVERY_KIND:
        shown = presented(shuffled(make(), 1))

        assert with_draft(shown, response).keys() == shown.keys() | {"typed", "dont_know", "is_sure"}


def test_a_point_typed_with_a_comma_is_graded():
    drawn = shuffled(questions.spot(region=questions.box(40, 50, 5, 20)), 1)

    response = response_from_form(presented(drawn), {"q-spot-x": "41,5", "q-spot-y": "60"})

    assert grade(drawn, response).score == Decimal(1)
