"""Why a student got this and not that: facts, from which ``wording`` makes a sentence and which ``checking`` can judge."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Key = str | int


class Outcome(StrEnum):
    """How it ended for a student."""

    FIRST_CHOICE = "first-choice"
    LATER_CHOICE = "later-choice"
    UNPLACED = "unplaced"
    NO_CHOICES = "no-choices"


class Because(StrEnum):
    """Why a place that a student put higher could not be had."""

    PERIOD = "period"
    LANGUAGE = "language"
    ACCESS = "access"
    NO_SEATS = "no-seats"
    CLOSED = "closed"
    HOME = "home"
    TIER = "tier"
    SCORE = "score"
    LOTTERY = "lottery"
    TOTAL = "total"
    TIE = "tie"


FACTS = {
    Because.PERIOD: {"offered", "own"},
    Because.LANGUAGE: {"needed", "own"},
    Because.ACCESS: {"missing"},
    Because.NO_SEATS: set(),
    Because.CLOSED: {"minimum", "reached"},
    Because.HOME: {"most"},
    Because.TIER: {"capacity", "last", "own"},
    Because.SCORE: {"capacity", "last", "own"},
    Because.LOTTERY: {"capacity", "score", "last", "own"},
    Because.TOTAL: {"aim", "count", "worst"},  # worst: the lowest rank that anybody has
    Because.TIE: set(),
}


class Aim(StrEnum):
    """The aims of the best total, the weightiest first: what would be worse if the student had the place."""

    MINIMA = "minima"  # that places taken as running reach their minimum
    KEPT = "kept"  # that nobody loses what is published
    PLACED = "placed"
    CONSORTIUM = "consortium"
    ASSOCIATED = "associated"
    RANKS = "ranks"
    WORST = "worst"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What kept a student from ``place``, choice number ``rank``. ``facts`` (see ``FACTS``) are numbers and words, never people."""

    because: Because
    place: Key
    rank: int
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reason:
    """``place`` is choice number ``rank`` of ``of``; both None for who has no place. One obstacle for each choice put higher."""

    outcome: Outcome
    place: Key | None
    rank: int | None
    of: int
    obstacles: tuple[Obstacle, ...] = ()


def reason(choices: tuple[Key, ...], place: Key | None, obstacles: tuple[Obstacle, ...]) -> Reason:
    """The reason of a student who chose ``choices`` and got ``place``."""
    if place is None:
        return Reason(Outcome.UNPLACED if choices else Outcome.NO_CHOICES, None, None, len(choices), obstacles)
    rank = choices.index(place) + 1
    return Reason(Outcome.FIRST_CHOICE if rank == 1 else Outcome.LATER_CHOICE, place, rank, len(choices), obstacles)
