"""Reasons in words: the same sentences as the command gives, and in every language of the campus."""

import pytest
from django.utils import translation

from salerno.mobility.allocation import wording
from salerno.mobility.allocation.reasons import Aim, Because, Obstacle, Outcome, Reason
from salerno.mobility.calls.reason_words import clause, in_each_language, sentence
from salerno.mobility.enums import Tier

FACTS = {
    Because.LANGUAGE: {"needed": {}, "own": {}},
    Because.PERIOD: {"offered": ("autumn", "spring"), "own": ("summer",)},
    Because.ACCESS: {"missing": ("lift",)},
    Because.NO_SEATS: {},
    Because.CLOSED: {"minimum": 3, "reached": 1},
    Because.TIE: {},
}
FULL = {
    Because.TIER: {"last": Tier.CONSORTIUM, "own": Tier.OUTSIDE},
    Because.SCORE: {"last": 90, "own": 80.5},
    Because.LOTTERY: {"score": 70, "last": "a" * 64, "own": "b" * 64},
}
OBSTACLES = [
    *(Obstacle(because, "Pisa", 1, facts) for because, facts in FACTS.items()),
    *(Obstacle(because, "Pisa", 1, {**facts, "capacity": n}) for because, facts in FULL.items() for n in (1, 4)),
    *(Obstacle(Because.HOME, "Pisa", 1, {"most": n}) for n in (1, 3)),
    *(Obstacle(Because.TOTAL, "Pisa", 1, {"aim": aim, "count": n, "worst": 3}) for aim in Aim for n in (1, 2)),
]
NAMES = {"Pisa": "Pisa"}


def test_there_are_words_for_every_cause():
    assert {one.because for one in OBSTACLES} == set(Because)


@pytest.mark.parametrize("obstacle", OBSTACLES, ids=str)
def test_pages_and_the_command_say_the_same_in_english(obstacle):
    for others in range(3):
        reason = Reason(Outcome.LATER_CHOICE, "Pisa", 2 + others, 5, (obstacle,) * (1 + others))
        with translation.override("en"):
            assert sentence(reason, NAMES) == wording.sentence(reason)


@pytest.mark.parametrize("outcome", [Outcome.FIRST_CHOICE, Outcome.NO_CHOICES])
def test_who_met_no_obstacle_reads_so(outcome):
    reason = Reason(outcome, "Pisa" if outcome is Outcome.FIRST_CHOICE else None, 1, 3)

    with translation.override("en"):
        assert sentence(reason, NAMES) == wording.sentence(reason)


def test_languages_access_and_places_have_their_names():
    needed = Obstacle(Because.LANGUAGE, "p", 1, {"needed": {"en": "B2", "it": "A2"}, "own": {"en": "A2"}})
    access = Obstacle(Because.ACCESS, "p", 1, {"missing": ("accessible",)})

    with translation.override("en"):
        assert clause(needed, {"p": "Pisa"}) == "Pisa asks for English B2 or Italian A2, and you have English A2"
        assert clause(access, {"p": "Pisa"}) == "Pisa does not offer what you need (step-free access)"


def test_a_reason_is_kept_in_each_language():
    reason = Reason(Outcome.FIRST_CHOICE, "p", 1, 1)

    said = in_each_language(reason, {"en": {"p": "Pisa"}, "fr": {"p": "Pise"}})

    assert said["en"] == "You have Pisa, your first choice."
    assert set(said) == {"en", "fr"}
    assert "Pise" in said["fr"]
