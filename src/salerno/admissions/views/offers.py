"""Answering an offer."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.admissions import rules
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import AcceptForm
from salerno.admissions.models import Offer
from salerno.admissions.selectors.pages import said
from salerno.admissions.services import offers
from salerno.admissions.views.common import sentences


def _own(request: HttpRequest, offer: uuid.UUID) -> Offer:
    rows = Offer.objects.filter(application__applicant=request.user).select_related("application__call__offering__programme")
    row = rows.filter(uuid=offer).first()
    if row is None:
        raise Http404
    return row


@login_required
def accept(request: HttpRequest, offer: uuid.UUID) -> HttpResponse:
    """Take the place and choose where to be registered."""
    row = _own(request, offer)
    if refusal := rules.why_not_answer(offer=row, by=request.user, at=timezone.now()):
        messages.error(request, refusal.label)
        return redirect("admissions:application", row.application.uuid)
    form = AcceptForm(request.POST or None, application=row.application)
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["institutions"])
        try:
            offers.accept_offer(offer=row, institutions=chosen, by=request.user, at=timezone.now())
        except AdmissionsRefused as error:
            for sentence in sentences(error):
                form.add_error(None, sentence)
        else:
            messages.success(request, _("You have taken your place. Welcome."))
            return redirect("admissions:application", row.application.uuid)
    context = {"offer": row, "form": form, "until": said(row.expires_at, request.user)}
    return render(request, "admissions/accept.html", context, status=422 if form.is_bound else 200)


@login_required
def decline(request: HttpRequest, offer: uuid.UUID) -> HttpResponse:
    """Give the place back, after a question."""
    row = _own(request, offer)
    if refusal := rules.why_not_answer(offer=row, by=request.user, at=timezone.now()):
        messages.error(request, refusal.label)
        return redirect("admissions:application", row.application.uuid)
    if request.method != "POST":
        return render(request, "admissions/decline.html", {"offer": row})
    try:
        offers.decline_offer(offer=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("You have declined the offer. The place goes to somebody else."))
    return redirect("admissions:application", row.application.uuid)
