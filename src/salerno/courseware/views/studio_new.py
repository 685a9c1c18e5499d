"""New activities, units and banks."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from salerno.common.translated import in_language
from salerno.courseware.enums import Refusal
from salerno.courseware.forms import ActivityForm, BankForm, UnitForm
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.package.facts import Package
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_texts
from salerno.courseware.views.studio_common import author_required, checked, crumbs, draft_for, refused

TITLES = {
    "activity": gettext_lazy("New activity"),
    "unit": gettext_lazy("New unit"),
    "bank": gettext_lazy("New bank of questions"),
}
VERBS = {
    "activity": gettext_lazy("Create the activity"),
    "unit": gettext_lazy("Create the unit"),
    "bank": gettext_lazy("Create the bank"),
}


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """A form for a new activity, unit or bank; afterwards its editor."""
    if kind not in TITLES:
        raise Http404
    draft = draft_for(request, slug)
    package = checked(draft).package
    if package is None:
        return refused(request, str(Refusal.UNREADABLE.label), "courseware:edit", slug, "course.toml")
    form = _form(kind, request, package)
    if request.method == "POST" and form.is_valid():
        try:
            file = _CREATORS[kind](form, draft=draft, package=package, by=request.user, at=timezone.now())
        except DraftRefused as error:
            form.add_error(None, str(error))
        else:
            checked(draft)
            messages.success(request, _("%(path)s is there. Write it here.") % {"path": file.path})
            return redirect("courseware:edit", slug, file.path)
    title = TITLES[kind]
    context = {
        "draft": draft,
        "form": form,
        "kind": kind,
        "title": title,
        "verb": VERBS[kind],
        "crumbs": crumbs(draft.course, (str(title), "")),
    }
    return render(request, "courseware/new.html", context, status=422 if form.errors else 200)


def _form(kind: str, request: HttpRequest, package: Package) -> forms.Form:
    data = request.POST if request.method == "POST" else None
    if kind == "activity":
        initial = {"unit": request.GET.get("unit", "")}
        return ActivityForm(data, package=package, title_of=in_language, initial=initial)
    return UnitForm(data) if kind == "unit" else BankForm(data)


def _activity(form: ActivityForm, *, draft: Draft, package: Package, **who: Any) -> DraftFile:
    values = {name: form.cleaned_data[name] for name in ("title", "kind", "minutes", "outcomes")}
    return draft_texts.new_activity(draft=draft, package=package, unit=form.chosen_unit, **values, **who)


def _unit(form: UnitForm, *, draft: Draft, package: Package, **who: Any) -> DraftFile:
    return draft_texts.new_unit(draft=draft, package=package, **form.cleaned_data, **who)


def _bank(form: BankForm, *, draft: Draft, package: Package, **who: Any) -> DraftFile:
    return draft_texts.new_bank(draft=draft, package=package, **form.cleaned_data, **who)


_CREATORS: dict[str, Callable[..., DraftFile]] = {"activity": _activity, "unit": _unit, "bank": _bank}
