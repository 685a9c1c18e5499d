"""What happened the last time: honest counts of places in the last published scenario of the same programme.

PRIVACY: a count of fewer than five students, and the lowest score among them, could be somebody; it is not shown.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from salerno.mobility.models import MobilityCall, Place, Scenario

FEWEST = 5


@dataclass(frozen=True)
class Chance:
    """``first``: how many wished it first; ``placed``: how many got in; ``lowest``: the lowest score of these. None: too few."""

    first: int | None
    placed: int | None
    lowest: float | None

    @property
    def is_known(self) -> bool:
        """Whether anything can be said."""
        return self.first is not None or self.placed is not None


def chances_for(call: MobilityCall) -> dict[tuple[int, str], Chance]:
    """By institution and period what happened in the programme's last published call of this kind; two queries, empty when none."""
    last = (
        Scenario.objects.filter(
            call__offering__programme=call.offering.programme_id, call__kind=call.kind, call__closes_at__lt=call.closes_at
        )
        .filter(published_at__isnull=False)
        .order_by("-call__closes_at", "-pk")
        .first()
    )
    if last is None:
        return {}
    where = {str(place.uuid): (place.institution_id, place.period) for place in Place.objects.filter(call=last.call_id)}
    return _counted(where, last.given, last.result)


def _counted(where: dict[str, tuple[int, str]], given: dict[str, Any], result: dict[str, Any]) -> dict[tuple[int, str], Chance]:
    """Two places of one institution in one period (two agreements) are one to a student."""
    scores = {student["id"]: student["score"] for student in given["students"]}
    first = Counter(where.get(student["choices"][0]) for student in given["students"] if student["choices"])
    placed: dict[tuple[int, str], list[float]] = {}
    for student, place in result["assignment"].items():
        if place in where:
            placed.setdefault(where[place], []).append(scores[student])
    return {key: _chance(first[key], placed.get(key, [])) for key in set(where.values())}


def _chance(first: int, scores: list[float]) -> Chance:
    enough = len(scores) >= FEWEST
    return Chance(
        first=first if first >= FEWEST else None, placed=len(scores) if enough else None, lowest=min(scores) if enough else None
    )
