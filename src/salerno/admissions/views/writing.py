"""Writing an application, page by page. What can be read is saved even when something else on the page cannot."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from salerno.admissions import rules
from salerno.admissions.completeness import STEPS, statements_of, what_is_missing
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import RefereeForm, RowFormSet, SavedForm, UploadForm
from salerno.admissions.models import Application
from salerno.admissions.refusals import ApplyRefusal
from salerno.admissions.selectors.pages import shown_rules, steps_of
from salerno.admissions.services import letters, writing
from salerno.admissions.services.drafts import draft_of, keep_draft
from salerno.admissions.typed import FIELD_PAGES, differences, refill, rows_of, shown_rows, summaries_of, typed_on, typed_rows
from salerno.admissions.views.common import own, seen_by
from salerno.common.translated import in_language


@never_cache
@login_required
def step(request: HttpRequest, application: uuid.UUID, step: str) -> HttpResponse:
    """One page of the form: GET shows it, POST saves it and goes on."""
    row = own(request, application)
    if step not in steps_of(row.call):
        raise Http404
    if refusal := rules.why_not_write(application=row, by=request.user, at=timezone.now()):
        messages.error(request, refusal.label)
        return redirect("admissions:application", row.uuid)
    if step in FIELD_PAGES:
        return _fields(request, row, step)
    return {"transcript": _transcript, "papers": _papers, "referees": _referees, "review": _review}[step](request, row)


def _fields(request: HttpRequest, row: Application, step: str) -> HttpResponse:
    if request.method != "POST":
        form, draft = FIELD_PAGES[step](application=row), draft_of(row, step)
        if draft:
            refill(form, draft.content)
        return _page(request, row, step, {"form": form, "draft": draft})
    form = FIELD_PAGES[step](request.POST.copy(), application=row)
    left = {} if form.is_valid() else typed_on(step, row, request.POST)
    given = {"values": form.values(), "revision": seen_by(request, step), "left": left}
    try:
        row = writing.save_application(application=row, by=request.user, at=timezone.now(), **given)
    except AdmissionsRefused as error:
        form.add_error(None, str(error))
        if error.refusal == ApplyRefusal.CHANGED_MEANWHILE:
            row = _compare(form, own(request, row.uuid), step)
    else:
        if form.is_valid():
            return _onwards(request, row, step)
        form.data["revision"] = row.revision
    return _page(request, row, step, {"form": form}, status=422)


def _compare(form: SavedForm, row: Application, step: str) -> Application:
    """Say beside each field what the other window has there. Whoever saves again has seen it."""
    standing, draft = FIELD_PAGES[step](application=row), draft_of(row, step)
    if draft:
        refill(standing, draft.content)
    for name, shown in differences(form, standing).items():
        form.add_error(name, _("The other window says: %(text)s") % {"text": shown})
    form.data["revision"] = row.revision
    return row


def _onwards(request: HttpRequest, row: Application, step: str) -> HttpResponse:
    """To the next page, or back to the same one when that was asked."""
    steps = steps_of(row.call)
    following = step if "stay" in request.POST else steps[min(steps.index(step) + 1, len(steps) - 1)]
    messages.success(request, _("Saved."))
    return redirect("admissions:step", row.uuid, following)


def _transcript(request: HttpRequest, row: Application) -> HttpResponse:
    rows, draft = rows_of(row), draft_of(row, "transcript")
    if request.method != "POST":
        formset = RowFormSet(initial=typed_rows(draft.content) if draft else rows, prefix="row")
        context = {"formset": formset, "rows": shown_rows(formset), "revision": row.revision, "draft": draft}
        return _page(request, row, "transcript", context)
    formset = RowFormSet(request.POST, initial=rows, prefix="row")
    try:
        if formset.is_valid():
            given = {"rows": _filled(formset), "revision": seen_by(request, "transcript")}
            row = writing.save_transcript(application=row, by=request.user, at=timezone.now(), **given)
            return _onwards(request, row, "transcript")
        given = {"content": typed_on("transcript", row, request.POST), "seen": seen_by(request, "transcript")}
        revision, context = keep_draft(application=row, by=request.user, at=timezone.now(), **given), {}
    except AdmissionsRefused as error:
        row = own(request, row.uuid)
        revision, draft = row.revision, draft_of(row, "transcript")
        context = {"refusal": str(error), "there_now": typed_rows(draft.content) if draft else rows_of(row)}
    context |= {"formset": formset, "rows": shown_rows(formset), "revision": revision}
    return _page(request, row, "transcript", context, status=422)


def _filled(formset: BaseFormSet) -> list[dict[str, Any]]:
    return [form.cleaned_data for form in formset if form.cleaned_data.get("title") and not form.cleaned_data.get("DELETE")]


def _papers(request: HttpRequest, row: Application) -> HttpResponse:
    handed_in = {document.kind: document for document in row.documents.filter(referee__isnull=True)}
    kinds = [
        {
            "kind": kind,
            "label": in_language(kind.label),
            "document": handed_in.get(kind.key),
            "form": UploadForm(auto_id=f"id_{kind.key}_%s"),
        }
        for kind in row.call.read_documents
    ]
    return _page(request, row, "papers", {"kinds": kinds})


def _referees(request: HttpRequest, row: Application) -> HttpResponse:
    form = RefereeForm(request.POST or None, initial={"language": request.user.language})
    draft = draft_of(row, "referees")
    if draft and not form.is_bound:
        refill(form, draft.content)
    if request.method == "POST" and form.is_valid():
        try:
            letters.ask_referee(application=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have written to your referee."))
            return redirect("admissions:step", row.uuid, "referees")
    referees = list(row.referees.all())
    context = {"form": form, "referees": referees, "is_full": len(referees) >= row.call.referees, "draft": draft}
    return _page(request, row, "referees", context, status=422 if form.is_bound else 200)


def _review(request: HttpRequest, row: Application) -> HttpResponse:
    return _page(request, row, "review", {"summaries": summaries_of(row)})


@require_POST
@login_required
def submit(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Hand it in."""
    row = own(request, application)
    revision = seen_by(request, "review").revision
    try:
        writing.submit_application(application=row, revision=revision, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
        return redirect("admissions:step", row.uuid, "review")
    messages.success(request, _("Your application was handed in. We have written to you."))
    return redirect("admissions:application", row.uuid)


def _page(request: HttpRequest, row: Application, step: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of the form with its steps, what is missing, and what the entry rules come to as it stands."""
    missing = what_is_missing(row)
    incomplete = {each.step for each in missing}
    steps = [
        {"key": key, "label": STEPS[key], "is_current": key == step, "is_done": key not in incomplete and key != "review"}
        for key in steps_of(row.call)
    ]
    place = [each["key"] for each in steps].index(step)
    whole = {
        "application": row,
        "step": step,
        "title": STEPS[step],
        "number": place + 1,
        "before": steps[place - 1] if place else None,
        "after": steps[place + 1] if place + 1 < len(steps) else None,
        "steps": steps,
        "missing": missing,
        "rules": shown_rules(statements_of(row), row.call),
        **context,
    }
    return render(request, f"admissions/write/{step if step not in FIELD_PAGES else 'fields'}.html", whole, status=status)
