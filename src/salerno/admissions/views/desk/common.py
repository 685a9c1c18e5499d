"""What the desk's pages share: whose call it is, whose application, the trail, refusals as messages."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse

from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Call
from salerno.admissions.selectors import found as found_call
from salerno.admissions.views.common import sentences
from salerno.desk.pages import found, show


def governed_call(request: HttpRequest, call: uuid.UUID) -> Call:
    """SECURITY: a call whose committee the person belongs to, or 404."""
    if (row := found_call.governed_call(request.user, call)) is None:
        raise Http404
    return row


def editable_call(request: HttpRequest, call: uuid.UUID) -> Call:
    """SECURITY: a call that the person prepares, or 404."""
    return found(Call.objects.editable_by(request.user).select_related(*found_call.WITH), uuid=call)


def may_edit(request: HttpRequest, call: Call) -> bool:
    """Whether the person prepares this call, and names its reviewers."""
    return Call.objects.editable_by(request.user).filter(pk=call.pk).exists()


def governed_application(request: HttpRequest, application: uuid.UUID) -> Application:
    """SECURITY: a handed-in application of such a call, without a conflict of interest, or 404."""
    rows = Application.objects.governed_by(request.user).select_related(
        "call__offering__programme", "call__offering__academic_session", "applicant", "partner", "studies"
    )
    return found(rows, uuid=application)


def show_call(request: HttpRequest, template: str, call: Call, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page about a call, with what the trail names."""
    return show(request, f"admissions/desk/{template}.html", {"call": call, **context}, status=status)


def did(request: HttpRequest, act: Callable[[], object], done: str) -> bool:
    """Do ``act``; say what was done, or why not."""
    try:
        act()
    except AdmissionsRefused as error:
        for sentence in sentences(error):
            messages.error(request, sentence)
        return False
    messages.success(request, done)
    return True
