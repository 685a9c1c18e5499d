"""Wishes and scores on the desk: the table, entering scores, taking them from a file or from grades."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salerno.common.spreadsheets import TableRefused
from salerno.desk.pages import as_file, desk_page, show, show_table
from salerno.institutions.models import Institution
from salerno.mobility.calls import rules
from salerno.mobility.calls.filters import WishesFilter
from salerno.mobility.calls.forms import ScoreFileForm
from salerno.mobility.calls.score_files import read_score_file, scores_as_file
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.calls.selectors.desk import proposals_for, score_lines, scored_rows, wishes_for
from salerno.mobility.calls.selectors.lines import named
from salerno.mobility.calls.selectors.scores import seen_of
from salerno.mobility.calls.services import scores as services
from salerno.mobility.calls.tables import WISHES
from salerno.mobility.calls.views.desk_calls import governed_call
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import MobilityCall, Wish
from salerno.people.access import record_list_opening

_CELL = "score-"


@require_safe
@desk_page(coordinates_mobility)
def wishes(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """What students of the person's institutions have handed in, and what came of it; as files too."""
    row = governed_call(request, call)
    rows = wishes_for(row, request.user)
    places = row.places.select_related("institution")
    homes = Institution.objects.filter(pk__in=rows.order_by().values("home")).order_by("position", "pk")
    form = WishesFilter(request.GET, homes=homes, places=places)
    context = {"call": row, "filter": form}
    return show_table(request, WISHES, _wanted(rows, form.understood), "mobility/calls/desk/wishes.html", context, about=row)


def _wanted(rows: QuerySet[Wish], wanted: dict[str, Any]) -> QuerySet[Wish]:
    paths = {"state": "state", "home": "home__uuid", "place": "choices__place__uuid"}
    rows = rows.filter(**{paths[name]: value for name, value in wanted.items() if name in paths})
    return named(rows, wanted.get("words", ""))


@desk_page(coordinates_mobility)
def scores(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET: the list, with ``?as=csv`` or ``?as=xlsx`` as a file, with ``?propose=grades`` proposals in empty cells; POST: save."""
    row = governed_call(request, call)
    if request.method == "POST":
        return _save(request, row)
    rows = scored_rows(request.user, row)
    record_list_opening(viewer=request.user, what="mobility-scores", count=len(rows), at=timezone.now(), subject=row)
    if (kind := request.GET.get("as", "")) in ("csv", "xlsx"):
        return as_file(scores_as_file(score_lines(rows), kind), "mobility-scores", kind)
    if request.GET.get("propose") == "grades":
        proposed = proposals_for(rows)
        return _show(request, row, texts=proposed, is_preview=True, proposed=len(proposed), is_proposal=True)
    return _show(request, row)


def _save(request: HttpRequest, row: MobilityCall) -> HttpResponse:
    texts = {name.removeprefix(_CELL): text for name, text in request.POST.items() if name.startswith(_CELL)}
    try:
        count = services.save_scores(call=row, texts=texts, seen=request.POST.get("seen", ""), by=request.user, at=timezone.now())
    except MobilityRefused as error:
        return _show(request, row, texts=texts, problems=dict(error.detail), refusal=str(error), status=422)
    said = ngettext("%(n)d score was changed.", "%(n)d scores were changed.", count)
    messages.success(request, said % {"n": count})
    return redirect("mobility:scores", row.uuid)


@desk_page(coordinates_mobility)
def import_scores(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """POST: show what a file says, cell by cell. Nothing is written before the list is saved."""
    row = governed_call(request, call)
    form = ScoreFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, row, file_form=form, status=422 if form.is_bound else 200)
    upload = form.cleaned_data["file"]
    lines = score_lines(scored_rows(request.user, row))
    try:
        if refusal := rules.why_not_score(call=row):
            raise TableRefused(str(refusal.label))
        read = read_score_file(lines, upload.name, upload.read())
    except TableRefused as error:
        form.add_error("file", str(error))
        return _show(request, row, file_form=form, status=422)
    problems = services.unreadable(read.texts, [line.key for line in lines])
    return _show(request, row, texts=read.texts, problems=problems, is_preview=True, unknown=read.unknown)


def _show(
    request: HttpRequest,
    row: MobilityCall,
    *,
    texts: dict[str, str] | None = None,
    problems: dict[str, Any] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    rows = scored_rows(request.user, row)
    lines = score_lines(rows, texts, {key: str(text) for key, text in (problems or {}).items()})
    context = {
        "call": row,
        "lines": lines,
        "seen": seen_of(rows),
        "why_not": rules.why_not_score(call=row),
        "missing": sum(line.kept == "" for line in lines),
        "file_form": ScoreFileForm(),
        **more,
    }
    return show(request, "mobility/calls/desk/scores.html", context, status=status)
