"""Reports: the student's own, the page of a host, the desk of the sending university."""

import uuid
from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.institutions.models import Institution
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Factsheet, StayReport
from salerno.mobility.reports import rules, services
from salerno.mobility.reports.forms import ReportFilter, ReportForm, first_values
from salerno.mobility.reports.selectors import labels, reports_on
from salerno.mobility.reports.tables import REPORTS
from salerno.mobility.stays.forms import ReasonForm
from salerno.mobility.stays.selectors import label_of
from salerno.mobility.stays.views.stays import own_stay
from salerno.people.access import record_opening


@login_required
def write(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """Say how the stay was, or change it. A refusal shows the form again as it was typed."""
    row = own_stay(request, stay)
    report = StayReport.objects.written().filter(mobility=row).first()
    form = ReportForm(request.POST or None, initial=first_values(report))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if _done(form, lambda: services.write_report(mobility=row, values=values, by=request.user, at=timezone.now())):
            messages.success(request, _("Thank you. Your report is kept; you can change or withdraw it."))
            return redirect("mobility:stay", row.uuid)
    refusal = rules.why_not_write(mobility=row, by=request.user)
    context = {"stay": row, "place": label_of(row.place), "form": form, "refusal": refusal, "report": report}
    return render(request, "mobility/reports/write.html", context, status=422 if form.is_bound else 200)


def _done(form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except MobilityRefused as error:
        form.add_error(None, str(error))
        return False
    return True


@login_required
def withdraw(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """GET asks; POST empties one's report."""
    row = own_stay(request, stay)
    report = StayReport.objects.filter(mobility=row).with_the_stay().first()
    refusal = rules.why_not_withdraw(report=report, by=request.user)
    if refusal:
        messages.error(request, refusal.label)
        return redirect("mobility:stay", row.uuid)
    if request.method == "POST":
        services.withdraw_report(mobility=row, by=request.user, at=timezone.now())
        messages.success(request, _("Your report is withdrawn. What it said is deleted."))
        return redirect("mobility:stay", row.uuid)
    return render(request, "mobility/reports/withdraw.html", {"stay": row})


@login_required
@require_safe
def host(request: HttpRequest, slug: str) -> HttpResponse:
    """What past students said of an institution. SECURITY: for students of the consortium and those who coordinate mobility."""
    if not rules.may_read(request.user):
        raise Http404
    row = found(Institution.objects.all(), slug=slug)
    context = {
        "institution": row,
        "reports": reports_on([row.pk], timezone.localdate()).get(row.pk),
        "has_factsheet": Factsheet.objects.filter(institution=row).exists(),
    }
    return render(request, "mobility/reports/host.html", context)


def governed_report(request: HttpRequest, report: uuid.UUID) -> StayReport:
    """SECURITY: the report of a student whom the person's institution sent, or 404; one that was withdrawn says nothing."""
    return found(StayReport.objects.governed_by(request.user).written().with_the_stay(), uuid=report)


@require_safe
@desk_page(coordinates_mobility)
def desk_reports(request: HttpRequest) -> HttpResponse:
    """Those of the students whom the person's institutions sent."""
    form = ReportFilter(request.GET)
    rows = StayReport.objects.governed_by(request.user).written().with_the_stay()
    if wanted := form.understood.get("state"):
        rows = rows.filter(hidden_at__isnull=wanted == "shown")
    return show_table(request, REPORTS, rows, "mobility/reports/desk_reports.html", {"filter": form})


@require_safe
@desk_page(coordinates_mobility)
def desk_report(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """One report: what it says, and hiding it."""
    row = governed_report(request, report)
    record_opening(viewer=request.user, person=row.mobility.wish.student, what="stay-report", at=timezone.now())
    ratings = [(label, getattr(row, name)) for name, label in labels().items()]
    return show(request, "mobility/reports/desk_report.html", {"report": row, "stay": row.mobility, "ratings": ratings})


@desk_page(coordinates_mobility)
def hide(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """GET asks for the reason; POST hides the report."""
    row = governed_report(request, report)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _done(form, lambda: services.hide_report(report=row, reason=reason, by=request.user, at=timezone.now())):
            messages.success(request, _("The report is hidden, and the student is told why."))
            return redirect("mobility:desk_report", row.uuid)
    context = {"report": row, "stay": row.mobility, "form": form, "refusal": rules.why_not_hide(report=row, by=request.user)}
    return show(request, "mobility/reports/hide.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_page(coordinates_mobility)
def show_again(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """Show a hidden report again."""
    row = governed_report(request, report)
    try:
        services.show_report(report=row, by=request.user, at=timezone.now())
    except MobilityRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The report is shown again, and the student is told."))
    return redirect("mobility:desk_report", row.uuid)
