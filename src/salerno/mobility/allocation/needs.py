"""Hard needs: a student who cannot be somewhere is never sent there, and learns why."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from salerno.admissions.eligibility.facts import LEVELS, NATIVE
from salerno.mobility.allocation.reasons import Because

KNOWN_LEVELS = (*LEVELS, NATIVE)


@dataclass(frozen=True, slots=True)
class Needs:
    """Of a student: ``periods`` in which to go (empty: any), languages with the level reached, ``access`` that must be there.

    PRIVACY: ``access`` may speak of health. It comes back in the student's own reason and nowhere else.
    """

    periods: frozenset[str] = frozenset()
    languages: Mapping[str, str] = field(default_factory=dict, hash=False)
    access: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Requirements:
    """Of a place: ``periods`` in which it can be had (empty: any), languages, ``access`` that it offers.

    ``languages`` is a list of alternatives: of each entry one language at its level is enough. ``({"en": "B2", "fr": "B1"},
    {"it": "A2"})`` asks for English or French, and for Italian.
    """

    periods: frozenset[str] = frozenset()
    languages: tuple[Mapping[str, str], ...] = field(default=(), hash=False)
    access: frozenset[str] = frozenset()


NO_NEEDS, NO_REQUIREMENTS = Needs(), Requirements()


def barrier(needs: Needs, asked: Requirements) -> tuple[Because, dict] | None:
    """The first hard need that keeps the two apart, with its facts; None when nothing does."""
    if needs.periods and asked.periods and not needs.periods & asked.periods:
        return Because.PERIOD, {"offered": tuple(sorted(asked.periods)), "own": tuple(sorted(needs.periods))}
    for alternatives in asked.languages:
        if not any(_reaches(needs.languages.get(language), level) for language, level in alternatives.items()):
            own = {language: needs.languages[language] for language in sorted(alternatives) if language in needs.languages}
            return Because.LANGUAGE, {"needed": dict(sorted(alternatives.items())), "own": own}
    if missing := needs.access - asked.access:
        return Because.ACCESS, {"missing": tuple(sorted(missing))}
    return None


def _reaches(own: str | None, needed: str) -> bool:
    return own is not None and KNOWN_LEVELS.index(own) >= KNOWN_LEVELS.index(needed)
