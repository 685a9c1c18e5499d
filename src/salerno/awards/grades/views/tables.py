"""Grading tables on the desk: listed, taken from a file or computed from own results, shown before they are published."""

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.awards.enums import TableSource
from salerno.awards.grades.forms_tables import OwnResultsForm, TableFileForm, TableFilter
from salerno.awards.grades.selectors.conversions import Band, bands_of
from salerno.awards.grades.services.tables import OwnResults, publish_table, publish_tables, table_of_own_results
from salerno.awards.grades.table_files import read_table_file
from salerno.awards.grading.errors import GradingRefused
from salerno.awards.grading.paths import SMALL
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import GradingTable
from salerno.awards.tables import TABLES
from salerno.common.telling import told
from salerno.desk.pages import desk_page, show, show_table
from salerno.desk.rules import describes_institutions, sees_people
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person
from salerno.people.rules import governs


@dataclass(frozen=True)
class Preview:
    """A table that would be published: its rows, what stands now, and its text for the form that publishes it."""

    table: Table
    bands: list[Band]
    standing: GradingTable | None
    text: str

    @property
    def is_small(self) -> bool:
        """Whether so few results make every conversion unsure."""
        return self.table.n is not None and self.table.n < SMALL


@desk_page(sees_people)
def tables(request: HttpRequest) -> HttpResponse:
    """All tables of all institutions: they are made to be exchanged."""
    form = TableFilter(request.GET)
    wanted = {"institution__slug" if name == "institution" else name: value for name, value in form.understood.items()}
    rows = GradingTable.objects.select_related("institution").filter(**wanted)
    context = {"filter": form, "may_publish": bool(_governed(request.user))}
    return show_table(request, TABLES, rows, "awards/desk/tables.html", context, counts_people=False)


@desk_page(describes_institutions)
def import_table(request: HttpRequest) -> HttpResponse:
    """Take tables from a file: shown first, published with a second POST."""
    form = TableFileForm(request.POST or None, request.FILES or None, institutions=_governed(request.user))
    if request.method == "POST" and "table" in request.POST:
        return _publish_sent(request)
    previews: list[Preview] = []
    if request.method == "POST" and form.is_valid():
        wanted = {name: form.cleaned_data[name] for name in ("scale", "isced_f", "years", "graded")}
        try:
            found = read_table_file(form.cleaned_data["file"].read(), **wanted)
            previews = [_preview(table, form.cleaned_data["institution"]) for table in found]
        except GradingRefused as error:
            form.add_error("file", told(error.sentence))
    return _show(request, form, previews, TableSource.IMPORTED)


def _publish_sent(request: HttpRequest) -> HttpResponse:
    """Publish the tables of a preview. SECURITY: they come back from the browser, so they are read anew like any file."""
    institution = next((row for row in _governed(request.user) if row.slug == request.POST.get("institution")), None)
    form = TableFileForm(None, institutions=_governed(request.user))
    try:
        found = [from_json(json.loads(text, parse_float=Decimal)) for text in request.POST.getlist("table")]
        if institution is None:
            return _show(request, form, [], TableSource.IMPORTED, status=422, refusal=_("Choose an institution of yours."))
        published = publish_tables(
            institution=institution, tables=found, source=TableSource.IMPORTED, by=request.user, at=timezone.now()
        )
    except (GradingRefused, ValueError, RecursionError) as error:
        said = (
            told(error.sentence)
            if isinstance(error, GradingRefused)
            else _("This preview was damaged on its way. Take the file again.")
        )
        return _show(request, form, [], TableSource.IMPORTED, status=422, refusal=said)
    return _done(request, published)


@desk_page(describes_institutions)
def compute_table(request: HttpRequest) -> HttpResponse:
    """The table of own results: shown first, published when it still is the same."""
    form = OwnResultsForm(request.POST or None, institutions=_governed(request.user))
    previews: list[Preview] = []
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            own = table_of_own_results(**form.cleaned_data)
            previews = [_preview(own.table, form.cleaned_data["institution"])]
            if request.POST.get("digest") == own.table.digest:
                institution = form.cleaned_data["institution"]
                return _done(request, [_publish_own(request, institution, own)])
            if "digest" in request.POST:
                refusal = _("Results were published meanwhile. This is the table as it is now; look at it again.")
        except GradingRefused as error:
            form.add_error(None, told(error.sentence))
    status = 422 if refusal else None
    return _show(request, form, previews, TableSource.COMPUTED, status=status, refusal=refusal)


def _publish_own(request: HttpRequest, institution: Institution, own: OwnResults) -> tuple[GradingTable, bool]:
    return publish_table(
        institution=institution,
        table=own.table,
        source=TableSource.COMPUTED,
        by=request.user,
        at=timezone.now(),
        is_made_up=own.is_made_up,
    )


def _done(request: HttpRequest, published: list[tuple[GradingTable, bool]]) -> HttpResponse:
    count = sum(is_new for _row, is_new in published)
    if count:
        messages.success(request, ngettext("%(n)d table was published.", "%(n)d tables were published.", count) % {"n": count})
    else:
        messages.info(request, _("This table is published already. Nothing was changed."))
    return redirect("awards:tables")


def _show(
    request: HttpRequest, form: Any, previews: list[Preview], source: TableSource, *, status: int | None = None, refusal: str = ""
) -> HttpResponse:
    computed = source == TableSource.COMPUTED
    context = {"form": form, "previews": previews, "is_computed": computed, "refusal": refusal}
    if status is None:
        status = 422 if form.is_bound and not previews else 200
    return show(request, "awards/desk/table_form.html", context, status=status)


def _preview(table: Table, institution: Institution) -> Preview:
    rows = GradingTable.objects.filter(institution=institution, scale=table.scale, isced_f=table.isced_f, digest=table.digest)
    return Preview(table, bands_of(table), rows.first(), json.dumps(table.as_json()))


def _governed(person: Person) -> list[Institution]:
    """The institutions whose tables the person publishes."""
    rows = Institution.objects.filter(grading_scale__isnull=False)
    if reach_of(person).everything:
        return list(rows)
    return [row for row in rows if governs(person, row)]
