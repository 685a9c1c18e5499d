"""The student's grades and what they are worth elsewhere, step by step; the frozen tables on which that stands."""

import uuid
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from salerno.awards.grades.forms_tables import ConversionForm
from salerno.awards.grades.selectors.conversions import as_table, bands_of, convert, own_grades, tables_to_choose, versions_of
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.paths import SMALL
from salerno.awards.models import GradingTable
from salerno.common.telling import told


@login_required
@require_safe
def conversions(request: HttpRequest) -> HttpResponse:
    """One's own grades, converted; and any grade that one asks for (``source``, ``grade``, ``target`` in the address)."""
    tables = tables_to_choose(request.GET.get("source", ""), request.GET.get("target", ""))
    form = ConversionForm(request.GET if "grade" in request.GET else None, tables=tables)
    context: dict[str, Any] = {"form": form, "grades": own_grades(request.user), "has_tables": bool(tables)}
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            context["answer"] = convert(asked["grade"], asked["source"], asked["target"])
        except GradeRefused as error:
            form.add_error("grade", told(error.sentence))
    return render(request, "awards/conversions.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_safe
def grading_table(request: HttpRequest, table: uuid.UUID) -> HttpResponse:
    """One frozen version of a table; with ``?as=json`` as the command ``grades convert`` takes it."""
    row = GradingTable.objects.select_related("institution").filter(uuid=table).first()
    if row is None:
        raise Http404
    known = as_table(row)
    if request.GET.get("as") == "json":
        response = JsonResponse(known.as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})
        response["Content-Disposition"] = f'attachment; filename="table-{row.institution.slug}-{row.scale}-{row.number}.json"'
        return response
    context = {
        "table": row,
        "bands": bands_of(known),
        "versions": list(versions_of(row)),
        "is_small": row.graded is not None and row.graded < SMALL,
    }
    return render(request, "awards/conversion_table.html", context)
