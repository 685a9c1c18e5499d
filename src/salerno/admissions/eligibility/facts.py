"""What entry rules say and what papers say, as frozen plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")


class Verdict(StrEnum):
    """What a rule comes to. ``CANNOT_SAY``: the papers leave it open; a person must look, or the applicant must add something."""

    MET = "met"
    NOT_MET = "not-met"
    CANNOT_SAY = "cannot-say"


@dataclass(frozen=True, slots=True)
class TranscriptRow:
    """One line of a transcript. ``sector``: the scientific sector, such as ``BIO/10``; empty when the applicant does not know it.

    ``passed_on`` of None: not passed yet.
    """

    title: str
    ects: Decimal
    sector: str = ""
    grade: str = ""
    scale: str = ""
    passed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Degree:
    """The degree that opens the door. ``class_code``: its class where the country has classes (Italy: ``L-2``)."""

    eqf_level: int | None = None
    class_code: str = ""
    country: str = ""
    awarded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """All that rules look at. ``languages``: code → CEFR level, ``NATIVE`` for a first language; ``documents``: kinds handed in."""

    degree: Degree = field(default_factory=Degree)
    transcript: tuple[TranscriptRow, ...] = ()
    languages: Mapping[str, str] = field(default_factory=dict)
    documents: frozenset[str] = frozenset()


NATIVE = "native"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule. ``kind`` says which of the other values it uses (see ``reader``); ``key`` names it in a call."""

    key: str
    kind: str
    amount: Decimal = Decimal(0)
    sectors: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    language: str = ""
    level: str = ""
    documents: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    title: Mapping[str, str] = field(default_factory=dict)
    parts: tuple["Rule", ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one rule comes to, with the numbers: ``sentence`` names the words, ``params`` fills them in."""

    rule: Rule
    verdict: Verdict
    sentence: str
    params: Mapping[str, object] = field(default_factory=dict)
    parts: tuple["Statement", ...] = ()
