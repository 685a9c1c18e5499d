"""What every view of studying begins with. SECURITY: an enrolment that is not one's own does not exist."""

import uuid
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from salerno.enrolment.models import Enrolment
from salerno.learning.selectors import ActivityPage, activity_page
from salerno.learning.studied import enrolment_to_study


def own_enrolment(request: HttpRequest, enrolment: uuid.UUID) -> Enrolment:
    """The signed-in person's own enrolment, or 404."""
    found = enrolment_to_study(person=request.user, uuid=enrolment)
    if found is None:
        raise Http404
    return found


def own_page(request: HttpRequest, enrolment: uuid.UUID, key: str) -> ActivityPage:
    """An activity of the signed-in person's own enrolment, or 404."""
    page = activity_page(enrolment=own_enrolment(request, enrolment), key=key)
    if page is None:
        raise Http404
    return page


def refused(request: HttpRequest, page: ActivityPage, problem: str) -> HttpResponse:
    """The page again with what was wrong; nothing is lost."""
    return show(request, page, status=422, problem=problem)


def show(request: HttpRequest, page: ActivityPage, *, status: int = 200, **extra: object) -> HttpResponse:
    """The page of an activity, drawn by its kind."""
    more = page.kind.context(page, request.GET) if page.kind.context else {}
    context = {"page": page, "outline": partial(page.outline), **more, **extra}
    return render(request, "learning/activity.html", context, status=status)
