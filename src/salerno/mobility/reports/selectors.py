"""What past students said of hosts: means of five or more, and the texts that their authors let others read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.common.plots import Bars, bars
from salerno.mobility.enums import ShownTo
from salerno.mobility.models import StayReport
from salerno.mobility.models.reports import RATED
from salerno.mobility.reports.rules import oldest

FEWEST = 5
"""PRIVACY: a mean of fewer could be turned back into what one person said."""


@dataclass(frozen=True)
class Figure:
    """One question: its words, the mean of its answers (of 5) with one decimal, and how many answered."""

    label: str
    mean: float
    answers: int


@dataclass(frozen=True)
class Said:
    """A text as students read it. ``author`` is empty where its author wants no name; ``year``: ``2026/27``, of the stay."""

    text: str
    author: str
    year: str


@dataclass(frozen=True)
class HostReports:
    """What was said of one host. ``monthly_cost``: the median in euros, rounded to 10; None: too few."""

    count: int
    figures: list[Figure]
    monthly_cost: int | None
    texts: list[Said]

    @property
    def plot(self) -> Bars:
        """The means as bars that a 5 fills."""
        rows = [
            (each.label, [(round(each.mean * 10), _("%(mean)s of 5") % {"mean": number_format(each.mean, 1)})])
            for each in self.figures
        ]
        title = ngettext("What %(n)d student said", "What %(n)d students said", self.count) % {"n": self.count}
        return bars(title, rows, widest=50)


def labels() -> dict[str, str]:
    """The questions in words."""
    return {"courses": _("Courses"), "welcome": _("Welcome"), "housing": _("Housing"), "language": _("Language")}


def reports_on(hosts: Collection[int], today: date) -> dict[int, HostReports]:
    """What was said of these institutions (by id), where anything was. One query."""
    rows = StayReport.objects.counted(oldest(today)).filter(mobility__place__institution__in=hosts)
    found: dict[int, list[StayReport]] = {}
    for row in rows.with_the_stay().order_by("-mobility__departed_on", "-pk"):
        found.setdefault(row.mobility.place.institution_id, []).append(row)
    return {host: _of(reports) for host, reports in found.items()}


def _of(rows: list[StayReport]) -> HostReports:
    answers = {name: _given(rows, name) for name in (*RATED, "monthly_cost")}
    words = labels()
    costs = answers["monthly_cost"]
    return HostReports(
        count=len(rows),
        figures=[
            Figure(words[name], round(fmean(answers[name]), 1), len(answers[name]))
            for name in RATED
            if len(answers[name]) >= FEWEST
        ],
        monthly_cost=round(median(costs) / 10) * 10 if len(costs) >= FEWEST else None,
        texts=[_said(row) for row in rows if row.text and row.shown_to != ShownTo.NOBODY],
    )


def _given(rows: Iterable[StayReport], name: str) -> list[int]:
    return [value for row in rows if (value := getattr(row, name)) is not None]


def _said(row: StayReport) -> Said:
    first = row.mobility.starts_on
    year = first.year if first.month >= 8 else first.year - 1
    name = row.mobility.wish.student.display_name if row.shown_to == ShownTo.WITH_NAME else ""
    return Said(row.text, name, f"{year}/{(year + 1) % 100:02d}")
