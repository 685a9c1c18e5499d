"""The style guide: every component with sample data, in the three layouts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.theme import samples


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Type, colour and the components of the front."""
    context = {
        "courses": samples.courses(),
        "institutions": samples.institutions(),
        "facts": samples.facts(),
        "moments": samples.moments(),
        "tabs": samples.tabs(),
        "crumbs": samples.crumbs(),
        "form": samples.SampleForm(),
        "refused_form": samples.refused_form(),
        "code": samples.CREDENTIAL,
    }
    return render(request, "theme/styleguide.html", context)


@require_safe
def styleguide_reading(request: HttpRequest) -> HttpResponse:
    """The page of a unit: outline, reading text, figure, callouts, code, quiz."""
    context = {"outline": samples.outline(), "question": samples.question()}
    return render(request, "theme/styleguide_reading.html", context)


@require_safe
def styleguide_work(request: HttpRequest) -> HttpResponse:
    """The desk: filters, table, pages."""
    page = samples.page()
    context = {
        "columns": samples.columns(),
        "rows": samples.rows(),
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1),
        "filter": samples.SampleFilter(request.GET or None),
        "crumbs": samples.crumbs(),
        "plot": samples.plot(),
    }
    return render(request, "theme/styleguide_work.html", context)
