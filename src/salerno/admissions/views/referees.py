"""The request to a referee, as the applicant and the universities of the call manage it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.admissions import rules
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import AddressForm
from salerno.admissions.models import Application, Referee
from salerno.admissions.services import letters
from salerno.people.access import record_opening


def _managed(request: HttpRequest, referee: uuid.UUID) -> Referee:
    """A referee of one's own application, or of one that was handed in to a call whose committee one belongs to; or 404."""
    rows = Referee.objects.select_related("application__call__offering__programme", "application__applicant")
    may = Application.objects.of(request.user).values("pk"), Application.objects.governed_by(request.user).values("pk")
    row = rows.filter(uuid=referee).filter(Q(application__in=may[0]) | Q(application__in=may[1])).first()
    if row is None:
        raise Http404
    return row


def _back(request: HttpRequest, application: Application) -> str:
    """Where one has come from: the form, the application, or the desk."""
    if application.applicant_id != request.user.pk:
        return reverse("admissions:desk_application", args=[application.uuid])
    if application.is_draft:
        return reverse("admissions:step", args=[application.uuid, "referees"])
    return reverse("admissions:application", args=[application.uuid])


@login_required
def referee(request: HttpRequest, referee: uuid.UUID) -> HttpResponse:
    """What was asked of whom and when; POST corrects the address."""
    row, at = _managed(request, referee), timezone.now()
    form = AddressForm(request.POST or None, initial={"email": row.email})
    if request.method == "POST" and form.is_valid():
        try:
            letters.correct_address(referee=row, email=form.cleaned_data["email"], by=request.user, at=at)
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have written to the new address. The earlier link does not work any more."))
            return redirect("admissions:referee", row.uuid)
    if row.application.applicant is not None:
        record_opening(viewer=request.user, person=row.application.applicant, what=f"referee {row.uuid}", at=at)
    context = {
        "referee": row,
        "application": row.application,
        "form": form,
        "back": _back(request, row.application),
        "why_not_again": rules.why_not_send_again(referee=row, by=request.user, at=at),
        "why_not_write": rules.why_not_write_again(referee=row, by=request.user, at=at),
        "why_not_withdraw": rules.why_not_withdraw_request(referee=row, by=request.user),
    }
    return render(request, "admissions/referee.html", context, status=422 if form.is_bound else 200)


@require_POST
@login_required
def send_again(request: HttpRequest, referee: uuid.UUID) -> HttpResponse:
    """Send the link again."""
    row = _managed(request, referee)
    try:
        letters.send_again(referee=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("We have written to your referee again. The earlier link does not work any more."))
    return redirect("admissions:referee", row.uuid)


@login_required
def withdraw(request: HttpRequest, referee: uuid.UUID) -> HttpResponse:
    """Take the request back, after a question."""
    row = _managed(request, referee)
    back = _back(request, row.application)
    if refusal := rules.why_not_withdraw_request(referee=row, by=request.user):
        messages.error(request, refusal.label)
        return redirect("admissions:referee", row.uuid)
    if request.method != "POST":
        return render(request, "admissions/withdraw_referee.html", {"referee": row})
    try:
        letters.withdraw_request(referee=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
        return redirect(back)
    messages.success(request, _("The request is withdrawn. The link does not work any more."))
    return redirect(back)
