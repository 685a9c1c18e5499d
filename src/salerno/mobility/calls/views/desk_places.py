"""Places of a call on the desk: the list, by hand, and in bulk from agreements and offers."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.mobility.calls import rules
from salerno.mobility.calls.forms import PlaceForm, SourcesForm, values_of_place
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.calls.selectors.desk import places_for
from salerno.mobility.calls.selectors.sources import sources_for
from salerno.mobility.calls.services import places as services
from salerno.mobility.calls.tables import places_table
from salerno.mobility.calls.views.desk_calls import did, governed_call
from salerno.mobility.enums import CallState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import MobilityCall, Place


@require_safe
@desk_page(coordinates_mobility)
def places(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The places of a call with how many want them; in preparation also what can be taken in."""
    row = governed_call(request, call)
    is_draft = row.state == CallState.DRAFT
    context = {"call": row, "is_draft": is_draft, "why_not": rules.why_not_edit(call=row, by=request.user)}
    table = places_table(CallState(row.state))
    return show_table(request, table, places_for(row), "mobility/calls/desk/places.html", context, counts_people=False)


@desk_page(coordinates_mobility)
def take_places(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET: what conditions in force and open offers would become; POST: take in those that are ticked."""
    row = governed_call(request, call)
    sources = sources_for(row)
    form = SourcesForm(request.POST or None, sources=sources)
    if request.method == "POST" and form.is_valid():
        keys, period = form.cleaned_data["item"], form.cleaned_data["period"]
        count = len(set(keys))
        said = ngettext("%(n)d place was added.", "%(n)d places were added.", count) % {"n": count}

        def take() -> list[Place]:
            return services.add_places_from(call=row, keys=keys, period=period, by=request.user, at=timezone.now())

        if did(request, take, said):
            return redirect("mobility:desk_places", row.uuid)
    elif form.is_bound:
        messages.error(request, _("Tick at least one line that has no place yet."))
    context = {"call": row, "sources": sources, "form": form, "why_not": rules.why_not_edit(call=row, by=request.user)}
    return show(request, "mobility/calls/desk/take_places.html", context, status=422 if form.is_bound else 200)


@desk_page(coordinates_mobility)
def add_place(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """A place by hand."""
    row = governed_call(request, call)
    form = PlaceForm(request.POST or None, place=None, initial={"minimum": 0, "capacity": 1})

    def save(at: datetime) -> Place:
        institution = form.cleaned_data["institution"]
        return services.add_place(call=row, institution=institution, values=form.values, by=request.user, at=at)

    return _edit(request, row, form, save, _("Add a place"), None)


@desk_page(coordinates_mobility)
def edit_place(request: HttpRequest, place: uuid.UUID) -> HttpResponse:
    """Change a place of a call in preparation."""
    row = governed_place(request, place)
    form = PlaceForm(request.POST or None, place=row, initial=values_of_place(row))

    def save(at: datetime) -> Place:
        return services.edit_place(place=row, values=form.values, by=request.user, at=at)

    return _edit(request, row.call, form, save, _("Change the place"), row)


def _edit(
    request: HttpRequest, call: MobilityCall, form: PlaceForm, save: Callable[[datetime], Place], title: str, place: Place | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            save(timezone.now())
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The place is kept."))
            return redirect("mobility:desk_places", call.uuid)
    why_not = rules.why_not_edit(call=call, by=request.user)
    context = {"call": call, "form": form, "title": title, "place": place, "why_not": why_not}
    return show(request, "mobility/calls/desk/place_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_page(coordinates_mobility)
def remove_place(request: HttpRequest, place: uuid.UUID) -> HttpResponse:
    """Take a place out of a call in preparation."""
    row = governed_place(request, place)
    did(request, lambda: services.remove_place(place=row, by=request.user, at=timezone.now()), _("The place is removed."))
    return redirect(reverse("mobility:desk_places", args=[row.call.uuid]))


def governed_place(request: HttpRequest, place: uuid.UUID) -> Place:
    """SECURITY: a place of a call that the person governs, or 404."""
    calls = MobilityCall.objects.governed_by(request.user).values("pk")
    rows = Place.objects.filter(call__in=calls).select_related("call__offering__programme", "call__offering__academic_session")
    return found(rows, uuid=place)
