"""Calls, as everybody sees them, and the way into one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Call
from salerno.admissions.selectors.pages import call_page, call_pages
from salerno.admissions.services.writing import begin_application


def index(request: HttpRequest) -> HttpResponse:
    """Calls that are open or will be."""
    viewer = request.user if request.user.is_authenticated else None
    return render(request, "admissions/index.html", {"pages": call_pages(viewer=viewer, at=timezone.now())})


def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: what it asks, until when, and the way in."""
    viewer = request.user if request.user.is_authenticated else None
    page = call_page(slug=slug, viewer=viewer, at=timezone.now())
    if page is None:
        raise Http404
    return render(request, "admissions/call.html", {"page": page})


@login_required
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin, or go on. GET (after signing in) leads back to the call; POST begins."""
    row = Call.objects.public().filter(slug=slug).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return redirect(row.get_absolute_url())
    try:
        application = begin_application(call=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
        return redirect(row.get_absolute_url())
    if application.is_draft:
        return redirect("admissions:step", application.uuid, "you")
    return redirect("admissions:application", application.uuid)
