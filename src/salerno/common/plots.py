"""Plots of bars, drawn on the server: numbers in, widths out. The words stay text beside each bar, so they read at every size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Bar:
    """``width`` in hundredths of the widest, as SVG writes it (a point in every language); ``text``: what it says."""

    width: str
    text: str


@dataclass(frozen=True)
class BarRow:
    """What stands beside one label."""

    label: str
    bars: list[Bar]


@dataclass(frozen=True)
class Bars:
    """What ``components/bars.html`` draws. ``title`` states the finding."""

    title: str
    rows: list[BarRow]


def bars(
    title: str | Promise, rows: Iterable[tuple[str | Promise, Sequence[tuple[int, str]]]], *, widest: int | None = None
) -> Bars:
    """``rows``: label and, for each bar, a count (never below nought) and its text. ``widest``: the count that fills the width,
    where several plots are to be compared; otherwise the highest of this one."""
    given = list(rows)
    most = widest or max((count for _label, pairs in given for count, _text in pairs), default=0)
    drawn = [
        BarRow(str(label), [Bar(f"{100 * count / most if most else 0:.2f}", text) for count, text in pairs])
        for label, pairs in given
    ]
    return Bars(str(title), drawn)
