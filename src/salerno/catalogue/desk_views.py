"""Regulations on the desk: read in words, taken home as a file, checked, compared, published."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.catalogue.desk_selectors import publishing_preview, regulations_page, versions_for
from salerno.catalogue.enums import RegulationsRefusal
from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.forms import PublishingForm, RegulationsForm
from salerno.catalogue.models import Programme, Regulations
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.regulations.mistakes import RegulationsRefused
from salerno.catalogue.regulations.reader import read_text
from salerno.catalogue.regulations.writer import as_toml
from salerno.catalogue.rules import why_not_publish
from salerno.catalogue.services import givers_of, publish_regulations
from salerno.catalogue.tables import REGULATIONS, version_name
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.rules import describes_institutions as administers
from salerno.people.models import Person

_FORMS = {"toml": "application/toml; charset=utf-8", "json": "application/json"}


def publishes_regulations(person: Person) -> bool:
    """Coordinators of institutions that award a programme."""
    return administers(person) and Programme.objects.ruled_by(person).exists()


@desk_page(administers)
@require_safe
def all_regulations(request: HttpRequest) -> HttpResponse:
    """Every version of the programmes that the person's institutions give."""
    refusal = None if publishes_regulations(request.user) else RegulationsRefusal.NOT_YOURS
    context = {"refusal": refusal}
    rows = versions_for(request.user)
    return show_table(request, REGULATIONS, rows, "catalogue/desk/all_regulations.html", context, counts_people=False)


@desk_page(administers)
@require_safe
def regulations(request: HttpRequest, regulations: uuid.UUID) -> HttpResponse:
    """One version: structure and rules in words, the cohorts for which it holds, what it changed."""
    page = regulations_page(_version_or_404(request, regulations))
    context = {"page": page, "title": version_name(page.regulations), "refusal": _why_not(request, page.structure.programme)}
    return show(request, "catalogue/desk/regulations.html", context)


@desk_page(administers)
@require_safe
def regulations_file(request: HttpRequest, regulations: uuid.UUID, form: str) -> HttpResponse:
    """A version as a file, from which the next one may be written."""
    if form not in _FORMS:
        raise Http404
    row = _version_or_404(request, regulations)
    content = as_toml(row.body) if form == "toml" else json.dumps(row.body, ensure_ascii=False, indent=2)
    response = HttpResponse(content, content_type=_FORMS[form])
    name = f"regulations-{row.programme.slug}-{row.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _version_or_404(request: HttpRequest, number: uuid.UUID) -> Regulations:
    return found(Regulations.objects.governed_by(request.user).select_related("programme"), uuid=number)


def _why_not(request: HttpRequest, programme: Programme) -> RegulationsRefusal | None:
    return why_not_publish(by=request.user, programme=programme)


@desk_page(publishes_regulations)
def publish(request: HttpRequest) -> HttpResponse:
    """Choose a file; see its mistakes, or what it would change; publish it. Nothing is kept before the last step."""
    confirmed = PublishingForm(request.POST if "text" in request.POST else None)
    if confirmed.is_valid():
        return _look(request, RegulationsForm(), confirmed.cleaned_data, is_confirmed=True)
    form = RegulationsForm(request.POST or None, request.FILES or None)
    if not (form.is_bound and form.is_valid()):
        return _show(request, form)
    values = {"text": form.cleaned_data["file"], "note": form.cleaned_data["note"]}
    return _look(request, form, values, is_confirmed=False)


def _look(request: HttpRequest, form: RegulationsForm, values: dict[str, Any], *, is_confirmed: bool) -> HttpResponse:
    try:
        rules = read_text(values["text"])
        programme = _programme_of(rules, request.user)
        givers_of(programme, rules)
    except RegulationsRefused as error:
        return _show(request, form, mistakes=error.mistakes)
    except CatalogueRefused as error:
        return _show(request, form, refusal=str(error))
    refusal = ""
    if is_confirmed:
        try:
            return _publish(request, values, rules)
        except CatalogueRefused as error:
            refusal = str(error)
    context = {"values": values, "refusal": refusal, "preview": publishing_preview(rules, programme)}
    return show(request, "catalogue/desk/publishing.html", context, status=422 if refusal else 200)


def _programme_of(rules: ProgrammeRules, person: Person) -> Programme:
    """The programme of which ``rules`` speak; refused when the person does not rule it."""
    programme = Programme.objects.governed_by(person).filter(code=rules.programme).first()
    if programme is None:
        raise CatalogueRefused(_("No programme has the code %(code)s.") % {"code": rules.programme})
    if refusal := why_not_publish(by=person, programme=programme):
        raise CatalogueRefused(refusal.label)
    return programme


def _publish(request: HttpRequest, values: dict[str, Any], rules: ProgrammeRules) -> HttpResponse:
    row, is_new = publish_regulations(rules=rules, note=values["note"], newest=values["newest"], by=request.user, at=timezone.now())
    if is_new:
        messages.success(request, _("%(version)s is published. Let it hold for a cohort now.") % {"version": version_name(row)})
    else:
        messages.info(request, _("%(version)s says just this: nothing was published.") % {"version": version_name(row)})
    return redirect("catalogue:regulations", row.uuid)


def _show(request: HttpRequest, form: RegulationsForm, **more: Any) -> HttpResponse:
    """The form, with what bars the file, where something does."""
    return show(request, "catalogue/desk/publish.html", {"form": form, **more}, status=422 if form.is_bound or more else 200)
