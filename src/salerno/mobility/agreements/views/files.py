"""Agreements as files: what EWP's partners read, a partner's own as a draft, and the balance as a table."""

import base64
import binascii
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.common.spreadsheets import as_csv, as_xlsx
from salerno.common.telling import told
from salerno.desk.pages import as_file, desk_page, found, show
from salerno.desk.rules import describes_institutions
from salerno.mobility.agreements import rules
from salerno.mobility.agreements.ewp_reading import MOST_BYTES, Reading, read_agreement
from salerno.mobility.agreements.ewp_wording import agreement_as_xml
from salerno.mobility.agreements.forms import AgreementFileForm
from salerno.mobility.agreements.refusals import AgreementRefusal, ImportRefusal
from salerno.mobility.agreements.selectors.agreements import conditions_table, own_institutions
from salerno.mobility.agreements.selectors.balance import PartnerYears, balance_by_year, balance_of
from salerno.mobility.agreements.services.agreements import draft_agreement
from salerno.mobility.agreements.views.agreements import governed
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.models import Condition
from salerno.mobility.querysets import coordinated_by


def as_xml(content: bytes, name: str) -> HttpResponse:
    """``content`` to be kept under ``name``."""
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.xml"'
    response["Cache-Control"] = "no-store"
    return response


def sentences(error: EwpRefused | MobilityRefused) -> list[str]:
    """Why a file is refused: each problem with its line."""
    if isinstance(error, MobilityRefused):
        return [" ".join([str(error), *map(str, error.detail.values())])]
    return [
        _("Line %(line)d: %(said)s") % {"line": each.line, "said": told(each.sentence)} if each.line else told(each.sentence)
        for each in error.problems[:10]
    ]


@require_safe
@desk_page(describes_institutions)
def agreement_xml(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """The copy of the reader's side (of the first, when both are the reader's), as the IIAs API 7.0 answers it, with its hash."""
    row = governed(request, agreement)
    own = coordinated_by(request.user)
    holder = row.second if row.second_id in own and row.first_id not in own else row.first
    try:
        return as_xml(agreement_as_xml(row, holder), f"iia-{row.code}")
    except EwpRefused as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
        return redirect("mobility:agreement", row.uuid)


@desk_page(describes_institutions)
def take_in_agreement(request: HttpRequest) -> HttpResponse:
    """GET asks for a file; POST shows what it says and what is not kept; POST with ``content`` makes the draft of it."""
    if "content" in request.POST:
        return _take_in(request)
    form = AgreementFileForm(request.POST or None, request.FILES or None)
    reading, content = None, b""
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        reading = _read(request, form, content)
    return _show(request, form, reading, content)


def _read(request: HttpRequest, form: AgreementFileForm, content: bytes) -> Reading | None:
    try:
        reading = read_agreement(content)
    except (EwpRefused, MobilityRefused) as error:
        for sentence in sentences(error):
            form.add_error("file", sentence)
        return None
    if rules.why_not_draft(first=reading.first, second=reading.second, by=request.user) == AgreementRefusal.NOT_YOURS:
        form.add_error("file", ImportRefusal.NOT_YOURS.label)
        return None
    return reading


def _take_in(request: HttpRequest) -> HttpResponse:
    form = AgreementFileForm()
    try:
        content = base64.b64decode(request.POST["content"][: 2 * MOST_BYTES], validate=True)
        reading = read_agreement(content)
        agreement = draft_agreement(
            first=reading.first,
            second=reading.second,
            values=reading.values,
            conditions=reading.conditions,
            by=request.user,
            at=timezone.now(),
            source="EWP IIAs 7.0",
        )
    except (EwpRefused, MobilityRefused) as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
    except binascii.Error:
        messages.error(request, _("The file did not arrive whole. Choose it again."))
    else:
        messages.success(request, _("The agreement is a draft now. Look at its days and conditions before you propose it."))
        return redirect("mobility:agreement", agreement.uuid)
    return show(request, "mobility/agreement/take_in.html", {"form": form}, status=422)


def _show(request: HttpRequest, form: AgreementFileForm, reading: Reading | None, content: bytes) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "reading": reading}
    if reading:
        table = conditions_table([Condition(**values) for values in reading.conditions])
        context |= {"table": table, "content": base64.b64encode(content).decode()}
    return show(request, "mobility/agreement/take_in.html", context, status=422 if form.errors else 200)


@require_safe
@desk_page(describes_institutions)
def balance(request: HttpRequest) -> HttpResponse:
    """Places agreed each way and students sent and received, with each partner in one academic year."""
    own = list(own_institutions(request.user))
    slug = request.GET.get("institution", "")
    mine = coordinated_by(request.user)
    first = next((row for row in own if row.pk in mine), own[0])
    institution = found(own_institutions(request.user), slug=slug) if slug else first
    now = timezone.localdate()
    this_year = now.year if now.month >= 8 else now.year - 1
    wish = request.GET.get("year", "")
    year = int(wish) if wish.isascii() and wish.isdigit() and 2000 <= int(wish[:5]) <= 2100 else this_year
    rows, by_year = balance_of(institution, year), balance_by_year(institution, range(this_year - 3, this_year + 2))
    wanted = request.GET.get("as", "")
    if wanted in ("csv", "xlsx"):
        return (
            _years_file(by_year, institution.code, wanted)
            if "years" in request.GET
            else _balance_file(rows, institution.code, year, wanted)
        )
    context = {
        "institution": institution,
        "institutions": own,
        "year": year,
        "years": range(this_year - 3, this_year + 4),
        "rows": rows,
        "by_year": by_year,
        "totals": {name: sum(getattr(row, name) for row in rows) for name in ("agreed_out", "agreed_in", "sent", "received")},
        "back_url": reverse("mobility:agreements"),
    }
    return show(request, "mobility/agreement/balance.html", context)


def _balance_file(rows: list[Any], code: str, year: int, wanted: str) -> HttpResponse:
    header = [_("Partner"), _("Agreed out"), _("Agreed in"), _("Sent"), _("Received"), _("Received less sent")]
    cells = [[row.partner.code, row.agreed_out, row.agreed_in, row.sent, row.received, row.difference] for row in rows]
    content = as_csv(header, cells) if wanted == "csv" else as_xlsx("balance", header, cells)
    return as_file(content, f"balance-{code}-{year}", wanted)


def _years_file(rows: list[PartnerYears], code: str, wanted: str) -> HttpResponse:
    header = [_("Partner"), _("Academic year"), _("Sent"), _("Received")]
    cells = [[row.partner.code, line.label, line.sent, line.received] for row in rows for line in row.years]
    content = as_csv(header, cells) if wanted == "csv" else as_xlsx("balance by year", header, cells)
    return as_file(content, f"balance-by-year-{code}", wanted)
