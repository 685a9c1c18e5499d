"""Learning agreements on the desk: who is late, one agreement and what changed in it, sending back, signatures from elsewhere."""

import base64
import binascii
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salerno.common.typesetting import CannotPrint
from salerno.desk.pages import desk_page, show, show_table
from salerno.desk.rules import describes_institutions
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.ewp.refusals import EwpRefused
from salerno.mobility.learning_agreements import rules
from salerno.mobility.learning_agreements.forms import AnswerForm, CommentForm, ElsewhereForm, ReasonForm
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.learning_agreements.selectors.exchange import as_ewp
from salerno.mobility.learning_agreements.selectors.facts import newest_of, signed_by
from salerno.mobility.learning_agreements.selectors.pages import late, on_the_desk, paper_page
from salerno.mobility.learning_agreements.services import papers as services
from salerno.mobility.learning_agreements.services.signing import (
    Evidence,
    read_answer,
    sign_elsewhere,
    take_answer,
    why_not_answer,
    why_not_elsewhere,
)
from salerno.mobility.learning_agreements.tables import PAPERS, PaperFilter, filtered
from salerno.mobility.learning_agreements.views.common import asked_again, desk_mobility, desk_version
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.papers.facts import Signed
from salerno.people.access import record_opening

NOT_SET = gettext_lazy("The document could not be set: a name or text holds letters that no font here has.")


@desk_page(describes_institutions)
@require_safe
def desk_papers(request: HttpRequest) -> HttpResponse:
    """The learning agreements of one's institution, the most urgent first."""
    wanted = PaperFilter(request.GET)
    said = wanted.understood
    rows = filtered(on_the_desk(Mobility.objects.governed_by(request.user).exclude(wish__student=request.user)), said)
    if said.get("late"):
        rows = late(rows, timezone.localdate())
    if said.get("mine"):
        mine = LearningAgreementVersion.objects.to_be_signed_by(request.user)
        rows = rows.filter(pk__in=mine.values("agreement__mobility"))
    return show_table(request, PAPERS, rows, "mobility/papers/desk/papers.html", {"filter": wanted})


@desk_page(describes_institutions)
@require_safe
def desk_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """One agreement; before it is begun, that it is not."""
    row = desk_mobility(request, mobility)
    version = newest_of(row)
    _opened(request, row)
    if version is None:
        return show(request, "mobility/papers/desk/none.html", {"mobility": row})
    return show(request, "mobility/papers/desk/paper.html", _context(request, version))


def _context(request: HttpRequest, version: LearningAgreementVersion) -> dict[str, Any]:
    now = timezone.now()
    return {
        "mobility": version.agreement.mobility,
        "version": version,
        "page": paper_page(version, timezone.localdate()),
        "why_not_sign": rules.why_not_sign(version, request.user, signed_by(version)),
        "may_send_back": rules.why_not_send_back(version, request.user) is None,
        "may_sign_elsewhere": why_not_elsewhere(version, request.user, now) is None,
        "may_answer": why_not_answer(version, request.user, now) is None,
        "form": CommentForm(),
    }


def _opened(request: HttpRequest, row: Mobility) -> None:
    record_opening(viewer=request.user, person=row.wish.student, what="learning agreement", at=timezone.now())


@never_cache
@desk_page(describes_institutions)
def send_back_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """GET asks why, POST sends back."""
    version = desk_version(request, mobility)
    form = ReasonForm(request.POST or None)
    refusal = rules.why_not_send_back(version, request.user)
    if request.method == "POST" and not refusal and form.is_valid():
        given = {"text": form.cleaned_data["text"], "digest": request.POST.get("digest", "")}
        try:
            services.send_back(version=version, by=request.user, at=timezone.now(), **given)
        except MobilityRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The student is told what to change."))
            return redirect("mobility:desk_paper", mobility)
    _opened(request, version.agreement.mobility)
    context = {"mobility": version.agreement.mobility, "version": version, "form": form, "refusal": refusal}
    return show(request, "mobility/papers/desk/send_back.html", context, status=422 if request.method == "POST" else 200)


