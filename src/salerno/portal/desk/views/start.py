"""The desk at a glance."""

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from salerno.people.access import institutions_of, reach_of
from salerno.portal.desk import rules
from salerno.portal.desk.selectors.start import start_page
from salerno.portal.desk.views.common import desk_page, show


@desk_page(rules.has_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by their roles."""
    context = {
        "start": start_page(request.user, timezone.localdate()),
        "roles": reach_of(request.user).roles,
        "institutions": institutions_of(request.user),
        "studio_url": _studio_url(),
    }
    return show(request, "start", context)


def _studio_url() -> str:
    """The Studio, where it is part of this campus."""
    try:
        return reverse("courseware:studio")
    except NoReverseMatch:
        return ""
