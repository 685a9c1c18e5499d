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
from django.views.decorators.http import require_POST

from salerno.admissions import rules
from salerno.admissions.completeness import statements_of, what_is_missing
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import QuestionsForm, RefereeForm, RowFormSet, SavedForm, StudiesForm, UploadForm, YouForm
from salerno.admissions.models import Application
from salerno.admissions.selectors.pages import STEPS, shown_rules, steps_of
from salerno.admissions.services import letters, writing
from salerno.admissions.views.common import own
from salerno.common.translated import in_language

_FORMS: dict[str, type[SavedForm]] = {"you": YouForm, "studies": StudiesForm, "questions": QuestionsForm}


@login_required
def step(request: HttpRequest, application: uuid.UUID, step: str) -> HttpResponse:
    """One page of the form: GET shows it, POST saves it and goes on."""
    row = own(request, application)
    if step not in steps_of(row.call):
        raise Http404
    if refusal := rules.why_not_write(application=row, by=request.user, at=timezone.now()):
        messages.error(request, refusal.label)
        return redirect("admissions:application", row.uuid)
    if step in _FORMS:
        return _fields(request, row, step)
    return {"transcript": _transcript, "papers": _papers, "referees": _referees, "review": _review}[step](request, row)


def _fields(request: HttpRequest, row: Application, step: str) -> HttpResponse:
    form = _FORMS[step](request.POST if request.method == "POST" else None, application=row)
    if request.method == "POST":
        is_sound = form.is_valid()
        if "revision" in form.cleaned_data:
            try:
                values = form.values()
                revision = form.cleaned_data["revision"]
                row = writing.save_application(
                    application=row, values=values, revision=revision, by=request.user, at=timezone.now()
                )
            except AdmissionsRefused as error:
                form.add_error(None, str(error))
            else:
                if is_sound:
                    return _onwards(request, row, step)
                form.data = form.data.copy()
                form.data["revision"] = row.revision
    return _page(request, row, step, {"form": form}, status=422 if form.is_bound else 200)


def _onwards(request: HttpRequest, row: Application, step: str) -> HttpResponse:
    """To the next page, or back to the same one when that was asked."""
    steps = steps_of(row.call)
    following = step if "stay" in request.POST else steps[min(steps.index(step) + 1, len(steps) - 1)]
    messages.success(request, _("Saved."))
    return redirect("admissions:step", row.uuid, following)


def _transcript(request: HttpRequest, row: Application) -> HttpResponse:
    rows = list(row.transcript.values("title", "sector", "ects_credits", "grade", "scale", "passed_on"))
    formset = RowFormSet(request.POST if request.method == "POST" else None, initial=rows, prefix="row")
    refusal = ""
    if request.method == "POST" and formset.is_valid():
        revision = request.POST.get("revision", "")
        try:
            row = writing.save_transcript(
                application=row,
                rows=_filled(formset),
                revision=int(revision) if revision.isascii() and revision.isdigit() else -1,
                by=request.user,
                at=timezone.now(),
            )
        except AdmissionsRefused as error:
            refusal = str(error)
        else:
            return _onwards(request, row, "transcript")
    context = {"formset": formset, "refusal": refusal}
    return _page(request, row, "transcript", context, status=422 if formset.is_bound else 200)


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
    if request.method == "POST" and form.is_valid():
        try:
            letters.ask_referee(application=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("We have written to your referee."))
            return redirect("admissions:step", row.uuid, "referees")
    referees = list(row.referees.all())
    context = {"form": form, "referees": referees, "is_full": len(referees) >= row.call.referees}
    return _page(request, row, "referees", context, status=422 if form.is_bound else 200)


def _review(request: HttpRequest, row: Application) -> HttpResponse:
    return _page(request, row, "review", {})


@require_POST
@login_required
def submit(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Hand it in."""
    row = own(request, application)
    revision = request.POST.get("revision", "")
    try:
        writing.submit_application(
            application=row,
            revision=int(revision) if revision.isascii() and revision.isdigit() else -1,
            by=request.user,
            at=timezone.now(),
        )
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
    whole = {
        "application": row,
        "step": step,
        "title": STEPS[step],
        "number": [each["key"] for each in steps].index(step) + 1,
        "steps": steps,
        "missing": missing,
        "rules": shown_rules(statements_of(row), row.call),
        **context,
    }
    return render(request, f"admissions/write/{step if step not in _FORMS else 'fields'}.html", whole, status=status)
