"""Sentences of pure packages in the reader's language: the packages themselves are free of Django and say them in English."""

from django.utils.translation import gettext

from salerno.common.words import Words


def told(text: str) -> str:
    """``text`` in the language of the request, where it is words of the package; else as it is."""
    return text.told(gettext) if isinstance(text, Words) else text
