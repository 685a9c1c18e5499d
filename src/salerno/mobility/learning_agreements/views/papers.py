"""My learning agreement: what it says and what was found in it, writing it, its documents, comments."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salerno.common.typesetting import CannotPrint
from salerno.mobility.enums import PaperKind, PaperState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.forms import CommentForm, PaperForms
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.checks import checked
from salerno.mobility.learning_agreements.selectors.facts import (
    facts_of,
    in_force_before,
    mobilities_with_all,
    newest_of,
    signatures_of,
    with_all,
)
from salerno.mobility.learning_agreements.selectors.known import known_rows
from salerno.mobility.learning_agreements.selectors.pages import on_the_desk, paper_page, signature_of
from salerno.mobility.learning_agreements.selectors.proposals import proposal
from salerno.mobility.learning_agreements.services import papers as services
from salerno.mobility.learning_agreements.views.common import own_mobility, own_version
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.papers.document import agreement_pdf
from salerno.people.access import record_opening
from salerno.people.models import Person


@login_required
@require_safe
def my_papers(request: HttpRequest) -> HttpResponse:
    """The learning agreements of whoever asks, with the stays that still need one."""
    rows = on_the_desk(mobilities_with_all(Mobility.objects.of(request.user)))
    states = dict(PaperState.choices)
    stays = [{"mobility": row, "state": states.get(row.paper_state, "")} for row in rows]
    return render(request, "mobility/papers/mine.html", {"stays": stays})


@login_required
@require_safe
def paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """One's own agreement; before it is begun, what will stand here."""
    row = own_mobility(request, mobility)
    version = newest_of(row)
    if version is None:
        refusal = rules.why_not_begin(row, request.user)
        return render(request, "mobility/papers/none.html", {"mobility": row, "refusal": refusal})
    return render(request, "mobility/papers/paper.html", _context(request, row, version))


def _context(request: HttpRequest, row: Mobility, version: LearningAgreementVersion) -> dict[str, Any]:
    by = request.user
    return {
        "mobility": row,
        "version": version,
        "page": paper_page(version, timezone.localdate()),
        "may_write": rules.why_not_write(version, by) is None,
        "may_sign": rules.why_not_sign(version, by, ()) is None,
        "acts": [{"name": name, "act": act} for name, act in ACTS.items() if act.why_not(version, by) is None],
        "form": CommentForm(),
    }


@login_required
@require_POST
def begin_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """Begin with what the degree still needs."""
    row = own_mobility(request, mobility)
    try:
        services.begin(mobility=row, body=proposal(row), by=request.user, at=timezone.now())
    except MobilityRefused as error:
        messages.error(request, str(error))
        return redirect("mobility:paper", row.uuid)
    messages.success(request, _("We filled in what your degree still needs. Change whatever you like."))
    return redirect("mobility:write_paper", row.uuid)


@never_cache
@login_required
def write_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """The tables: GET shows them, POST saves them, with what the campus finds in them."""
    version = own_version(request, mobility)
    if refusal := rules.why_not_write(version, request.user):
        messages.error(request, refusal.label)
        return redirect("mobility:paper", mobility)
    forms = _forms(request, version)
    if request.method != "POST":
        return _write_page(request, version, forms, version.revision)
    if not forms.is_valid():
        return _write_page(request, version, forms, _revision(request), status=422)
    try:
        services.write(version=version, body=forms.body, revision=_revision(request), by=request.user, at=timezone.now())
    except MobilityRefused as error:
        there_now = own_version(request, mobility)
        context = {"refusal": str(error), "there_now": there_now.says}
        return _write_page(request, version, forms, there_now.revision, status=422, **context)
    messages.success(request, _("Saved. Nothing is signed yet."))
    return redirect("mobility:write_paper" if "stay" in request.POST else "mobility:paper", mobility)


@login_required
@require_POST
def check_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """What the campus finds in the form as it stands; nothing is saved. The piece that the page of writing contains."""
    version = own_version(request, mobility)
    if rules.why_not_write(version, request.user):
        raise Http404
    return render(request, "mobility/papers/_checks.html", {"checked": checked(version, _forms(request, version).body)})


