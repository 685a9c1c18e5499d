"""Another number of seats at a place of a published call: looked at first, then done."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from salerno.desk.pages import desk_page, show
from salerno.mobility.calls import rules
from salerno.mobility.calls.forms import SeatsForm
from salerno.mobility.calls.refusals import SeatsRefusal
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.calls.selectors.seats import Plan, SeatLines, lines_of, mobilities_of, plan_for
from salerno.mobility.calls.services import seats as services
from salerno.mobility.calls.views.desk_places import governed_place
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Place
from salerno.people.access import record_list_opening


@desk_page(coordinates_mobility)
def change_seats(request: HttpRequest, place: uuid.UUID) -> HttpResponse:
    """GET: the form. POST: who would lose and gain; with the digest of what was shown, and ``do``, it is done."""
    row = governed_place(request, place)
    form = SeatsForm(request.POST or None, initial={"capacity": row.capacity})
    is_asked = request.method == "POST" and form.is_valid()
    if is_asked and "do" in request.POST and _did(request, row, form):
        return redirect("mobility:desk_places", row.call.uuid)
    plan, lines = _looked_at(request, row, form) if is_asked else (None, None)
    context = {
        "call": row.call,
        "place": row,
        "form": form,
        "plan": plan,
        "lines": lines,
        "why_not": rules.why_not_change_seats(call=row.call, by=request.user, at=timezone.now()),
    }
    return show(request, "mobility/calls/desk/seats.html", context, status=422 if form.errors or "do" in request.POST else 200)


def _did(request: HttpRequest, row: Place, form: SeatsForm) -> bool:
    said = form.cleaned_data
    try:
        plan = services.change_seats(place=row, **said, by=request.user, at=timezone.now())
    except MobilityRefused as error:
        messages.error(request, str(error))
        return False
    values = {"n": plan.place.capacity, "lost": len(plan.losers), "gained": len(plan.gains)}
    seats = ngettext("The place has %(n)d seat now.", "The place has %(n)d seats now.", values["n"])
    lost = ngettext("%(lost)d student has lost it.", "%(lost)d students have lost it.", values["lost"])
    offered = ngettext("%(gained)d student is offered a place.", "%(gained)d students are offered a place.", values["gained"])
    messages.success(request, " ".join((seats, lost, offered)) % values)
    return True


def _looked_at(request: HttpRequest, row: Place, form: SeatsForm) -> tuple[Plan | None, SeatLines | None]:
    """The plan as it stands now and its lines; a refusal stands at the form."""
    capacity, at = form.cleaned_data["capacity"], timezone.now()
    refusal = rules.why_not_change_seats(call=row.call, by=request.user, at=at)
    refusal = refusal or (SeatsRefusal.SAME if capacity == row.capacity else None)
    plan = None if refusal else plan_for(row, capacity, list(mobilities_of(row)))
    if plan is None or plan.refusal:
        form.add_error(None, (refusal or plan.refusal).label)
        return None, None
    lines = lines_of(plan, request.user)
    count = len(lines.losing) + len(lines.gaining)
    record_list_opening(viewer=request.user, what="mobility-seats", count=count, at=at, subject=row.call)
    return plan, lines
