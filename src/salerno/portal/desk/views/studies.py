"""Problem reports and reflections."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.catalogue.models import Course
from salerno.desk import rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.learning.errors import LearningRefused
from salerno.learning.models import ProblemReport, Submission
from salerno.learning.services import answer_report, reopen_report
from salerno.people.access import record_opening
from salerno.portal.desk.columns import REFLECTIONS, REPORTS
from salerno.portal.desk.forms.acts import AnswerForm
from salerno.portal.desk.forms.filters import ReportFilter, StudyFilter
from salerno.portal.desk.selectors import studies as reads


def _courses(request: HttpRequest) -> list[Course]:
    return list(Course.objects.editable_by(request.user))


@desk_page(rules.writes_courses)
def reports(request: HttpRequest) -> HttpResponse:
    """Problems that learners reported in one's courses."""
    form = ReportFilter(request.GET, _courses(request))
    rows = reads.reports_of(request.user, form.filters())
    return show_table(request, REPORTS, rows, "portal/desk/reports.html", {"filter": form}, counts_people=False)


@desk_page(rules.writes_courses)
def report(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """One report; POST answers it."""
    rows = ProblemReport.objects.answerable_by(request.user)
    row = found(rows.select_related("version__course", "reporter", "answered_by"), uuid=report)
    form = AnswerForm(request.POST or None, initial={"answer": row.answer})
    if request.method == "POST" and form.is_valid():
        try:
            answer_report(report=row, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now())
        except LearningRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Answered. Who reported it is told by e-mail."))
            return redirect("portal:reports")
    context = {"report": row, "form": form, "activity": reads.activity_title(row.version, row.activity_key)}
    return show(request, "portal/desk/report.html", context, status=422 if form.is_bound else 200)


@require_POST
@desk_page(rules.writes_courses)
def reopen(request: HttpRequest, report: uuid.UUID) -> HttpResponse:
    """Open an answered report again."""
    row = found(ProblemReport.objects.answerable_by(request.user), uuid=report)
    try:
        reopen_report(report=row, by=request.user, at=timezone.now())
    except LearningRefused as error:
        messages.error(request, str(error))
    return redirect("portal:report", row.uuid)


@desk_page(rules.writes_courses)
def reflections(request: HttpRequest) -> HttpResponse:
    """What learners wrote to their teachers."""
    form = StudyFilter(request.GET, _courses(request))
    rows = reads.reflections_of(request.user, form.filters())
    return show_table(request, REFLECTIONS, rows, "portal/desk/reflections.html", {"filter": form})


@desk_page(rules.writes_courses)
def reflection(request: HttpRequest, reflection: uuid.UUID) -> HttpResponse:
    """One text, to be read. The opening is recorded."""
    rows = Submission.objects.shared_with(request.user)
    row = found(rows.select_related("version__course", "enrolment__learner"), uuid=reflection)
    record_opening(viewer=request.user, person=row.enrolment.learner, what="desk: reflection", at=timezone.now())
    activity = reads.activity_title(row.version, row.activity_key)
    return show(request, "portal/desk/reflection.html", {"reflection": row, "activity": activity})
