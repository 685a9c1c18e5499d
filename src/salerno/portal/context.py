"""What the base template needs beyond the theme."""

from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from salerno.people.access import reach_of


def page(request: WSGIRequest) -> dict[str, Any]:
    """``base_url``, ``canonical_url``, and lazily ``has_desk``: whether the person holds any role."""
    return {
        "base_url": settings.SALERNO_BASE_URL,
        "canonical_url": settings.SALERNO_BASE_URL + request.path,
        "has_desk": lambda: _has_desk(request),
    }


def _has_desk(request: WSGIRequest) -> bool:
    """SECURITY: hides a link only; the desk asks again."""
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and reach_of(person).has_desk)
