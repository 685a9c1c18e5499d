"""A traineeship on the desk of the sending university: the log as it was handed in."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from salerno.desk.pages import desk_page, show
from salerno.mobility.enums import LogWeekState
from salerno.mobility.models import Mobility
from salerno.mobility.stays.rules import sides_of
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.mobility.stays.selectors import label_of
from salerno.mobility.stays.views.desk import governed_stay
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.selectors import log_of
from salerno.mobility.traineeships.views.log import log_file
from salerno.people.access import record_opening

_READ_BY_THE_UNIVERSITY = (LogWeekState.HANDED_IN, LogWeekState.SEEN)


def sent_traineeship(request: HttpRequest, stay: uuid.UUID) -> Mobility:
    """SECURITY: a traineeship of a student whom the person's institution sends, or 404.

    PRIVACY: what trainees write of a host is for their university and for the tutor whom it asks, not for the host's office.
    """
    row = governed_stay(request, stay)
    if not rules.is_traineeship(row) or not sides_of(request.user, row).sends:
        raise Http404
    return row


@require_safe
@desk_page(coordinates_mobility)
def desk_log(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """What was handed in, hours beside credits, the tutor; also as a file. PRIVACY: drafts are the student's own."""
    row = sent_traineeship(request, stay)
    found = log_of(row, states=_READ_BY_THE_UNIVERSITY)
    record_opening(viewer=request.user, person=row.wish.student, what="log of a traineeship", at=timezone.now())
    if file := log_file(found, request.GET.get("as", "")):
        return file
    return show(request, "mobility/traineeships/desk_log.html", {"stay": row, "place": label_of(row.place), "log": found})
