"""Credentials and keys of one's institutions."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.credentials import services
from salerno.credentials.enums import NEXT, State
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import Credential
from salerno.desk import rules
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.portal.desk.columns import CREDENTIALS
from salerno.portal.desk.forms.acts import ReasonForm
from salerno.portal.desk.forms.filters import CredentialFilter
from salerno.portal.desk.selectors import issued as reads
from salerno.portal.desk.selectors.offerings import institutions_governed_by, institutions_run_by

ACTS = {
    "suspend": (services.suspend, State.SUSPENDED),
    "reinstate": (services.reinstate, State.VALID),
    "revoke": (services.revoke, State.REVOKED),
}


@desk_page(rules.sees_people)
def issued(request: HttpRequest) -> HttpResponse:
    """Credentials that one's institutions awarded, and their keys."""
    form = CredentialFilter(request.GET, institutions_run_by(request.user))
    rows = reads.credentials_governed_by(request.user, form.filters())
    context = {"filter": form, "keys": reads.keys_of(request.user)}
    return show_table(request, CREDENTIALS, rows, "portal/desk/issued.html", context)


@desk_page(rules.sees_people)
def change_credential(request: HttpRequest, credential: uuid.UUID, act: str) -> HttpResponse:
    """Suspend, reinstate or revoke, with a reason. GET says what will change."""
    rows = Credential.objects.governed_by(request.user)
    row = found(rows.select_related("award__learner", "award__institution"), uuid=credential)
    if act not in ACTS:
        raise Http404
    change, state = ACTS[act]
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change(credential=row, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except CredentialRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Done. The status list that verifiers read says so from now on."))
            return redirect("portal:issued")
    context = {"credential": row, "act": act, "form": form, "is_possible": state in NEXT[State(row.state)]}
    return show(request, "portal/desk/change_credential.html", context, status=422 if form.is_bound else 200)


@desk_page(rules.sees_people)
def rotate_key(request: HttpRequest, institution: uuid.UUID) -> HttpResponse:
    """Ask, then sign with a new key from now on."""
    row = next((row for row in institutions_governed_by(request.user) if row.uuid == institution), None)
    if row is None:
        raise Http404
    if request.method == "POST":
        services.rotate_key(institution=row, by=request.user, at=timezone.now())
        messages.success(request, _("A new key signs from now on. What the old ones signed stays valid."))
        return redirect("portal:issued")
    return show(request, "portal/desk/rotate_key.html", {"institution": row})
