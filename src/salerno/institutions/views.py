"""The consortium's public pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.institutions.selectors import consortium_list


def index(request: HttpRequest) -> HttpResponse:
    """Who the partners are."""
    return render(request, "institutions/index.html", {"consortium": consortium_list()})
