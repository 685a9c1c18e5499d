"""What the checker finds, in the reader's language: the package itself is free of Django and says it in English."""

from django.utils.translation import gettext

from salerno.courseware.package.words import Words


def told(text: str) -> str:
    """``text`` in the language of the request, where it is words of the package; else as it is."""
    return text.told(gettext) if isinstance(text, Words) else text
