"""TOML with the line of each key, to point at a wrong value (``tomllib`` keeps lines for syntax alone)."""

import json
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from salerno.common.words import words as _
from salerno.courseware.package.findings import Report

Place = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)([A-Za-z0-9_.\-\"' \t]+)\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=\s*(.*)", re.DOTALL)
_AT_LINE = re.compile(r"at line (\d+)")
_NOT_PRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONG_QUOTES = ('"""', "'''")


@dataclass(frozen=True, slots=True)
class TomlText:
    """The values of one TOML file, and where they stand."""

    path: str
    values: dict[str, Any]
    lines: dict[Place, int]

    def line(self, *place: str | int) -> int:
        """Line of ``place``, or of the nearest thing around it: ``line("outcome", 2, "requires")``."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return 1


def read_toml(path: str, text: str, report: Report) -> TomlText | None:
    """The file's values with their lines; None, and a finding, where it is not TOML."""
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = _AT_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        report.error(
            path, line, "toml-syntax", _("This is not TOML: %(reason)s.", reason=str(error)), _("Mend the syntax at this line.")
        )
        return None
    return TomlText(path, values, _lines(text))


def quoted(text: str) -> str:
    """``text`` in quotation marks as YAML and TOML both read them: on one line, without what YAML refuses (1.1, 5.1)."""
    return json.dumps(" ".join(_NOT_PRINTABLE.sub(" ", text).split()), ensure_ascii=False)


def _lines(text: str) -> dict[Place, int]:
    lines: dict[Place, int] = {}
    counts: dict[str, int] = {}
    table: Place = ()
    quotes = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if quotes:
            quotes = "" if quotes in line else quotes
        elif header := _HEADER.fullmatch(line):
            table = _table(header[1] == "[[", header[2].strip(), counts)
            lines[table] = number
        elif key := _KEY.fullmatch(line):
            lines[(*table, key[1].strip("\"'"))] = number
            quotes = next((marks for marks in _LONG_QUOTES if key[2].count(marks) % 2), "")
    return lines


def _table(is_array: bool, name: str, counts: dict[str, int]) -> Place:
    parts = tuple(part.strip().strip("\"'") for part in name.split("."))
    if is_array:
        counts[name] = counts.get(name, -1) + 1
        return (*parts, counts[name])
    if parts[0] in counts and len(parts) > 1:
        return (parts[0], counts[parts[0]], *parts[1:])
    return parts
