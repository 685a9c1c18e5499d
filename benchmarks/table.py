"""One line for each measure, and the table that they make."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One measure. ``value`` is what the limit speaks of: a ratio or a figure; ``holds`` says whether it keeps the limit.

    ``thrift`` is the same ratio by processor time: steadier on a busy machine, and blind to waiting.
    """

    measure: str
    ours: str
    floor: str
    value: str
    thrift: str
    limit: str
    holds: bool


def at_least(value: float, limit: float) -> bool:
    """Whether ``value`` reaches ``limit``."""
    return value >= limit


def at_most(value: float, limit: float) -> bool:
    """Whether ``value`` stays within ``limit``."""
    return value <= limit


def line(
    measure: str,
    value: float,
    limit: float,
    keeps: Callable[[float, float], bool],
    *,
    unit: str = "",
    ours: str = "",
    floor: str = "",
    thrift: float | None = None,
) -> Line:
    """The line of ``value`` against ``limit``; ``ours`` and ``floor`` are the two figures behind a ratio."""
    sign = "≥" if keeps is at_least else "≤"
    by_processor = "" if thrift is None else _figure(thrift, "")
    stated = f"{sign} {limit:g}{unit and ' ' + unit}"
    return Line(measure, ours, floor, _figure(value, unit), by_processor, stated, keeps(value, limit))


def _figure(value: float, unit: str) -> str:
    digits = 2 if value < 10 else 1 if value < 100 else 0
    return f"{value:,.{digits}f}{unit and ' ' + unit}"


def text_of(lines: Iterable[Line]) -> str:
    """The table, in columns that line up, as Markdown."""
    head = ("measure", "ours", "floor", "ratio or figure", "by processor time", "limit", "met")
    rows = [head, *(_cells(row) for row in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    written = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows]
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(written)


def _cells(row: Line) -> tuple[str, ...]:
    return (row.measure, row.ours, row.floor, row.value, row.thrift, row.limit, "yes" if row.holds else "NO")
