"""Names that the pages of calls share."""

from collections.abc import Iterable

from django.utils import translation

from salerno.common.names import country_name, language_name
from salerno.common.translated import in_language, language_in_use
from salerno.mobility.enums import Period
from salerno.mobility.models import Place


def period_name(period: str) -> str:
    """``autumn`` in the reader's language; a word that is none of ours as it stands."""
    return str(Period(period).label) if period in Period.values else period


def place_name(place: Place) -> str:
    """Where and when: two places of one institution differ by their period."""
    return f"{in_language(place.institution.name)} ({period_name(place.period)})"


def place_names(places: Iterable[Place], language: str | None = None) -> dict[str, str]:
    """Names of places by their uuid, in ``language`` or the reader's."""
    with translation.override(language or language_in_use()):
        return {str(place.uuid): place_name(place) for place in places}


def languages_asked(place: Place) -> list[str]:
    """``English B2``: what a place asks for; of several one is enough."""
    return [f"{language_name(code)} {level}" for code, level in place.requirements.get("language", {}).items()]


def country_of(place: Place) -> str:
    """The country in which it lies."""
    return country_name(place.institution.country)
