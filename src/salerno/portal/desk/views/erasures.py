"""Requests to be erased."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.desk import rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.people.access import record_opening
from salerno.people.enums import ErasureState
from salerno.people.errors import PeopleRefused
from salerno.people.services import erase
from salerno.portal.desk.columns import ERASURES
from salerno.portal.desk.selectors.erasures import erasure_requests, held_about


@desk_page(rules.carries_out_erasures)
def erasures(request: HttpRequest) -> HttpResponse:
    """Who asked to be erased."""
    return show_table(request, ERASURES, erasure_requests(), "portal/desk/erasures.html", {})


@desk_page(rules.carries_out_erasures)
def erasure(request: HttpRequest, erasure: uuid.UUID) -> HttpResponse:
    """What would be erased and what the law keeps; POST erases. It cannot be taken back."""
    row = found(erasure_requests(), uuid=erasure)
    if request.method == "POST":
        try:
            erase(request=row, by=request.user, at=timezone.now())
        except PeopleRefused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Erased. What the law keeps is listed here."))
        return redirect("portal:erasure", row.uuid)
    record_opening(viewer=request.user, person=row.person, what="desk: erasure", at=timezone.now())
    is_open = row.state == ErasureState.ASKED
    held = held_about(row.person) if is_open else []
    context = {
        "erasure": row,
        "is_open": is_open,
        "erased": [line for line in held if not line.kept_because],
        "kept": [line for line in held if line.kept_because],
    }
    return show(request, "portal/desk/erasure.html", context)
