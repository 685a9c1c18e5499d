"""My degree: each rule, satisfied or what is missing, and what would be with the courses that one plans."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from salerno.awards.degree_rules.audit import Line
from salerno.awards.degrees.selectors.degrees import DegreePage, degree_page, newest_studies_of
from salerno.awards.degrees.words import missing_of, reached_of, title_of
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
