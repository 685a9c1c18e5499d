"""Scenarios on the desk: made by either method, looked at, compared, one published."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from salerno.admissions.services.offers import open_until
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.mobility.calls import rules
from salerno.mobility.calls.filters import LinesFilter
from salerno.mobility.calls.forms import ScenarioForm
from salerno.mobility.calls.refusals import ScenarioRefusal
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.calls.selectors.lines import Lines
from salerno.mobility.calls.selectors.scenarios import comparison_of, figures_side_by_side, is_current, scenario_rows, scenarios_of
from salerno.mobility.calls.services.publishing import publish_scenario
from salerno.mobility.calls.services.scenarios import make_scenario
from salerno.mobility.calls.tables import lines_table
from salerno.mobility.calls.views.desk_calls import did, governed_call
from salerno.mobility.enums import Method
from salerno.mobility.models import MobilityCall, Scenario
from salerno.people.access import record_list_opening


@desk_page(coordinates_mobility)
def scenarios(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET: the scenarios of a call with their figures; POST: make one."""
    row = governed_call(request, call)
    form = ScenarioForm(request.POST or None, initial={"method": row.method})
    if request.method == "POST" and form.is_valid():
        values = {"method": Method(form.cleaned_data["method"]), "name": form.cleaned_data["name"]}
        did(
            request,
            lambda: make_scenario(call=row, by=request.user, at=timezone.now(), **values),
            _("The scenario is made. Nobody is told before one is published."),
        )
        return redirect("mobility:scenarios", row.uuid)
    rows = scenario_rows(row)
    newest = _newest_of_each_method([each.scenario for each in rows])
    context = {
        "call": row,
        "rows": rows,
        "form": form,
        "newest": newest,
        "measures": figures_side_by_side(newest),
        "why_not": rules.why_not_compute(call=row, by=request.user),
    }
    return show(request, "mobility/calls/desk/scenarios.html", context, status=422 if form.is_bound else 200)


def _newest_of_each_method(rows: list[Scenario]) -> list[Scenario]:
    """Both methods side by side: the newest scenario of each, in the order of the methods."""
    newest = {row.method: row for row in reversed(rows)}
    return [newest[method] for method in Method.values if method in newest]


@require_safe
@desk_page(coordinates_mobility)
def scenario(request: HttpRequest, scenario: uuid.UUID) -> HttpResponse:
    """One scenario: its figures, and every student with what came of it."""
    row = _governed_scenario(request, scenario)
    context = {"shown": [row], "measures": figures_side_by_side([row])}
    return _show_lines(request, row, "mobility-scenario", _("Students and their places"), context)


def _show_lines(
    request: HttpRequest, row: Scenario, what: str, caption: str, context: dict[str, Any], *, in_their_language: bool = False
) -> HttpResponse:
    """A page of the students of a scenario, or all who match the filters as a file."""
    lines = Lines(row, request.user, in_their_language=in_their_language)
    form = LinesFilter(request.GET, homes=lines.homes, places=lines.places)
    table = lines_table(lines, identifier=what, caption=caption)
    context |= {"call": row.call, "scenario": row, "filter": form, "why_not": _why_not_publish(row, request)}
    template = "mobility/calls/desk/scenario.html" if what == "mobility-scenario" else "mobility/calls/desk/publish.html"
    return show_table(request, table, lines.matching(form.understood), template, context, about=row)


@require_safe
@desk_page(coordinates_mobility)
def compare_scenarios(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Two scenarios side by side: ``first`` and ``second`` in the address, else the newest of each method."""
    row = governed_call(request, call)
    rows = {str(each.uuid): each for each in scenarios_of(row).select_related("call")}
    wanted = [rows[key] for key in (request.GET.get("first", ""), request.GET.get("second", "")) if key in rows]
    pair = wanted if len(wanted) == 2 else _newest_of_each_method(list(rows.values()))
    comparison = comparison_of(*pair, request.user, request.GET.get("page", "")) if len(pair) == 2 else None
    count = len(comparison.changes.object_list) if comparison else 0
    record_list_opening(viewer=request.user, what="mobility-comparison", count=count, at=timezone.now(), subject=row)
    query = urlencode({name: each.uuid for name, each in zip(("first", "second"), pair, strict=False)})
    context = {"call": row, "comparison": comparison, "pair": pair, "rows": list(rows.values()), "query": f"{query}&"}
    return show(request, "mobility/calls/desk/compare.html", context)


@desk_page(coordinates_mobility)
def publish(request: HttpRequest, scenario: uuid.UUID) -> HttpResponse:
    """GET: what each student will read; POST: publish, once."""
    row = _governed_scenario(request, scenario)
    if request.method == "POST":
        placed = row.result["figures"]["placed"]
        said = ngettext("%(n)d place is offered. Everybody is told.", "%(n)d places are offered. Everybody is told.", placed)
        if did(request, lambda: publish_scenario(scenario=row, by=request.user, at=timezone.now()), said % {"n": placed}):
            return redirect("mobility:desk_call", row.call.uuid)
        return redirect("mobility:scenario", row.uuid)
    caption = _("What each student will read, in their own language")
    context = {"until": open_until(timezone.now(), row.call.accept_days)}
    return _show_lines(request, row, "mobility-letters", caption, context, in_their_language=True)


def _why_not_publish(row: Scenario, request: HttpRequest) -> ScenarioRefusal | None:
    """What the service would say."""
    if refusal := rules.why_not_compute(call=row.call, by=request.user):
        return refusal
    return None if is_current(row) else ScenarioRefusal.OUTDATED


def _governed_scenario(request: HttpRequest, scenario: uuid.UUID) -> Scenario:
    """SECURITY: a scenario of a call that the person governs, or 404."""
    calls = MobilityCall.objects.governed_by(request.user).values("pk")
    related = ("call__offering__programme", "call__offering__academic_session", "made_by")
    return found(Scenario.objects.filter(call__in=calls).select_related(*related), uuid=scenario)
