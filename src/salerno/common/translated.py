"""Titles and descriptions of the domain: one JSON value ``{"en": "…", "fr": "…"}`` on the row, never a ``.po`` entry."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language


def language_in_use() -> str:
    """The two-letter code of the language that is active now; English when none is."""
    return (get_language() or "en").split("-")[0]


def in_language(values: Mapping[str, str] | str | None, language: str | None = None) -> str:
    """The text in ``language`` (default: the active one), else in English, else in whichever language there is."""
    if not values:
        return ""
    if isinstance(values, str):
        return values
    wanted = language or language_in_use()
    return values.get(wanted) or values.get("en") or next(iter(values.values()), "")


def check_translations(values: object) -> None:
    """Raise ``ValidationError`` unless ``values`` maps language codes to texts."""
    if not isinstance(values, dict) or not all(isinstance(key, str) and isinstance(text, str) for key, text in values.items()):
        raise ValidationError("Expected a text for each language.")


class TranslatedField(models.JSONField):
    """A text in several languages."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("default", dict)
        kwargs.setdefault("validators", [check_translations])
        super().__init__(*args, **kwargs)


def interface_languages() -> list[str]:
    """Codes of the languages that the interface speaks."""
    return [code for code, _name in settings.LANGUAGES]
