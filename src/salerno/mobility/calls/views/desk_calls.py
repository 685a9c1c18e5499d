"""Calls for mobility on the desk: the list, one call, preparing, opening, closing, opening again, ending."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.common.spreadsheets import as_csv, as_xlsx
from salerno.common.translated import in_language
from salerno.desk.pages import as_file, desk_page, found, show, show_table
from salerno.mobility.calls.forms import MobilityCallForm, ReopenForm, values_of
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.calls.selectors.desk import call_overview, calls_for, cohorts_for
from salerno.mobility.calls.selectors.funnel import funnel_of, funnel_plot
from salerno.mobility.calls.services import calls as services
from salerno.mobility.calls.tables import CALLS
from salerno.mobility.enums import CallState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import MobilityCall
from salerno.people.access import record_list_opening

_WITH = ("offering__programme", "offering__academic_session")


def governed_call(request: HttpRequest, call: uuid.UUID) -> MobilityCall:
    """SECURITY: a call of a programme that an institution of the person's gives, or 404."""
    return found(MobilityCall.objects.governed_by(request.user).select_related(*_WITH), uuid=call)


def did(request: HttpRequest, act: Callable[[], object], done: str | Promise) -> bool:
    """Do ``act``; say what was done, or why not."""
    try:
        act()
    except MobilityRefused as error:
        for said in (str(error), *(str(text) for text in error.detail.values())):
            messages.error(request, said)
        return False
    messages.success(request, str(done))
    return True


@require_safe
@desk_page(coordinates_mobility)
def calls(request: HttpRequest) -> HttpResponse:
    """The calls of the person's programmes, and the cohorts for which one can be prepared."""
    context = {"cohorts": list(cohorts_for(request.user))}
    return show_table(request, CALLS, calls_for(request.user), "mobility/calls/desk/calls.html", context, counts_people=False)


@require_safe
@desk_page(coordinates_mobility)
def call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """One call: how far its cohort has come, who is late, what can be done."""
    row = governed_call(request, call)
    if request.GET.get("as") in ("csv", "xlsx"):
        return _funnel_file(row, request.GET["as"])
    overview = call_overview(call=row, viewer=request.user, at=timezone.now())
    record_list_opening(viewer=request.user, what="mobility-late", count=len(overview.late), at=timezone.now(), subject=row)
    acts = [(act, _words(act, row), refusal) for state, refusal in overview.acts for act in [_ACT_OF[state]]]
    context = {"call": row, "overview": overview, "acts": acts, "plot": funnel_plot(overview.funnel)}
    return show(request, "mobility/calls/desk/call.html", context)


def _funnel_file(row: MobilityCall, wanted: str) -> HttpResponse:
    header, cells = [_("Stage"), _("Students")], [list(stage) for stage in funnel_of(row).stages]
    content = as_csv(header, cells) if wanted == "csv" else as_xlsx("funnel", header, cells)
    return as_file(content, "funnel", wanted)


@desk_page(coordinates_mobility)
def new_call(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """A call in preparation."""
    offering = found(cohorts_for(request.user), uuid=cohort)
    plain = MobilityCall()
    initial = {name: getattr(plain, name) for name in ("kind", "method", "most_choices", "accept_days", "appeal_days")}
    form = MobilityCallForm(request.POST or None, initial=initial)

    def save(at: datetime) -> MobilityCall:
        return services.create_call(offering=offering, values=form.values, by=request.user, at=at)

    title = _("Prepare a call: %(title)s") % {"title": in_language(offering.programme.title)}
    return _edit(request, form, save, {"title": title, "back_url": reverse("mobility:desk_calls")})


@desk_page(coordinates_mobility)
def edit_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Change a call as long as it was not opened."""
    row = governed_call(request, call)
    form = MobilityCallForm(request.POST or None, initial=values_of(row))

    def save(at: datetime) -> MobilityCall:
        return services.edit_call(call=row, values=form.values, by=request.user, at=at)

    return _edit(request, form, save, {"title": _("Change the call"), "back_url": reverse("mobility:desk_call", args=[row.uuid])})


def _edit(
    request: HttpRequest, form: MobilityCallForm, save: Callable[[datetime], MobilityCall], context: dict[str, Any]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = save(timezone.now())
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The call is kept. Students do not see it before it is opened."))
            return redirect("mobility:desk_call", row.uuid)
    context |= {"form": form, "label": _("Keep the call")}
    return show(request, "desk/form.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class Act:
    """A step of a call: its question, its verb, what follows from it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., MobilityCall]


_ACT_OF = {CallState.OPEN: "open", CallState.CLOSED: "close", CallState.ENDED: "end"}
_ACTS = {
    "open": Act(
        gettext_lazy("Open the call?"),
        gettext_lazy("The cohort sees it and ranks its places between the two dates. Places, dates and method no longer change."),
        gettext_lazy("Open the call"),
        gettext_lazy("The call is open."),
        services.open_call,
    ),
    "close": Act(
        gettext_lazy("Close the call?"),
        gettext_lazy("Nothing more can be handed in. What is still being written does not count."),
        gettext_lazy("Close the call"),
        gettext_lazy("The call is closed."),
        services.close_call,
    ),
    "end": Act(
        gettext_lazy("End the call?"),
        gettext_lazy("Nothing follows in it any more. This cannot be taken back."),
        gettext_lazy("End the call"),
        gettext_lazy("The call has ended."),
        services.end_call,
    ),
}
_REOPEN = Act(
    gettext_lazy("Open the call again?"),
    gettext_lazy("Students can hand in and take back until the new closing date. Scenarios that were made are outdated then."),
    gettext_lazy("Open the call again"),
    gettext_lazy("The call is open again."),
    services.reopen_call,
)


def _words(act: str, row: MobilityCall) -> Act:
    return _REOPEN if act == "open" and row.state == CallState.CLOSED else _ACTS[act]


@desk_page(coordinates_mobility)
def move_call(request: HttpRequest, call: uuid.UUID, act: str) -> HttpResponse:
    """GET asks; POST opens, closes, opens again or ends the call."""
    row = governed_call(request, call)
    if act not in _ACTS:
        raise Http404
    words = _words(act, row)
    form = ReopenForm(request.POST or None) if words is _REOPEN else None
    if request.method == "POST" and (form is None or form.is_valid()):
        more = {"closes_at": form.moment} if form else {}
        did(request, lambda: words.do(call=row, by=request.user, at=timezone.now(), **more), words.done)
        return redirect("mobility:desk_call", row.uuid)
    context = {"call": row, "act": words, "form": form, "is_danger": act == "end"}
    return show(request, "mobility/calls/desk/move_call.html", context, status=422 if request.method == "POST" else 200)
