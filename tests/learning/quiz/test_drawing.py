"""Drawing: the same seed, the same quiz; no question twice; outcomes evenly; what was asked before comes
last.
"""

import json
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from tests.learning.quiz import questions

from salerno.courseware.package.facts import Draw, QuizFacts
from salerno.learning.quiz.drawing import draw, restored, shuffled

SEEDS = st.integers(0, 10**6)
SIZES = st.lists(st.integers(0, 6), min_size=1, max_size=4)


def bank_of(sizes):
    """A bank with so many questions for the outcomes o0, o1, …"""
    return tuple(
        questions.one_choice(f"q{outcome}-{index}", f"o{outcome}")
        for outcome, size in enumerate(sizes)
        for index in range(size)
    )


def quiz_of(*draws, inline=()):
    return QuizFacts(questions_inline=tuple(inline), draws=draws, intro={})


@given(SIZES, st.integers(1, 12), SEEDS)
def test_draw_is_as_even_as_the_bank_allows(sizes, count, seed):
    drawn = draw(quiz_of(Draw("bank", count)), {"bank": bank_of(sizes)}, seed)

    taken = Counter(each.question.outcome for each in drawn)
    assert len(drawn) == min(count, sum(sizes))
    for outcome, size in enumerate(sizes):
        if (
            taken[f"o{outcome}"] < size
        ):  # an outcome with questions left has no more than one less than any other
            assert taken[f"o{outcome}"] >= max(taken.values()) - 1


@given(
    SIZES,
    st.integers(1, 12),
    SEEDS,
    st.sets(st.sampled_from([f"q{o}-{i}" for o in range(4) for i in range(6)])),
)
def test_draw_repeats_the_same_quiz_for_the_same_seed(sizes, count, seed, avoid):
    quiz, banks = quiz_of(Draw("bank", count)), {"bank": bank_of(sizes)}

    drawn = draw(quiz, banks, seed, avoid)

    assert drawn == draw(quiz, banks, seed, avoid)
    keys = [each.question.key for each in drawn]
    assert len(keys) == len(set(keys))


@given(
    SIZES,
    st.integers(1, 12),
    SEEDS,
    st.sets(st.sampled_from([f"q{o}-{i}" for o in range(4) for i in range(6)])),
)
def test_draw_takes_avoided_questions_only_where_an_outcome_has_no_other(sizes, count, seed, avoid):
    bank = bank_of(sizes)

    drawn = draw(quiz_of(Draw("bank", count)), {"bank": bank}, seed, avoid)

    keys = {each.question.key for each in drawn}
    for question in bank:
        if question.key in keys & avoid:
            fresh = {one.key for one in bank if one.outcome == question.outcome} - avoid
            assert fresh <= keys


@given(SEEDS)
def test_draw_takes_no_question_twice_across_draws_and_quiz(seed):
    bank = bank_of([4, 4])
    quiz = quiz_of(Draw("bank", 3, ("o0",)), Draw("bank", 4), inline=[bank[0]])

    drawn = draw(quiz, {"bank": bank}, seed)

    assert drawn[0].question == bank[0]
    assert sorted(each.question.key for each in drawn) == sorted(question.key for question in bank)


def test_draw_takes_only_the_outcomes_named():
    drawn = draw(quiz_of(Draw("bank", 4, ("o1", "o2"))), {"bank": bank_of([5, 5, 5])}, 1)

    assert Counter(each.question.outcome for each in drawn) == {"o1": 2, "o2": 2}


@given(SEEDS)
def test_shuffled_shows_every_place_once_and_comes_back_from_storage(seed):
    for make in questions.EVERY_KIND:
        question = make()

        drawn = shuffled(question, seed)

        assert sorted(drawn.order) == list(range(len(drawn.order)))
        stored = json.loads(json.dumps(drawn.to_stored()))
        assert restored(stored, {question.key: question}) == drawn


@given(SEEDS, st.integers(3, 6))
def test_ordering_is_never_shown_in_the_right_order(seed, number):
    drawn = shuffled(questions.ordering(number=number), seed)

    assert list(drawn.order) != sorted(drawn.order)


def test_both_orders_of_two_items_occur():
    orders = {shuffled(questions.ordering(number=2), seed).order for seed in range(30)}

    assert orders == {(0, 1), (1, 0)}


def test_every_place_is_as_likely_to_hold_the_right_choice():
    places = Counter(shuffled(questions.one_choice(), seed).order.index(1) for seed in range(2000))

    assert set(places) == {0, 1, 2, 3}
    assert min(places.values()) > 400


@given(SEEDS)
def test_parameters_are_drawn_among_their_values(seed):
    value = shuffled(questions.with_parameters(), seed).values["prev"]

    assert value in range(1, 11)
