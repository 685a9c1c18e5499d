"""The map of places: where towns fall, marks that do not lie on each other, and the land that is drawn once."""

import re
from itertools import combinations
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import salerno.mobility
from salerno.mobility.maps.placing import spots
from salerno.mobility.maps.projecting import EUROPE, WORLD, on_europe, on_world

LAND = Path(salerno.mobility.__file__).parent / "static" / "mobility" / "map" / "land.svg"
MIDDLE = (1900.0, 2250.0)
EARTH_KM = 6371.0


def angle(latitude, longitude):
    """From 52° N, 10° E, by the haversine formula."""
    phi, phi_0 = radians(latitude), radians(52)
    half = sin((phi - phi_0) / 2) ** 2 + cos(phi) * cos(phi_0) * sin(radians(longitude - 10) / 2) ** 2
    return 2 * asin(sqrt(min(1, half)))


@given(st.floats(-89, 89), st.floats(-180, 180))
def test_a_town_is_as_far_from_the_middle_as_an_equal_area_map_has_it(latitude, longitude):
    """The distance from the middle is the chord: 2 R sin(c / 2)."""
    x, y = on_europe(latitude, longitude)

    assert hypot(x - MIDDLE[0], y - MIDDLE[1]) == pytest.approx(
        2 * EARTH_KM * sin(angle(latitude, longitude) / 2), rel=1e-6, abs=1e-3
    )


def test_north_is_up_and_east_is_right():
    north, east = on_europe(60, 10), on_europe(52, 20)

    assert (north[0], north[1] < MIDDLE[1], east[0] > MIDDLE[0]) == (pytest.approx(MIDDLE[0]), True, True)
    assert on_world(84, -180) == (0, 0)
    assert on_world(0, 0) == (1800, 840)


def test_the_partners_fall_on_europe_and_montreal_on_the_world():
    towns = [
        (43.30, 5.37),
        (59.33, 18.07),
        (43.72, 10.40),
        (41.50, 2.11),
        (48.83, 2.12),
        (41.90, 12.50),
        (38.72, -9.14),
        (64.15, -21.94),
    ]

    assert [EUROPE.holds(on_europe(*town)) for town in towns] == [True] * len(towns)
    assert (EUROPE.holds(on_europe(45.5, -73.6)), WORLD.holds(on_world(45.5, -73.6))) == (False, True)


TOWNS = st.lists(st.tuples(st.floats(0, 4000), st.floats(0, 4200)), max_size=40)


@given(TOWNS)
def test_marks_touch_nowhere_and_lie_in_the_frame(towns):
    found = spots(towns, EUROPE, 130)

    assert len(found) == len(towns)
    assert all(hypot(a.x - b.x, a.y - b.y) >= 2 * 130 for a, b in combinations(found, 2))
    assert all(130 - 1 <= spot.x <= 4000 - 129 and 130 - 1 <= spot.y <= 4200 - 129 for spot in found)
    assert spots(towns, EUROPE, 130) == found


def test_a_mark_alone_stands_on_its_town_and_the_next_beside_it():
    first, second = spots([(2000, 2000), (2000, 2000)], EUROPE, 130)

    assert ((first.x, first.y), first.has_moved) == ((2000, 2000), False)
    assert (second.has_moved, (second.town_x, second.town_y)) == (True, (2000, 2000))
    assert 270 <= hypot(second.x - 2000, second.y - 2000) <= 390


def test_a_full_frame_keeps_every_mark():
    assert len(spots([(2000, 2000)] * 400, EUROPE, 130)) == 400


def test_the_land_is_small_and_holds_paths_alone():
    text = LAND.read_text(encoding="utf-8")

    assert len(text.encode()) < 40_000
    assert re.findall(r'<symbol id="(\w+)" viewBox="([\d ]+)">', text) == [("europe", "0 0 4000 4200"), ("world", "0 0 3600 1450")]
    assert set(re.findall(r"<(\w+)", text)) == {"svg", "symbol", "path"}
    assert "Natural Earth (public domain)" in text
    assert (LAND.parent / "world-atlas.licence.txt").read_text(encoding="utf-8").startswith("Copyright")


@pytest.mark.parametrize(
    ("latitude", "longitude", "is_land"),
    [(48.83, 2.12, True), (41.90, 12.75, True), (62.0, 15.0, True), (46.0, -5.0, False), (56.0, 3.0, False), (40.0, 12.0, False)],
)
def test_towns_are_on_land_and_seas_are_not(latitude, longitude, is_land):
    """By the even-odd rule on the rings as they are drawn: projection and land fit each other."""
    x, y = on_europe(latitude, longitude)
    data = re.search(r'id="europe".*?d="([^"]+)"', LAND.read_text(encoding="utf-8"))[1]

    assert sum(crosses(x, y, ring) for ring in rings(data)) % 2 == is_land


def rings(data):
    for piece in re.findall(r"M([^z]+)z", data):
        numbers = [int(number) for number in re.findall(r"-?\d+", piece)]
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        for place in range(1, len(points)):
            points[place] = (points[place - 1][0] + points[place][0], points[place - 1][1] + points[place][1])
        yield points


def crosses(x, y, ring):
    """How often a ray to the right meets the ring."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum((ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax for (ax, ay), (bx, by) in pairs)
