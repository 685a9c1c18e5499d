"""Everything that a transcript of records of a guest says, frozen when the receiving institution issues it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from salerno.common.digests import canonical_json, sha256_hex
from salerno.common.frozen_values import built, plain
from salerno.mobility.papers.facts import End, Student


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result in the host's own grade. ``scale``: the code of a scale that the campus knows, or the host's own words.

    ``counts_already``: it was earned in a course of the student's own programme, in whose audit it stands without a recognition.
    """

    title: str
    ects: Decimal
    earned_on: date
    code: str = ""
    value: str = ""
    scale: str = ""
    isced_f: str = ""
    is_passed: bool = True
    counts_already: bool = False


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many per cent of those who passed got this grade."""

    grade: str
    percentage: Decimal


@dataclass(frozen=True, kw_only=True)
class Distribution:
    """The grading table of a field of study (ISCED-F; empty: all fields), best grade first: what a grade is converted by."""

    scale: str
    isced_f: str
    years: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, kw_only=True)
class TranscriptFacts:
    """``omobility``: the name of the mobility for other systems, as its learning agreement has it; ``website`` is the host's."""

    omobility: str
    number: int
    student: Student
    sending: End
    receiving: End
    website: str
    arrived_on: date
    departed_on: date
    issued_at: datetime
    results: tuple[Result, ...]
    distributions: tuple[Distribution, ...] = ()
    is_made_up: bool = False

    @property
    def passed(self) -> Decimal:
        """The credits of what was passed."""
        return sum((each.ects for each in self.results if each.is_passed), Decimal(0))

    @property
    def digest(self) -> str:
        """SHA-256 of these facts as canonical JSON."""
        return sha256_hex(canonical_json(plain(self)))


def as_json(facts: TranscriptFacts) -> dict[str, Any]:
    """``facts`` as values that JSON knows; ``from_json`` gives them back equal."""
    return plain(facts)


def from_json(value: dict[str, Any]) -> TranscriptFacts:
    """The facts that ``as_json`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    return built(TranscriptFacts, value)
