"""The applications of a call: the list, eligibility in bulk with a preview, taking in what another portal has collected."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salerno.admissions.application_files import Line, read_applications, said_of
from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import ApplicationsFileForm, ApplicationsFilter, FindingForm, is_key
from salerno.admissions.models import Application, Call
from salerno.admissions.sections import decides_on_applications, prepares_calls
from salerno.admissions.selectors.desk import applications_for, filtered, judged
from salerno.admissions.services import importing, reviewing
from salerno.admissions.tables import applications_table
from salerno.admissions.views.common import sentences
from salerno.admissions.views.desk.common import editable_call, governed_call, may_edit, show_call
from salerno.common.spreadsheets import TableRefused, as_csv, read_table
from salerno.desk.pages import desk_page, show_table
from salerno.people.access import record_list_opening

_MOST = 500


@require_safe
@desk_page(decides_on_applications)
def applications(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """The list, also as a file."""
    row = governed_call(request, call)
    form = ApplicationsFilter(request.GET, call=row)
    rows = filtered(applications_for(row, request.user), form.understood)
    context = {"call": row, "filter": form, "edits": may_edit(request, row)}
    return show_table(request, applications_table(row), rows, "admissions/desk/applications.html", context, about=row)


@desk_page(decides_on_applications)
def eligibility(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET shows the chosen (``item``) with what each entry rule comes to; POST finds them eligible or not, all or none."""
    row = governed_call(request, call)
    data = request.POST if request.method == "POST" else request.GET
    rows = _chosen(row, request, data.getlist("item"))
    form = FindingForm(request.POST or None)
    if request.method == "POST" and rows and form.is_valid() and _find(request, row, rows, form):
        return redirect("admissions:desk_applications", row.uuid)
    record_list_opening(viewer=request.user, what="eligibility", count=len(rows), at=timezone.now(), subject=row)
    context = {"rows": [(each, judged(each)) for each in rows], "form": form}
    return show_call(request, "eligibility", row, context, status=422 if form.is_bound else 200)


def _chosen(call: Call, request: HttpRequest, keys: list[str]) -> list[Application]:
    """Those of ``keys`` that wait for their eligibility; what is no key is left out."""
    wanted = [key for key in keys[:_MOST] if is_key(key)]
    rows = applications_for(call, request.user).filter(state=ApplicationState.SUBMITTED, uuid__in=wanted)
    return list(rows.order_by("family_name", "pk"))


def _find(request: HttpRequest, call: Call, rows: list[Application], form: FindingForm) -> bool:
    findings = {str(each.uuid): form.finding for each in rows}
    try:
        count = reviewing.find_eligibility(call=call, findings=findings, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        for sentence in sentences(error):
            form.add_error(None, sentence)
        return False
    if form.finding.is_eligible:
        said = ngettext("%(n)d application is eligible.", "%(n)d applications are eligible.", count)
    else:
        said = ngettext(
            "%(n)d application is not eligible, and the applicant is told why.",
            "%(n)d applications are not eligible, and the applicants are told why.",
            count,
        )
    messages.success(request, said % {"n": count})
    return True


@desk_page(prepares_calls)
def take_in(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET asks for a file; POST shows each row with what is wrong with it; POST with ``table`` takes all in, or nothing."""
    row = editable_call(request, call)
    if "table" in request.POST:
        return _take_in(request, row, request.POST["table"])
    form = ApplicationsFileForm(request.POST or None, request.FILES or None)
    lines, table = [], ""
    if request.method == "POST" and form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            lines = read_applications(row, form.cleaned_data["file"].name, content)
            table = _as_text(content, form.cleaned_data["file"].name)
        except TableRefused as error:
            form.add_error("file", str(error))
    return _show_take_in(request, row, form, lines, table)


def _take_in(request: HttpRequest, row: Call, table: str) -> HttpResponse:
    lines: list[Line] = []
    form = ApplicationsFileForm()
    try:
        lines = read_applications(row, "table.csv", table.encode())
        count = importing.import_applications(call=row, lines=lines, by=request.user, at=timezone.now())
    except (TableRefused, AdmissionsRefused) as error:
        messages.error(request, str(error))
        return _show_take_in(request, row, form, lines, table, is_refused=True)
    said = ngettext("%(n)d application was taken in.", "%(n)d applications were taken in.", count)
    messages.success(request, said % {"n": count})
    return redirect("admissions:desk_applications", row.uuid)


def _show_take_in(
    request: HttpRequest, row: Call, form: ApplicationsFileForm, lines: list[Line], table: str, *, is_refused: bool = False
) -> HttpResponse:
    context = {"form": form, "lines": lines, "table": table, "said": said_of(lines)}
    return show_call(request, "take_in", row, context, status=422 if form.errors or is_refused else 200)


def _as_text(content: bytes, name: str) -> str:
    """The table as CSV, to be handed back when it is confirmed: what was seen is what is taken in."""
    rows = read_table(name, content)
    return as_csv(rows[0], rows[1:]).decode("utf-8-sig")
