"""Institutions: what they say of themselves, and new associated partners."""

import uuid
from copy import copy

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.desk import rules as desk_rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.institutions.models import Institution
from salerno.portal.desk import rules, services
from salerno.portal.desk.columns import INSTITUTIONS
from salerno.portal.desk.forms.institutions import InstitutionForm, PartnerForm
from salerno.portal.desk.selectors.institutions import institutions_described_by


@desk_page(desk_rules.describes_institutions)
def institutions(request: HttpRequest) -> HttpResponse:
    """Those that the person may describe."""
    context = {"may_add": not rules.why_not_add_partner(by=request.user)}
    return show_table(
        request,
        INSTITUTIONS,
        institutions_described_by(request.user),
        "portal/desk/institutions.html",
        context,
        counts_people=False,
    )


@desk_page(desk_rules.describes_institutions)
def describe(request: HttpRequest, institution: uuid.UUID) -> HttpResponse:
    """Names, texts, place, website of one institution."""
    row: Institution = found(institutions_described_by(request.user).select_related("grading_scale"), uuid=institution)
    form = InstitutionForm(request.POST or None, instance=copy(row))
    if request.method == "POST" and form.is_valid():
        services.describe_institution(institution=row, values=form.institution_values(), by=request.user, at=timezone.now())
        messages.success(request, _("The institution is described anew. Its public page says so at once."))
        return redirect("portal:institutions")
    return show(request, "portal/desk/institution.html", {"institution": row, "form": form}, status=422 if form.is_bound else 200)


@desk_page(desk_rules.speaks_for_the_consortium)
def add_partner(request: HttpRequest) -> HttpResponse:
    """A new associated partner."""
    form = PartnerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_associated_partner(values=form.institution_values(), by=request.user, at=timezone.now())
        messages.success(request, _("The partner is added. Give somebody the role of its coordinator next."))
        return redirect("portal:institutions")
    return show(request, "portal/desk/institution.html", {"form": form}, status=422 if form.is_bound else 200)
