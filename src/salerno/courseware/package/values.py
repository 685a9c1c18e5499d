"""Picking typed values out of what an author wrote in TOML or YAML; whatever does not fit becomes a finding.

Each reader gives a harmless value back where it notes a mistake, so that one run finds all of them.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from salerno.common.words import Words
from salerno.common.words import words as _
from salerno.courseware.package.findings import Report

KEY = re.compile(r"[a-z][a-z0-9-]{0,79}")
LANGUAGE = re.compile(r"[a-z]{2,3}")
_TEXT = _("text")


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping that stands at ``path``; ``line_of`` gives the line of one of its keys."""

    values: Mapping[str, Any]
    path: str
    line_of: Callable[[str], int]
    report: Report

    def only(self, allowed: Iterable[str]) -> None:
        """Note every key that is not one of ``allowed``."""
        known = tuple(allowed)
        for name in self.values:
            if name not in known:
                self.error(
                    name,
                    "key-unknown",
                    _("%(name)s means nothing here.", name=name),
                    _("Known are: %(known)s.", known=", ".join(known)),
                )

    def error(self, name: str, code: str, message: Words, remedy: Words) -> None:
        """Note a mistake at the line of ``name``."""
        self.report.error(self.path, self.line_of(name), code, message, remedy)

    def text(self, name: str, *, required: bool = False, pattern: str = r"(?s).*\S.*", form: Words = _TEXT) -> str:
        """A text that fits ``pattern``, or ""."""
        value = self._value(name, required)
        if value is None:
            return ""
        if isinstance(value, str) and re.fullmatch(pattern, value):
            return value
        self.error(
            name,
            "value-wrong",
            _("%(name)s must be %(form)s.", name=name, form=form),
            _("Write it in quotation marks, in that form."),
        )
        return ""

    def key(self, name: str, *, required: bool = True) -> str:
        """A key: lower-case letters, digits and hyphens."""
        form = _("lower-case letters, digits and hyphens, and start with a letter")
        return self.text(name, required=required, pattern=KEY.pattern, form=form)

    def number(self, name: str, least: int, most: int, *, default: int | None = None) -> int:
        """A whole number between ``least`` and ``most``."""
        value = self._value(name, default is None)
        if value is None:
            return least if default is None else default
        if type(value) is int and least <= value <= most:
            return value
        self.error(
            name,
            "value-wrong",
            _("%(name)s must be a whole number from %(least)s to %(most)s.", name=name, least=least, most=most),
            _("Correct the number."),
        )
        return least

    def flag(self, name: str) -> bool:
        """True or false; false where it is left out."""
        value = self.values.get(name, False)
        if isinstance(value, bool):
            return value
        self.error(
            name,
            "value-wrong",
            _("%(name)s must be true or false.", name=name),
            _("Write true or false, without quotation marks."),
        )
        return False

    def one_of(self, name: str, allowed: Sequence[str], *, required: bool = True) -> str:
        """One word of a list."""
        value = self._value(name, required)
        if value is None or value in allowed:
            return value or allowed[0]
        self.error(
            name,
            "value-wrong",
            _("%(name)s must be one of %(allowed)s.", name=name, allowed=", ".join(allowed)),
            _("Choose one of them."),
        )
        return allowed[0]

    def texts(self, name: str, *, pattern: str = r".*\S.*", required: bool = False) -> tuple[str, ...]:
        """A list of texts, each of which fits ``pattern``."""
        value = self._value(name, required)
        if value is None:
            return ()
        rows = value if isinstance(value, list) else [None]
        fits = all(isinstance(row, str) and re.fullmatch(pattern, row) for row in rows)
        if fits and (rows or not required):
            return tuple(rows)
        remedy = _('Write %(name)s = ["…"], each of the right form.', name=name)
        self.error(name, "value-wrong", _("%(name)s must be a list of texts.", name=name), remedy)
        return ()

    def by_language(self, name: str, languages: Sequence[str], *, required: bool = True) -> dict[str, str]:
        """A text by language; the source language must be there, others may be."""
        value = self._value(name, required)
        if value is None:
            return {languages[0]: ""} if required else {}
        if not isinstance(value, dict) or not all(isinstance(text, str) and text.strip() for text in value.values()):
            remedy = _('Write %(name)s = { %(language)s = "…" }.', name=name, language=languages[0])
            self.error(name, "value-wrong", _("%(name)s must be a text by language.", name=name), remedy)
            return {languages[0]: ""}
        for language in value:
            if language not in languages:
                remedy = _("Add it to languages, or take the text out.")
                self.error(name, "language-unknown", _("%(language)s is not a language of the course.", language=language), remedy)
        if languages[0] not in value:
            remedy = _('Add %(language)s = "…".', language=languages[0])
            self.error(
                name,
                "source-missing",
                _("%(name)s lacks the source language %(language)s.", name=name, language=languages[0]),
                remedy,
            )
        source = {languages[0]: value.get(languages[0], "")}
        return source | {language: text.strip() for language, text in value.items() if language in languages}

    def _value(self, name: str, required: bool) -> Any:
        value = self.values.get(name)
        if value is None and required:
            self.error(name, "value-missing", _("%(name)s is missing.", name=name), _("Add %(name)s.", name=name))
        return value
