"""Enrolling and withdrawing; the courses of one's own programme."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template import Context
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.catalogue.enums import CourseKind
from salerno.catalogue.models import CourseOffering
from salerno.common.translated import in_language
from salerno.enrolment import services
from salerno.enrolment.enums import Refusal, State
from salerno.enrolment.errors import EnrolmentRefused
from salerno.enrolment.models import Enrolment
from salerno.enrolment.selectors.boxes import offering_box, offerings_for
from salerno.enrolment.selectors.courses import courses_page


def draw_box(context: Context, offering: CourseOffering) -> str:
    """The box of an offering on a course's page; registered with the catalogue."""
    request = context["request"]
    viewer = request.user if request.user.is_authenticated else None
    box = offering_box(offering=offering, viewer=viewer, at=timezone.now())
    return render_to_string("enrolment/_box.html", {"box": box}, request=request)


@login_required
def enrol(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """Take a seat. GET (after signing in) asks once more; POST does it."""
    row = offerings_for(request.user).select_related("course").filter(uuid=offering).first()
    if row is None:
        raise Http404
    if row.course.kind == CourseKind.MASTER_COURSE:
        return _enrol_in_own_programme(request, row)
    if request.method != "POST":
        return _ask(request, row)
    try:
        enrolment = services.enrol(learner=request.user, offering=row, by=request.user, at=timezone.now())
    except EnrolmentRefused as error:
        if error.refusal in (Refusal.ALREADY, Refusal.COMPLETED):
            existing = Enrolment.objects.of(request.user).get(offering=row)
            return redirect("learning:course", existing.uuid)
        messages.error(request, error.refusal.label)
        return redirect(row.course.get_absolute_url())
    messages.success(request, _("You are enrolled. Begin whenever you like."))
    return redirect("learning:course", enrolment.uuid)


def _enrol_in_own_programme(request: HttpRequest, offering: CourseOffering) -> HttpResponse:
    """A course of the Master: chosen among the others of the programme, and shown there afterwards."""
    if request.method == "POST":
        try:
            services.enrol(learner=request.user, offering=offering, by=request.user, at=timezone.now())
        except EnrolmentRefused as error:
            messages.error(request, error.refusal.label)
        else:
            said = _("You are enrolled in “%(title)s”.") % {"title": in_language(offering.course.title)}
            messages.success(request, said)
    return redirect("enrolment:courses")


def _ask(request: HttpRequest, offering: CourseOffering) -> HttpResponse:
    existing = Enrolment.objects.of(request.user).live().filter(offering=offering).first()
    if existing:
        return redirect("learning:course", existing.uuid)
    box = offering_box(offering=offering, viewer=request.user, at=timezone.now())
    return render(request, "enrolment/enrol.html", {"box": box})


@login_required
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The courses of one's own programme, semester by semester: where they are given, and why one may not enrol."""
    page = courses_page(student=request.user, at=timezone.now())
    return render(request, "enrolment/courses.html", {"page": page})


@login_required
def withdraw(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """Give a seat back, after a question."""
    row = Enrolment.objects.of(request.user).filter(uuid=enrolment, state=State.ACTIVE).first()
    if row is None:
        raise Http404
    if request.method != "POST":
        return render(request, "enrolment/withdraw.html", {"enrolment": row})
    services.withdraw(enrolment=row, by=request.user, at=timezone.now())
    messages.success(request, _("You have withdrawn. Your work is kept: enrol again to go on where you stopped."))
    return redirect("enrolment:courses" if row.programme_enrolment_id else "portal:my_studies")
