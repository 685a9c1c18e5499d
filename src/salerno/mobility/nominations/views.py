"""Nominations that come in: the desk of the receiving institution, and the page on which the student takes one."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Nomination
from salerno.mobility.nominations import rules, services
from salerno.mobility.nominations.forms import NominationForm
from salerno.mobility.nominations.selectors import conditions_for, is_elsewhere, nominations_for
from salerno.mobility.nominations.tables import NOMINATIONS
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.people.access import record_opening

_RELATED = ("wish__student", "condition__sending", "condition__receiving", "condition__agreement")


@require_safe
@desk_page(coordinates_mobility)
def desk_guests(request: HttpRequest) -> HttpResponse:
    """Those whom partners have named, also as a file."""
    return show_table(request, NOMINATIONS, nominations_for(request.user), "mobility/nominations/guests.html", {})


@desk_page(coordinates_mobility)
def new_guest(request: HttpRequest) -> HttpResponse:
    """GET shows the form, POST enters the nomination and invites."""
    conditions = conditions_for(request.user, timezone.localdate())
    form = NominationForm(request.POST or None, conditions=conditions)
    if request.method == "POST" and form.is_valid():
        condition = form.cleaned_data["condition"]
        try:
            services.nominate_in(condition=condition, values=form.values, by=request.user, at=timezone.now())
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The nomination is entered, and the invitation is on its way."))
            return redirect("mobility:desk_guests")
    context = {"form": form, "has_conditions": conditions.exists()}
    return show(request, "mobility/nominations/new.html", context, status=422 if form.is_bound else 200)


@desk_page(coordinates_mobility)
def desk_guest(request: HttpRequest, nomination: uuid.UUID) -> HttpResponse:
    """GET shows one that waits and asks whether to withdraw it; POST withdraws it."""
    row = found(Nomination.objects.governed_by(request.user).select_related(*_RELATED), uuid=nomination)
    refusal = rules.why_not_withdraw(nomination=row, by=request.user)
    if request.method == "POST" and not refusal:
        try:
            services.withdraw_nomination(nomination=row, by=request.user, at=timezone.now())
        except MobilityRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, _("The nomination is withdrawn, and its seat is free."))
            return redirect("mobility:desk_guests")
    if row.wish:
        record_opening(viewer=request.user, person=row.wish.student, what="nomination", at=timezone.now())
    context = {"nomination": row, "refusal": refusal}
    return show(request, "mobility/nominations/guest.html", context, status=422 if request.method == "POST" else 200)


@login_required
def take_nomination(request: HttpRequest, nomination: uuid.UUID) -> HttpResponse:
    """SECURITY: the nomination that was sent to the address of whoever asks, or 404. GET shows it, POST takes it."""
    row = Nomination.objects.select_related(*_RELATED).filter(uuid=nomination).first()
    if row is None or not rules.is_for(row, request.user):
        raise Http404
    if request.method != "POST" and row.wish_id is None:
        elsewhere = is_elsewhere(request.user, row)
        refusal = rules.why_not_take(nomination=row, by=request.user, at=timezone.now(), is_elsewhere=elsewhere)
        return render(request, "mobility/nominations/take.html", {"nomination": row, "refusal": refusal})
    try:
        stay = services.take_nomination(nomination=row, by=request.user, at=timezone.now())
    except MobilityRefused as error:
        return render(request, "mobility/nominations/take.html", {"nomination": row, "refusal": error.refusal}, status=422)
    if request.method == "POST":
        messages.success(request, _("You have taken the place. The next step is your learning agreement."))
    return redirect("mobility:stay", stay.uuid)
