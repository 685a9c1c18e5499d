"""Marks that do not lie on each other: each beside its town, with a line to it where it had to move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, hypot, pi, sin

from salerno.mobility.maps.projecting import Frame

_DIRECTIONS = 16


@dataclass(frozen=True)
class Spot:
    """Where a mark stands (``x``, ``y``) and the town that it is for (``town_x``, ``town_y``), in whole units."""

    x: int
    y: int
    town_x: int
    town_y: int

    @property
    def has_moved(self) -> bool:
        """Whether a line must lead to the town."""
        return (self.x, self.y) != (self.town_x, self.town_y)


def spots(towns: Sequence[tuple[float, float]], frame: Frame, radius: int) -> list[Spot]:
    """A spot for each of ``towns``, in their order: on the town where that is free, otherwise on the nearest free ring about it.

    No two marks of ``radius`` touch as long as the frame has room, and all lie in it. The same towns give the same spots. Where the
    frame is full a mark lies on others: its number still stands in the list.
    """
    found: list[Spot] = []
    for x, y in towns:
        px, py = next(
            (point for point in _around(x, y, frame, radius) if all(_apart(point, spot) >= 2 * radius + 10 for spot in found)),
            (x, y),
        )
        found.append(Spot(round(px), round(py), round(x), round(y)))
    return found


def _apart(point: tuple[float, float], spot: Spot) -> float:
    return hypot(point[0] - spot.x, point[1] - spot.y)


def _around(x: float, y: float, frame: Frame, radius: int) -> Iterator[tuple[float, float]]:
    """The town itself, then rings about it, from the right clockwise; what would be cut by the edge is left out."""
    ring = 0.0
    while ring <= hypot(frame.width, frame.height):
        for step in range(_DIRECTIONS if ring else 1):
            angle = 2 * pi * step / _DIRECTIONS
            px, py = x + ring * cos(angle), y + ring * sin(angle)
            if radius <= px <= frame.width - radius and radius <= py <= frame.height - radius:
                yield px, py
        ring += radius
