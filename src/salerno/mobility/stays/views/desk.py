"""Mobilities on the desk of the sending and of the receiving institution: the list, one of them, acts with a preview."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.institutions.models import Institution
from salerno.mobility.enums import MobilityKind, RecognitionState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.recognition.rules import why_not_enter
from salerno.mobility.recognition.selectors import recognitions_of, sums_of
from salerno.mobility.stays import rules
from salerno.mobility.stays.forms import DayForm, ElsewhereForm, ReasonForm, StaysFilter
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.mobility.stays.selectors import acts_on, label_of, moments_of, places_elsewhere, stays_for
from salerno.mobility.stays.services import stays as services
from salerno.mobility.stays.tables import STAYS, tag_of
from salerno.mobility.transcripts.rules import why_not_issue, why_not_take
from salerno.mobility.transcripts.selectors import issued_of
from salerno.people.access import record_list_opening, record_opening
from salerno.people.models import Person

_MOST = 500


def governed_stay(request: HttpRequest, stay: uuid.UUID) -> Mobility:
    """SECURITY: a mobility of an institution that the person coordinates, or 404."""
    return found(stays_for(request.user), uuid=stay)


@require_safe
@desk_page(coordinates_mobility)
def desk_stays(request: HttpRequest) -> HttpResponse:
    """The mobilities of both directions, also as a file."""
    rows = stays_for(request.user)
    hosts = Institution.objects.filter(pk__in=rows.values("place__institution")).order_by("position", "pk")
    form = StaysFilter(request.GET, hosts=list(hosts))
    rows = _filtered(rows, form.understood)
    return show_table(request, STAYS, rows, "mobility/stays/desk_stays.html", {"filter": form, "acts": BULK_LABELS})


def _filtered(rows: QuerySet[Mobility], wanted: dict[str, Any]) -> QuerySet[Mobility]:
    paths = {"state": "state", "host": "place__institution__uuid"}
    rows = rows.filter(**{paths[name]: value for name, value in wanted.items() if name in paths})
    if kind := wanted.get("kind"):
        rows = rows.filter(Q(wish__call__kind=kind) | Q(wish__call__isnull=True, place__condition__kind=kind))
    appealed = Recognition.objects.filter(state=RecognitionState.APPEALED).values("result__mobility")
    return rows.filter(pk__in=appealed) if "appeals" in wanted else rows


@require_safe
@desk_page(coordinates_mobility)
def desk_stay(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """One mobility: the way so far, what can be done now, results."""
    row = governed_stay(request, stay)
    record_opening(viewer=request.user, person=row.wish.student, what="mobility", at=timezone.now())
    context = {
        "stay": row,
        "place": label_of(row.place),
        "tag": tag_of(row),
        "moments": moments_of(row, names_people=True),
        "acts": acts_on(row, request.user),
        "has_log": row.kind == MobilityKind.TRAINEESHIP and rules.sides_of(request.user, row).sends,
        **results_of(row, request.user),
        **transcripts_of(row, request.user),
    }
    return show(request, "mobility/stays/desk_stay.html", context)


def results_of(row: Mobility, viewer: Person) -> dict[str, Any]:
    """The results of a mobility with what was decided, and what ``viewer`` can do with them."""
    rows = recognitions_of(row)
    return {
        "recognitions": rows,
        "sums": sums_of(rows),
        "enters": not why_not_enter(mobility=row, by=viewer),
        "sends": rules.sides_of(viewer, row).sends and row.wish.studies_id is not None,
    }


def transcripts_of(row: Mobility, viewer: Person) -> dict[str, Any]:
    """The transcripts that the host issued here, and what ``viewer`` can do with them."""
    issued = issued_of(row)
    newest = issued.rows[0].number if issued.rows else 0
    return {
        "issued": issued,
        "issues": not why_not_issue(mobility=row, by=viewer),
        "takes": bool(newest) and not why_not_take(transcript=issued.rows[0], newest=newest, by=viewer),
    }


def _no_form(request: HttpRequest, row: Mobility) -> None:
    return None


def _reason_form(request: HttpRequest, row: Mobility) -> forms.Form:
    return ReasonForm(request.POST or None)


def _day_form(request: HttpRequest, row: Mobility) -> forms.Form:
    return DayForm(request.POST or None, initial={"on": timezone.localdate()})


def _elsewhere_form(request: HttpRequest, row: Mobility) -> forms.Form:
    return ElsewhereForm(request.POST or None, places=places_elsewhere(row))


def _with_reason(form: forms.Form) -> dict[str, Any]:
    return {"reason": form.cleaned_data["reason"]}


def _with_day(form: forms.Form) -> dict[str, Any]:
    return {"on": form.cleaned_data["on"]}


@dataclass(frozen=True)
class Act:
    """A step: its question, what follows from it, its verb, what was done; its form, and what the service takes of it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., object]
    form: Callable[[HttpRequest, Mobility], forms.Form | None] = _no_form
    values: Callable[[Any], dict[str, Any]] = lambda form: {}
    is_danger: bool = False


