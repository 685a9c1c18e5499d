"""What is given: students with their choices, places, the seed of the lottery. Nothing impossible gets in."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from typing import Any

from salerno.mobility.allocation.errors import ProblemRefused, Wrong
from salerno.mobility.allocation.needs import KNOWN_LEVELS, NO_NEEDS, NO_REQUIREMENTS, Needs, Requirements, barrier
from salerno.mobility.allocation.reasons import Because, Key

Score = int | float | Decimal
Precedence = tuple[int, Score, str]


class Tier(StrEnum):
    """Of a student: who sends them. Of a place: who offers it. The first goes before the second."""

    CONSORTIUM = "consortium"
    ASSOCIATED = "associated"
    OUTSIDE = "outside"


TIERS = tuple(Tier)


@dataclass(frozen=True, slots=True)
class Student:
    """``choices``: keys of places, the most wanted first. ``scores``: what single places gave on their own, used there instead.

    A host that interviews has scores of its own; ``best`` looks at ``score`` alone. ``home``: who sends the student; it counts
    where a place takes only so many of one home.
    """

    key: Key
    score: Score
    choices: tuple[Key, ...] = ()
    tier: Tier = Tier.CONSORTIUM
    needs: Needs = NO_NEEDS
    scores: Mapping[Key, Score] = field(default_factory=dict, hash=False)
    home: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place that ``capacity`` students can have at once. With fewer than ``minimum`` it does not run.

    ``most_of_one_home``: of one home no more than these; None for no limit.
    """

    key: Key
    capacity: int
    minimum: int = 0
    tier: Tier = Tier.CONSORTIUM
    requirements: Requirements = NO_REQUIREMENTS
    most_of_one_home: int | None = None

    @property
    def limits_homes(self) -> bool:
        """Whether the limit for one home can keep anybody away."""
        return self.most_of_one_home is not None and self.most_of_one_home < self.capacity


@dataclass(frozen=True)
class Problem:
    """Both sides in the order of their keys, whatever the order given. Raises ``ProblemRefused``."""

    students: tuple[Student, ...]
    places: tuple[Place, ...]
    seed: Key

    def __post_init__(self) -> None:
        _refuse_what_is_wrong(self)
        for side in ("students", "places"):
            object.__setattr__(self, side, tuple(sorted(getattr(self, side), key=lambda one: str(one.key))))

    @cached_property
    def place(self) -> Mapping[Key, Place]:
        """Places by their keys."""
        return {place.key: place for place in self.places}

    @cached_property
    def student(self) -> Mapping[Key, Student]:
        """Students by their keys."""
        return {student.key: student for student in self.students}

    @cached_property
    def lots(self) -> Mapping[Key, str]:
        """The lot of each student; the lower goes first.

        SHA-256 of the seed, a line feed and the student's key, in hexadecimal: a row's place in a file does not matter, and
        anybody can repeat it (``printf '1\\nS-001' | sha256sum``). Publish the seed before the choices are in, so that nobody can
        try seeds until one suits.
        """
        return {student.key: sha256(f"{self.seed}\n{student.key}".encode()).hexdigest() for student in self.students}

    @cached_property
    def standing(self) -> Mapping[Key, int]:
        """For each student how many go before: by tier, then score, then lot."""
        ordered = sorted(self.students, key=lambda student: self._everywhere[student.key])
        return {student.key: number for number, student in enumerate(ordered)}

    def precedence(self, student: Student, place: Key) -> Precedence:
        """Where ``student`` stands at ``place``: the lower goes first."""
        tier, score, lot = self._everywhere[student.key]
        return tier, -student.scores[place] if place in student.scores else score, lot

    @cached_property
    def _everywhere(self) -> Mapping[Key, Precedence]:
        return {student.key: (TIERS.index(student.tier), -student.score, self.lots[student.key]) for student in self.students}

    @cached_property
    def barriers(self) -> Mapping[tuple[Key, Key], tuple[Because, dict]]:
        """The pairs of a student and a place of their choice that hard needs keep apart, and why."""
        return {
            (student.key, key): found
            for student in self.students
            for key in student.choices
            if (found := barrier(student.needs, self.place[key].requirements))
        }

    def without(self, students: Iterable[Key]) -> "Problem":
        """The same problem without ``students``. Raises ``ProblemRefused`` for one who is not there."""
        gone = set(students)
        for key in gone - self.student.keys():
            raise ProblemRefused(Wrong.UNKNOWN_STUDENT, "", key=key)
        return replace(self, students=tuple(student for student in self.students if student.key not in gone))


