"""Offers of traineeships: a list for students, and the desk's pages of those who offer."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.rules import describes_institutions
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.forms_offer import DeskOfferFilter, OfferFilter, OfferForm, offer_values
from salerno.mobility.agreements.selectors.agreements import own_institutions
from salerno.mobility.agreements.selectors.offers import hosts_of, languages_in_words, narrowed
from salerno.mobility.agreements.services import traineeships as services
from salerno.mobility.agreements.tables import TRAINEESHIPS
from salerno.mobility.enums import OfferState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import TraineeshipOffer


@require_safe
@login_required
def traineeships(request: HttpRequest) -> HttpResponse:
    """All that are open."""
    rows = TraineeshipOffer.objects.shown_to_students()
    form = OfferFilter(request.GET, hosts_of(rows))
    context = {"offers": narrowed(rows, **form.understood), "filter": form}
    return render(request, "mobility/agreement/traineeships.html", context)


@require_safe
@login_required
def traineeship(request: HttpRequest, offer: uuid.UUID) -> HttpResponse:
    """One open offer. PRIVACY: with it, and with no other, the name of who supervises."""
    row = found(TraineeshipOffer.objects.shown_to_students().select_related("host"), uuid=offer)
    context = {"offer": row, "languages": languages_in_words(row.languages)}
    return render(request, "mobility/agreement/traineeship.html", context)


@require_safe
@desk_page(describes_institutions)
def desk_traineeships(request: HttpRequest) -> HttpResponse:
    """Those of the person's institutions, in every state."""
    rows = TraineeshipOffer.objects.governed_by(request.user)
    form = DeskOfferFilter(request.GET, hosts_of(rows))
    rows = narrowed(rows, **form.understood)
    return show_table(request, TRAINEESHIPS, rows, "mobility/agreement/desk_traineeships.html", {"filter": form})


@require_safe
@desk_page(describes_institutions)
def desk_traineeship(request: HttpRequest, offer: uuid.UUID) -> HttpResponse:
    """One offer, as its host sees it, and what comes next."""
    row = _governed(request, offer)
    state = OfferState.CLOSED if row.state == OfferState.OPEN else OfferState.OPEN
    context = {
        "offer": row,
        "languages": languages_in_words(row.languages),
        "act": _ACTS[state],
        "name": _NAMES[state],
        "refusal": rules.why_not_move_offer(offer=row, state=state, by=request.user, on=timezone.now().date()),
        "why_not_edit": rules.why_not_change_offer(offer=row, by=request.user),
    }
    return show(request, "mobility/agreement/desk_traineeship.html", context)


@desk_page(describes_institutions)
def new_traineeship(request: HttpRequest) -> HttpResponse:
    """An offer in preparation."""
    form = OfferForm(request.POST or None, offer=None, hosts=own_institutions(request.user), initial={"places": 1})

    def save() -> TraineeshipOffer:
        host = form.cleaned_data["host"]
        return services.create_offer(host=host, values=form.values, by=request.user, at=timezone.now())

    return _edit(request, form, save, _("Prepare an offer"), reverse("mobility:desk_traineeships"))


@desk_page(describes_institutions)
def edit_traineeship(request: HttpRequest, offer: uuid.UUID) -> HttpResponse:
    """Change an offer that students do not read now."""
    row = _governed(request, offer)
    back = reverse("mobility:desk_traineeship", args=[row.uuid])
    if refusal := rules.why_not_change_offer(offer=row, by=request.user):
        messages.error(request, refusal.label)
        return redirect(back)
    form = OfferForm(request.POST or None, offer=row, hosts=own_institutions(request.user), initial=offer_values(row))

    def save() -> TraineeshipOffer:
        return services.edit_offer(offer=row, values=form.values, by=request.user, at=timezone.now())

    return _edit(request, form, save, _("Change the offer"), back)


def _edit(request: HttpRequest, form: OfferForm, save: Callable[[], TraineeshipOffer], title: str, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            row = save()
        except MobilityRefused as error:
            form.add_error(next((name for name in error.detail if name in form.fields), None), str(error))
        else:
            messages.success(request, _("The offer is kept. Students see it once it is open."))
            return redirect("mobility:desk_traineeship", row.uuid)
    context = {"form": form, "title": title, "label": _("Keep the offer"), "back_url": back}
    return show(request, "desk/form.html", context, status=422 if form.is_bound else 200)


@dataclass(frozen=True)
class Act:
    """A step of an offer: its question, what follows, its verb, what is said afterwards."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., TraineeshipOffer]


_NAMES = {OfferState.OPEN: "open", OfferState.CLOSED: "close"}
_ACTS = {
    OfferState.OPEN: Act(
        gettext_lazy("Open the offer?"),
        gettext_lazy("Everybody who is signed in can read it, with the name and the address of the supervisor."),
        gettext_lazy("Open the offer"),
        gettext_lazy("The offer is open."),
        services.open_offer,
    ),
    OfferState.CLOSED: Act(
        gettext_lazy("Close the offer?"),
        gettext_lazy("Students no longer see it. Places that a call gives stand. It can be opened again."),
        gettext_lazy("Close the offer"),
        gettext_lazy("The offer is closed."),
        services.close_offer,
    ),
}


@desk_page(describes_institutions)
def move_traineeship(request: HttpRequest, offer: uuid.UUID, act: str) -> HttpResponse:
    """GET asks; POST opens or closes."""
    row = _governed(request, offer)
    state = next((state for state, name in _NAMES.items() if name == act), None)
    if state is None:
        raise Http404
    words, at = _ACTS[state], timezone.now()
    refusal = rules.why_not_move_offer(offer=row, state=state, by=request.user, on=at.date())
    if request.method == "POST" and not refusal:
        try:
            words.do(offer=row, by=request.user, at=at)
        except MobilityRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, str(words.done))
            return redirect("mobility:desk_traineeship", row.uuid)
    context = {"offer": row, "act": words, "refusal": refusal}
    return show(request, "mobility/agreement/move_traineeship.html", context, status=422 if request.method == "POST" else 200)


def _governed(request: HttpRequest, offer: uuid.UUID) -> TraineeshipOffer:
    """SECURITY: an offer of an institution that the person coordinates, or 404."""
    return found(TraineeshipOffer.objects.governed_by(request.user).select_related("host"), uuid=offer)
