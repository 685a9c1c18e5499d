"""Draw the land of the map of places from Natural Earth's data, as the npm package ``world-atlas`` holds them.

The package is fetched by the npm client at the version in ``vendored.toml`` and must have its SHA-512. Rings of land are projected
(``salerno.mobility.maps.projecting``), cut by the frame (Sutherland and Hodgman, "Reentrant polygon clipping", CACM
17(1), 1974) and simplified (Douglas and Peucker, 1973). The same package gives the same bytes.

    python scripts/land.py            draw it
    python scripts/land.py --check    only say whether the file is as the package gives it
"""

import json
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from itertools import product
from math import hypot
from pathlib import Path
from typing import Any

from vendor import HERE, content, packed, verify

from salerno.mobility.maps.projecting import EUROPE, WORLD, Frame, on_europe, on_world

TARGET = HERE.parent / "src" / "salerno" / "mobility" / "static" / "mobility" / "map"
Point = tuple[float, float]
Ring = list[Point]
DRAWN: tuple[tuple[Frame, str, Callable[[float, float], Point], float, float], ...] = (
    (EUROPE, "land-50m.json", on_europe, 4.0, 300.0),
    (WORLD, "land-110m.json", on_world, 6.0, 600.0),
)
"""Frame, source, projection, tolerance (units) and the least area that is drawn (square units)."""


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Each ring of land as longitudes and latitudes (TopoJSON: arcs are deltas of whole numbers, scaled and moved)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for deltas in topology["arcs"]:
        x = y = 0
        arc: Ring = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * sx + tx, y * sy + ty))
        arcs.append(arc)
    for geometry in topology["objects"]["land"]["geometries"]:
        for polygon in geometry["arcs"]:
            for numbers in polygon:
                joined: Ring = []
                for number in numbers:
                    arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                    joined += arc[1:] if joined else arc
                yield unwrapped(joined)


def unwrapped(ring: Ring) -> Ring:
    """``ring`` without the leap from 180° E to 180° W, which would be drawn as a line across the world."""
    turns, found = 0, ring[:1]
    for (before, _), (x, y) in zip(ring, ring[1:], strict=False):
        turns += (x - before < -180) - (x - before > 180)
        found.append((x + 360 * turns, y))
    return found


def cut(ring: Ring, frame: Frame) -> Ring:
    """The part of ``ring`` in ``frame``, with a margin that hides the edge along which it is cut."""
    for axis, limit, sign in ((0, -20.0, 1), (0, frame.width + 20.0, -1), (1, -20.0, 1), (1, frame.height + 20.0, -1)):
        ring = _half(ring, axis, limit, sign)
    return ring


def _half(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: Ring = []
    for before, now in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside, was = (sign * (each[axis] - limit) >= 0 for each in (now, before))
        if inside != was:
            share = (limit - before[axis]) / (now[axis] - before[axis])
            kept.append((before[0] + share * (now[0] - before[0]), before[1] + share * (now[1] - before[1])))
        if inside:
            kept.append(now)
    return kept


def simplified(line: Ring, tolerance: float) -> Ring:
    """``line`` without the points that lie nearer than ``tolerance`` to what is drawn without them."""
    keep, todo = {0, len(line) - 1}, [(0, len(line) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = hypot(bx - ax, by - ay)
        far, where = tolerance, None
        for number in range(first + 1, last):
            x, y = line[number]
            away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length if length else hypot(x - ax, y - ay)
            if away > far:
                far, where = away, number
        if where is not None:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [line[number] for number in sorted(keep)]


def area(ring: Ring) -> float:
    """Of a ring, without its sign (the shoelace formula)."""
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def path(frame: Frame, topology: dict[str, Any], project: Callable[[float, float], Point], tolerance: float, least: float) -> str:
    """The land in ``frame`` as the data of one SVG path, in whole units, each point relative to the one before."""
    drawn = []
    turns = (0, 360, -360) if frame is WORLD else (0,)
    for ring, turn in product(rings(topology), turns):
        shown = cut([project(latitude, longitude + turn) for longitude, latitude in ring], frame)
        if len(shown) < 3 or area(shown) < least:
            continue
        whole = [(round(x), round(y)) for x, y in simplified(shown + shown[:1], tolerance)][:-1]
        if len(whole) >= 3:
            steps = [f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in zip(whole, whole[1:], strict=False)]
            drawn.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(drawn)


def drawing(archive: tarfile.TarFile, source: dict[str, Any]) -> bytes:
    """The SVG file with a symbol for each frame."""
    notice = f"<!-- Land: Natural Earth (public domain), by way of {source['name']} {source['version']}, {source['licence']}: "
    lines = ['<svg xmlns="http://www.w3.org/2000/svg">', notice + "world-atlas.licence.txt. Drawn by scripts/land.py. -->"]
    for frame, name, project, tolerance, least in DRAWN:
        data = path(frame, json.loads(content(archive, name)), project, tolerance, least)
        lines.append(f'<symbol id="{frame.name}" viewBox="0 0 {frame.width} {frame.height}"><path d="{data}"/></symbol>')
    return "\n".join([*lines, "</svg>", ""]).encode()


def main(*, check: bool) -> int:
    """Draw, or compare; the number of files that differ."""
    (source,) = tomllib.loads((HERE / "vendored.toml").read_text(encoding="utf-8"))["derived"]
    differing = 0
    with tempfile.TemporaryDirectory() as folder:
        file = packed(source["name"], source["version"], Path(folder))
        verify(file, source["integrity"])
        with tarfile.open(file) as archive:
            files = {"land.svg": drawing(archive, source), "world-atlas.licence.txt": content(archive, "LICENSE")}
    for name, data in files.items():
        if (TARGET / name).exists() and (TARGET / name).read_bytes() == data:
            continue
        differing += 1
        print(f"{'differs' if check else 'written'}: {name}, {len(data)} bytes")
        if not check:
            TARGET.mkdir(parents=True, exist_ok=True)
            (TARGET / name).write_bytes(data)
    return differing if check else 0


if __name__ == "__main__":
    sys.exit(1 if main(check="--check" in sys.argv[1:]) else 0)
