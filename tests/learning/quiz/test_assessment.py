"""The rules of the final assessment."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.courseware.package.facts import Grading
from salerno.learning.quiz.assessment import (
    PastAttempt,
    Policy,
    Refusal,
    Refused,
    attempts_left,
    has_passed,
    per_cent_of,
    why_not_start,
)

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = Policy.of(Grading(final="final", pass_mark=70, attempts=3, cool_down_hours=24))


def failed(hours_ago):
    return PastAttempt(NOON - (hours_ago + 1) * HOUR, NOON - hours_ago * HOUR, Decimal("69.99"))


def passed(hours_ago):
    return PastAttempt(NOON - (hours_ago + 1) * HOUR, NOON - hours_ago * HOUR, Decimal("70.00"))


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        ([], None),
        ([failed(24)], None),
        ([failed(23)], Refused(Refusal.COOLING_DOWN, NOON + HOUR)),
        ([failed(1), failed(30)], Refused(Refusal.COOLING_DOWN, NOON + 23 * HOUR)),
        ([failed(90), failed(60), failed(30)], Refused(Refusal.NO_ATTEMPT_LEFT)),
        ([failed(90), failed(60), failed(1)], Refused(Refusal.NO_ATTEMPT_LEFT)),
        ([failed(60), passed(30)], Refused(Refusal.ALREADY_PASSED)),
        ([PastAttempt(NOON - HOUR)], Refused(Refusal.ATTEMPT_OPEN)),
    ],
)
def test_why_not_start(attempts, expected):
    assert why_not_start(attempts, POLICY, NOON) == expected


@given(st.integers(0, 100))
def test_a_cool_down_lifts_when_it_says(hours_ago):
    refused = why_not_start([failed(hours_ago)], POLICY, NOON)

    if refused is not None:
        assert why_not_start([failed(hours_ago)], POLICY, refused.lifts_at) is None
        assert why_not_start([failed(hours_ago)], POLICY, refused.lifts_at - timedelta(seconds=1)) is not None


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        ([failed(24)], None),
        ([failed(23)], Refused(Refusal.COOLING_DOWN, NOON + HOUR)),
        ([failed(90), failed(60), failed(30)], None),
        ([passed(30)], None),
        ([PastAttempt(NOON - 25 * HOUR)], None),
        ([PastAttempt(NOON - HOUR)], Refused(Refusal.COOLING_DOWN, NOON + 23 * HOUR)),
    ],
)
def test_attempts_in_other_offerings_use_up_nothing_and_cool_down(elsewhere, expected):
    assert why_not_start([], POLICY, NOON, elsewhere=elsewhere) == expected


def test_without_a_limit_attempts_never_end():
    policy = Policy(Decimal(70), None, timedelta(0))

    assert attempts_left([failed(1)] * 50, policy) is None
    assert why_not_start([failed(1)] * 50, policy, NOON) is None


@given(st.lists(st.decimals(0, 1, places=4), max_size=30), st.integers(0, 5))
def test_per_cent_stays_within_nought_and_a_hundred(scores, unanswered):
    asked = max(1, len(scores) + unanswered)

    assert 0 <= per_cent_of(scores, asked) <= 100


def test_three_thirds_reach_the_pass_mark():
    scores = [Decimal(1)] * 6 + [Decimal("0.3333")] * 3

    assert per_cent_of(scores, 10) == Decimal("70.00")
    assert has_passed(per_cent_of(scores, 10), POLICY)


def test_unanswered_questions_count_as_nothing():
    assert per_cent_of([Decimal(1)], 4) == Decimal("25.00")


def test_per_cent_refuses_more_scores_than_questions():
    with pytest.raises(ValueError, match="2 scores for 1"):
        per_cent_of([Decimal(1)] * 2, 1)
