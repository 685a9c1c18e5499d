"""An address whose view fails, and the page that the campus shows then."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

handler500 = "salerno.portal.trouble_views.server_error"


def fails(request: HttpRequest) -> HttpResponse:
    """What a mistake of ours looks like."""
    raise RuntimeError("a mistake")


urlpatterns = [path("", fails)]
