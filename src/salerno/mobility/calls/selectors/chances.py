"""What happened the last time: honest counts of places in the last published scenario of the same programme.

PRIVACY: a count of fewer than five students, and the lowest score among them, could be somebody; it is not shown.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from salerno.common.plots import Bars, bars
from salerno.mobility.models import MobilityCall, Place, Scenario

FEWEST = 5


@dataclass(frozen=True)
class Chance:
    """``first``: how many wished it first; ``placed``: how many got in; ``lowest``: the lowest score of these. None: too few.

    ``seats``: how many there were, which the call said to everybody.
    """

    first: int | None
    placed: int | None
    lowest: float | None
    seats: int = 0

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
    places = list(Place.objects.filter(call=last.call_id))
    where = {str(place.uuid): (place.institution_id, place.period) for place in places}
    seats: Counter[tuple[int, str]] = Counter()
    for place in places:
        seats[place.institution_id, place.period] += place.capacity
    return _counted(where, seats, last.given, last.result)


def _counted(
    where: dict[str, tuple[int, str]], seats: Counter[tuple[int, str]], given: dict[str, Any], result: dict[str, Any]
) -> dict[tuple[int, str], Chance]:
    """Two places of one institution in one period (two agreements) are one to a student."""
    scores = {student["id"]: student["score"] for student in given["students"]}
    first = Counter(where.get(student["choices"][0]) for student in given["students"] if student["choices"])
    placed: dict[tuple[int, str], list[float]] = {}
    for student, place in result["assignment"].items():
        if place in where:
            placed.setdefault(where[place], []).append(scores[student])
    return {key: _chance(first[key], placed.get(key, []), seats[key]) for key in set(where.values())}


def _chance(first: int, scores: list[float], seats: int) -> Chance:
    enough = len(scores) >= FEWEST
    return Chance(
        first=first if first >= FEWEST else None,
        placed=len(scores) if enough else None,
        lowest=min(scores) if enough else None,
        seats=seats,
    )


def plots_of(chances: Mapping[tuple[int, str], Chance]) -> dict[tuple[int, str], Bars]:
    """Bars of what can be said of each, all on one scale, so that places can be compared."""
    known = {key: each for key, each in chances.items() if each.is_known}
    widest = max((max(each.first or 0, each.placed or 0, each.seats) for each in known.values()), default=0)
    return {key: bars("", _rows(each), widest=widest) for key, each in known.items()}


def _rows(chance: Chance) -> list[tuple[str, list[tuple[int, str]]]]:
    counts = ((_("Wished first"), chance.first), (_("Got in"), chance.placed), (_("Seats"), chance.seats))
    return [(label, [(count, str(count))]) for label, count in counts if count is not None]
