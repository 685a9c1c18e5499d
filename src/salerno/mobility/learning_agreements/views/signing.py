"""Signing a learning agreement: what is shown is what is signed, by whoever has just shown who they are."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from salerno.common.typesetting import CannotPrint
from salerno.desk.pages import desk_page, show
from salerno.desk.rules import describes_institutions
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.selectors.facts import signed_by
from salerno.mobility.learning_agreements.selectors.pages import paper_page
from salerno.mobility.learning_agreements.services.signing import sign
from salerno.mobility.learning_agreements.views.common import asked_again, desk_version, own_version
from salerno.mobility.models import LearningAgreementVersion
from salerno.people.access import record_opening


@never_cache
@login_required
def sign_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """The student signs."""
    version = own_version(request, mobility)
    if answer := asked_again(request):
        return answer
    return _sign(request, version, is_desk=False)


@never_cache
@desk_page(describes_institutions)
def desk_sign_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """A coordinator signs for the institution whose turn it is."""
    version = desk_version(request, mobility)
    if answer := asked_again(request):
        return answer
    if request.method == "GET":
        student = version.agreement.mobility.wish.student
        record_opening(viewer=request.user, person=student, what="learning agreement", at=timezone.now())
    return _sign(request, version, is_desk=True)


def _sign(request: HttpRequest, version: LearningAgreementVersion, *, is_desk: bool) -> HttpResponse:
    refusal = rules.why_not_sign(version, request.user, signed_by(version))
    problem = str(refusal.label) if refusal else ""
    if request.method == "POST" and not refusal:
        problem = _try(request, version)
        if not problem:
            messages.success(request, _("You have signed. The others are told."))
            return redirect("mobility:desk_paper" if is_desk else "mobility:paper", version.agreement.mobility.uuid)
        version = (desk_version if is_desk else own_version)(request, version.agreement.mobility.uuid)
        refusal = rules.why_not_sign(version, request.user, signed_by(version))
    context = {
        "mobility": version.agreement.mobility,
        "version": version,
        "page": paper_page(version, timezone.localdate()),
        "refusal": refusal,
        "problem": problem,
        "is_desk": is_desk,
    }
    status = 422 if request.method == "POST" else 200
    if is_desk:
        return show(request, "mobility/papers/desk/sign.html", context, status=status)
    return render(request, "mobility/papers/sign.html", context, status=status)


def _try(request: HttpRequest, version: LearningAgreementVersion) -> str:
    """Sign; or why not, in a sentence."""
    try:
        sign(version=version, digest=request.POST.get("digest", ""), by=request.user, at=timezone.now())
    except MobilityRefused as error:
        return str(error)
    except CannotPrint:
        return _("The document could not be set: a name or text holds letters that no font here has.")
    return ""
