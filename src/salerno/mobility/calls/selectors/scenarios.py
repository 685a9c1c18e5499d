"""What the desk's pages about scenarios show: figures side by side, who changes and why. What students get: ``lines``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from salerno.desk.tables import PAGE_SIZE
from salerno.mobility.allocation.comparing import Change, compare
from salerno.mobility.allocation.outcome import Figures
from salerno.mobility.allocation.problem import Tier as ProblemTier
from salerno.mobility.calls.selectors.lines import Lines
from salerno.mobility.calls.selectors.problem import digest_of, given_by, read_scenario
from salerno.mobility.calls.selectors.words import place_names
from salerno.mobility.enums import Tier
from salerno.mobility.models import MobilityCall, Place, Scenario, Wish
from salerno.people.models import Person


@dataclass(frozen=True)
class ScenarioRow:
    """One scenario in the list of a call. ``is_current``: nothing that went in has changed since."""

    scenario: Scenario
    is_current: bool
    placed: int
    students: int


@dataclass(frozen=True)
class Measure:
    """One line of the figures: its name, and the value in each scenario."""

    label: str
    values: list[str]

    @property
    def differs(self) -> bool:
        """Whether the scenarios differ in it."""
        return len(set(self.values)) > 1


@dataclass(frozen=True)
class ChangeLine:
    """One student who has something else in the second scenario. ``steps``: how many choices higher, below 0 for a loss."""

    who: str
    before: str
    after: str
    steps: int
    said: str


@dataclass(frozen=True)
class Comparison:
    """Two scenarios side by side. ``changes``: a page of ``ChangeLine``."""

    first: Scenario
    second: Scenario
    measures: list[Measure]
    changes: Page
    better: int
    worse: int

    @property
    def pages(self) -> Iterator[int | str]:
        """The pages that lead elsewhere, with gaps."""
        return self.changes.paginator.get_elided_page_range(self.changes.number)


def scenario_rows(call: MobilityCall) -> list[ScenarioRow]:
    """The scenarios of a call, the newest first; as many queries for one as for thirty."""
    now = digest_of(given_by(call))
    counted = {name: F(f"result__figures__{name}") for name in ("placed", "students")}
    rows = scenarios_of(call).select_related("made_by").annotate(**counted)
    return [ScenarioRow(row, row.digest == now, row.placed, row.students) for row in rows]


def scenarios_of(call: MobilityCall) -> QuerySet[Scenario]:
    """The scenarios of a call without what went in and came out, megabytes each: read of those alone that are looked into."""
    return call.scenarios.defer("given", "result")


def is_current(scenario: Scenario) -> bool:
    """Whether nothing that went in has changed since it was made."""
    return digest_of(given_by(scenario.call)) == scenario.digest


def figures_side_by_side(scenarios: Sequence[Scenario]) -> list[Measure]:
    """The figures of ``scenarios`` in lines. No query but for the names of places that do not run."""
    figures = [read_scenario(row)[1].figures for row in scenarios]
    names = place_names(Place.objects.filter(call=scenarios[0].call_id).select_related("institution")) if scenarios else {}
    longest = max((len(one.ranks) for one in figures), default=0)
    lines: list[tuple[str, Callable[[Figures], str]]] = [
        (_("Placed"), lambda one: f"{one.placed} / {one.students}"),
        *((_("At places of: %(tier)s") % {"tier": tier.label}, _by_tier(tier)) for tier in Tier),
        *((_("Got choice %(n)d") % {"n": rank + 1}, _at_rank(rank)) for rank in range(longest)),
        (_("Worst choice"), lambda one: "–" if one.worst_rank is None else str(one.worst_rank)),
        (_("Sum of choices"), lambda one: str(one.sum_of_ranks)),
        (_("Seats left"), lambda one: str(one.seats - one.placed)),
        (_("Do not run"), lambda one: ", ".join(names.get(str(key), str(key)) for key in one.closed) or "–"),
    ]
    return [Measure(label, [value(one) for one in figures]) for label, value in lines]


def _by_tier(tier: Tier) -> Callable[[Figures], str]:
    return lambda one: str(one.by_place_tier[ProblemTier(tier.value)])


def _at_rank(rank: int) -> Callable[[Figures], str]:
    return lambda one: str(one.ranks[rank]) if rank < len(one.ranks) else "0"


def comparison_of(first: Scenario, second: Scenario, viewer: Person | None, page: str = "") -> Comparison:
    """``first`` beside ``second``: figures, and one page of the students who have something else, who loses most at the top."""
    found = compare(read_scenario(first)[1], read_scenario(second)[1])
    lines = Lines(second, viewer)
    rows = {str(row.uuid): row for row in lines.rows.filter(uuid__in=[change.student for change in found.changes])}
    changes = sorted(found.changes, key=lambda change: (change.steps_up, lines.who(rows[str(change.student)])))
    shown = Paginator(changes, PAGE_SIZE).get_page(page)
    shown.object_list = [_change(change, rows[str(change.student)], lines) for change in shown.object_list]
    return Comparison(
        first=first,
        second=second,
        measures=figures_side_by_side([first, second]),
        changes=shown,
        better=len(found.better),
        worse=len(found.worse),
    )


def _change(change: Change, row: Wish, lines: Lines) -> ChangeLine:
    before, after = lines.place_named(change.before.place), lines.place_named(change.after.place)
    return ChangeLine(lines.who(row), before, after, change.steps_up, lines.why(row, change.after))
