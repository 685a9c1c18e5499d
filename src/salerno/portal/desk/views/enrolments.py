"""Enrolling and withdrawing several learners at once: each with a preview of what will change."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.common.translated import in_language
from salerno.desk import rules
from salerno.desk.pages import desk_page, show
from salerno.enrolment.services import enrol_people, invite, withdraw_learners
from salerno.portal.desk.forms.acts import AddressesForm, ReasonForm
from salerno.portal.desk.selectors.offerings import learners_chosen
from salerno.portal.desk.selectors.preview import enrolling_preview
from salerno.portal.desk.views.offerings import offering_or_404

MOST_AT_ONCE = 500


@desk_page(rules.sees_people)
def withdraw(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """GET with ``chosen``: who would lose their seat. POST with a reason withdraws them."""
    row = offering_or_404(request, offering)
    given = request.POST if request.method == "POST" else request.GET
    chosen = learners_chosen(row, _numbers(given.getlist("chosen")))
    if not chosen:
        messages.info(request, _("Nobody was chosen who studies here. Tick learners in the list first."))
        return redirect("portal:offering", row.uuid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        count = withdraw_learners(enrolments=chosen, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        said = ngettext("%(n)d learner was withdrawn and told why.", "%(n)d learners were withdrawn and told why.", count)
        messages.success(request, said % {"n": count})
        return redirect("portal:offering", row.uuid)
    context = {"offering": row, "title": in_language(row.course.title), "chosen": chosen, "form": form}
    return show(request, "portal/desk/withdraw.html", context, status=422 if form.is_bound else 200)


def _numbers(given: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(number) for number in given[:MOST_AT_ONCE]]
    except ValueError as error:
        raise Http404 from error


@desk_page(rules.sees_people)
def enrol(request: HttpRequest, offering: uuid.UUID) -> HttpResponse:
    """Paste addresses; see who is known and what would happen; then do it.

    PRIVACY: addresses come by POST alone, so that none stands in an address bar or a server's log.
    """
    row = offering_or_404(request, offering)
    form = AddressesForm(request.POST if request.method == "POST" else None)
    context = {"offering": row, "title": in_language(row.course.title), "form": form}
    if not (form.is_bound and form.is_valid()):
        return show(request, "portal/desk/enrol.html", context, status=422 if form.is_bound else 200)
    preview = enrolling_preview(row, form.cleaned_data["addresses"], timezone.now())
    if not request.POST.get("confirmed"):
        return show(request, "portal/desk/enrol.html", {**context, "preview": preview})
    results = enrol_people(people=[line.person for line in preview.enrolled], offering=row, by=request.user, at=timezone.now())
    enrolled = sum(refusal is None for refusal in results.values())
    invited = 0
    if request.POST.get("invite"):
        invited = invite(addresses=preview.unknown, offering=row, by=request.user, at=timezone.now())
    _tell(request, enrolled, len(preview.lines) - len(preview.unknown) - enrolled, invited)
    return redirect("portal:offering", row.uuid)


def _tell(request: HttpRequest, enrolled: int, not_enrolled: int, invited: int) -> None:
    said = ngettext("%(n)d person was enrolled.", "%(n)d people were enrolled.", enrolled) % {"n": enrolled}
    if invited:
        more = ngettext("%(n)d invitation is on its way.", "%(n)d invitations are on their way.", invited)
        said = f"{said} {more % {'n': invited}}"
    messages.success(request, said)
    if not_enrolled:
        said = ngettext(
            "%(n)d known person was not enrolled: see their line in the list.",
            "%(n)d known people were not enrolled: see their lines in the list.",
            not_enrolled,
        )
        messages.info(request, said % {"n": not_enrolled})
