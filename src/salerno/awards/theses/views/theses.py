"""My thesis: the way it goes, the next step, proposing and depositing. Addresses name nobody: each acts on their own thesis."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.awards.errors import ThesisRefused
from salerno.awards.models import Thesis
from salerno.awards.theses import rules
from salerno.awards.theses.forms import DepositForm, ProposalForm, key_of, titles_of
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.selectors import newest_thesis_in, possible_supervisors, thesis_enrolment_of
from salerno.awards.theses.services import theses as services
from salerno.awards.theses.words import moments_of, next_for_student
from salerno.courseware.blobs import blob_path
from salerno.enrolment.models import Enrolment
from salerno.people.access import record_opening


@login_required
@require_safe
def my_thesis(request: HttpRequest) -> HttpResponse:
    """The thesis of whoever asks; or what will stand here."""
    enrolment = thesis_enrolment_of(request.user)
    if enrolment is None:
        return render(request, "awards/no_thesis.html")
    thesis = newest_thesis_in(enrolment)
    context = {
        "enrolment": enrolment,
        "thesis": thesis,
        "moments": moments_of(thesis) if thesis else [],
        "next": next_for_student(thesis),
        "may_propose": rules.why_not_propose(enrolment, thesis) is None,
        "may_deposit": thesis is not None and rules.why_not_deposit(thesis) is None,
    }
    return render(request, "awards/thesis.html", context)


@login_required
def propose_thesis(request: HttpRequest) -> HttpResponse:
    """A new thesis, or one that was sent back and is written anew."""
    enrolment = _enrolment_or_404(request)
    thesis = newest_thesis_in(enrolment)
    seats = possible_supervisors(enrolment, timezone.localdate())
    form = ProposalForm(request.POST or None, seats=seats, initial=_as_proposed(thesis))
    refusal = rules.why_not_propose(enrolment, thesis)
    if request.method == "POST" and form.is_valid():
        try:
            services.propose(enrolment=enrolment, proposal=form.proposal, by=request.user, at=timezone.now())
        except ThesisRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your proposal is with both supervisors now."))
            return redirect("awards:my_thesis")
    context = {"title": _("Propose a thesis"), "label": _("Propose the thesis"), "form": form, "refusal": refusal, "thesis": thesis}
    return render(request, "awards/thesis_form.html", context, status=422 if form.is_bound else 200)


def _as_proposed(thesis: Thesis | None) -> dict[str, Any]:
    if thesis is None:
        today = timezone.localdate()
        return {"starts_on": today, "ends_on": today + timedelta(days=180)}
    keys = [key_of(Seat(row.person, row.institution)) for row in thesis.supervisors.all()]
    return {
        **titles_of(thesis),
        **dict(zip(("first", "second"), keys, strict=True)),
        "abstract": thesis.abstract,
        "starts_on": thesis.starts_on,
        "ends_on": thesis.ends_on,
    }


@login_required
def deposit_thesis(request: HttpRequest) -> HttpResponse:
    """A version as PDF."""
    thesis = newest_thesis_in(_enrolment_or_404(request))
    if thesis is None:
        raise Http404
    languages = [code for row in thesis.supervisors.all() for code in row.institution.languages]
    initial = {**titles_of(thesis), "embargo_until": thesis.embargo_until}
    form = DepositForm(
        request.POST or None, request.FILES or None, languages=languages, today=timezone.localdate(), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            row = services.deposit(
                thesis=thesis,
                source=form.source,
                title=form.title,
                embargo_until=form.cleaned_data["embargo_until"],
                by=request.user,
                at=timezone.now(),
            )
        except ThesisRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Version %(number)d is deposited.") % {"number": row.number})
            return redirect("awards:my_thesis")
    context = {
        "title": _("Deposit your thesis"),
        "label": _("Deposit this version"),
        "form": form,
        "refusal": rules.why_not_deposit(thesis),
        "has_file": True,
    }
    return render(request, "awards/thesis_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def thesis_file(request: HttpRequest, thesis: uuid.UUID, number: int) -> FileResponse:
    """The exact bytes of one version, for whoever may read them; each opening is recorded.

    SECURITY: the file comes from a student. It goes out as a PDF to be kept, never sniffed, under a policy in which nothing runs.
    """
    rows = Thesis.objects.visible_to(request.user).select_related("enrolment__learner", "enrolment__offering__course")
    row = rows.filter(uuid=thesis).first()
    version = row.deposits.filter(number=number).first() if row else None
    if version is None or rules.why_not_open_file(row, request.user, timezone.localdate()):
        raise Http404
    record_opening(viewer=request.user, person=row.enrolment.learner, what="thesis file", at=timezone.now())
    name = f"thesis-{row.enrolment.offering.course.code}-{number}.pdf"
    path = blob_path(version.blob)
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _enrolment_or_404(request: HttpRequest) -> Enrolment:
    enrolment = thesis_enrolment_of(request.user)
    if enrolment is None:
        raise Http404
    return enrolment
