"""What is typed, kept without a button: the address that ``page_draft.js`` writes to."""

import uuid
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.refusals import ApplyRefusal
from salerno.admissions.selectors.pages import steps_of
from salerno.admissions.services.drafts import keep_draft
from salerno.admissions.typed import TYPED_PAGES, typed_on
from salerno.admissions.views.common import own, seen_by
from salerno.people.api_limits import take_one

MOST_A_MINUTE = 90


@require_POST
@login_required
def draft(request: HttpRequest, application: uuid.UUID, step: str) -> HttpResponse:
    """Keep what is typed on a page. The answer says in a sentence what came of it, and as of which revision the page stands.

    409: changed elsewhere, so that nothing more is sent from this window; 429: too often, so that it is sent again later.
    """
    row, at = own(request, application), timezone.now()
    if step not in TYPED_PAGES or step not in steps_of(row.call):
        raise Http404
    if take_one(f"draft:{request.user.pk}", limit=MOST_A_MINUTE, at=at).is_over:
        return JsonResponse({"said": _("Not saved yet: that was quick. It is tried again in a moment.")}, status=429)
    content = typed_on(step, row, request.POST)
    try:
        revision = keep_draft(application=row, content=content, seen=seen_by(request, step), by=request.user, at=at)
    except AdmissionsRefused as error:
        if error.refusal == ApplyRefusal.CHANGED_MEANWHILE:
            said = _("Not saved: this page was changed in another window or on another device. “Save” shows both.")
            return JsonResponse({"said": said}, status=409)
        return JsonResponse({"said": _("Not saved. %(reason)s") % {"reason": error}}, status=422)
    return JsonResponse({"said": saved_at(at), "revision": revision})


def saved_at(at: datetime) -> str:
    """When the draft was saved, by the reader's clock."""
    return _("Saved at %(time)s, as a draft") % {"time": date_format(timezone.localtime(at), "H:i")}
