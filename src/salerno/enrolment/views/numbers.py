"""The sheet on which an institution gives its students their numbers: typed, or taken from a file."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.catalogue.models import ProgrammeOffering
from salerno.common.spreadsheets import TableRefused
from salerno.desk.pages import as_file, desk_page, found, show
from salerno.desk.rules import describes_institutions as administers
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.forms import NumberFileForm
from salerno.enrolment.models import Registration
from salerno.enrolment.number_files import numbers_as_file, read_numbers_file
from salerno.enrolment.selectors.choosing import places_to_register_at
from salerno.enrolment.selectors.numbers import NumbersPage, numbers_page
from salerno.enrolment.services import give_numbers
from salerno.enrolment.services.numbers import wrong_numbers
from salerno.enrolment.views.cohorts import cohort_or_404, cohort_title
from salerno.institutions.models import Institution
from salerno.people.access import record_list_opening

_PREFIX = "number-"


@desk_page(administers)
def numbers(request: HttpRequest, cohort: uuid.UUID, institution: uuid.UUID) -> HttpResponse:
    """GET shows the sheet (``?as=csv|xlsx``: as a file); POST writes the numbers."""
    row, office = _office_or_404(request, cohort, institution)
    if request.method == "POST":
        return _save(request, row, office)
    page = numbers_page(row, office)
    record_list_opening(viewer=request.user, what="student numbers", count=len(page.lines), at=timezone.now(), subject=row)
    kind = request.GET.get("as", "")
    if kind in ("csv", "xlsx"):
        return as_file(numbers_as_file(page, kind), f"student-numbers-{office.slug}", kind)
    return _show(request, page)


def _office_or_404(request: HttpRequest, cohort: uuid.UUID, institution: uuid.UUID) -> tuple[ProgrammeOffering, Institution]:
    row = cohort_or_404(request, cohort)
    own = [place.pk for place in places_to_register_at(row, request.user)]
    return row, found(Institution.objects.filter(pk__in=own), uuid=institution)


def _save(request: HttpRequest, row: ProgrammeOffering, office: Institution) -> HttpResponse:
    texts = {name.removeprefix(_PREFIX): text for name, text in request.POST.items() if name.startswith(_PREFIX)}
    state = request.POST.get("state", "")
    try:
        count = give_numbers(cohort=row, institution=office, texts=texts, state=state, by=request.user, at=timezone.now())
    except ProgrammeRefused as error:
        return _show(request, numbers_page(row, office, texts, error.cells), refusal=error.refusal.label, status=422)
    said = ngettext("%(n)d student number was written.", "%(n)d student numbers were written.", count)
    messages.success(request, said % {"n": count})
    return redirect("enrolment:numbers", row.uuid, office.uuid)


@desk_page(administers)
def import_numbers(request: HttpRequest, cohort: uuid.UUID, institution: uuid.UUID) -> HttpResponse:
    """Read a file into the sheet's cells, marked where it differs. Nothing is written before the sheet is saved."""
    row, office = _office_or_404(request, cohort, institution)
    page = numbers_page(row, office)
    record_list_opening(viewer=request.user, what="student numbers", count=len(page.lines), at=timezone.now(), subject=row)
    form = NumberFileForm(request.POST or None, request.FILES or None)
    if not (form.is_bound and form.is_valid()):
        return _show(request, page, file_form=form, status=422 if form.is_bound else 200)
    upload = form.cleaned_data["file"]
    try:
        read = read_numbers_file(page, upload.name, upload.read())
    except TableRefused as error:
        form.add_error("file", str(error))
        return _show(request, page, file_form=form, status=422)
    problems = wrong_numbers(Registration.objects.on_the_sheet(row, office), read.texts)
    return _show(request, numbers_page(row, office, read.texts, problems), is_preview=True, unknown=read.unknown)


def _show(request: HttpRequest, page: NumbersPage, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page": page,
        "cohort": page.cohort,
        "cohort_title": cohort_title(page.cohort),
        "title": _("Student numbers at %(institution)s") % {"institution": page.institution.code},
        "file_form": NumberFileForm(),
        **more,
    }
    return show(request, "enrolment/desk/numbers.html", context, status=status)
