"""The trainee's own log: the weeks, one week, the log as a file; and the certificate."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from salerno.desk.pages import as_file
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import LogWeek, Mobility, TraineeshipCertificate
from salerno.mobility.stays.selectors import label_of
from salerno.mobility.stays.views.stays import own_stay
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.forms import WeekForm, week_of
from salerno.mobility.traineeships.refusals import LogRefusal
from salerno.mobility.traineeships.selectors import Log, log_of
from salerno.mobility.traineeships.services.log import save_week
from salerno.mobility.traineeships.tables import WEEKS
from salerno.people.access import record_opening


def own_traineeship(request: HttpRequest, stay: uuid.UUID) -> Mobility:
    """SECURITY: the person's own mobility, when it is a traineeship; or 404."""
    row = own_stay(request, stay)
    if not rules.is_traineeship(row):
        raise Http404
    return row


def log_file(log: Log, wanted: str) -> HttpResponse | None:
    """The weeks that may be read as the file that the address asks for; None when it asks for the page."""
    if wanted not in ("csv", "xlsx"):
        return None
    content = WEEKS.csv(log.read) if wanted == "csv" else WEEKS.xlsx(log.read)
    return as_file(content, WEEKS.identifier, wanted)


@login_required
@require_safe
def log(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """All weeks of one's own log, also as a file."""
    row = own_traineeship(request, stay)
    found = log_of(row)
    if file := log_file(found, request.GET.get("as", "")):
        return file
    refusal = rules.why_not_keep_log(mobility=row, is_signed=found.certificate is not None, by=request.user)
    context = {"stay": row, "place": label_of(row.place), "log": found, "refusal": refusal}
    return render(request, "mobility/traineeships/log.html", context)


@never_cache
@login_required
def log_week(request: HttpRequest, stay: uuid.UUID, week: str) -> HttpResponse:
    """One week: GET shows the form, or why it does not change any more; POST keeps a draft or hands it in."""
    row, starts_on = own_traineeship(request, stay), week_of(week)
    if starts_on is None:
        raise Http404
    found = log_of(row)
    line = next((each for each in found.lines if each.starts_on == starts_on), None)
    saved = line.week if line else None
    refusal = rules.why_not_write_week(
        mobility=row, starts_on=starts_on, week=saved, is_signed=found.certificate is not None, by=request.user,
        today=timezone.localdate(),
    )  # fmt: skip
    hands_in = request.method != "POST" or "hand-in" in request.POST
    form = WeekForm(request.POST or None, agreed=found.agreed.outcomes, week=saved, is_draft=not hands_in)
    context = {"stay": row, "log": found, "line": line, "week": saved, "form": form, "refusal": refusal}
    context["weeks"] = [saved] if saved else []
    if request.method == "POST" and not refusal and form.is_valid():
        try:
            _save(request, row, starts_on, form, hands_in)
        except MobilityRefused as error:
            form.add_error(None, str(error))
            is_behind = error.refusal == LogRefusal.CHANGED_MEANWHILE
            context["there_now"] = LogWeek.objects.filter(mobility=row, starts_on=starts_on).first() if is_behind else None
        else:
            messages.success(request, _said(hands_in))
            return redirect("mobility:log", row.uuid)
    context["revision"] = _revision_shown(request, context)
    return render(request, "mobility/traineeships/week.html", context, status=422 if request.method == "POST" else 200)


def _save(request: HttpRequest, row: Mobility, starts_on: Any, form: WeekForm, hands_in: bool) -> None:
    save_week(
        mobility=row,
        starts_on=starts_on,
        written=form.written,
        revision=_revision(request),
        hands_in=hands_in,
        by=request.user,
        at=timezone.now(),
    )


def _said(hands_in: bool) -> str:
    if hands_in:
        return _("The week is handed in. You can change it until your tutor has read it.")
    return _("The draft is kept. Only you read it until you hand it in.")


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _revision_shown(request: HttpRequest, context: dict[str, Any]) -> int:
    """What the form is made from: after a refusal that showed what stands there now, that; else what it was made from before."""
    if there_now := context.get("there_now"):
        return there_now.revision
    if request.method == "POST" and _revision(request) >= 0:
        return _revision(request)
    return context["week"].revision if context["week"] else 0


@login_required
@require_safe
def certificate_pdf(request: HttpRequest, certificate: uuid.UUID) -> HttpResponse:
    """The certificate as it was frozen: to the student and to both institutions; each opening by somebody else is recorded."""
    rows = TraineeshipCertificate.objects.visible_to(request.user).select_related("mobility__wish__student")
    row = rows.filter(uuid=certificate).first()
    if row is None:
        raise Http404
    student = row.mobility.wish.student
    record_opening(viewer=request.user, person=student, what="certificate of a traineeship", at=timezone.now())
    response = HttpResponse(bytes(row.pdf), content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="traineeship-certificate.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
