"""On which line of a TOML file each value stands, arrays of tables within arrays of tables included.

``tomllib`` keeps lines for syntax alone. A key of an inline table is found at the line on which that table begins.
"""

import re
from collections.abc import Mapping

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)([A-Za-z0-9_.\-\"' \t]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=\s*(.*)", re.DOTALL)
_LONG_QUOTES = ('"""', "'''")


def lines_of(text: str) -> dict[Place, int]:
    """The line of each table and key, counted from 1."""
    lines: dict[Place, int] = {}
    arrays: dict[Place, int] = {}
    table: Place = ()
    quotes = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
        elif header := _HEADER.fullmatch(line):
            table = _table(header[2], arrays, is_array=header[1] == "[[")
            lines[table] = number
        elif key := _KEY.fullmatch(line):
            lines[(*table, key[1].strip("\"'"))] = number
            quotes = next((marks for marks in _LONG_QUOTES if key[2].count(marks) % 2), "")
    return lines


def line_at(lines: Mapping[Place, int], place: Place) -> int:
    """The line of ``place``, or of the nearest thing around it; 1 for the file, 0 where no lines are known."""
    while place:
        if place in lines:
            return lines[place]
        place = place[:-1]
    return 1 if lines else 0


def _table(name: str, arrays: dict[Place, int], *, is_array: bool) -> Place:
    """``[[track.semester]]`` → ``("track", 1, "semester", 0)``: the last track that was begun, its next semester."""
    place: Place = ()
    *around, last = (part.strip().strip("\"'") for part in name.split("."))
    for part in around:
        place = (*place, part)
        if place in arrays:
            place = (*place, arrays[place])
    place = (*place, last)
    if not is_array:
        return place
    arrays[place] = arrays.get(place, -1) + 1
    return (*place, arrays[place])
