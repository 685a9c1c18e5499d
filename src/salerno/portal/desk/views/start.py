"""The desk at a glance."""

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from salerno.desk import rules
from salerno.desk.pages import desk_page, show
from salerno.people.access import institutions_of, reach_of
from salerno.portal.desk.selectors.start import start_page


@desk_page(rules.has_desk)
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person, by their roles."""
    context = {
        "start": start_page(request.user, timezone.localdate()),
        "roles": reach_of(request.user).roles,
        "institutions": institutions_of(request.user),
        "studio_url": _studio_url(),
    }
    return show(request, "portal/desk/start.html", context)


def _studio_url() -> str:
    """The Studio, where it is part of this campus."""
    try:
        return reverse("courseware:studio")
    except NoReverseMatch:
        return ""
