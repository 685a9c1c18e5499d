"""Scores made comparable between reviewers who judge mildly and harshly. Pure.

Reviewers get their lots evenly and by chance (``assignment``), so the lots are taken to be alike: where the mean of one reviewer's
scores differs from another's, habit is taken to be the cause. For reviewer *r* with *n* scores, mean *m* and variance *v*:

1. The pool's spread ``s`` is the root of the variance within reviewers, all together: ``Σ(n-1)v / Σ(n-1)``.
2. A reviewer's own spread is shrunk towards it, since few scores say little: ``s_r² = ((n-1)v + K·s²) / (n-1+K)``, ``K = 4``
   (an estimate of a variance with the weight of four scores behind the pool's; the form of Efron and Morris, *Stein's paradox in
   statistics*, Scientific American 236(5), 1977).
3. A reviewer with at least ``FEWEST`` scores has a habit that can be measured: ``z = (x - m) / s_r``, mapped back to the rubric's
   scale as ``c + s·z``, where ``c`` is the median of such reviewers' means. A reviewer with fewer keeps the scores as given.

What follows, and is tested: adding a constant to all scores of such a reviewer leaves order and distances as they were; when it
makes the harshest still harsher, nothing changes at all. Mapped scores may lie a little beyond the ends of the scale: cutting
them off would make ties of what is different.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, median

FEWEST = 3
_K = 4
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Score:
    """What a reviewer gave to an application, on the rubric's scale."""

    application: str
    reviewer: str
    value: float


def normalised(scores: Iterable[Score]) -> dict[str, float]:
    """For each application the mean of its scores, made comparable between reviewers."""
    scores = list(scores)
    by_reviewer: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        by_reviewer[score.reviewer].append(score.value)
    habits = {reviewer: _mean_and_squares(values) for reviewer, values in by_reviewer.items()}
    measured = [mean for reviewer, (mean, _) in habits.items() if len(by_reviewer[reviewer]) >= FEWEST]
    if not measured:
        return means(scores)
    degrees = sum(len(values) - 1 for values in by_reviewer.values())
    pool = sum(squares for _, squares in habits.values()) / degrees
    centre = median(measured)
    mapped = [_mapped(score, habits[score.reviewer], len(by_reviewer[score.reviewer]), pool, centre) for score in scores]
    return means(mapped)


def means(scores: Iterable[Score]) -> dict[str, float]:
    """For each application the mean of its scores as given."""
    given: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        given[score.application].append(score.value)
    return {application: round(fmean(values), _DECIMALS) for application, values in given.items()}


def apart(values: Iterable[float]) -> float:
    """How far the scores of one application lie from each other; 0 for one score."""
    values = list(values)
    return max(values) - min(values) if values else 0.0


def _mean_and_squares(values: list[float]) -> tuple[float, float]:
    mean = fmean(values)
    return mean, sum((value - mean) ** 2 for value in values)


def _mapped(score: Score, habit: tuple[float, float], count: int, pool: float, centre: float) -> Score:
    if count < FEWEST:
        return score
    mean, squares = habit
    own = (squares + _K * pool) / (count - 1 + _K)
    stretch = sqrt(pool / own) if own > 0 else 1.0
    return Score(score.application, score.reviewer, centre + (score.value - mean) * stretch)


def habits_of(scores: Iterable[Score]) -> Mapping[str, tuple[int, float]]:
    """For each reviewer how many scores were given and their mean: what the committee sees of habits."""
    given: dict[str, list[float]] = defaultdict(list)
    for score in scores:
        given[score.reviewer].append(score.value)
    return {reviewer: (len(values), round(fmean(values), 2)) for reviewer, values in given.items()}
