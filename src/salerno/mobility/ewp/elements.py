"""Small helpers to read and to write the elements of EWP, so that nothing is lost on the way without being named.

A value class has ``read``, which makes it of a ``Source``, and ``write``, which puts it into an element. An optional text is
``None`` when its element is absent and ``""`` when it is there and empty: EWP tells the two apart (and the hash of an agreement
does).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from lxml import etree

from salerno.common.words import words as _

from .refusals import EwpReason, EwpRefused, Problem

XML = "{http://www.w3.org/XML/1998/namespace}"
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"

T = TypeVar("T")


class Source:
    """An element that is being read. It remembers what was asked for; ``unread`` names what nobody asked for."""

    def __init__(self, element: etree._Element, asked: set[object] | None = None) -> None:
        self.element = element
        self._asked = {element} if asked is None else asked

    def many(self, name: str, read: Callable[[Source], T]) -> tuple[T, ...]:
        """All children ``name``, each as ``read`` makes it. A name without namespace is in that of the parent."""
        children = tuple(self.element.iterchildren(_qualified(self.element, name)))
        self._asked.update(children)
        return tuple(read(Source(child, self._asked)) for child in children)

    def get(self, name: str, read: Callable[[Source], T]) -> T | None:
        """The one child ``name``, or ``None``."""
        found = self.many(name, read)
        return found[0] if found else None

    def need(self, name: str, read: Callable[[Source], T]) -> T:
        """The one child ``name``, which the schema demands."""
        return self.many(name, read)[0]

    def attribute(self, name: str) -> str | None:
        self._asked.add((self.element, name))
        return self.element.get(name)

    def attribute_as(self, name: str, read: Callable[[str], T]) -> T:
        """An attribute that the schema demands, as ``read`` makes it."""
        return self._held(name, self.attribute(name) or "", read)

    def read_as(self, read: Callable[[str], T]) -> T:
        """Its text, as ``read`` makes it."""
        name = etree.QName(self.element).localname
        if len(self.element):
            sentence = _("“%(name)s” holds elements, where a text is read.", name=name)
            raise EwpRefused(EwpReason.CANNOT_BE_KEPT, Problem(sentence, self.element.sourceline))
        return self._held(name, self.element.text or "", read)

    def _held(self, name: str, value: str, read: Callable[[str], T]) -> T:
        """Refused when the schema allows what we cannot hold, such as a year of five digits."""
        try:
            return read(value)
        except (ValueError, ArithmeticError) as error:
            sentence = _(
                "“%(value)s” in “%(name)s” is valid, and yet no value that can be kept.", name=name, value=value.strip()[:60]
            )
            raise EwpRefused(EwpReason.CANNOT_BE_KEPT, Problem(sentence, self.element.sourceline)) from error

    def unread(self) -> tuple[Problem, ...]:
        """What lies in the element, and was not asked for: outermost elements and attributes, each with its line."""
        found: list[Problem] = []
        pending = [self.element]
        while pending:
            element = pending.pop()
            name = etree.QName(element).localname
            if element not in self._asked:
                found.append(Problem(_("“%(name)s” is not kept.", name=name), element.sourceline))
                continue
            pending.extend(element.iterchildren(reversed=True))
            found += [
                Problem(_("“%(name)s” of “%(element)s” is not kept.", name=attribute, element=name), element.sourceline)
                for attribute in map(str, element.attrib)
                if not attribute.startswith(_XSI) and (element, attribute) not in self._asked
            ]
        return tuple(found)


def put(parent: etree._Element, name: str, value: object) -> None:
    """Append ``value`` as a child ``name``; nothing for ``None``; one child for each value of a tuple."""
    if isinstance(value, tuple):
        for each in value:
            put(parent, name, each)
    elif value is not None:
        child = etree.SubElement(parent, _qualified(parent, name))
        if hasattr(value, "write"):
            value.write(child)
        else:
            child.text = as_text(value)


def as_text(value: object) -> str:
    """``value`` as XML Schema writes it. Raises ``ValueError`` for a number that is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError(f"{value} is no number")
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def text(source: Source) -> str:
    """As it stands, white space included."""
    return source.read_as(str)


def token(source: Source) -> str:
    """In one line, as ``xs:token`` and web addresses are read."""
    return source.read_as(one_line)


def one_line(value: str) -> str:
    """``value`` with XML's four kinds of white space collapsed; other spaces, such as those that do not break, stay."""
    return re.sub("[ \t\r\n]+", " ", value).strip(" ")


def whole(source: Source) -> int:
    return source.read_as(int)


def number(source: Source) -> Decimal:
    return source.read_as(Decimal)


def truth(source: Source) -> bool:
    return source.read_as(str.strip) in ("true", "1")


def day(source: Source) -> date:
    """A date. ``xs:date`` may name a time zone, which days do not have: it is left out."""
    return source.read_as(lambda found: date.fromisoformat(found.strip()[:10]))


def moment(source: Source) -> datetime:
    return source.read_as(lambda found: datetime.fromisoformat(found.strip()))


def _qualified(parent: etree._Element, name: str) -> str:
    return name if name.startswith("{") else f"{{{etree.QName(parent).namespace}}}{name}"
