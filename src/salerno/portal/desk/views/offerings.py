"""Offerings: the list, one of them, its dates, its version."""

import uuid
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import CourseOffering
from salerno.catalogue.services import change_offering
from salerno.common.translated import in_language
from salerno.courseware.services.publishing import pin
from salerno.desk import rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.enrolment.enums import State
from salerno.enrolment.rules import why_not_open
from salerno.portal.desk.columns import LEARNERS, OFFERINGS
from salerno.portal.desk.forms.acts import NewOfferingForm, OfferingForm
from salerno.portal.desk.forms.filters import LearnerFilter, OfferingFilter
from salerno.portal.desk.selectors import offerings as reads
from salerno.portal.desk.selectors.versions import version_change
from salerno.portal.desk.services import open_pinned_offering


def offering_or_404(request: HttpRequest, offering: uuid.UUID) -> CourseOffering:
    """The offering, when the person runs it."""
    rows = CourseOffering.objects.governed_by(request.user)
    return found(rows.select_related("course", "institution", "pinned__version"), uuid=offering)


@desk_page(rules.sees_people)
def offerings(request: HttpRequest) -> HttpResponse:
    """The offerings of the person's institutions."""
    form = OfferingFilter(request.GET, reads.institutions_run_by(request.user))
    rows = reads.offerings_run_by(request.user, form.filters(), timezone.localdate())
    return show_table(request, OFFERINGS, rows, "portal/desk/offerings.html", {"filter": form}, counts_people=False)


@desk_page(rules.sees_people)
def offering(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """Who studies here, and how far they are."""
    row = offering_or_404(request, offering)
    form = LearnerFilter(request.GET)
    learners = reads.learners_of(row, **form.understood)
    version = reads.pinned_version(row)
    seats_taken = row.enrolments.holding_a_seat().count()
    context = {
        "offering": row,
        "title": in_language(row.course.title),
        "filter": form,
        "version": version,
        "versions": list(row.course.versions.order_by("-number")[:20]),
        "seats_taken": seats_taken,
        "refusal": why_not_open(offering=row, at=timezone.now()),
        "has_students": row.enrolments.filter(state=State.ACTIVE).exists(),
    }
    return show_table(request, LEARNERS, learners, "portal/desk/offering.html", context, about=row)


@desk_page(rules.sees_people)
def open_offering(request: HttpRequest) -> HttpResponse:
    """A new offering of a published course."""
    form = NewOfferingForm(
        request.POST or None,
        courses=reads.courses_to_offer(request.user),
        institutions=reads.institutions_run_by(request.user),
        initial={"course": request.GET.get("course", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = open_pinned_offering(
                course=form.cleaned_data["course"],
                institution=form.cleaned_data["institution"],
                values=form.offering_values(),
                by=request.user,
                at=timezone.now(),
            )
        except CatalogueRefused as error:
            form.add_error("institution", str(error))
        else:
            messages.success(request, _("The offering is open. Enrol learners here, or let them find it."))
            return redirect("portal:offering", row.uuid)
    return _show_form(request, form, _("Open an offering"), _("Open the offering"), reverse("portal:offerings"))


@desk_page(rules.sees_people)
def edit_offering(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """Dates, seats, language, mode."""
    row = offering_or_404(request, offering)
    form = OfferingForm(request.POST or None, instance=copy(row))
    if request.method == "POST" and form.is_valid():
        change_offering(offering=row, values=form.offering_values(), by=request.user, at=timezone.now())
        messages.success(request, _("The offering is changed."))
        return redirect("portal:offering", row.uuid)
    title = _("Change the offering of “%(title)s”") % {"title": in_language(row.course.title)}
    return _show_form(request, form, title, _("Keep the changes"), reverse("portal:offering", args=[row.uuid]))


def _show_form(request: HttpRequest, form: Any, title: str, label: str, back_url: str) -> HttpResponse:
    context = {"form": form, "title": title, "label": label, "back_url": back_url}
    return show(request, "portal/desk/form.html", context, status=422 if form.is_bound else 200)


@desk_page(rules.sees_people)
def pin_version(request: HttpRequest, offering: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """What changes when the offering gives another version; POST takes it up."""
    row = offering_or_404(request, offering)
    after = found(row.course.versions.all(), uuid=version)
    if request.method == "POST":
        pin(offering=row, version=after, by=request.user, at=timezone.now())
        messages.success(request, _("The offering gives version %(number)d now.") % {"number": after.number})
        return redirect("portal:offering", row.uuid)
    change = version_change(row, reads.pinned_version(row), after)
    return show(request, "portal/desk/pin.html", {"offering": row, "change": change, "title": in_language(row.course.title)})
