"""The rules of the final assessment: when an attempt may start, and what a set of questions is worth.

Sums go in hundredths of a per cent and are rounded half up, so that nobody misses a pass mark by 33.33 +
33.33 + 33.33.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from salerno.courseware.package.facts import Grading


class Refusal(StrEnum):
    """Why no further attempt may start."""

    ALREADY_PASSED = "already-passed"
    ATTEMPT_OPEN = "attempt-open"
    NO_ATTEMPT_LEFT = "no-attempt-left"
    COOLING_DOWN = "cooling-down"


@dataclass(frozen=True)
class Refused:
    """The refusal, and when it lifts by itself; None if it does not."""

    refusal: Refusal
    lifts_at: datetime | None = None


@dataclass(frozen=True)
class Policy:
    """On which terms the assessment may be taken. ``pass_mark`` in per cent; ``attempts`` None for as many as
    one likes.
    """

    pass_mark: Decimal
    attempts: int | None
    cool_down: timedelta

    @classmethod
    def of(cls, grading: Grading) -> "Policy":
        """The terms that a course states."""
        return cls(Decimal(grading.pass_mark), grading.attempts, timedelta(hours=grading.cool_down_hours))


@dataclass(frozen=True)
class PastAttempt:
    """An attempt that was started; ``finished_at`` and ``per_cent`` are None while it is open."""

    started_at: datetime
    finished_at: datetime | None = None
    per_cent: Decimal | None = None


def why_not_start(
    attempts: Sequence[PastAttempt], policy: Policy, at: datetime, elsewhere: Sequence[PastAttempt] = ()
) -> Refused | None:
    """What stands against a further attempt at the moment ``at``; None if nothing does.

    Every attempt that was started counts, so that nobody looks at the questions and walks away. The cool-down
    runs from the end of the last attempt. ``elsewhere`` are those in other offerings of the course: they use up
    nothing here, but the cool-down runs from them too; from the start of one that is open, so that it always ends.
    """
    if any(attempt.per_cent is not None and has_passed(attempt.per_cent, policy) for attempt in attempts):
        return Refused(Refusal.ALREADY_PASSED)
    if any(attempt.finished_at is None for attempt in attempts):
        return Refused(Refusal.ATTEMPT_OPEN)
    if (left := attempts_left(attempts, policy)) is not None and left == 0:
        return Refused(Refusal.NO_ATTEMPT_LEFT)
    ends = [attempt.finished_at or attempt.started_at for attempt in (*attempts, *elsewhere)]
    if ends and at < max(ends) + policy.cool_down:
        return Refused(Refusal.COOLING_DOWN, lifts_at=max(ends) + policy.cool_down)
    return None


def attempts_left(attempts: Sequence[PastAttempt], policy: Policy) -> int | None:
    """How many may still be started; None for as many as one likes."""
    return None if policy.attempts is None else max(0, policy.attempts - len(attempts))


def per_cent_of(scores: Sequence[Decimal], asked: int) -> Decimal:
    """What ``scores`` (each from 0 to 1) are worth of ``asked`` questions, in per cent to two places.

    A question without an answer has no score and counts as 0. Raises ``ValueError`` if there are more scores
    than questions.
    """
    if len(scores) > asked or asked < 1:
        raise ValueError(f"{len(scores)} scores for {asked} questions")
    return (100 * sum(scores, Decimal(0)) / asked).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def has_passed(per_cent: Decimal, policy: Policy) -> bool:
    """Whether ``per_cent`` reaches the pass mark."""
    return per_cent >= policy.pass_mark
