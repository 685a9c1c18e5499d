"""The committee's screen: the ranking with its reasons, decisions with a preview of the letters."""

import uuid
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from salerno.admissions.application_files import applications_as_file
from salerno.admissions.enums import CallState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import DecisionsForm, RankingFilter
from salerno.admissions.models import Call
from salerno.admissions.refusals import DecisionRefusal
from salerno.admissions.sections import decides_on_applications
from salerno.admissions.selectors.committee import as_proposed, committee_page
from salerno.admissions.selectors.kept_ranking import kept_ranking
from salerno.admissions.services import deciding
from salerno.admissions.services.deciding import Choice
from salerno.admissions.services.offers import PARIS
from salerno.admissions.views.desk.common import governed_call, show_call
from salerno.admissions.views.desk.drawing import drawn_head, drawn_rows
from salerno.admissions.views.desk.previews import DecisionsPage, decisions_page
from salerno.desk.pages import as_file, desk_page
from salerno.people.access import record_list_opening

MOST = 500


@require_safe
@desk_page(decides_on_applications)
def committee(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """One page of the ranking; with ``?as=csv`` or ``?as=xlsx`` all applications with their ranks."""
    row = governed_call(request, call)
    kind = request.GET.get("as", "")
    if kind in ("csv", "xlsx"):
        count = row.applications.handed_in().count()
        record_list_opening(viewer=request.user, what="applications", count=count, at=timezone.now(), subject=row)
        return as_file(applications_as_file(row, kind), "applications", kind)
    return show_committee(request, row)


def show_committee(request: HttpRequest, call: Call, *, status: int = 200, **more: Any) -> HttpResponse:
    """The ranking; ``refusal`` says why a decision was not taken. The opening is recorded."""
    form = RankingFilter(request.GET, call=call)
    wanted = form.understood
    page = committee_page(
        call=call,
        viewer=request.user,
        number=request.GET.get("page", ""),
        proposal=wanted.get("proposal", ""),
        track=wanted.get("track", ""),
    )
    record_list_opening(viewer=request.user, what="ranking", count=len(page.candidates), at=timezone.now(), subject=call)
    query = "".join(f"{name}={value}&" for name, value in wanted.items())
    why_not = why_not_now(call)
    rows = drawn_rows(page, request.user, decides=why_not is None)
    drawn = {"head": drawn_head(page, form), "rows": rows}
    context = {"page": page, **drawn, "filter": form, "query": query, "why_not": why_not, "most": MOST, **more}
    return show_call(request, "committee", call, context, status=status)


def why_not_now(call: Call) -> DecisionRefusal | None:
    """The reason for which nobody decides on this call now, or None."""
    return None if call.state in (CallState.CLOSED, CallState.DECIDED) else DecisionRefusal.NOT_CLOSED


@require_POST
@desk_page(decides_on_applications)
def decide(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Show which letters would go out; with ``decide``, decide. Refused when the picture has changed, with the new one."""
    row = governed_call(request, call)
    kept = kept_ranking(row)
    form = DecisionsForm(request.POST, ranking=kept.ranking, proposed=as_proposed(kept, MOST))
    if not form.choices:
        return show_committee(request, row, status=422, refusal=_("Choose at least one application."))
    if len(form.choices) > MOST:
        said = _("At most %(most)d applications are decided on at once.") % {"most": MOST}
        return show_committee(request, row, status=422, refusal=said)
    if form.seen != kept.ranking.digest:
        return show_committee(request, row, status=422, refusal=str(DecisionRefusal.CHANGED_MEANWHILE.label))
    until = form.until(timezone.localdate(timezone=PARIS) + timedelta(days=row.offer_days))
    page = decisions_page(call=row, choices=form.choices, by=request.user)
    if "decide" in request.POST and not page.refusal and until:
        return _decide(request, row, form.choices, page, datetime.combine(until, time(23, 59), tzinfo=PARIS))
    return _show_decisions(request, row, page, form, until, status=422 if page.refusal or not until else 200)


def _decide(
    request: HttpRequest, call: Call, choices: dict[str, Choice], page: DecisionsPage, expires_at: datetime
) -> HttpResponse:
    try:
        made = deciding.decide(
            call=call, choices=choices, seen=page.digest, by=request.user, at=timezone.now(), expires_at=expires_at
        )
    except AdmissionsRefused as error:
        return show_committee(request, call, status=422, refusal=str(error))
    said = ngettext("%(n)d decision was taken, and its letter is on its way.", "%(n)d decisions were taken.", len(made))
    messages.success(request, said % {"n": len(made)})
    return redirect("admissions:committee", call.uuid)


def _show_decisions(
    request: HttpRequest, call: Call, page: DecisionsPage, form: DecisionsForm, until: Any, *, status: int
) -> HttpResponse:
    count = len(page.lines)
    record_list_opening(viewer=request.user, what="letters", count=count, at=timezone.now(), subject=call)
    context = {"page": page, "seen": form.seen, "until": until, "until_problem": not until}
    return show_call(request, "decide", call, context, status=status)
