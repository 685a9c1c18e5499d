"""Names of countries and languages in the reader's language (Unicode CLDR, through Babel)."""

from functools import cache

from babel import Locale

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
