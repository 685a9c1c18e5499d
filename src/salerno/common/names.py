"""Names of countries and languages, and numbers, in the reader's language (Unicode CLDR, through Babel)."""

from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_decimal

from salerno.common.translated import language_in_use


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def language_name(code: str, language: str | None = None) -> str:
    """``fr`` → ``French``; the code itself when CLDR has no name."""
    return _locale(language or language_in_use()).languages.get(code, code)


def country_name(code: str, language: str | None = None) -> str:
    """``IT`` → ``Italy``; the code itself when CLDR has no name."""
    return _locale(language or language_in_use()).territories.get(code.upper(), code)


def plain_number(value: Decimal | None, language: str | None = None) -> str:
    """``120.0`` → ``120``, ``1.5`` → ``1,5`` in French; nothing for None."""
    return "" if value is None else format_decimal(value.normalize(), locale=language or language_in_use())
