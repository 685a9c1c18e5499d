"""The public catalogue."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from salerno.catalogue.enums import TrainingKind
from salerno.catalogue.forms import FilterForm
from salerno.catalogue.selectors import catalogue_list, course_page, programme_page
from salerno.catalogue.structured_data import course_data, programme_data

LENGTH_LABELS = {"short": _("Up to 1 hour"), "medium": _("1 to 10 hours"), "long": _("More than 10 hours")}


def index(request: HttpRequest) -> HttpResponse:
    """What can be studied, searched and filtered by the address."""
    filters = FilterForm(request.GET).filters()
    found = catalogue_list(filters)
    page = Paginator(found.entries, 24).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "found": found,
        "page": page,
        "kinds": TrainingKind.choices,
        "lengths": LENGTH_LABELS.items(),
    }
    template = "catalogue/_results.html" if request.htmx and not request.htmx.boosted else "catalogue/index.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """A course's public page: what it is, who gives it, when, and what one can do afterwards."""
    viewer = request.user if request.user.is_authenticated else None
    page = course_page(slug=slug, viewer=viewer, at=timezone.now())
    if page is None:
        raise Http404
    context = {"page": page, "structured_data": course_data(page, base_url=settings.SALERNO_BASE_URL)}
    return render(request, "catalogue/course.html", context)


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme's public page."""
    page = programme_page(slug=slug)
    if page is None:
        raise Http404
    data = programme_data(page.programme, base_url=settings.SALERNO_BASE_URL)
    return render(request, "catalogue/programme.html", {"page": page, "structured_data": data})
