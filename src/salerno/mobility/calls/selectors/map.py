"""The map of a call's places: a mark for each institution, numbered as the list beside it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from salerno.institutions.models import Institution
from salerno.mobility.maps.placing import Spot, spots
from salerno.mobility.maps.projecting import EUROPE, WORLD, Frame, on_europe, on_world

if TYPE_CHECKING:
    from salerno.mobility.calls.selectors.pages import PlaceRow

RADIUS = 130
"""Of a mark, in units of a frame: 22 px across on a phone; the list holds the same links."""


@dataclass(frozen=True)
class Mark:
    """An institution on a picture. ``anchor``: its first place in the list below; ``kind``: the tier, which gives the shape."""

    number: int
    name: str
    city: str
    tier: str
    kind: str
    anchor: str
    spot: Spot | None = None

    @property
    def at(self) -> str:
        """Where it stands, as SVG writes it in every language."""
        return f"{self.spot.x} {self.spot.y}" if self.spot else ""

    @property
    def line(self) -> str:
        """From the mark to its town; empty where it stands on it."""
        spot = self.spot
        return f"M{spot.x} {spot.y}L{spot.town_x} {spot.town_y}" if spot and spot.has_moved else ""


@dataclass(frozen=True)
class Picture:
    """A frame with its marks."""

    frame: Frame
    marks: list[Mark]

    @property
    def box(self) -> str:
        """Its ``viewBox``."""
        return f"0 0 {self.frame.width} {self.frame.height}"


@dataclass(frozen=True)
class PlacesMap:
    """``pictures``: Europe, and the world where a place lies elsewhere. ``marks``: all institutions, also those without a town."""

    pictures: list[Picture]
    marks: list[Mark]


def map_of(rows: Sequence["PlaceRow"]) -> PlacesMap | None:
    """The map of ``rows``, in whose order institutions are numbered; None where no institution says where it lies."""
    first: dict[int, PlaceRow] = {}
    for row in rows:
        first.setdefault(row.number, row)
    marks = {number: _mark(row) for number, row in sorted(first.items())}
    placed = [_framed(number, row.place.institution) for number, row in sorted(first.items()) if row.place.institution.is_located]
    pictures = []
    for frame in (EUROPE, WORLD):
        inside = [(number, point) for number, where, point in placed if where is frame]
        found = spots([point for _number, point in inside], frame, RADIUS)
        drawn = [_mark(first[number], spot) for (number, _point), spot in zip(inside, found, strict=True)]
        pictures += [Picture(frame, drawn)] if drawn else []
    return PlacesMap(pictures, list(marks.values())) if pictures else None


def _framed(number: int, institution: Institution) -> tuple[int, Frame, tuple[float, float]]:
    latitude, longitude = float(institution.latitude or 0), float(institution.longitude or 0)
    point = on_europe(latitude, longitude)
    return (number, EUROPE, point) if EUROPE.holds(point) else (number, WORLD, on_world(latitude, longitude))


def _mark(row: "PlaceRow", spot: Spot | None = None) -> Mark:
    city = row.place.institution.city
    return Mark(row.number, row.name, city, row.tier, row.place.tier, f"place-{row.key}", spot)
