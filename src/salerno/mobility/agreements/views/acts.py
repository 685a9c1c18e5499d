"""Steps of an agreement: each asks first, and shows what is agreed to; the POST says what was read."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, show
from salerno.desk.rules import describes_institutions
from salerno.mobility.agreements.selectors.agreements import AgreementPage, agreement_page, why_not
from salerno.mobility.agreements.services import agreements as services
from salerno.mobility.agreements.views.agreements import governed
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import InterInstitutionalAgreement


@dataclass(frozen=True)
class Act:
    """A step: its question, what follows from it, its verb (which may name a side), what is said afterwards."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    do: Callable[..., InterInstitutionalAgreement | None]
    is_danger: bool = False

    def verb(self, agreement: InterInstitutionalAgreement) -> str:
        """The label, with the side that it names."""
        return str(self.label) % {"first": agreement.first.code, "second": agreement.second.code}


def _approve(side: str, *, agreement: InterInstitutionalAgreement, **values: Any) -> InterInstitutionalAgreement:
    return services.approve_agreement(agreement=agreement, institution=getattr(agreement, side), **values)


def _approval(side: str, label: str | Promise) -> Act:
    return Act(
        _("Approve the agreement?"),
        _(
            "You approve exactly what stands below: its digest is kept with your name. With both sides it comes into force on its "
            "first day."
        ),
        label,
        _("The approval is recorded."),
        partial(_approve, side),
    )


ACTS = {
    "propose": Act(
        _("Propose the agreement?"),
        _("It is laid before both sides. From here on its conditions no longer change, unless it is taken back."),
        _("Propose the agreement"),
        _("The agreement is proposed. Both sides approve it now."),
        services.propose_agreement,
    ),
    "approve-first": _approval("first", _("Approve for %(first)s")),
    "approve-second": _approval("second", _("Approve for %(second)s")),
    "take-back": Act(
        _("Take the proposal back?"),
        _("It becomes a draft that can be changed. An approval that was given falls, and is given anew."),
        _("Take the proposal back"),
        _("The agreement is a draft again."),
        services.take_back_agreement,
    ),
    "follow": Act(
        _("Prepare the next version?"),
        _("A draft with the same conditions. This agreement holds until the next version comes into force, and ends then."),
        _("Prepare the next version"),
        _("The next version is prepared."),
        services.next_version,
    ),
    "end": Act(
        _("End the agreement?"),
        _("It no longer gives places. Those that were given stand. This cannot be taken back."),
        _("End the agreement"),
        _("The agreement is ended."),
        services.end_agreement,
        is_danger=True,
    ),
    "discard": Act(
        _("Throw the draft away?"),
        _("The draft and its conditions are deleted. This cannot be taken back."),
        _("Throw the draft away"),
        _("The draft is thrown away."),
        services.discard_agreement,
        is_danger=True,
    ),
}


@require_safe
@desk_page(describes_institutions)
def agreement(request: HttpRequest, agreement: uuid.UUID) -> HttpResponse:
    """One agreement: what it says, who has approved it, what was done to it, what comes next."""
    page = agreement_page(agreement=governed(request, agreement), viewer=request.user, at=timezone.now())
    acts = [(name, refusal, ACTS[name].verb(page.agreement)) for name, refusal in page.acts]
    return show(request, "mobility/agreement/agreement.html", {"page": page, "agreement": page.agreement, "acts": acts})


@desk_page(describes_institutions)
def act_on_agreement(request: HttpRequest, agreement: uuid.UUID, act: str) -> HttpResponse:
    """GET shows what is decided on and asks; POST does it, unless something else stands there by now."""
    row = governed(request, agreement)
    if act not in ACTS:
        raise Http404
    refusal, words, at = why_not(act, row, request.user, timezone.now().date()), ACTS[act], timezone.now()
    if request.method == "POST" and not refusal:
        try:
            made = words.do(agreement=row, seen=request.POST.get("seen", ""), by=request.user, at=at)
        except MobilityRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, str(words.done))
            return redirect("mobility:agreement", made.uuid) if made else redirect("mobility:agreements")
    page: AgreementPage = agreement_page(agreement=governed(request, agreement), viewer=request.user, at=at)
    context = {"page": page, "agreement": page.agreement, "act": words, "label": words.verb(row), "refusal": refusal, "name": act}
    return show(request, "mobility/agreement/act.html", context, status=422 if request.method == "POST" else 200)
