"""The seven kinds of question as frozen values, and their form as plain JSON values.

What a reader sees stands by language (``{"en": …, "fr": …}``); what decides the score stands once, so that a
translation can never change it. Decimals become text in JSON: ``0.1`` must come back as ``0.1``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Self

ByLanguage = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that each attempt draws anew: ``low``, ``low + step``, … up to ``high``."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to tick; ``comment`` is shown to who ticked it and may be empty."""

    text: ByLanguage
    right: bool
    comment: ByLanguage


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a matching question: ``left`` belongs to ``right``."""

    left: ByLanguage
    right: ByLanguage


@dataclass(frozen=True, slots=True)
class Circle:
    """A round region: centre in per cent of width and height, radius in per cent of width."""

    x: Decimal
    y: Decimal
    radius: Decimal


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangular region, in per cent of width and height."""

    left: Decimal
    top: Decimal
    width: Decimal
    height: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What every kind shares. ``bank`` names the bank, or is "" for a question that stands in a quiz."""

    kind: ClassVar[str] = ""

    key: str
    outcome: str
    seconds: int
    stem: ByLanguage
    explanation: ByLanguage
    confidence: bool = False
    bank: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The question as plain JSON values; `question_from_dict` gives an equal question back."""
        return {"kind": self.kind, **_plain(self)}

    def with_translation(self, other: Self) -> Self:
        """The same question with the texts of ``other`` added, and nothing that decides the score."""
        return _merged(self, other)

    def differs_from(self, other: "Question") -> tuple[str, ...]:
        """Names of the parts of ``other`` that would change the score or the shape of this question."""
        if self.kind != other.kind:
            return ("kind",)
        names = (field.name for field in fields(self))
        return tuple(name for name in names if _differ(getattr(self, name), getattr(other, name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class OneChoice(Question):
    """Exactly one choice is right."""

    kind: ClassVar[str] = "one-choice"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeveralChoices(Question):
    """At least one choice is right and one is not."""

    kind: ClassVar[str] = "several-choices"
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberQuestion(Question):
    """``answer`` is a formula over the parameters (a bare number is one too)."""

    kind: ClassVar[str] = "number"
    answer: str
    tolerance: Decimal
    unit: ByLanguage
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText(Question):
    """Any of the accepted words, in any of the course's languages; case, accents and spaces do not matter."""

    kind: ClassVar[str] = "short-text"
    accept: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering(Question):
    """``items`` stand in the right order."""

    kind: ClassVar[str] = "ordering"
    items: tuple[ByLanguage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching(Question):
    """Pairs to find; ``distractors`` are right-hand texts that belong to nothing."""

    kind: ClassVar[str] = "matching"
    headings: tuple[ByLanguage, ByLanguage]
    pairs: tuple[Pair, ...]
    distractors: tuple[ByLanguage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot(Question):
    """A place to point at in an image."""

    kind: ClassVar[str] = "spot"
    image: ByLanguage
    alt: ByLanguage
    region: Circle | Box


KINDS: dict[str, type[Question]] = {
    kind.kind: kind for kind in (OneChoice, SeveralChoices, NumberQuestion, ShortText, Ordering, Matching, Spot)
}


def question_from_dict(data: Mapping[str, Any]) -> Question:
    """The question that `Question.to_dict` wrote. Raises ``KeyError`` or ``ValueError`` for anything else."""
    kind = KINDS[data["kind"]]
    values = {field.name: data[field.name] for field in fields(kind)}
    for name, build in _BUILDERS.items():
        if name in values:
            values[name] = build(values[name])
    return kind(**values)


def _parameter(data: Mapping[str, Any]) -> Parameter:
    return Parameter(data["name"], Decimal(data["low"]), Decimal(data["high"]), Decimal(data["step"]))


def _region(data: Mapping[str, Any]) -> Circle | Box:
    shape = Circle if "radius" in data else Box
    return shape(**{name: Decimal(value) for name, value in data.items()})


_BUILDERS = {
    "choices": lambda rows: tuple(Choice(**row) for row in rows),
    "tolerance": Decimal,
    "parameters": lambda rows: tuple(_parameter(row) for row in rows),
    "accept": lambda words: {language: tuple(row) for language, row in words.items()},
    "items": tuple,
    "headings": tuple,
    "pairs": lambda rows: tuple(Pair(**row) for row in rows),
    "distractors": tuple,
    "region": _region,
}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, Decimal) else value


def _merged(mine: Any, theirs: Any) -> Any:
    if is_dataclass(mine):
        names = (field.name for field in fields(mine))
        return replace(mine, **{name: _merged(getattr(mine, name), getattr(theirs, name)) for name in names})
    if isinstance(mine, Mapping):
        return {**mine, **theirs}
    if isinstance(mine, tuple):
        return tuple(_merged(one, other) for one, other in zip(mine, theirs, strict=True))
    return mine


def _differ(mine: Any, theirs: Any) -> bool:
    if is_dataclass(mine):
        if type(mine) is not type(theirs):
            return True
        return any(_differ(getattr(mine, field.name), getattr(theirs, field.name)) for field in fields(mine))
    if isinstance(mine, Mapping):
        return False
    if isinstance(mine, tuple):
        return len(mine) != len(theirs) or any(map(_differ, mine, theirs))
    return bool(mine != theirs)