@desk_page(describes_institutions)
@require_POST
def desk_comment_paper(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """A comment of a coordinator."""
    version, form = desk_version(request, mobility), CommentForm(request.POST)
    if not form.is_valid():
        return show(request, "mobility/papers/desk/paper.html", {**_context(request, version), "form": form}, status=422)
    services.comment(version=version, text=form.cleaned_data["text"], by=request.user, at=timezone.now())
    messages.success(request, _("Your comment stands on the page, and the others are told."))
    return redirect("mobility:desk_paper", mobility)


@never_cache
@desk_page(describes_institutions)
def paper_signed_elsewhere(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """A coordinator of one institution records that the other, which has nobody here, signed on paper; with the scan."""
    version = desk_version(request, mobility)
    if answer := asked_again(request):
        return answer
    form = ElsewhereForm(request.POST or None, request.FILES or None)
    refusal = why_not_elsewhere(version, request.user, timezone.now())
    if request.method == "POST" and not refusal and form.is_valid():
        said = form.cleaned_data
        signed = Signed(role="", name=said["name"], position=said["position"], at=timezone.now())
        evidence = Evidence(said["scan"].read(), "pdf")
        try:
            sign_elsewhere(
                version=version, signed=signed, evidence=evidence, digest=request.POST.get("digest", ""), by=request.user
            )
        except (MobilityRefused, CannotPrint) as error:
            form.add_error(None, str(error) if isinstance(error, MobilityRefused) else str(NOT_SET))
        else:
            messages.success(request, _("The signature is recorded."))
            return redirect("mobility:desk_paper", mobility)
    _opened(request, version.agreement.mobility)
    context = {"mobility": version.agreement.mobility, "version": version, "form": form, "refusal": refusal}
    return show(request, "mobility/papers/desk/elsewhere.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@desk_page(describes_institutions)
def paper_answer(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """A partner's answer as XML: shown first, then done. What is done is read again from the bytes that were shown."""
    version = desk_version(request, mobility)
    if answer := asked_again(request):
        return answer
    refusal = why_not_answer(version, request.user, timezone.now())
    form = AnswerForm(request.POST or None, request.FILES or None)
    context = {"mobility": version.agreement.mobility, "version": version, "form": form, "refusal": refusal}
    if request.method == "POST" and not refusal:
        try:
            if "answer" in request.POST:
                content = base64.b64decode(request.POST["answer"], validate=True)
                take_answer(version=version, content=content, by=request.user, at=timezone.now())
                messages.success(request, _("The partner's answer is taken in."))
                return redirect("mobility:desk_paper", mobility)
            if form.is_valid():
                content = form.cleaned_data["file"].read()
                context |= {"answer": read_answer(version=version, content=content), "content": base64.b64encode(content).decode()}
        except (MobilityRefused, binascii.Error) as error:
            form.errors.clear()
            form.add_error(None, str(error) if isinstance(error, MobilityRefused) else str(PaperRefusal.NOT_AN_ANSWER.label))
    _opened(request, version.agreement.mobility)
    status = 422 if request.method == "POST" and "answer" not in context else 200
    return show(request, "mobility/papers/desk/answer.html", context, status=status)


@desk_page(describes_institutions)
@require_safe
def paper_xml(request: HttpRequest, mobility: uuid.UUID) -> HttpResponse:
    """The agreement as Erasmus Without Paper exchanges it; or why it cannot be written so."""
    version = desk_version(request, mobility)
    _opened(request, version.agreement.mobility)
    try:
        content = as_ewp(version, timezone.localdate())
    except EwpRefused as error:
        sentences = " ".join(str(problem.sentence.told(_)) for problem in error.problems)
        messages.error(request, _("It cannot be written for EWP. %(why)s") % {"why": sentences})
        return redirect("mobility:desk_paper", mobility)
    response = HttpResponse(content, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="learning-agreement-{version.number}.xml"'
    response["Cache-Control"] = "private, no-store"
    return response
