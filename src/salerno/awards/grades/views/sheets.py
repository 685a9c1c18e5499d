"""Grade sheets on the desk: entering, importing, a second pair of eyes, publication, correction."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from salerno.awards import rules
from salerno.awards.boards.services import after_boards
from salerno.awards.boards.services.after_boards import names_of
from salerno.awards.enums import GradeRefusal, SheetState
from salerno.awards.errors import GradesRefused
from salerno.awards.grades.forms import CorrectionForm, GradeFileForm, OpenSheetForm, ReasonForm
from salerno.awards.grades.grade_files import read_sheet_file, sheet_as_file
from salerno.awards.grades.selectors.sheets import SheetPage, as_entered, offerings_to_grade, sheet_page, sheets_of
from salerno.awards.grades.services import grades as services
from salerno.awards.models import Grade, GradeSheet
from salerno.awards.tables import SHEETS
from salerno.catalogue.models import CourseOffering
from salerno.common.spreadsheets import TableRefused
from salerno.common.translated import in_language
from salerno.desk.pages import as_file, desk_page, found, show, show_table
from salerno.desk.rules import works_at_an_institution
from salerno.people.access import record_list_opening, record_opening

_PREFIX = "grade-"


@desk_page(works_at_an_institution)
def sheets(request: HttpRequest) -> HttpResponse:
    """The sheets of the person's institutions, and where somebody waits for one."""
    context = {"to_grade": list(offerings_to_grade(request.user)[:50])}
    return show_table(request, SHEETS, sheets_of(request.user), "awards/desk/sheets.html", context, counts_people=False)


