"""What the base template needs beyond the theme."""

from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db.models import DateField
from django.utils import timezone

from salerno.common.compiled import Compiled, Parameter
from salerno.people.models import Person, RoleAssignment

_A_ROLE = Compiled(
    lambda: (
        RoleAssignment.objects.order_by()
        .of(Parameter("person", Person._meta.pk))
        .in_force(Parameter("on", DateField()))
        .values_list("pk")[:1]
    )
)


def page(request: WSGIRequest) -> dict[str, Any]:
    """``base_url``, ``canonical_url``, and lazily ``has_desk``: whether the person holds any role."""
    return {
        "base_url": settings.SALERNO_BASE_URL,
        "canonical_url": settings.SALERNO_BASE_URL + request.path,
        "has_desk": lambda: _has_desk(request),
    }


def _has_desk(request: WSGIRequest) -> bool:
    """SECURITY: hides a link only; the desk asks again. Asked on every page, so no row is read: only whether there is one."""
    person = getattr(request, "user", None)
    if not person or not person.is_authenticated:
        return False
    return bool(_A_ROLE.rows(person=person.pk, on=timezone.localdate()))