def _forms(request: HttpRequest, version: LearningAgreementVersion) -> PaperForms:
    data = request.POST if request.method == "POST" else None
    return PaperForms(
        data,
        body=version.says,
        known=known_rows(version.agreement.mobility),
        is_change=version.kind == PaperKind.CHANGE,
        kind=version.agreement.mobility.kind,
    )


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _write_page(
    request: HttpRequest,
    version: LearningAgreementVersion,
    forms: PaperForms,
    revision: int,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    body = forms.body if request.method == "POST" else version.says
    whole = {
        "mobility": version.agreement.mobility,
        "version": version,
        "forms": forms,
        "revision": revision,
        "checked": checked(version, body),
        "in_force": in_force_before(version),
        **context,
    }
    return render(request, "mobility/papers/write.html", whole, status=status)


@dataclass(frozen=True)
class Act:
    """A step of the student: its question, what follows from it, its verb, what is said afterwards; why not; what does it."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    why_not: Callable[[LearningAgreementVersion, Person], PaperRefusal | None]
    do: Callable[[LearningAgreementVersion, Person, datetime], object]


ACTS = {
    "change": Act(
        gettext_lazy("Change the learning agreement?"),
        gettext_lazy("A new version begins with what is in force. That one holds until all three have signed the new one."),
        gettext_lazy("Begin a change"),
        gettext_lazy("The change is begun. Say for each row why it changes."),
        rules.why_not_change,
        lambda version, by, at: services.begin_change(mobility=version.agreement.mobility, by=by, at=at),
    ),
    "take-back": Act(
        gettext_lazy("Take your signature back?"),
        gettext_lazy("You can write again, and sign again afterwards. Nobody else has signed yet."),
        gettext_lazy("Take the signature back"),
        gettext_lazy("Your signature no longer holds, and you can write again."),
        rules.why_not_take_back,
        lambda version, by, at: services.take_back(version=version, by=by, at=at),
    ),
    "give-up": Act(
        gettext_lazy("Give this change up?"),
        gettext_lazy("The version in force holds on. What you wrote here can no longer be signed."),
        gettext_lazy("Give the change up"),
        gettext_lazy("The change is given up. The version in force holds on."),
        rules.why_not_give_up,
        lambda version, by, at: services.give_up(version=version, by=by, at=at),
    ),
}


@login_required
def act_on_paper(request: HttpRequest, mobility: uuid.UUID, act: str) -> HttpResponse:
    """GET asks, POST acts."""
    step = ACTS.get(act)
    if step is None:
        raise Http404
    version = own_version(request, mobility)
    refusal = step.why_not(version, request.user)
    if request.method == "POST" and not refusal:
        try:
            step.do(version, request.user, timezone.now())
        except MobilityRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, str(step.done))
            return redirect("mobility:write_paper" if act == "change" else "mobility:paper", mobility)
    context = {"mobility": version.agreement.mobility, "act": step, "refusal": refusal}
    return render(request, "mobility/papers/act.html", context, status=422 if request.method == "POST" else 200)


@login_required
@require_POST
def comment_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """A comment of the student."""
    form = CommentForm(request.POST)
    row = own_mobility(request, mobility)
    version = own_version(request, mobility)
    if not form.is_valid():
        return render(request, "mobility/papers/paper.html", {**_context(request, row, version), "form": form}, status=422)
    services.comment(version=version, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    messages.success(request, _("Your comment stands on the page, and the others are told."))
    return redirect("mobility:paper", mobility)


@login_required
@require_safe
def paper_pdf(request: HttpRequest, version: uuid.UUID) -> HttpResponse:
    """The agreement as PDF: of a draft one that says so, of a signed one the exact bytes of its last signature."""
    row = with_all(LearningAgreementVersion.objects.visible_to(request.user)).filter(uuid=version).first()
    if row is None:
        raise Http404
    if row.live_signatures:
        return redirect("mobility:signed_paper", row.live_signatures[-1].uuid)
    try:
        content = agreement_pdf(facts_of(row), signatures_of(row), translation.get_language() or "en")
    except CannotPrint:
        messages.error(request, _("The document could not be set: a name or text holds letters that no font here has."))
        return redirect("mobility:my_papers")
    return _pdf(request, row, content, "draft")


@login_required
@require_safe
def signed_paper(request: HttpRequest, signature: uuid.UUID) -> HttpResponse:
    """The document as it was frozen at a signature; each opening by somebody else is recorded."""
    row = signature_of(LearningAgreementVersion.objects.visible_to(request.user), signature)
    if row is None:
        raise Http404
    return _pdf(request, row.version, bytes(row.pdf), row.role)


def _pdf(request: HttpRequest, version: LearningAgreementVersion, content: bytes, name: str) -> HttpResponse:
    student = version.agreement.mobility.wish.student
    record_opening(viewer=request.user, person=student, what="learning agreement", at=timezone.now())
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="learning-agreement-{version.number}-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
