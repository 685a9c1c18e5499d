"""An allocation as plain values that are kept and read back equal: what was decided on the way, and reasons as facts."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from salerno.mobility.allocation.outcome import Allocation, Method, Terms, figures_of
from salerno.mobility.allocation.problem import Problem
from salerno.mobility.allocation.reasons import Aim, Because, Key, Obstacle, Outcome, Reason


def kept(allocation: Allocation) -> dict[str, Any]:
    """``allocation`` for JSON; keys are texts, so places and students must have texts as keys."""
    terms = allocation.terms
    return {
        "method": str(allocation.method),
        "assignment": dict(allocation.assignment),
        "reasons": {str(key): kept_reason(reason) for key, reason in allocation.reasons.items()},
        "terms": {
            "closed": dict(terms.closed),
            "running": sorted(terms.running, key=str),
            "kept": dict(terms.kept),
            "is_proven": terms.is_proven,
        },
        "figures": asdict(allocation.figures),
    }


def kept_reason(reason: Reason) -> dict[str, Any]:
    """One reason for JSON."""
    obstacles = [
        {"because": str(one.because), "place": one.place, "rank": one.rank, "facts": dict(one.facts)} for one in reason.obstacles
    ]
    return {"outcome": str(reason.outcome), "place": reason.place, "rank": reason.rank, "of": reason.of, "obstacles": obstacles}


def read_back(problem: Problem, data: Mapping[str, Any]) -> Allocation:
    """The allocation of ``problem`` that ``kept`` gave; figures are counted again, so that they cannot differ from it."""
    said = data["terms"]
    terms = Terms(closed=said["closed"], running=frozenset(said["running"]), kept=said["kept"], is_proven=said["is_proven"])
    assignment: Mapping[Key, Key | None] = data["assignment"]
    reasons = {key: read_reason(reason) for key, reason in data["reasons"].items()}
    return Allocation(Method(data["method"]), assignment, reasons, figures_of(problem, assignment, terms), terms)


def read_reason(data: Mapping[str, Any]) -> Reason:
    """The reason that ``kept_reason`` gave."""
    obstacles = tuple(
        Obstacle(Because(one["because"]), one["place"], one["rank"], _facts(one["facts"])) for one in data["obstacles"]
    )
    return Reason(Outcome(data["outcome"]), data["place"], data["rank"], data["of"], obstacles)


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has lists for tuples, and texts for the aims."""
    said = {name: tuple(fact) if isinstance(fact, list) else fact for name, fact in facts.items()}
    return {**said, "aim": Aim(said["aim"])} if "aim" in said else said
