"""How a document says facts in a language: its words, texts that may be missing in it, dates, numbers.

Words stand as data beside the templates, one TOML file for each language, in sections: what a room prints is read and corrected
in one place, apart from the catalogues of the interface, whose strings change more often than a document may.
"""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

from babel.dates import format_date
from babel.numbers import get_decimal_symbol

from salerno.common.names import language_name

Text = dict[str, str]
FALLBACK = "en"
IN_LANGUAGE = {"en": "in {language}", "fr": "en {language}", "it": "in {language}", "sv": "på {language}"}
NOT_AVAILABLE = "This document has no wording in {language} yet: it stands in English."


class DocumentWords:
    """The words in ``data/words`` of ``package``. English has every section; another language may lack some."""

    def __init__(self, package: str) -> None:
        self._folder = files(package) / "data" / "words"
        self.languages = tuple(sorted(path.name.removesuffix(".toml") for path in self._folder.iterdir()))
        self.table = cache(self._read)

    def _read(self, language: str) -> dict[str, dict[str, str]]:
        return tomllib.loads((self._folder / f"{language}.toml").read_text(encoding="utf-8"))

    def spoken(self, language: str, section: str) -> str:
        """``language``, if ``section`` is worded in it; English otherwise."""
        return language if language in self.languages and section in self.table(language) else FALLBACK

    def of(self, language: str, *sections: str) -> dict[str, str]:
        """The words of ``sections`` and those that all documents of the package share, by key."""
        table = self.table(language)
        return {key: word for section in ("common", *sections) for key, word in table[section].items()}

    def missing_note(self, asked: str, section: str) -> str:
        """What a document says of itself when it has no words in the language that was asked for; nothing when it has."""
        return "" if self.spoken(asked, section) == asked else NOT_AVAILABLE.format(language=language_name(asked, FALLBACK))


def said(text: Text, language: str) -> dict[str, str]:
    """A text in ``language``; else in English, else in whichever language there is, with a note that says which it is."""
    found = next((code for code in (language, FALLBACK, *text) if text.get(code)), "")
    if not found:
        return {"text": "", "lang": language, "note": ""}
    note = "" if found == language else IN_LANGUAGE[language].format(language=language_name(found, language))
    return {"text": text[found], "lang": found, "note": note}


def plainly(text: Text, language: str) -> str:
    """``said`` as one line."""
    found = said(text, language)
    return f"{found['text']} ({found['note']})" if found["note"] else found["text"]


def day(moment: date, language: str) -> str:
    """``15 July 2027``; ``1er juillet 2027``, as French has it and CLDR does not."""
    written = format_date(moment, "d MMMM y", locale=language)
    return f"1er {written.removeprefix('1 ')}" if language == "fr" and moment.day == 1 else written


def brief_day(moment: date, language: str) -> str:
    """``15 Jul 2027``."""
    return format_date(moment, "d MMM y", locale=language)


def exactly(value: Decimal, language: str) -> str:
    """A number with all the decimals that were recorded: a column of them stays level."""
    return str(value).replace(".", get_decimal_symbol(language))
