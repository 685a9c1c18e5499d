"""Latitude and longitude as points of two pictures: Europe, where a kilometre is a unit, and the world.

Europe is drawn in Lambert's azimuthal equal-area projection about 52° N, 10° E, as EPSG:3035 is (there on an ellipsoid, here on a
sphere: no town moves by a pixel). Formulae: J. P. Snyder, Map Projections: A Working Manual, U.S. Geological Survey Professional
Paper 1395, 1987, on Lambert's azimuthal equal-area projection of a sphere. The world is drawn plate carrée: a unit is a
tenth of a degree.
"""

from dataclasses import dataclass
from math import cos, radians, sin, sqrt

_EARTH_KM = 6371.0
_MIDDLE = (52.0, 10.0)


@dataclass(frozen=True)
class Frame:
    """A picture: its name, and its width and height in units."""

    name: str
    width: int
    height: int

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether ``point`` lies in it."""
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height


EUROPE = Frame("europe", 4000, 4200)
WORLD = Frame("world", 3600, 1450)
_LEFT_KM, _TOP_KM = -1900.0, 2250.0
_TOP_OF_WORLD = 84.0


def on_europe(latitude: float, longitude: float) -> tuple[float, float]:
    """The point on ``EUROPE``: kilometres from its upper left corner, to the right and down; outside it for what lies elsewhere.

    Undefined at the antipode alone, which lies in the South Pacific: there the point is put far outside.
    """
    phi, phi_0, turned = radians(latitude), radians(_MIDDLE[0]), radians(longitude - _MIDDLE[1])
    nearness = 1 + sin(phi_0) * sin(phi) + cos(phi_0) * cos(phi) * cos(turned)
    k = sqrt(2 / max(nearness, 1e-9))
    east = _EARTH_KM * k * cos(phi) * sin(turned)
    north = _EARTH_KM * k * (cos(phi_0) * sin(phi) - sin(phi_0) * cos(phi) * cos(turned))
    return east - _LEFT_KM, _TOP_KM - north


def on_world(latitude: float, longitude: float) -> tuple[float, float]:
    """The point on ``WORLD``."""
    return (longitude + 180) * 10, (_TOP_OF_WORLD - latitude) * 10
