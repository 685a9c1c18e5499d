"""My degree: each rule, satisfied or what is missing, and what would be with the courses that one plans. A degree is withdrawn."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.awards.degree_rules.audit import Line
from salerno.awards.degrees.forms import WithdrawForm
from salerno.awards.degrees.selectors.degrees import DegreePage, degree_page, newest_studies_of
from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.degrees.words import missing_of, reached_of, title_of
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Award
from salerno.awards.rules import may_withdraw
from salerno.desk.pages import desk_page, found, show
from salerno.desk.rules import sees_people
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.people.access import record_opening


@dataclass(frozen=True)
class ToldLine:
    """A rule in words; ``then``: with the planned courses, where any are planned."""

    title: str
    reached: str
    missing: str
    is_satisfied: bool
    then_reached: str = ""
    then_missing: str = ""
    then_is_satisfied: bool = False


@login_required
@require_safe
def my_degree(request: HttpRequest) -> HttpResponse:
    """The newest studies of whoever asks; or what will stand here."""
    studies = newest_studies_of(request.user)
    return _show(request, studies) if studies else render(request, "awards/no_degree.html")


@login_required
@require_safe
def degree(request: HttpRequest, studies: uuid.UUID) -> HttpResponse:
    """The studies of somebody: one's own, or of a student of one's institution, which is recorded."""
    rows = ProgrammeEnrolment.objects.visible_to(request.user)
    row = rows.select_related("offering__regulations", "student").filter(uuid=studies).first()
    if row is None:
        raise Http404
    record_opening(viewer=request.user, person=row.student, what="degree", at=timezone.now())
    return _show(request, row)


def _show(request: HttpRequest, studies: ProgrammeEnrolment) -> HttpResponse:
    page = degree_page(studies=studies, planned=request.GET.getlist("plan"))
    context: dict[str, Any] = {
        "page": page,
        "lines": [_told(line, page) for line in page.audit.lines],
        "is_own": studies.student_id == request.user.pk,
    }
    return render(request, "awards/degree.html", context)


def _told(line: Line, page: DegreePage) -> ToldLine:
    return ToldLine(
        title=title_of(line, page.rules, page.institutions, page.audit.track),
        reached=reached_of(line, line.now),
        missing=missing_of(line, line.now, page.rules),
        is_satisfied=line.now.is_satisfied,
        then_reached=reached_of(line, line.then),
        then_missing=missing_of(line, line.then, page.rules),
        then_is_satisfied=line.then.is_satisfied,
    )


@desk_page(sees_people)
def withdraw_degree(request: HttpRequest, award: uuid.UUID) -> HttpResponse:
    """GET says what follows and asks for number and reason; POST withdraws a degree of the institution that one runs."""
    rows = Award.objects.degrees().governed_by(request.user)
    row = found(rows.select_related("learner", "institution", "programme_enrolment__offering__programme"), uuid=award)
    if not may_withdraw(request.user, row):
        raise Http404
    form = WithdrawForm(request.POST or None, number=row.number)
    if form.is_valid():
        try:
            withdraw_award(award=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except BoardRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The degree %(number)s is withdrawn, and its holder is told.") % {"number": row.number})
            return redirect("portal:person", row.learner.uuid)
    others = Award.objects.degrees().standing().filter(programme_enrolment=row.programme_enrolment_id).exclude(pk=row.pk)
    record_opening(viewer=request.user, person=row.learner, what="degree", at=timezone.now())
    context = {"award": row, "form": form, "is_last": not others.exists()}
    return show(request, "awards/desk/degree_withdraw.html", context, status=422 if form.is_bound else 200)
