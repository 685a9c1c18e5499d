"""What the desk's pages about scenarios show: figures side by side, who changes and why, what each student will read.

PRIVACY: a coordinator sees the names of students of the own institution alone; of others the university and the score.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from salerno.mobility.allocation.comparing import Change, compare
from salerno.mobility.allocation.outcome import Figures
from salerno.mobility.allocation.problem import Tier as ProblemTier
from salerno.mobility.allocation.reasons import Reason
from salerno.mobility.calls.reason_words import sentence
from salerno.mobility.calls.selectors.desk import name_of
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
class Line:
    """One student in a scenario."""

    who: str
    home: str
    score: str
    place: str
    said: str


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
    """Two scenarios side by side."""

    first: Scenario
    second: Scenario
    measures: list[Measure]
    changes: list[ChangeLine]
    better: int
    worse: int


def scenario_rows(call: MobilityCall) -> list[ScenarioRow]:
    """The scenarios of a call, the newest first; as many queries for one as for thirty."""
    now = digest_of(given_by(call))
    return [
        ScenarioRow(row, row.digest == now, row.result["figures"]["placed"], row.result["figures"]["students"])
        for row in call.scenarios.select_related("made_by")
    ]


def is_current(scenario: Scenario) -> bool:
    """Whether nothing that went in has changed since it was made."""
    return digest_of(given_by(scenario.call)) == scenario.digest


class _Words:
    """Names of places and of those students whom the viewer may know."""

    def __init__(self, call: MobilityCall, viewer: Person | None) -> None:
        places = list(Place.objects.filter(call=call).select_related("institution"))
        self.places = place_names(places)
        self._by_language = {"": self.places}
        self._rows = places
        wishes = Wish.objects.filter(call=call).select_related("home", "student", "studies")
        self.wishes = {str(row.uuid): row for row in wishes}
        known = Wish.objects.governed_by(viewer).filter(call=call)
        self._known = {str(key) for key in known.values_list("uuid", flat=True)}

    def knows(self, key: object) -> bool:
        return str(key) in self._known

    def who(self, key: object) -> str:
        row = self.wishes[str(key)]
        return name_of(row) if self.knows(key) else _("a student of %(home)s") % {"home": row.home.code}

    def place(self, key: object) -> str:
        return self.places.get(str(key), "") if key is not None else _("no place")

    def said(self, reason: Reason, language: str = "") -> str:
        """PRIVACY: sentences may speak of a need; they are shown for students whom the viewer may know."""
        if not language:
            return sentence(reason, self.places)
        with translation.override(language):
            if language not in self._by_language:
                self._by_language[language] = place_names(self._rows, language)
            return sentence(reason, self._by_language[language])


def lines_of(scenario: Scenario, viewer: Person | None, *, in_their_language: bool = False) -> list[Line]:
    """Every student of a scenario with what came of it; five queries. ``in_their_language``: the sentence as it will be read."""
    problem, allocation = read_scenario(scenario)
    words = _Words(scenario.call, viewer)
    lines = []
    for key, place in allocation.assignment.items():
        row = words.wishes[str(key)]
        language = row.student.language if in_their_language else ""
        said = words.said(allocation.reasons[key], language) if words.knows(key) else ""
        score = number_format(f"{problem.student[key].score:g}")
        lines.append(Line(words.who(key), row.home.code, score, words.place(place), said))
    return sorted(lines, key=lambda line: (line.home, line.who))


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


def comparison_of(first: Scenario, second: Scenario, viewer: Person | None) -> Comparison:
    """``first`` beside ``second``: figures, and every student who has something else, who loses most at the top."""
    found = compare(read_scenario(first)[1], read_scenario(second)[1])
    words = _Words(first.call, viewer)
    changes = [_change(change, words) for change in found.changes]
    return Comparison(
        first=first,
        second=second,
        measures=figures_side_by_side([first, second]),
        changes=sorted(changes, key=lambda change: (change.steps, change.who)),
        better=len(found.better),
        worse=len(found.worse),
    )


def _change(change: Change, words: _Words) -> ChangeLine:
    said = words.said(change.after) if words.knows(change.student) else ""
    before, after = words.place(change.before.place), words.place(change.after.place)
    return ChangeLine(words.who(change.student), before, after, change.steps_up, said)
