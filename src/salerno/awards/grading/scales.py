"""Local grading scales, as data (``data/scales.toml``): what may be written, in which order, and what passes.

A grade is kept in one canonical writing: a point for decimals, no zeros at the end, honours and names as the scale spells them.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from salerno.common.words import Words
from salerno.common.words import words as _

from .errors import GradeRefused

_DATA = Path(__file__).parent / "data" / "scales.toml"
_NUMBER = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,6})?)(?: ?/ ?([0-9]{1,3}))?")
LONGEST_GRADE = 40


@dataclass(frozen=True)
class Grade:
    """One grade of a scale. ``height`` orders the grades of one scale: the greater is the better, honours highest."""

    scale: str
    text: str
    height: Decimal
    is_pass: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Scale:
    """A scale of numbers (``highest`` is set), or of names, best first in ``passing`` and ``failing``.

    ``table_step``: how wide the classes are in which grading tables count; None where each grade is a row.
    """

    code: str
    highest: Decimal | None = None
    pass_mark: Decimal = Decimal(0)
    decimals: int = 0
    honours: str = ""
    table_step: Decimal | None = None
    passing: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def read(self, text: str) -> Grade:
        """The grade that ``text`` writes: "14,5", "28/30", "30 e lode", "mh".

        Raises ``GradeRefused``, which says what is allowed. A number with too many decimals is refused, never rounded.
        """
        spelled = spelling(text[: LONGEST_GRADE + 1])
        named = self._named.get(spelled)
        if named is not None:
            return named
        number = _NUMBER.fullmatch(spelled) if self.highest is not None else None
        if number is None or number[2] not in (None, str(self.highest)):
            raise GradeRefused(self.why_not(text))
        value = Decimal(number[1].replace(",", "."))
        if value > self.highest or value != round(value, self.decimals):
            raise GradeRefused(self.why_not(text))
        return Grade(self.code, plain(value), value, value >= self.pass_mark)

    def best_first(self, grades: Iterable[Grade]) -> list[Grade]:
        """``grades`` in the order of this scale, the best first."""
        return sorted(grades, key=lambda grade: -grade.height)

    def counted_as(self, grade: Grade) -> Grade:
        """The row of a grading table in which ``grade`` is counted: the lower end of its class, or the grade itself."""
        if self.table_step is None or grade.text in self._names:
            return grade
        return self.read(plain(grade.height // self.table_step * self.table_step))

    def why_not(self, text: str) -> Words:
        """The sentence that refuses ``text``."""
        told = {"grade": " ".join(text.split())[:LONGEST_GRADE], "highest": self.highest, "decimals": self.decimals}
        if self.highest is None:
            return _("“%(grade)s” is not a grade of this scale: %(names)s are allowed.", names=", ".join(self._names), **told)
        if not self.decimals:
            return _(
                "“%(grade)s” is not a grade of this scale: whole numbers from 0 to %(highest)s and %(honours)s are allowed.",
                honours=self.honours,
                **told,
            )
        if self.honours:
            return _(
                "“%(grade)s” is not a grade of this scale: numbers from 0 to %(highest)s (decimals: at most %(decimals)s) and"
                " %(honours)s are allowed.",
                honours=self.honours,
                **told,
            )
        return _(
            "“%(grade)s” is not a grade of this scale: numbers from 0 to %(highest)s (decimals: at most %(decimals)s) are allowed.",
            **told,
        )

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return (*((self.honours,) if self.honours else ()), *self.passing, *self.failing)

    @cached_property
    def _named(self) -> dict[str, Grade]:
        """Every grade that is a name, by each of its spellings. Names stand below one another; honours stands above all numbers."""
        above = Decimal(0) if self.highest is None else self.highest + 1
        grades = [Grade(self.code, name, above - place, name not in self.failing) for place, name in enumerate(self._names)]
        return {spelling(writing): grade for grade in grades for writing in (grade.text, *self.aliases.get(grade.text, ()))}


def spelling(text: str) -> str:
    """``text`` as it is compared: Unicode NFC (NFKC would read 1² as 12), no difference of case, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def plain(value: Decimal) -> str:
    """``value`` with a point and without zeros at the end: 14.50 → 14.5, 20 → 20."""
    return f"{value.normalize():f}"


@cache
def scales() -> dict[str, Scale]:
    """Every scale of ``data/scales.toml``, by code."""
    read = tomllib.loads(_DATA.read_text(encoding="utf-8"))["scale"]
    return {entry["code"]: _scale(entry) for entry in read}


def scale_of(code: str) -> Scale:
    """The scale of this code. Raises ``GradeRefused`` when there is none, naming those that there are."""
    if code not in scales():
        raise GradeRefused(_("“%(code)s” is not a known scale. Known are: %(codes)s.", code=code, codes=", ".join(scales())))
    return scales()[code]


def _scale(entry: dict[str, Any]) -> Scale:
    numbers = {name: Decimal(entry[name]) for name in ("highest", "pass_mark", "table_step") if name in entry}
    lists = {name: tuple(entry[name]) for name in ("passing", "failing") if name in entry}
    aliases = {grade: tuple(others) for grade, others in entry.get("aliases", {}).items()}
    return Scale(
        entry["code"], decimals=entry.get("decimals", 0), honours=entry.get("honours", ""), aliases=aliases, **numbers, **lists
    )
