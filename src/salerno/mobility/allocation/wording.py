"""One English sentence for each reason. Every template stands alone: the pages can translate it and fill in the same facts."""

from collections.abc import Mapping
from typing import Any

from salerno.mobility.allocation.problem import Tier
from salerno.mobility.allocation.reasons import Aim, Because, Obstacle, Outcome, Reason

SHOWN_OF_A_LOT = 8

SENTENCES = {
    Outcome.FIRST_CHOICE: "You have {place}, your first choice.",
    Outcome.LATER_CHOICE: "You have {place}, your choice {rank} of {of}: {because}.",
    Outcome.UNPLACED: "You have no place: {because}.",
    Outcome.NO_CHOICES: "You have no place, because you chose none.",
}
OTHERS = {
    1: "{because}, and another choice could not be had either",
    2: "{because}, and {count} other choices could not be had either",
}

CLAUSES = {
    Because.PERIOD: "{place} can be had in {offered}, and you can go in {own}",
    Because.LANGUAGE: "{place} asks for {needed}, and you have {own}",
    Because.ACCESS: "{place} does not offer what you need ({missing})",
    Because.NO_SEATS: "{place} has no places to give this time",
    Because.CLOSED: "{place} does not run, because it needs {minimum} and only {reached} would have gone there",
    Because.HOME: {
        1: "{place} takes one student of each home, and the one of yours who is placed there goes before you",
        2: "{place} takes at most {most} students of each home, and the {most} of yours who are placed there go before you",
    },
    Because.TIER: {
        1: "{place} was full, and the one who is placed there {last}, which goes first, while you {own}",
        2: "{place} was full, and the last of the {capacity} placed there {last}, which goes first, while you {own}",
    },
    Because.SCORE: {
        1: "{place} was full, and the one who is placed there had {last} where you had {own}",
        2: "{place} was full, and the last of the {capacity} placed there had {last} where you had {own}",
    },
    Because.LOTTERY: {
        1: "{place} was full, and the one who is placed there had {score} as you, and the lot {last} before your {own}",
        2: "{place} was full, and the last of the {capacity} placed there had {score} as you, and the lot {last} before your {own}",
    },
    Because.TIE: "with you at {place} the total would be as good, but one who stands higher would get a lower choice",
}
TOTALS = {
    Aim.MINIMA: "with you at {place}, a place that runs would fall below its minimum",
    Aim.KEPT: "with you at {place}, somebody would lose a place that is published",
    Aim.PLACED: {
        1: "with you at {place}, one student fewer would have a place",
        2: "with you at {place}, {count} students fewer would have a place",
    },
    Aim.CONSORTIUM: {
        1: "with you at {place}, one student fewer would go to a consortium member",
        2: "with you at {place}, {count} students fewer would go to consortium members",
    },
    Aim.ASSOCIATED: {
        1: "with you at {place}, one student fewer would go to an associated partner",
        2: "with you at {place}, {count} students fewer would go to associated partners",
    },
    Aim.RANKS: {
        1: "with you at {place}, the choices of all together would be one step lower",
        2: "with you at {place}, the choices of all together would be {count} steps lower",
    },
    Aim.WORST: "with you at {place}, somebody would get a choice below number {worst}, the lowest that anybody has",
}
TIERS = {
    Tier.CONSORTIUM: "comes from a consortium member",
    Tier.ASSOCIATED: "comes from an associated partner",
    Tier.OUTSIDE: "comes from outside",
}
OWN_TIERS = {
    Tier.CONSORTIUM: "come from a consortium member",
    Tier.ASSOCIATED: "come from an associated partner",
    Tier.OUTSIDE: "come from outside",
}


def sentence(reason: Reason) -> str:
    """``reason`` in one sentence: what kept the student from the first choice, and of how many others the same is true."""
    values = {"place": reason.place, "rank": reason.rank, "of": reason.of}
    if reason.obstacles:
        values["because"] = _because(reason.obstacles)
    return SENTENCES[reason.outcome].format(**values)


def clause(obstacle: Obstacle) -> str:
    """Why one place could not be had, without a capital and a full stop: for a list of all."""
    said = {"place": obstacle.place, **{name: _said(obstacle.because, name, fact) for name, fact in obstacle.facts.items()}}
    if obstacle.because is Because.TOTAL:
        return _counted(TOTALS[obstacle.facts["aim"]], obstacle.facts["count"]).format(**said)
    return _counted(CLAUSES[obstacle.because], obstacle.facts.get("capacity", obstacle.facts.get("most"))).format(**said)


def _because(obstacles: tuple[Obstacle, ...]) -> str:
    first, others = clause(obstacles[0]), len(obstacles) - 1
    return _counted(OTHERS, others).format(because=first, count=others) if others else first


def _counted(template: str | Mapping[int, str], count: int | None) -> str:
    return template if isinstance(template, str) else template[1 if count == 1 else 2]


def _said(because: Because, name: str, fact: Any) -> Any:
    if because is Because.LOTTERY and name in ("last", "own"):
        return fact[:SHOWN_OF_A_LOT]
    if because is Because.TIER and name in ("last", "own"):
        return (TIERS if name == "last" else OWN_TIERS)[fact]
    if because is Because.LANGUAGE:
        said = [f"{language} {level}" for language, level in fact.items()]
        return (" or " if name == "needed" else ", ").join(said) or "none of these"
    return ", ".join(fact) if isinstance(fact, tuple) else fact
