"""Picking typed values out of what somebody wrote; whatever does not fit becomes a mistake.

Each reader gives a harmless value back where it notes a mistake, so that one run finds all of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from salerno.catalogue.regulations.lines import Place, line_at
from salerno.catalogue.regulations.mistakes import Mistake
from salerno.common.words import words as _

KEY = r"[a-z][a-z0-9-]{0,79}"
CODE = r"[A-Za-z0-9][A-Za-z0-9 ./_-]{0,29}"
SCHAC = r"[a-z0-9][a-z0-9.-]{0,79}"
LANGUAGE = re.compile(r"[a-z]{2,3}")
MOST = Decimal(10_000)


@dataclass
class Reading:
    """Where the lines are, and the mistakes so far."""

    lines: Mapping[Place, int]
    mistakes: list[Mistake] = field(default_factory=list)

    def note(self, place: Place, message: str, remedy: str) -> None:
        """A mistake at ``place``."""
        name = ".".join(map(str, place)) or "regulations"
        self.mistakes.append(Mistake(line_at(self.lines, place), name, message, remedy))


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping that stands at ``place``."""

    values: Mapping[str, Any]
    place: Place
    reading: Reading

    def only(self, *known: str) -> None:
        """Note every key that is not one of ``known``."""
        for name in self.values:
            if name not in known:
                self.note(name, _("%(name)s means nothing here.", name=name), _("Known are: %(known)s.", known=", ".join(known)))

    def note(self, name: str, message: str, remedy: str) -> None:
        """A mistake at the key ``name``."""
        self.reading.note((*self.place, name), message, remedy)

    def table(self, name: str) -> "Table":
        """The table ``name``; it must be there."""
        value = self._value(name, required=True)
        if value is not None and not isinstance(value, dict):
            self.note(name, _("%(name)s must be a table.", name=name), _("Write [%(name)s] on a line of its own.", name=name))
        return Table(value if isinstance(value, dict) else {}, (*self.place, name), self.reading)

    def tables(self, name: str, *, required: bool = True) -> list["Table"]:
        """The tables of the list ``name``."""
        value = self._value(name, required=required)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.note(name, _("%(name)s must be a list of tables.", name=name), _("Write it with two brackets: [[…]]."))
            return []
        return [Table(item, (*self.place, name, index), self.reading) for index, item in enumerate(value)]

    def text(self, name: str, pattern: str, *, required: bool = True) -> str:
        """A text that fits ``pattern``, or ""."""
        value = self._value(name, required=required)
        if value is None or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value or ""
        self.note(
            name,
            _("%(name)s does not have the right form.", name=name),
            _("Write a text that fits the pattern %(pattern)s.", pattern=pattern),
        )
        return ""

    def texts(self, name: str, pattern: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts, each of which fits ``pattern`` and stands once."""
        value = self._value(name, required=required)
        if value is None:
            return ()
        rows = value if isinstance(value, list) else [None]
        if not all(isinstance(row, str) and re.fullmatch(pattern, row) for row in rows) or (required and not rows):
            self.note(name, _("%(name)s must be a list of texts.", name=name), _('Write %(name)s = ["…"].', name=name))
            return ()
        for row in sorted({row for row in rows if rows.count(row) > 1}):
            self.note(name, _("%(row)s stands twice.", row=row), _("Take one of the two out."))
        return tuple(dict.fromkeys(rows))

    def translated(self, name: str) -> dict[str, str]:
        """A text by language, English among them."""
        value = self._value(name, required=True)
        if value is None:
            return {}
        fits = isinstance(value, dict) and all(
            LANGUAGE.fullmatch(key) and isinstance(text, str) and text.strip() for key, text in value.items()
        )
        if fits and "en" in value:
            return dict(value)
        remedy = _('Write %(name)s = { en = "…" } and add other languages beside it.', name=name)
        self.note(name, _("%(name)s must be a text by language, with English.", name=name), remedy)
        return {}

    def amount(self, name: str, *, default: int | None = None) -> Decimal:
        """A number from 0, with one decimal place at most. A number in quotation marks is read too: JSON has no decimals."""
        value = self._value(name, required=default is None)
        if value is None:
            return Decimal(default or 0)
        try:
            number = Decimal(value) if isinstance(value, int | str | Decimal) and not isinstance(value, bool) else None
        except InvalidOperation:
            number = None
        if number is not None and number.is_finite() and 0 <= number <= MOST and number == round(number, 1):
            return number
        remedy = _("Write a number from 0, with one decimal place at most.")
        self.note(name, _("%(name)s is no such number.", name=name), remedy)
        return Decimal(0)

    def number(self, name: str, *, least: int = 1, default: int | None = None) -> int:
        """A whole number of at least ``least``."""
        value = self._value(name, required=default is None)
        if value is None:
            return least if default is None else default
        if type(value) is int and least <= value <= MOST:
            return value
        message = _("%(name)s must be a whole number of at least %(least)s.", name=name, least=least)
        self.note(name, message, _("Correct the number."))
        return least

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self.values.get(name, False)
        if not isinstance(value, bool):
            self.note(name, _("%(name)s must be true or false.", name=name), _("Write true or false, without quotation marks."))
        return value is True

    def one_of(self, name: str, allowed: Sequence[str]) -> str:
        """One word of a list; the first where it is left out."""
        value = self.values.get(name, allowed[0])
        if value in allowed:
            return value
        words = ", ".join(allowed)
        self.note(name, _("%(name)s must be one of %(words)s.", name=name, words=words), _("Choose one of them."))
        return allowed[0]

    def _value(self, name: str, *, required: bool) -> Any:
        value = self.values.get(name)
        if value is None and required:
            self.note(name, _("%(name)s is missing.", name=name), _("Add %(name)s.", name=name))
        return value


def repeated(names: Iterable[str]) -> set[str]:
    """Those that come more than once."""
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}