@desk_page(works_at_an_institution)
def open_sheet(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """A new sheet for an offering."""
    rows = CourseOffering.objects.filter(pk__in=offerings_to_grade(request.user)).select_related("course", "institution")
    row = found(rows.select_related("institution__grading_scale"), uuid=offering)
    form = OpenSheetForm(request.POST or None, offering=row, initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            sheet = services.open_sheet(offering=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except GradesRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("awards:sheet", sheet.uuid)
    title = _("Open a grade sheet: %(title)s") % {"title": in_language(row.course.title)}
    context = {"form": form, "title": title, "label": _("Open the sheet"), "back_url": reverse("awards:sheets")}
    return show(request, "awards/desk/form.html", context, status=422 if form.is_bound else 200)


@desk_page(works_at_an_institution)
def sheet(request: HttpRequest, sheet: uuid.UUID) -> HttpResponse:
    """One sheet: GET shows it (``?as=csv|xlsx``: as a file); POST writes the grades."""
    row = _sheet_or_404(request, sheet)
    if request.method == "POST":
        return _save(request, row)
    page = sheet_page(row)
    record_list_opening(viewer=request.user, what="grades", count=len(page.lines), at=timezone.now(), subject=row)
    kind = request.GET.get("as", "")
    if kind in ("csv", "xlsx"):
        return as_file(sheet_as_file(page, kind), f"grades-{row.offering.course.code}-{row.sitting}", kind)
    return _show_sheet(request, page)


def _save(request: HttpRequest, row: GradeSheet) -> HttpResponse:
    texts = {name.removeprefix(_PREFIX): text for name, text in request.POST.items() if name.startswith(_PREFIX)}
    revision = request.POST.get("revision", "")
    try:
        count = services.save_grades(
            sheet=row,
            texts=texts,
            revision=int(revision) if revision.isascii() and revision.isdigit() else -1,
            by=request.user,
            at=timezone.now(),
        )
    except GradesRefused as error:
        page = sheet_page(_sheet_or_404(request, row.uuid), texts, error.cells)
        return _show_sheet(request, page, refusal=str(error), status=422)
    said = ngettext("%(n)d grade was written.", "%(n)d grades were written.", count) % {"n": count}
    messages.success(request, said)
    return redirect("awards:sheet", row.uuid)


@desk_page(works_at_an_institution)
def import_grades(request: HttpRequest, sheet: uuid.UUID) -> HttpResponse:
    """Read a file into the sheet's cells, marked where it differs. Nothing is written before the sheet is saved."""
    row = _sheet_or_404(request, sheet)
    form = GradeFileForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _show_sheet(request, sheet_page(row), file_form=form, status=422 if form.is_bound else 200)
    upload = form.cleaned_data["file"]
    try:
        if refusal := rules.why_not_enter(row):
            raise TableRefused(str(refusal.label))
        read = read_sheet_file(sheet_page(row), upload.name, upload.read())
    except TableRefused as error:
        form.add_error("file", str(error))
        return _show_sheet(request, sheet_page(row), file_form=form, status=422)
    page = sheet_page(row, read.texts, services.unreadable(row, read.texts))
    return _show_sheet(request, page, is_preview=True, unknown=read.unknown)


@desk_page(works_at_an_institution)
def add_newcomers(request: HttpRequest, sheet: uuid.UUID) -> HttpResponse:
    """POST: put those on the sheet who enrolled since."""
    row = _sheet_or_404(request, sheet)
    if request.method == "POST":
        try:
            count = services.add_newcomers(sheet=row, by=request.user, at=timezone.now())
        except GradesRefused as error:
            messages.error(request, str(error))
        else:
            said = ngettext("%(n)d student was added.", "%(n)d students were added.", count)
            messages.success(request, said % {"n": count})
    return redirect("awards:sheet", row.uuid)


@desk_page(works_at_an_institution)
def take_graduates_off(request: HttpRequest, sheet: uuid.UUID) -> HttpResponse:
    """POST: take those off the sheet whose degree stands."""
    row = _sheet_or_404(request, sheet)
    if request.method == "POST":
        try:
            count = after_boards.take_graduates_off(sheet=row, by=request.user, at=timezone.now())
        except GradesRefused as error:
            messages.error(request, str(error))
        else:
            said = ngettext("%(n)d graduate was taken off the sheet.", "%(n)d graduates were taken off the sheet.", count)
            messages.success(request, said % {"n": count})
    return redirect("awards:sheet", row.uuid)


@dataclass(frozen=True)
class Act:
    """A step of a sheet: its question, its verb, what follows from it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise


_ACTS = {
    "submit": Act(
        gettext_lazy("Hand this sheet to a second pair of eyes?"),
        gettext_lazy("It cannot be changed until a colleague has confirmed it or sent it back."),
        gettext_lazy("Hand in the sheet"),
        gettext_lazy("The sheet waits for a colleague now."),
    ),
    "return": Act(
        gettext_lazy("Send this sheet back?"),
        gettext_lazy("It can be changed again, and must be confirmed again."),
        gettext_lazy("Send the sheet back"),
        gettext_lazy("The sheet can be changed again."),
    ),
    "confirm": Act(
        gettext_lazy("Confirm these grades?"),
        gettext_lazy("You have compared them with the papers. Your name stands beside the sheet."),
        gettext_lazy("Confirm the grades"),
        gettext_lazy("The grades are confirmed. Students see them when they are published."),
    ),
    "publish": Act(
        gettext_lazy("Publish these grades?"),
        gettext_lazy("Each student is told that there is a grade. Afterwards only a correction with a reason changes a grade."),
        gettext_lazy("Publish the grades"),
        gettext_lazy("The grades are published."),
    ),
}


@desk_page(works_at_an_institution)
def move_sheet(request: HttpRequest, sheet: uuid.UUID, act: str) -> HttpResponse:
    """GET asks, with what will be published; POST hands in, sends back, confirms or publishes."""
    row = _sheet_or_404(request, sheet)
    words = _ACTS[act]
    form = ReasonForm(request.POST or None) if act == "return" else None
    refusal = _sentence(_why_not(act, row, request), row)
    if request.method == "POST" and not refusal and (form is None or form.is_valid()):
        try:
            _do(act, row, request, form)
        except GradesRefused as error:
            refusal = str(error)
        else:
            messages.success(request, str(words.done))
            return redirect("awards:sheet", row.uuid)
    context = {"act": words, "form": form, "refusal": refusal, "page": sheet_page(row), "is_danger": act == "return"}
    return show(request, "awards/desk/move_sheet.html", context, status=422 if request.method == "POST" else 200)


def _why_not(act: str, row: GradeSheet, request: HttpRequest) -> GradeRefusal | None:
    if act == "submit":
        return rules.why_not_submit(row)
    if act == "confirm":
        return rules.why_not_confirm(row, request.user)
    if act == "publish":
        return rules.why_not_publish(row)
    return None if row.state in (SheetState.SUBMITTED, SheetState.CONFIRMED) else GradeRefusal.NOT_SUBMITTED


def _sentence(refusal: GradeRefusal | None, row: GradeSheet) -> str:
    """Why not, as a sentence, with the graduates whom it is about."""
    if refusal != GradeRefusal.DEGREE_GRANTED:
        return str(refusal.label) if refusal else ""
    return f"{refusal.label} {names_of(rules.graduates_on(row))}"


def _do(act: str, row: GradeSheet, request: HttpRequest, form: ReasonForm | None) -> None:
    who_and_when: dict[str, Any] = {"by": request.user, "at": timezone.now()}
    if act == "submit":
        services.submit_sheet(sheet=row, **who_and_when)
    elif act == "confirm":
        services.confirm_sheet(sheet=row, **who_and_when)
    elif act == "publish":
        services.publish_sheet(sheet=row, **who_and_when)
    elif form is not None:
        services.return_sheet(sheet=row, reason=form.cleaned_data["reason"], **who_and_when)


@desk_page(works_at_an_institution)
def correct(request: HttpRequest, grade: uuid.UUID) -> HttpResponse:
    """A published grade, what it was before, and the form to correct it."""
    rows = Grade.objects.published().governed_by(request.user)
    row = found(rows.select_related("sheet__offering__course", "sheet__offering__institution", "enrolment__learner"), uuid=grade)
    form = CorrectionForm(request.POST or None, initial={"grade": as_entered(row)})
    if request.method == "POST" and form.is_valid():
        try:
            services.correct_grade(
                grade=row, text=form.cleaned_data["grade"], reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except GradesRefused as error:
            form.add_error("grade" if error.cells else None, error.cells.get("grade", str(error)))
        else:
            messages.success(request, _("The grade is corrected, and the student is told."))
            return redirect("awards:sheet", row.sheet.uuid)
    record_opening(viewer=request.user, person=row.enrolment.learner, what="grade", at=timezone.now())
    corrections = list(row.corrections.select_related("by"))
    context = {"grade": row, "form": form, "corrections": corrections, "refusal": rules.why_not_correct(row)}
    return show(request, "awards/desk/correct.html", context, status=422 if form.is_bound else 200)


def _sheet_or_404(request: HttpRequest, sheet: uuid.UUID) -> GradeSheet:
    rows = GradeSheet.objects.governed_by(request.user)
    return found(rows.select_related("offering__course", "offering__institution", "confirmed_by"), uuid=sheet)


def _show_sheet(request: HttpRequest, page: SheetPage, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "page": page,
        "sheet": page.sheet,
        "title": in_language(page.sheet.offering.course.title),
        "writers": list(page.sheet.writers.all()),
        "is_draft": page.sheet.state == SheetState.DRAFT,
        "graduates": rules.graduates_on(page.sheet) if page.sheet.state != SheetState.PUBLISHED else [],
        "why_not_submit": rules.why_not_submit(page.sheet),
        "why_not_confirm": rules.why_not_confirm(page.sheet, request.user),
        "file_form": GradeFileForm(),
        **more,
    }
    return show(request, "awards/desk/sheet.html", context, status=status)
