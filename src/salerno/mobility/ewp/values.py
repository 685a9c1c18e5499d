"""Values that many documents of EWP share: texts in a language, days without a year, levels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from lxml import etree

from .elements import XML, Source, text, token

TERM_NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-types-academic-term/tree/stable-v2"


class CefrLevel(StrEnum):
    """Common European Framework of Reference for Languages; ``NS``, EWP's own, is a native speaker."""

    A1 = "A1"
    A2 = "A2"
    B1 = "B1"
    B2 = "B2"
    C1 = "C1"
    C2 = "C2"
    NS = "NS"


class Gender(IntEnum):
    """ISO/IEC 5218."""

    NOT_KNOWN = 0
    MALE = 1
    FEMALE = 2
    NOT_APPLICABLE = 9


@dataclass(frozen=True)
class LangText:
    """A text, or an address, and its language (BCP 47) when it is named."""

    text: str
    lang: str | None = None

    @classmethod
    def read(cls, source: Source) -> LangText:
        return cls(text(source), source.attribute(f"{XML}lang"))

    @classmethod
    def read_line(cls, source: Source) -> LangText:
        """The same, in one line."""
        return cls(token(source), source.attribute(f"{XML}lang"))

    def write(self, element: etree._Element) -> None:
        element.text = self.text
        if self.lang is not None:
            element.set(f"{XML}lang", self.lang)


@dataclass(frozen=True)
class Typed:
    """A value whose type is named beside it: an identifier, the code of a country."""

    value: str
    type: str

    @classmethod
    def read(cls, source: Source) -> Typed:
        return cls(text(source), source.attribute("type") or "")

    @classmethod
    def read_line(cls, source: Source) -> Typed:
        """The same, in one line."""
        return cls(token(source), source.attribute("type") or "")

    def write(self, element: etree._Element) -> None:
        element.text = self.value
        element.set("type", self.type)


@dataclass(frozen=True)
class MonthDay:
    """A day of every year (``xs:gMonthDay``, ``--04-10``); a time zone is left out."""

    month: int
    day: int

    @classmethod
    def read(cls, source: Source) -> MonthDay:
        return cls(*map(int, source.read_as(lambda found: _found(r"--(\d\d)-(\d\d)", found))))

    def __str__(self) -> str:
        return f"--{self.month:02}-{self.day:02}"


@dataclass(frozen=True)
class YearMonth:
    """A month of one year (``xs:gYearMonth``, ``2019-02``); a time zone is left out."""

    year: int
    month: int

    @classmethod
    def read(cls, source: Source) -> YearMonth:
        return cls(*map(int, source.read_as(lambda found: _found(r"(\d{4})-(\d\d)", found))))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"


def cefr_level(source: Source) -> CefrLevel:
    return source.read_as(CefrLevel)


def gender(source: Source) -> Gender:
    return source.read_as(lambda found: Gender(int(found)))


def _found(form: str, found: str) -> tuple[str, ...]:
    match = re.fullmatch(form + r"(?:Z|[+-]\d\d:\d\d)?", found.strip(), re.ASCII)
    if match is None:
        raise ValueError("it is of another form")
    return match.groups()
