"""Results that come from the host: entered by hand, or read from a transcript after a preview."""

import uuid
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext

from salerno.desk.pages import desk_page, show
from salerno.mobility.enums import ResultSource
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.models import Mobility
from salerno.mobility.recognition import rules
from salerno.mobility.recognition.forms import ResultForm, TranscriptForm
from salerno.mobility.recognition.host_results import Read, as_plain, from_plain, read_transcript
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.mobility.stays.views.desk import governed_stay
from salerno.people.access import record_opening

_SALT, _HOURS = "mobility.transcript", 12 * 60 * 60


def said(error: MobilityRefused) -> list[str]:
    """The refusal, and after it what it names."""
    return [str(error), *map(str, error.detail.values())]


@desk_page(coordinates_mobility)
def enter_result(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """One result, by hand."""
    row = governed_stay(request, stay)
    form = ResultForm(request.POST or None, mobility=row)
    if request.method == "POST" and form.is_valid() and _enter(request, row, [form.line], ResultSource.HAND, form):
        return redirect("mobility:desk_stay", row.uuid)
    return _show(request, "enter_result", row, {"form": form})


@desk_page(coordinates_mobility)
def import_results(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """GET asks for a file; POST shows what it says; POST with ``lines`` enters what was seen, all of it or nothing."""
    row = governed_stay(request, stay)
    if "lines" in request.POST:
        form = TranscriptForm()
        lines = _signed(request.POST["lines"], row)
        if _enter(request, row, lines, ResultSource.FILE, form):
            return redirect("mobility:desk_stay", row.uuid)
        return _show(request, "import_results", row, {"form": form})
    form = TranscriptForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        read = _read(form, row)
    lines = signing.dumps([str(row.uuid), as_plain(read.lines)], salt=_SALT, compress=True) if read and read.lines else ""
    return _show(request, "import_results", row, {"form": form, "read": read, "lines": lines})


def _read(form: TranscriptForm, row: Mobility) -> Read | None:
    try:
        return read_transcript(form.cleaned_data["file"].read(), row)
    except EwpRefused as error:
        for problem in error.problems[:20]:
            form.add_error("file", str(problem.sentence))
    return None


def _signed(text: str, row: Mobility) -> list[Line]:
    """What was seen, for this mobility and a few hours ago; nothing for anything else."""
    try:
        of, values = signing.loads(text, salt=_SALT, max_age=_HOURS)
    except signing.BadSignature:
        return []
    return from_plain(values) if of == str(row.uuid) else []


def _enter(request: HttpRequest, row: Mobility, lines: list[Line], source: ResultSource, form: Any) -> bool:
    try:
        rows = enter_results(mobility=row, lines=lines, source=source, by=request.user, at=timezone.now())
    except MobilityRefused as error:
        for sentence in said(error):
            messages.error(request, sentence)
        return False
    done = ngettext("%(n)d result was entered.", "%(n)d results were entered.", len(rows))
    messages.success(request, done % {"n": len(rows)})
    return True


def _show(request: HttpRequest, template: str, row: Mobility, context: dict[str, Any]) -> HttpResponse:
    record_opening(viewer=request.user, person=row.wish.student, what="results of a mobility", at=timezone.now())
    refusal = rules.why_not_enter(mobility=row, by=request.user)
    has_read = context.get("read") is not None
    status = 422 if request.method == "POST" and not has_read else 200
    return show(request, f"mobility/stays/{template}.html", {"stay": row, "refusal": refusal, **context}, status=status)
