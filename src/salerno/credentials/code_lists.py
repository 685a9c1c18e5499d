"""Levels and fields of study as terms of the EU's published lists, worded in the language that is active."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from salerno.credentials.proving.achievement import Term

_EQF = "http://data.europa.eu/snb/eqf/"
_ISCED_F = "http://data.europa.eu/snb/isced-f/"


def eqf_term(level: int) -> Term:
    """A level of the European Qualifications Framework."""
    return Term(label=_("EQF level %(level)s") % {"level": level}, url=f"{_EQF}{level}", code=str(level))


def cycle_of(level: int) -> str | None:
    """The cycle of the European Higher Education Area that a level belongs to; None below the first."""
    return {6: _("first cycle"), 7: _("second cycle"), 8: _("third cycle")}.get(level)


def field_terms(codes: Iterable[str]) -> tuple[Term, ...]:
    """Fields of study (ISCED-F 2013)."""
    return tuple(Term(label=f"ISCED-F {code}", url=f"{_ISCED_F}{code}", code=code) for code in codes)