ACTS = {
    "nominate": Act(
        _("Nominate the student?"),
        _("The host sees the nomination on its desk, and answers it."),
        _("Nominate the student"),
        _("The student is nominated."),
        services.nominate,
    ),
    "elsewhere": Act(
        _("Nominate the student elsewhere"),
        _("Places of the same call that have a free seat. Ask the student first; whether languages and needs fit, you must see."),
        _("Nominate the student there"),
        _("The student is nominated elsewhere, and told."),
        services.nominate_elsewhere,
        _elsewhere_form,
        lambda form: {"place": form.chosen},
    ),
    "confirm": Act(
        _("Confirm the nomination?"),
        _("The student is told that they can come, and the sending university sees it."),
        _("Confirm the nomination"),
        _("The nomination is confirmed, and the student is told."),
        services.confirm,
    ),
    "refuse": Act(
        _("Refuse the nomination?"),
        _("The student and the sending university read your reason."),
        _("Refuse the nomination"),
        _("The nomination is refused, and the student is told."),
        services.refuse_nomination,
        _reason_form,
        _with_reason,
        is_danger=True,
    ),
    "arrive": Act(
        _("Confirm the arrival"),
        _("The day on which the student arrived. Both institutions and the student see it."),
        _("Confirm the arrival"),
        _("The arrival is confirmed."),
        services.note_arrival,
        _day_form,
        _with_day,
    ),
    "depart": Act(
        _("Confirm the departure"),
        _("The day on which the student left. Both institutions and the student see it."),
        _("Confirm the departure"),
        _("The departure is confirmed."),
        services.note_departure,
        _day_form,
        _with_day,
    ),
    "cancel": Act(
        _("Cancel the mobility?"),
        _("The student reads your reason. Before the arrival the seat goes on to others at once."),
        _("Cancel the mobility"),
        _("The mobility is cancelled, and the student is told."),
        services.cancel,
        _reason_form,
        _with_reason,
        is_danger=True,
    ),
}
BULK_LABELS = [(name, ACTS[name].label) for name in services.IN_BULK]


@desk_page(coordinates_mobility)
def act_on_stay(request: HttpRequest, stay: uuid.UUID, act: str) -> HttpResponse:
    """GET asks, with what the act needs; POST does it."""
    row, step = governed_stay(request, stay), ACTS.get(act)
    if step is None:
        raise Http404
    form = step.form(request, row)
    refused = ""
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            step.do(mobility=row, by=request.user, at=timezone.now(), **(step.values(form) if form else {}))
        except MobilityRefused as error:
            refused = str(error)
        else:
            messages.success(request, step.done)
            return redirect("mobility:desk_stay", row.uuid)
    record_opening(viewer=request.user, person=row.wish.student, what="mobility", at=timezone.now())
    context = {"stay": row, "place": label_of(row.place), "step": step, "form": form, "refused": refused}
    return show(request, "mobility/stays/act.html", context, status=422 if request.method == "POST" else 200)


@desk_page(coordinates_mobility)
def act_on_many(request: HttpRequest) -> HttpResponse:
    """GET shows the chosen (``item``) with what would be done and what cannot; POST does it for all that can, or for none."""
    data = request.POST if request.method == "POST" else request.GET
    act = data.get("act", "")
    if act not in services.IN_BULK:
        raise Http404
    rows = _chosen(request, data.getlist("item"))
    form = DayForm(request.POST or None, initial={"on": timezone.localdate()}) if act in services.WITH_A_DAY else None
    lines = [(row, _why_not(act, row, request)) for row in rows]
    can = [row for row, refusal in lines if not refusal]
    refused: dict[str, Any] = {}
    if request.method == "POST" and can and (form is None or form.is_valid()):
        try:
            on = form.cleaned_data["on"] if form else None
            count = services.act_on_many(mobilities=can, act=act, by=request.user, at=timezone.now(), on=on)
        except MobilityRefused as error:
            refused, lines = error.detail, [(row, refusal or error.detail.get(str(row.uuid), "")) for row, refusal in lines]
            messages.error(request, str(error))
        else:
            messages.success(request, ngettext("Done for %(n)d student.", "Done for %(n)d students.", count) % {"n": count})
            return redirect("mobility:desk_stays")
    record_list_opening(viewer=request.user, what="mobilities", count=len(rows), at=timezone.now())
    context = {"act": act, "step": ACTS[act], "lines": lines, "can": can, "form": form, "refused": refused}
    return show(request, "mobility/stays/act_on_many.html", context, status=422 if request.method == "POST" else 200)


def _chosen(request: HttpRequest, keys: list[str]) -> list[Mobility]:
    """Those of ``keys`` that the person coordinates; what is no key is left out."""
    wanted = [key for key in keys[:_MOST] if _is_key(key)]
    return list(stays_for(request.user).filter(uuid__in=wanted).order_by("wish__student__full_name", "pk"))


def _is_key(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _why_not(act: str, row: Mobility, request: HttpRequest) -> str | Promise:
    """Why ``act`` cannot be done for ``row`` as it stands; the day is judged when it is done."""
    today = timezone.localdate()
    refusal = {
        "nominate": lambda: rules.why_not_nominate(mobility=row, by=request.user),
        "confirm": lambda: rules.why_not_confirm(mobility=row, by=request.user),
        "arrive": lambda: rules.why_not_note_arrival(mobility=row, by=request.user, on=today, today=today),
        "depart": lambda: rules.why_not_note_departure(mobility=row, by=request.user, on=today, today=today),
    }[act]()
    return refusal.label if refusal else ""
