"""Agreements on the desk: the list, one agreement, its table of conditions, its steps, the balance with partners."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.rules import describes_institutions
from salerno.institutions.models import Institution
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.forms import AgreementFilter, AgreementForm, ConditionFormSet, rows_of
from salerno.mobility.agreements.selectors.agreements import agreements_for, own_institutions, partners_of
from salerno.mobility.agreements.services import agreements as services
from salerno.mobility.agreements.tables import AGREEMENTS
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import InterInstitutionalAgreement


def governed(request: HttpRequest, agreement: uuid.UUID) -> InterInstitutionalAgreement:
    """SECURITY: an agreement of which the person coordinates a side, or 404."""
    rows = InterInstitutionalAgreement.objects.governed_by(request.user).select_related("first", "second", "replaces")
    return found(rows, uuid=agreement)


@require_safe
@desk_page(describes_institutions)
def agreements(request: HttpRequest) -> HttpResponse:
    """Those of the person's institutions."""
    form = AgreementFilter(request.GET, partners_of(request.user))
    rows = agreements_for(request.user, **form.understood)
    return show_table(request, AGREEMENTS, rows, "mobility/agreement/list.html", {"filter": form}, counts_people=False)


@desk_page(describes_institutions)
def new_agreement(request: HttpRequest) -> HttpResponse:
    """An agreement in preparation: its sides and days first, then its conditions."""
    form = AgreementForm(request.POST or None, agreement=None, own=own_institutions(request.user))
    if request.method == "POST" and form.is_valid():
        sides = {name: form.cleaned_data[name] for name in ("first", "second")}

        def act() -> InterInstitutionalAgreement:
            return services.draft_agreement(**sides, values=form.values, by=request.user, at=timezone.now())

        if row := _done(form, act):
            messages.success(request, _("The agreement is prepared. Now say who goes where."))
            return redirect("mobility:edit_agreement", row.uuid)
    context = {"form": form, "title": _("Prepare an agreement"), "back_url": reverse("mobility:agreements")}
    return show(request, "mobility/agreement/new.html", context, status=422 if form.is_bound else 200)


@desk_page(describes_institutions)
def edit_agreement(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """The days, the note and the table of conditions of a draft."""
    row = governed(request, agreement)
    if refusal := rules.why_not_edit(agreement=row, by=request.user):
        messages.error(request, refusal.label)
        return redirect("mobility:agreement", row.uuid)
    form, table = _forms(request, row)
    if request.method == "POST" and all([form.is_valid(), table.is_valid()]):
        kept = [each.row(row.first, row.second) for each in table if each not in table.deleted_forms and each.cleaned_data]

        def act() -> InterInstitutionalAgreement:
            seen = request.POST.get("seen", "")
            return services.edit_agreement(
                agreement=row, values=form.values, conditions=kept, seen=seen, by=request.user, at=timezone.now()
            )

        if _done(form, act):
            messages.success(request, _("The agreement is kept."))
            stays = "stay" in request.POST
            return redirect("mobility:edit_agreement" if stays else "mobility:agreement", row.uuid)
    seen = request.POST.get("seen", "") if form.is_bound else digest_of(row)
    context = {"form": form, "table": table, "agreement": row, "seen": seen}
    return show(request, "mobility/agreement/edit.html", context, status=422 if form.is_bound else 200)


def _forms(request: HttpRequest, row: InterInstitutionalAgreement) -> tuple[AgreementForm, Any]:
    initial = {name: getattr(row, name) for name in ("starts_on", "ends_on", "note")}
    form = AgreementForm(request.POST or None, agreement=row, own=Institution.objects.none(), initial=initial)
    table = ConditionFormSet(
        request.POST or None,
        initial=rows_of(row.conditions.all(), row.first),
        prefix="conditions",
        form_kwargs={"codes": (row.first.code, row.second.code)},
    )
    return form, table


def _done(form: AgreementForm, act: Callable[[], InterInstitutionalAgreement]) -> InterInstitutionalAgreement | None:
    """What ``act`` made, or None and the refusal beside its field."""
    try:
        return act()
    except MobilityRefused as error:
        field = next((name for name in error.detail if name in form.fields), None)
        form.add_error(field, str(error))
        return None