def _refuse_what_is_wrong(problem: Problem) -> None:
    if not _is_key(problem.seed):
        raise ProblemRefused(Wrong.NO_SEED, "seed")
    known: dict[str, Key] = {}
    for number, place in enumerate(problem.places):
        _check_place(place, f"places[{number}]")
        _check_limit(place, f"places[{number}]", problem)
        _refuse_twice(place.key, known, f"places[{number}].id")
    seen: dict[str, Key] = {}
    for number, student in enumerate(problem.students):
        _check_student(student, set(known.values()), f"students[{number}]")
        _refuse_twice(student.key, seen, f"students[{number}].id")


def _refuse_twice(key: Key, seen: dict[str, Key], where: str) -> None:
    """``1`` and ``"1"`` are one key: in JSON they would be one name."""
    if str(key) in seen:
        raise ProblemRefused(Wrong.TWICE, where, key=key)
    seen[str(key)] = key


def _check_place(place: Place, where: str) -> None:
    _check_key_and_tier(place, where)
    for name in ("capacity", "minimum"):
        number = getattr(place, name)
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise ProblemRefused(Wrong.NO_NUMBER_OF_PLACES, f"{where}.{name}")
    if place.minimum > place.capacity:
        raise ProblemRefused(Wrong.MINIMUM_ABOVE_CAPACITY, f"{where}.minimum", minimum=place.minimum, capacity=place.capacity)
    for number, alternatives in enumerate(place.requirements.languages):
        _check_levels(alternatives, f"{where}.languages[{number}]")


def _check_limit(place: Place, where: str, problem: Problem) -> None:
    most = place.most_of_one_home
    if most is None:
        return
    if not isinstance(most, int) or isinstance(most, bool) or most < 1:
        raise ProblemRefused(Wrong.NO_LIMIT, f"{where}.most_of_one_home")
    for number, student in enumerate(problem.students):
        if not _is_key(student.home):
            raise ProblemRefused(Wrong.NO_HOME, f"students[{number}].home")


def _check_student(student: Student, places: set[Key], where: str) -> None:
    _check_key_and_tier(student, where)
    _check_score(student.score, f"{where}.score")
    _check_levels(student.needs.languages, f"{where}.languages")
    for key, score in student.scores.items():
        if key not in places:
            raise ProblemRefused(Wrong.UNKNOWN_PLACE, f"{where}.scores", key=key)
        _check_score(score, f"{where}.scores.{key}")
    chosen = set()
    for number, key in enumerate(student.choices):
        if not _is_key(key) or key not in places:
            raise ProblemRefused(Wrong.UNKNOWN_PLACE, f"{where}.choices[{number}]", key=key)
        if key in chosen:
            raise ProblemRefused(Wrong.TWICE, f"{where}.choices[{number}]", key=key)
        chosen.add(key)


def _check_key_and_tier(one: Student | Place, where: str) -> None:
    if not _is_key(one.key):
        raise ProblemRefused(Wrong.NO_KEY, f"{where}.id")
    if one.tier not in TIERS:
        raise ProblemRefused(Wrong.UNKNOWN_TIER, f"{where}.tier", tier=one.tier, known=", ".join(TIERS))


def _check_score(score: Any, where: str) -> None:
    """Infinity and not-a-number cannot be compared, and a truth value is no score."""
    is_whole = isinstance(score, int) and not isinstance(score, bool)
    if (
        not is_whole
        and not (isinstance(score, float) and math.isfinite(score))
        and not (isinstance(score, Decimal) and score.is_finite())
    ):
        raise ProblemRefused(Wrong.NO_SCORE, where)


def _check_levels(languages: Mapping[str, str], where: str) -> None:
    for language, level in languages.items():
        if level not in KNOWN_LEVELS:
            raise ProblemRefused(Wrong.UNKNOWN_LEVEL, f"{where}.{language}", level=level, known=", ".join(KNOWN_LEVELS))


def _is_key(value: Any) -> bool:
    """Half of a surrogate pair, which JSON can smuggle in, is not printable either."""
    if isinstance(value, str):
        return value.isprintable() and value.strip() != ""
    return isinstance(value, int) and not isinstance(value, bool)
