"""The reviewers of a call: who they are, how much each has to read; assigned evenly, after a look at what comes out."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from salerno.admissions.enums import ApplicationState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import ReviewerForm
from salerno.admissions.models import Call
from salerno.admissions.sections import decides_on_applications, prepares_calls
from salerno.admissions.selectors.desk import Load, loads_of
from salerno.admissions.services import calls, reviewing
from salerno.admissions.views.desk.common import did, editable_call, governed_call, may_edit, show_call
from salerno.desk.pages import desk_page, found
from salerno.institutions.models import Institution
from salerno.people.models import Person


@require_safe
@desk_page(decides_on_applications)
def reviewers(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Who reads for this call."""
    return _show(request, governed_call(request, call))


def _show(request: HttpRequest, row: Call, form: ReviewerForm | None = None) -> HttpResponse:
    edits = may_edit(request, row)
    form = form or (ReviewerForm(call=row, on=timezone.localdate()) if edits else None)
    eligible = row.applications.filter(state=ApplicationState.ELIGIBLE).count()
    context = {"loads": loads_of(row), "form": form, "edits": edits, "eligible": eligible}
    return show_call(request, "reviewers", row, context, status=422 if form and form.is_bound else 200)


@require_POST
@desk_page(prepares_calls)
def add_reviewer(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """Put people on the list, all or none."""
    row = editable_call(request, call)
    form = ReviewerForm(request.POST, call=row, on=timezone.localdate())
    if not form.is_valid():
        return _show(request, row, form)
    count = len(form.chosen)
    done = ngettext("%(n)d person reads for this call now.", "%(n)d people read for this call now.", count) % {"n": count}
    did(request, lambda: _add(request, row, form.chosen), done)
    return redirect("admissions:reviewers", row.uuid)


@transaction.atomic
def _add(request: HttpRequest, row: Call, chosen: list[tuple[Person, Institution]]) -> None:
    for person, institution in chosen:
        calls.add_reviewer(call=row, person=person, institution=institution, by=request.user, at=timezone.now())


@require_POST
@desk_page(prepares_calls)
def remove_reviewer(request: HttpRequest, call: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """Take somebody from the list who has nothing left to read."""
    row = editable_call(request, call)
    reviewer = found(row.reviewers.select_related("person"), person__uuid=person)
    done = _("%(name)s no longer reads for this call.") % {"name": reviewer.person.display_name}
    did(request, lambda: calls.remove_reviewer(reviewer=reviewer, by=request.user, at=timezone.now()), done)
    return redirect("admissions:reviewers", row.uuid)


@desk_page(decides_on_applications)
def assign(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """GET shows who would get how many; POST assigns."""
    row = governed_call(request, call)
    if request.method == "POST":
        return _assign(request, row)
    try:
        before = {load.person.pk: load.assigned for load in loads_of(row)}
        after, short = _rehearsed(request, row)
    except AdmissionsRefused as error:
        return show_call(request, "assign", row, {"refusal": error.refusal}, status=200)
    lines = [(load, load.assigned - before.get(load.person.pk, 0)) for load in after]
    rows = {str(each.uuid): each for each in row.applications.filter(uuid__in=list(short)[:50])}
    lacking = [(rows[key], count) for key, count in short.items() if key in rows]
    context = {"lines": lines, "lacking": lacking, "short": len(short), "new": sum(count for _load, count in lines)}
    return show_call(request, "assign", row, context)


def _rehearsed(request: HttpRequest, row: Call) -> tuple[list[Load], dict[str, int]]:
    """What assigning comes to, found out by assigning and taking all of it back: preview and act cannot differ."""
    with transaction.atomic():
        short = reviewing.assign_reviewers(call=row, by=request.user, at=timezone.now())
        after = loads_of(row)
        transaction.set_rollback(True)
    return after, short


def _assign(request: HttpRequest, row: Call) -> HttpResponse:
    try:
        short = reviewing.assign_reviewers(call=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        return show_call(request, "assign", row, {"refusal": error.refusal}, status=422)
    messages.success(request, _("The reviewers are assigned, and find the applications on their desks."))
    if short:
        said = ngettext("%(n)d application lacks a reviewer.", "%(n)d applications lack a reviewer.", len(short))
        messages.warning(request, said % {"n": len(short)})
    return redirect("admissions:reviewers", row.uuid)
