"""Issuing a transcript of records, its files, and taking its results in."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salerno.desk.pages import desk_page, found, show
from salerno.mobility.agreements.views.files import as_xml, sentences
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.models import HostTranscript
from salerno.mobility.querysets import HostTranscriptQuerySet
from salerno.mobility.recognition.views.results import said
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.mobility.stays.views.desk import governed_stay
from salerno.mobility.transcripts import rules, services
from salerno.mobility.transcripts.exchange import as_elmo, as_ewp
from salerno.mobility.transcripts.selectors import candidates_of, newest_number
from salerno.people.access import record_opening

_SIDES = ("mobility__wish__student", "mobility__wish__home", "mobility__place__institution")


@never_cache
@desk_page(coordinates_mobility)
def issue_transcript(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """GET shows the results that can stand on it, POST issues it with those that are ticked."""
    row = governed_stay(request, stay)
    refusal = rules.why_not_issue(mobility=row, by=request.user)
    candidates = candidates_of(row)
    chosen = request.POST.getlist("result") if request.method == "POST" else [each.key for each in candidates.rows]
    problems: list[str] = []
    if request.method == "POST":
        shown = request.POST.get("shown", "")
        try:
            made = services.issue(mobility=row, chosen=chosen, shown=shown, by=request.user, at=timezone.now())
        except MobilityRefused as error:
            problems = said(error)
        else:
            messages.success(
                request, _("Transcript number %(number)d is issued, and the student is told.") % {"number": made.number}
            )
            return redirect("mobility:desk_stay", row.uuid)
    record_opening(viewer=request.user, person=row.wish.student, what="results of a mobility", at=timezone.now())
    context = {
        "stay": row,
        "refusal": refusal,
        "problems": problems,
        "candidates": candidates,
        "chosen": chosen,
        "number": newest_number(row),
    }
    return show(request, "mobility/stays/issue_transcript.html", context, status=422 if request.method == "POST" else 200)


@desk_page(coordinates_mobility)
@require_POST
def take_transcript(request: HttpRequest, transcript: uuid.UUID) -> HttpResponse:
    """SECURITY: a transcript of a student whom the person's institution sends or receives. Its results are entered in one click."""
    row = found(_with_sides(HostTranscript.objects.governed_by(request.user)), uuid=transcript)
    try:
        entered = services.take_results(transcript=row, by=request.user, at=timezone.now())
    except MobilityRefused as error:
        for sentence in said(error):
            messages.error(request, sentence)
    else:
        done = ngettext("%(n)d result was entered.", "%(n)d results were entered.", len(entered))
        messages.success(request, done % {"n": len(entered)})
    return redirect("mobility:desk_stay", row.mobility.uuid)


@login_required
@require_safe
def transcript_pdf(request: HttpRequest, transcript: uuid.UUID) -> HttpResponse:
    """The document as it was frozen; each opening by somebody else is recorded."""
    row = _opened(request, HostTranscript.objects.visible_to(request.user), transcript)
    response = HttpResponse(bytes(row.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="transcript-of-records-{row.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_safe
def transcript_elmo(request: HttpRequest, transcript: uuid.UUID) -> HttpResponse:
    """The same as ELMO, with the document in it."""
    row = _opened(request, HostTranscript.objects.visible_to(request.user), transcript)
    return as_xml(as_elmo(row.says, bytes(row.pdf)), f"transcript-of-records-{row.number}-elmo")


@desk_page(coordinates_mobility)
@require_safe
def transcript_ewp(request: HttpRequest, transcript: uuid.UUID) -> HttpResponse:
    """The same as EWP's answer; or why it cannot be written so."""
    row = _opened(request, HostTranscript.objects.governed_by(request.user), transcript)
    try:
        content = as_ewp(row.says, bytes(row.pdf))
    except EwpRefused as error:
        messages.error(request, _("It cannot be written for EWP. %(why)s") % {"why": " ".join(sentences(error))})
        return redirect("mobility:desk_stay", row.mobility.uuid)
    return as_xml(content, f"transcript-of-records-{row.number}-ewp")


def _opened(request: HttpRequest, rows: HostTranscriptQuerySet, transcript: uuid.UUID) -> HostTranscript:
    """SECURITY: the one of ``rows``, or 404; the opening is recorded."""
    row = _with_sides(rows).filter(uuid=transcript).first()
    if row is None:
        raise Http404
    record_opening(viewer=request.user, person=row.mobility.wish.student, what="transcript of records", at=timezone.now())
    return row


def _with_sides(rows: HostTranscriptQuerySet) -> HostTranscriptQuerySet:
    return rows.select_related(*_SIDES)
