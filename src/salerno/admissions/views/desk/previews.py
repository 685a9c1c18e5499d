"""Decisions before they are taken: what is wanted, what was proposed, the letter, and why one of them cannot be."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from salerno.admissions.enums import Outcome
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Call
from salerno.admissions.ranking import Candidate
from salerno.admissions.refusals import DecisionRefusal
from salerno.admissions.selectors.committee import Line, lines_of
from salerno.admissions.selectors.kept_ranking import KeptRanking, kept_ranking
from salerno.admissions.services import deciding
from salerno.admissions.services.deciding import Choice
from salerno.people.models import Person

_FEW = 25


@dataclass(frozen=True)
class DecisionLine:
    """One decision. ``letter`` is empty as long as something stands against any of them; ``has_words``: its reason and note can
    be typed here."""

    line: Line
    choice: Choice
    letter: str
    problem: str
    departs: bool
    has_words: bool

    @property
    def outcome(self) -> str:
        """In words."""
        return str(self.choice.outcome.label)


@dataclass(frozen=True)
class DecisionsPage:
    """All of them; ``refusal`` is why they cannot be taken together, as they are."""

    lines: list[DecisionLine]
    counts: list[tuple[str, int]]
    digest: str
    refusal: str


def decisions_page(*, call: Call, choices: Mapping[str, Choice], by: Person) -> DecisionsPage:
    """What ``deciding.decide`` would do with ``choices``, found out by its own preview; writes nothing."""
    kept = kept_ranking(call)
    refusal, problems, letters = "", {}, {}
    try:
        letters = {str(each.application.uuid): each.letter for each in deciding.preview(call=call, choices=choices, by=by)}
    except AdmissionsRefused as error:
        refusal, problems = str(error), {key: str(text) for key, text in error.detail.items()}
    lines = lines_of(call, by, kept, [_candidate(kept, key) for key in choices])
    counts = Counter(choice.outcome for choice in choices.values())
    return DecisionsPage(
        lines=[_line(each, choices[each.key], letters, problems, len(choices)) for each in lines],
        counts=[(str(outcome.label), counts[outcome]) for outcome in Outcome if counts[outcome]],
        digest=kept.ranking.digest,
        refusal=refusal,
    )


def _candidate(kept: KeptRanking, key: str) -> Candidate:
    """As it stands in the ranking or on the waiting list; what stands in neither is refused by ``deciding`` itself."""
    ranked = kept.ranking.of(key)
    waiting = next((each for each in kept.ranking.waiting if each.key == key), None)
    return ranked.candidate if ranked else waiting or Candidate(key, 0.0)


def _line(line: Line, choice: Choice, letters: Mapping[str, str], problems: Mapping[str, str], count: int) -> DecisionLine:
    departs = line.proposal != choice.outcome.value
    problem = problems.get(line.key, "")
    return DecisionLine(
        line=line,
        choice=choice,
        letter=letters.get(line.key, ""),
        problem=problem if problem != DecisionRefusal.NO_REASON.label or departs else "",
        departs=departs,
        has_words=departs or bool(choice.reason or choice.note) or count <= _FEW,
    )
