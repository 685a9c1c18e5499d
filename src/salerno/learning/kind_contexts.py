"""What the templates of the kinds need beyond the page itself. Called by the view, which reads the clock through Django."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from salerno.learning.explorables.diagnostic_test_picture import picture
from salerno.learning.models import AnswerDraft, Submission
from salerno.learning.quiz_pages import quiz_page
from salerno.learning.selectors import ActivityPage


def quiz(page: ActivityPage, query: Mapping[str, str]) -> dict[str, Any]:
    """The sitting that is under way, or the last one."""
    return {"quiz": quiz_page(page, timezone.now())}


def explorable(page: ActivityPage, query: Mapping[str, str]) -> dict[str, Any]:
    """The picture for the course's settings, moved by the sliders in the address."""
    return {"picture": picture(page.activity.settings.get("settings") or {}, query)}


def reflection(page: ActivityPage, query: Mapping[str, str]) -> dict[str, Any]:
    """What was handed in so far, and the draft."""
    submissions = list(Submission.objects.filter(enrolment=page.enrolment, activity_key=page.activity.key))
    draft = AnswerDraft.objects.filter(enrolment=page.enrolment, activity_key=page.activity.key).first()
    latest = submissions[0].text if submissions else ""
    return {
        "submissions": submissions,
        "typed": (draft.content.get("text") or [""])[0] if draft else latest,
        "idempotency_key": str(uuid.uuid4()),
    }
