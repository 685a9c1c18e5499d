"""Calls on the desk: prepared, looked at as an applicant will, opened, closed, settled, archived."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.admissions import rules
from salerno.admissions.enums import NEXT_CALL, CallState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import QuestionsForm
from salerno.admissions.forms_calls import CallForm, first_values, values_of
from salerno.admissions.models import Application, Call
from salerno.admissions.refusals import ApplyRefusal
from salerno.admissions.sections import decides_on_applications, prepares_calls
from salerno.admissions.selectors.desk import call_overview, calls_for, cohorts_for
from salerno.admissions.selectors.pages import CallPage, said
from salerno.admissions.selectors.ranking import states_counted
from salerno.admissions.services import calls as services
from salerno.admissions.tables import CALLS
from salerno.admissions.views.common import sentences
from salerno.admissions.views.desk.common import editable_call, governed_call, may_edit, show_call
from salerno.common.translated import in_language
from salerno.desk.pages import desk_page, found, show, show_table


@require_safe
@desk_page(decides_on_applications)
def calls(request: HttpRequest) -> HttpResponse:
    """The calls of the person's programmes, and the cohorts for which one can be prepared."""
    context = {"cohorts": list(cohorts_for(request.user))}
    return show_table(request, CALLS, calls_for(request.user), "admissions/desk/calls.html", context, counts_people=False)


@require_safe
@desk_page(decides_on_applications)
def call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """One call: what waits in it, and what can be done with it."""
    row = governed_call(request, call)
    counts = states_counted(row).items()
    overview = call_overview(call=row, viewer=request.user, counts=counts, states=sorted(NEXT_CALL[CallState(row.state)]))
    acts = [(_ACT_OF[state], _words(_ACT_OF[state], row), refusal) for state, refusal in overview.acts]
    return show_call(request, "call", row, {"overview": overview, "acts": acts, "edits": may_edit(request, row)})


@desk_page(prepares_calls)
def new_call(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """A call in preparation, from what the last one said."""
    offering = found(cohorts_for(request.user), uuid=cohort)
    form = CallForm(request.POST or None, call=None, initial=first_values(offering))

    def save(at: datetime) -> Call:
        slug = form.cleaned_data["slug"]
        return services.create_call(offering=offering, slug=slug, values=form.values, by=request.user, at=at)

    title = _("Prepare a call: %(title)s") % {"title": in_language(offering.programme.title)}
    return _edit(request, form, save, {"title": title, "back_url": reverse("admissions:desk_calls")})


@desk_page(prepares_calls)
def edit_call(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Change a call as long as it was not opened."""
    row = editable_call(request, call)
    form = CallForm(request.POST or None, call=row, initial=values_of(row))

    def save(at: datetime) -> Call:
        return services.edit_call(call=row, values=form.values, by=request.user, at=at)

    context = {"title": _("Change the call"), "back_url": reverse("admissions:desk_call", args=[row.uuid])}
    return _edit(request, form, save, context)


def _edit(request: HttpRequest, form: CallForm, save: Callable[[datetime], Call], context: dict[str, Any]) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        if "slug" in form.fields and Call.objects.filter(slug=form.cleaned_data["slug"]).exists():
            form.add_error("slug", _("Another call has this address."))
        elif row := _saved(form, save):
            messages.success(request, _("The call is kept. Nobody else sees it before it is opened."))
            return redirect("admissions:desk_call", row.uuid)
    return show(request, "admissions/desk/call_form.html", {"form": form, **context}, status=422 if form.is_bound else 200)


def _saved(form: CallForm, save: Callable[[datetime], Call]) -> Call | None:
    """The call, or None and each mistake beside its part."""
    try:
        return save(timezone.now())
    except AdmissionsRefused as error:
        named = {name: str(text) for name, text in error.detail.items() if name in form.fields}
        for name, text in named.items():
            form.add_error(name, text)
        for sentence in [] if named else sentences(error):
            form.add_error(None, sentence)
        return None


@require_safe
@desk_page(decides_on_applications)
def preview(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The public page of a call and the questions of its form, as an applicant will see them."""
    row = governed_call(request, call)
    page = CallPage(
        call=row,
        opens=said(row.opens_at, request.user),
        closes=said(row.closes_at, request.user),
        tracks=[in_language(title) for title in row.read_tracks.values()],
        refusal=rules.why_not_apply(call=row, at=timezone.now()) or ApplyRefusal.NOT_OPEN_YET,
        mine=None,
    )
    form = QuestionsForm(application=Application(call=row))
    return render(request, "admissions/desk/call_preview.html", {"page": page, "form": form, "call": row})


@dataclass(frozen=True)
class Act:
    """A step of a call: its question, its verb, what follows from it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., Call]


_ACT_OF = {CallState.OPEN: "open", CallState.CLOSED: "close", CallState.DECIDED: "settle", CallState.ARCHIVED: "archive"}
_ACTS = {
    "open": Act(
        gettext_lazy("Open the call?"),
        gettext_lazy("It stands on the public pages and takes applications between its two dates. Its rules no longer change."),
        gettext_lazy("Open the call"),
        gettext_lazy("The call is open."),
        services.open_call,
    ),
    "close": Act(
        gettext_lazy("Close the call?"),
        gettext_lazy("Nothing more can be handed in. Drafts stay unread. It can be opened again as long as nothing was decided."),
        gettext_lazy("Close the call"),
        gettext_lazy("The call is closed."),
        services.close_call,
    ),
    "settle": Act(
        gettext_lazy("Declare that all is decided?"),
        gettext_lazy("From now on the waiting list moves up by itself, and free places are offered to it at once."),
        gettext_lazy("Declare that all is decided"),
        gettext_lazy("All is decided. The waiting list moves up by itself."),
        services.settle_call,
    ),
    "archive": Act(
        gettext_lazy("Archive the call?"),
        gettext_lazy("It leaves the public pages, and the waiting list ends. This cannot be taken back."),
        gettext_lazy("Archive the call"),
        gettext_lazy("The call is archived."),
        services.archive_call,
    ),
}
_REOPEN = Act(
    gettext_lazy("Open the call again?"),
    gettext_lazy("It takes applications again until its closing date. Reviews and findings that are there stay."),
    gettext_lazy("Open the call again"),
    gettext_lazy("The call is open again."),
    services.open_call,
)


def _words(act: str, row: Call) -> Act:
    return _REOPEN if act == "open" and row.state == CallState.CLOSED else _ACTS[act]


@desk_page(prepares_calls)
def move_call(request: HttpRequest, call: uuid.UUID, act: str) -> HttpResponse:
    """GET asks; POST brings the call into its next state."""
    if act not in _ACTS:
        raise Http404
    row = editable_call(request, call)
    state = next(state for state, name in _ACT_OF.items() if name == act)
    words = _words(act, row)
    refusal = rules.why_not_move_call(call=row, state=state, by=request.user)
    if request.method == "POST" and not refusal:
        try:
            words.do(call=row, by=request.user, at=timezone.now())
        except AdmissionsRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, str(words.done))
            return redirect("admissions:desk_call", row.uuid)
    context = {"act": words, "refusal": refusal, "is_danger": act == "archive"}
    return show_call(request, "move_call", row, context, status=422 if request.method == "POST" else 200)
