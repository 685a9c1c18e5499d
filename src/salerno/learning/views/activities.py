"""Reading, watching, reflecting; where one is in a course."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.learning import services
from salerno.learning.errors import LearningRefused
from salerno.learning.selectors import course_progress
from salerno.learning.views.common import own_enrolment, own_page, refused, show


@login_required
def course(request: HttpRequest, enrolment: uuid.UUID) -> HttpResponse:
    """All of a course for one learner: what is done, what comes next, how long it takes."""
    progress = course_progress(own_enrolment(request, enrolment))
    return render(request, "learning/course.html", {"progress": progress})


@login_required
def activity(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """One activity."""
    page = own_page(request, enrolment, key)
    if not page.step.state:
        services.open_activity(enrolment=page.enrolment, key=key, at=timezone.now())
    return show(request, page)


@login_required
@require_POST
def done(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Mark an activity as done by hand, and go on to the next."""
    page = own_page(request, enrolment, key)
    if not page.kind.is_done_by_hand:
        return refused(request, page, _("This activity is done when its own task is done."))
    services.complete_activity(enrolment=page.enrolment, key=key, at=timezone.now())
    return redirect(page.following.url if page.following else page.outline()["url"])


@login_required
@require_POST
def undo(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Take "done" back."""
    page = own_page(request, enrolment, key)
    if page.kind.is_done_by_hand:
        services.undo_completion(enrolment=page.enrolment, key=key)
    return redirect(page.step.url)


@login_required
@require_POST
def reflect(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Hand in a reflection."""
    page = own_page(request, enrolment, key)
    if page.kind.key != "reflection":
        return refused(request, page, _("There is nothing to write here."))
    try:
        services.submit_reflection(
            enrolment=page.enrolment,
            activity=page.activity,
            text=request.POST.get("text", ""),
            idempotency_key=_uuid(request.POST.get("attempt", "")),
            at=timezone.now(),
        )
    except LearningRefused as error:
        return show(request, page, status=422, problem=str(error), typed=request.POST.get("text", ""))
    messages.success(request, _("Your text is kept."))
    return redirect(page.step.url)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise LearningRefused(_("This form is too old. Load the page again; your text is kept on this device.")) from error


@login_required
@require_POST
def draft(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Keep what is typed, on every device: called while one types, and by "Save for later"."""
    page = own_page(request, enrolment, key)
    fields = {
        name: request.POST.getlist(name)
        for name in request.POST
        if name.startswith("q-") or name == "text"
    }
    try:
        services.save_draft(enrolment=page.enrolment, key=key, content=fields, at=timezone.now())
    except LearningRefused as error:
        return refused(request, page, str(error))
    if request.headers.get("X-Requested-With") == "draft":
        return HttpResponse(status=204)
    messages.success(request, _("Your answers are kept. Come back to them on any device."))
    return redirect(page.outline()["url"])


@login_required
def report(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Tell the course lead that something is wrong with this page."""
    page = own_page(request, enrolment, key)
    if request.method != "POST":
        return render(request, "learning/report.html", {"page": page})
    text = request.POST.get("text", "")
    try:
        services.report_problem(
            version=page.progress.version,
            key=key,
            text=text,
            language=(get_language() or "en")[:2],
            by=request.user,
            at=timezone.now(),
        )
    except LearningRefused as error:
        return render(request, "learning/report.html", {"page": page, "problem": str(error), "typed": text}, status=422)
    messages.success(request, _("Thank you. The course lead has your report, and answers by e-mail."))
    return redirect(page.step.url)
