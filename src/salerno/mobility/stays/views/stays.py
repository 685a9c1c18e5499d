"""One's own mobilities: where they stand, accepting and declining a place, withdrawing."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, Place, StayReport
from salerno.mobility.recognition.selectors import recognitions_of, sums_of
from salerno.mobility.reports.rules import why_not_write
from salerno.mobility.stays import rules
from salerno.mobility.stays.forms import ReasonForm
from salerno.mobility.stays.selectors import label_of, moments_of, stays_of
from salerno.mobility.stays.services import accepting
from salerno.mobility.stays.services import stays as services
from salerno.mobility.transcripts.selectors import issued_of


def own_stay(request: HttpRequest, stay: uuid.UUID) -> Mobility:
    """SECURITY: the person's own mobility, or 404."""
    row = stays_of(request.user).filter(uuid=stay).first()
    if row is None:
        raise Http404
    return row


@login_required
@require_safe
def stays(request: HttpRequest) -> HttpResponse:
    """All of one's mobilities, the newest first."""
    return render(request, "mobility/stays/stays.html", {"stays": stays_of(request.user)})


@login_required
@require_safe
def stay(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """One mobility: what is next, the way so far."""
    row = own_stay(request, stay)
    rows = recognitions_of(row)
    context = {
        "stay": row,
        "place": label_of(row.place),
        "recognitions": rows,
        "sums": sums_of(rows),
        "issued": issued_of(row),
        "moments": moments_of(row),
        "answers": not rules.why_not_answer(mobility=row, by=request.user, at=timezone.now()),
        "withdraws": not rules.why_not_cancel(mobility=row, by=request.user),
        "reports": not why_not_write(mobility=row, by=request.user),
        "report": StayReport.objects.written().filter(mobility=row).first(),
    }
    return render(request, "mobility/stays/stay.html", context)


@login_required
def accept_place(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """Take the place, after a question."""
    return _answer(request, own_stay(request, stay), "accept", accepting.accept_place, _("You have accepted the place."))


@login_required
def decline_place(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """Give the place back, after a question."""
    done = _("You have declined the place. It goes to somebody else.")
    return _answer(request, own_stay(request, stay), "decline", accepting.decline_place, done)


def _answer(request: HttpRequest, row: Mobility, template: str, act, done: str) -> HttpResponse:
    """The form carries the place that was shown: who has moved up meanwhile sees the new one first."""
    if refusal := rules.why_not_answer(mobility=row, by=request.user, at=timezone.now()):
        messages.error(request, refusal.label)
        return redirect("mobility:stay", row.uuid)
    if request.method != "POST":
        hidden = [{"name": "place", "value": row.place.uuid}]
        return render(request, f"mobility/stays/{template}.html", {"stay": row, "place": label_of(row.place), "hidden": hidden})
    shown = next(
        (each for each in Place.objects.filter(call=row.place.call_id) if str(each.uuid) == request.POST.get("place")), None
    )
    try:
        act(mobility=row, place=shown or Place(), by=request.user, at=timezone.now())
    except MobilityRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect("mobility:stay", row.uuid)


@login_required
def withdraw(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """Give up an accepted place, with the reason."""
    row = own_stay(request, stay)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.cancel(mobility=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your mobility is cancelled, and your university is told."))
            return redirect("mobility:stay", row.uuid)
    refusal = rules.why_not_cancel(mobility=row, by=request.user)
    context = {"stay": row, "place": label_of(row.place), "form": form, "refusal": refusal}
    return render(request, "mobility/stays/withdraw.html", context, status=422 if form.is_bound else 200)
