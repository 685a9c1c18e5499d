"""What every page needs and no view should have to pass."""

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.utils.translation import get_language

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


def page(request: WSGIRequest) -> dict[str, object]:
    """``theme`` as the person chose it (empty: as the device asks), the languages, and where the person is.

    The theme is read from a cookie so that the server renders it: no flash of the other scheme, no script.
    """
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "theme": chosen if chosen in THEMES else "",
        "page_language": get_language() or settings.LANGUAGE_CODE,
        "page_languages": settings.LANGUAGES,
        "page_path": request.get_full_path(),
    }
