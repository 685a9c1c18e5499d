"""One's own applications: where they stand, taking one back, asking for another look."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.admissions import rules
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import AppealForm
from salerno.admissions.selectors.pages import application_cards, application_page
from salerno.admissions.services import deciding, leaving
from salerno.admissions.typed import summaries_of
from salerno.admissions.views.common import own


@login_required
def applications(request: HttpRequest) -> HttpResponse:
    """All of one's applications, the newest first."""
    cards = application_cards(person=request.user, at=timezone.now())
    return render(request, "admissions/applications.html", {"cards": cards})


@login_required
def application(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """One application: timeline, offer, reason, papers."""
    page = application_page(application=own(request, application), viewer=request.user, at=timezone.now())
    summaries = [] if page.application.is_draft else summaries_of(page.application)
    context = {"page": page, "application": page.application, "summaries": summaries}
    return render(request, "admissions/application.html", context)


@login_required
def withdraw(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Take it back, after a question."""
    row = own(request, application)
    if refusal := rules.why_not_withdraw(application=row, by=request.user):
        messages.error(request, refusal.label)
        return redirect("admissions:application", row.uuid)
    if request.method != "POST":
        return render(request, "admissions/withdraw.html", {"application": row})
    leaving.withdraw_application(application=row, by=request.user, at=timezone.now())
    messages.success(request, _("Your application is withdrawn. What you wrote is kept."))
    return redirect("admissions:application", row.uuid)


@login_required
def appeal(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Ask for another look at a refusal."""
    row = own(request, application)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deciding.appeal(application=row, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your appeal was handed in. The committee answers it, and we write to you."))
            return redirect("admissions:application", row.uuid)
    refusal = rules.why_not_appeal(application=row, by=request.user, at=timezone.now())
    context = {"application": row, "form": form, "refusal": refusal}
    return render(request, "admissions/appeal.html", context, status=422 if form.is_bound else 200)
