"""After the decisions: offers with their deadlines, the waiting list, appeals."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.admissions import rules
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import AppealAnswerForm
from salerno.admissions.models import Appeal
from salerno.admissions.sections import decides_on_applications
from salerno.admissions.selectors.after_deciding import after_page, appeals_for, offers_of
from salerno.admissions.services import deciding
from salerno.admissions.tables import OFFERS
from salerno.admissions.views.desk.committee import why_not_now
from salerno.admissions.views.desk.common import governed_call, show_call
from salerno.desk.pages import desk_page, found, show_table
from salerno.people.access import record_list_opening, record_opening


@require_safe
@desk_page(decides_on_applications)
def offers(request: HttpRequest, call: uuid.UUID) -> HttpResponse:
    """All three of a call; the offers are a table that is also a file."""
    row = governed_call(request, call)
    page = after_page(call=row, viewer=request.user)
    count = len(page.waiting) + len(page.appeals)
    record_list_opening(viewer=request.user, what="waiting list and appeals", count=count, at=timezone.now(), subject=row)
    context = {"call": row, "page": page, "why_not": why_not_now(row)}
    return show_table(request, OFFERS, offers_of(row, request.user), "admissions/desk/offers.html", context, about=row)


@desk_page(decides_on_applications)
def answer_appeal(request: HttpRequest, appeal: uuid.UUID) -> HttpResponse:
    """GET shows what was decided and what the applicant says against it; POST answers, once."""
    row = found(appeals_for(request.user), uuid=appeal)
    form = AppealAnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answer(request, row, form):
        return redirect("admissions:offers", row.application.call.uuid)
    record_opening(viewer=request.user, person=row.application.applicant, what="appeal", at=timezone.now())
    context = {
        "appeal": row,
        "application": row.application,
        "form": form,
        "refusal": rules.why_not_answer_appeal(state=row.state, answer="-"),
        "decisions": list(row.application.decisions.select_related("by")),
    }
    return show_call(request, "appeal", row.application.call, context, status=422 if form.is_bound else 200)


def _answer(request: HttpRequest, row: Appeal, form: AppealAnswerForm) -> bool:
    is_upheld = form.cleaned_data["is_upheld"] == "yes"
    try:
        deciding.answer_appeal(
            appeal=row, is_upheld=is_upheld, answer=form.cleaned_data["answer"], by=request.user, at=timezone.now()
        )
    except AdmissionsRefused as error:
        messages.error(request, str(error))
        return False
    messages.success(request, _("The appeal is answered, and the applicant is told."))
    return True
