"""Factsheets: read by everybody who is signed in, written by those who coordinate the institution, taken along as EWP's XML."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, found, show
from salerno.desk.rules import describes_institutions
from salerno.institutions.models import Institution
from salerno.mobility.agreements.ewp_wording import factsheet_as_xml, institution_as_xml
from salerno.mobility.agreements.forms_offer import FactsheetForm, factsheet_values
from salerno.mobility.agreements.selectors.agreements import own_institutions
from salerno.mobility.agreements.selectors.offers import factsheet_page
from salerno.mobility.agreements.services.factsheets import revision_of, write_factsheet
from salerno.mobility.agreements.views.files import as_xml, sentences
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.models import Factsheet
from salerno.mobility.reports.rules import may_read


@require_safe
@login_required
def factsheets(request: HttpRequest) -> HttpResponse:
    """The institutions that have written one."""
    return render(request, "mobility/agreement/factsheets.html", {"factsheets": Factsheet.objects.select_related("institution")})


@require_safe
@login_required
def factsheet(request: HttpRequest, slug: str) -> HttpResponse:
    """What those who come to an institution should know."""
    row = found(Factsheet.objects.select_related("institution"), institution__slug=slug)
    context = {"page": factsheet_page(row), "institution": row.institution, "reads_reports": may_read(request.user)}
    return render(request, "mobility/agreement/factsheet.html", context)


@require_safe
@desk_page(describes_institutions)
def desk_factsheets(request: HttpRequest) -> HttpResponse:
    """Those of the person's institutions, written or not yet."""
    rows = own_institutions(request.user).select_related("factsheet")
    return show(request, "mobility/agreement/desk_factsheets.html", {"institutions": rows})


@desk_page(describes_institutions)
def edit_factsheet(request: HttpRequest, institution: uuid.UUID) -> HttpResponse:
    """Write the factsheet of one's own institution."""
    row: Institution = found(own_institutions(request.user), uuid=institution)
    sheet = Factsheet.objects.filter(institution=row).first() or Factsheet(institution=row)
    form = FactsheetForm(request.POST or None, initial=factsheet_values(sheet))
    seen = request.POST.get("seen", revision_of(sheet))
    if request.method == "POST" and form.is_valid():
        try:
            write_factsheet(institution=row, values=form.values, seen=seen, by=request.user, at=timezone.now())
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The factsheet is kept. Everybody who is signed in can read it."))
            return redirect("mobility:desk_factsheets")
    context = {"form": form, "institution": row, "seen": seen}
    return show(request, "mobility/agreement/edit_factsheet.html", context, status=422 if form.is_bound else 200)


@require_safe
@desk_page(describes_institutions)
def factsheet_xml(request: HttpRequest, institution: uuid.UUID) -> HttpResponse:
    """As the Mobility Factsheet API 1.2 answers it."""
    row: Institution = found(own_institutions(request.user), uuid=institution)
    sheet = found(Factsheet.objects.select_related("institution"), institution=row)
    try:
        return as_xml(factsheet_as_xml(sheet), f"factsheet-{row.slug}")
    except EwpRefused as error:
        messages.error(request, _("EWP demands more than stands in the factsheet:"))
        for sentence in sentences(error):
            messages.error(request, sentence)
        return redirect("mobility:edit_factsheet", row.uuid)


@require_safe
@desk_page(describes_institutions)
def institution_xml(request: HttpRequest, institution: uuid.UUID) -> HttpResponse:
    """As the Institutions API 2.2 answers it."""
    row: Institution = found(own_institutions(request.user), uuid=institution)
    return as_xml(institution_as_xml(row), f"institution-{row.slug}")
