"""What pages of an applicant share."""

import uuid

from django.http import Http404, HttpRequest

from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application
from salerno.admissions.services.drafts import Seen


def own(request: HttpRequest, application: uuid.UUID) -> Application:
    """The person's own application, or 404."""
    rows = Application.objects.of(request.user).select_related(
        "call__offering__programme", "call__offering__academic_session", "applicant", "partner", "studies"
    )
    row = rows.filter(uuid=application).first()
    if row is None:
        raise Http404
    return row


def seen_by(request: HttpRequest, step: str) -> Seen:
    """Which page a window shows and as of which revision, as its form says; -1, which never was, when it says no number."""

    def number(name: str) -> int:
        text = request.POST.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1

    window = "".join(filter(str.isalnum, request.POST.get("window", "")))
    return Seen(step, number("revision"), window[:40], max(number("number"), 0))


def sentences(error: AdmissionsRefused) -> list[str]:
    """The refusal, and after it what it names."""
    return [str(error), *(str(text) for text in error.detail.values() if str(text) != str(error))]
