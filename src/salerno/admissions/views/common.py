"""What pages of an applicant share."""

import uuid

from django.http import Http404, HttpRequest

from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application


def own(request: HttpRequest, application: uuid.UUID) -> Application:
    """The person's own application, or 404."""
    rows = Application.objects.of(request.user).select_related(
        "call__offering__programme", "call__offering__academic_session", "applicant", "partner", "studies"
    )
    row = rows.filter(uuid=application).first()
    if row is None:
        raise Http404
    return row


def sentences(error: AdmissionsRefused) -> list[str]:
    """The refusal, and after it what it names."""
    return [str(error), *(str(text) for text in error.detail.values() if str(text) != str(error))]
