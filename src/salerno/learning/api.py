"""The API of studying. SECURITY: everything is looked up among the caller's own; what is somebody else's does not exist."""

import uuid
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status

from salerno.enrolment.models import Enrolment
from salerno.learning import sessions, sittings
from salerno.learning.api_shapes import (
    ActivityOut,
    AnswerOut,
    AttemptIn,
    AttemptOut,
    HandIn,
    ProgressOut,
    SittingOut,
    activity_out,
    answer_out,
    attempt_out,
    progress_out,
    sitting_out,
)
from salerno.learning.errors import IdempotencyKeyUsed, LearningRefused
from salerno.learning.models import Attempt, QuizSession
from salerno.learning.quiz import grading
from salerno.learning.quiz.assessment import Refusal, Refused
from salerno.learning.quiz.errors import ResponseRefused
from salerno.learning.quiz_pages import aspect_ratio, wording_for
from salerno.learning.selectors import ActivityPage, activity_page, course_progress
from salerno.learning.studied import enrolment_to_study
from salerno.people.api_access import StudiesRead, StudiesWrite
from salerno.people.api_shapes import ApiRefused, Page, Window, page_of, problems

router = Router(tags=["Studies"])
_ACTIVITY = "/me/enrolments/{uuid:enrolment}/activities/{slug:key}"
_SITTING = "/me/sittings/{uuid:sitting}"


def _own_enrolment(request: Any, enrolment: uuid.UUID) -> Enrolment:
    if found := enrolment_to_study(person=request.auth, uuid=enrolment):
        return found
    raise Http404


def _own_activity(request: Any, enrolment: uuid.UUID, key: str) -> ActivityPage:
    if page := activity_page(enrolment=_own_enrolment(request, enrolment), key=key):
        return page
    raise Http404


def _own_sitting(request: Any, sitting: uuid.UUID) -> QuizSession:
    if found := sittings.own_session(learner=request.auth, session=sitting):
        return found
    raise Http404


@router.get(
    "/me/enrolments/{uuid:enrolment}",
    response={200: ProgressOut, **problems(401, 403, 404)},
    auth=StudiesRead(),
    summary="How far I am in a course",
)
def progress(request: HttpRequest, enrolment: uuid.UUID) -> dict[str, Any]:
    """Every activity of the course with its state, what comes next and the minutes that are left."""
    return progress_out(course_progress(_own_enrolment(request, enrolment)))


@router.get(
    _ACTIVITY, response={200: ActivityOut, **problems(401, 403, 404)}, auth=StudiesRead(), summary="The text of an activity"
)
def activity(request: HttpRequest, enrolment: uuid.UUID, key: str) -> dict[str, Any]:
    """The text of one activity as safe HTML. Links in it are addresses of this campus. Reading it here marks nothing as begun."""
    return activity_out(_own_activity(request, enrolment, key))


@router.post(
    _ACTIVITY + "/quiz-sittings",
    response={200: SittingOut, 201: SittingOut, **problems(401, 403, 404, 409)},
    auth=StudiesWrite(),
    summary="Begin a sitting of a quiz",
)
def begin(request: HttpRequest, enrolment: uuid.UUID, key: str) -> Status:
    """A sitting with a fresh draw of questions; the one that is under way, with 200 instead of 201, where there is one."""
    page = _own_activity(request, enrolment, key)
    if page.kind.key != "quiz":
        raise ApiRefused(409, "not-a-quiz", _("Only a quiz has sittings."))
    now, under_way = timezone.now(), sessions.open_session(page.enrolment, key)
    try:
        session = sessions.begin(enrolment=page.enrolment, activity=page.activity, at=now)
    except LearningRefused as error:
        refused = sessions.why_not_begin(enrolment=page.enrolment, activity=page.activity, at=now)
        raise _why_not(refused, now) from error
    session.enrolment, session.version = page.enrolment, page.activity.version
    return Status(200 if under_way else 201, sitting_out(session))


def _why_not(refused: Refused | None, now: datetime) -> ApiRefused:
    """Why the final assessment cannot be begun, and when it can."""
    if refused is None or refused.refusal == Refusal.ATTEMPT_OPEN:
        return ApiRefused(409, str(Refusal.ATTEMPT_OPEN), _("An attempt is under way in another window."))
    if refused.refusal == Refusal.ALREADY_PASSED:
        return ApiRefused(409, str(refused.refusal), _("You have passed this assessment."))
    if refused.refusal == Refusal.NO_ATTEMPT_LEFT:
        words = _("All attempts are used. Write to the course lead through “Report a problem” if something went wrong.")
        return ApiRefused(409, str(refused.refusal), words)
    when = date_format(timezone.localtime(refused.lifts_at), "DATETIME_FORMAT")
    words = _("You can try again on %(when)s. Use the time for the units whose questions went wrong.") % {"when": when}
    seconds = max(1, int((refused.lifts_at - now).total_seconds()))
    return ApiRefused(409, str(refused.refusal), words, {"Retry-After": str(seconds)})


@router.get(_SITTING, response={200: SittingOut, **problems(401, 403, 404)}, auth=StudiesRead(), summary="A sitting")
def sitting(request: HttpRequest, sitting: uuid.UUID) -> dict[str, Any]:
    """The questions of a sitting as they were drawn; those that were answered with their feedback."""
    return sitting_out(_own_sitting(request, sitting))


@router.post(
    _SITTING + "/attempts",
    response={200: AttemptOut, 201: AttemptOut, **problems(401, 403, 404, 409, 422)},
    auth=StudiesWrite(),
    summary="Answer a question",
)
def answer(
    request: HttpRequest,
    sitting: uuid.UUID,
    body: AttemptIn,
    idempotency_key: uuid.UUID = Header(..., description="A UUID of your own: the same again is the same answer."),  # noqa: B008
) -> Status:
    """Log one answer of a practice quiz, and learn at once. 201 when it is new; a replay gives the answer that stands, with 200.

    A question is answered once in a sitting. The final assessment is handed in whole.
    """
    session = _own_sitting(request, sitting)
    if session.is_final:
        raise ApiRefused(409, "hand-in-whole", _("The final assessment is handed in whole. Nothing was logged."))
    drawn = sittings.drawn_question(session, body.question)
    if drawn is None:
        raise ApiRefused(422, "unknown-question", _("This sitting does not ask this question."))
    wording = wording_for(session.version)
    ratio = aspect_ratio(session.version, drawn, wording)
    try:
        attempt, _graded, is_new = sessions.answer(
            session=session,
            drawn=drawn,
            response=body.response,
            idempotency_key=idempotency_key,
            at=timezone.now(),
            aspect_ratio=ratio,
        )
    except ResponseRefused as error:
        raise ApiRefused(422, str(error.code), _(error.reason)) from error
    except IdempotencyKeyUsed as error:
        raise ApiRefused(409, "idempotency-key-used", str(error)) from error
    graded = grading.grade(drawn, attempt.response, wording, aspect_ratio=ratio)
    return Status(201 if is_new else 200, attempt_out(session, attempt, graded))


@router.post(
    _SITTING + "/hand-in",
    response={200: SittingOut, **problems(401, 403, 404, 409, 422)},
    auth=StudiesWrite(),
    summary="Hand in the final assessment",
)
def hand_in(request: HttpRequest, sitting: uuid.UUID, body: HandIn) -> dict[str, Any]:
    """Hand in every answer at once and learn the result. Handing in again gives the sitting as it was handed in first."""
    session = _own_sitting(request, sitting)
    if not session.is_final:
        raise ApiRefused(409, "answer-one-by-one", _("Only the final assessment is handed in. Answer the questions one by one."))
    drawn = sessions.drawn_questions(session)
    if unknown := set(body.responses) - {item.question.key for item in drawn}:
        sentence = _("This sitting does not ask these questions: %(keys)s. Nothing was handed in.")
        raise ApiRefused(422, "unknown-question", sentence % {"keys": ", ".join(sorted(unknown))[:300]})
    wording = wording_for(session.version)
    try:
        session = sessions.hand_in(
            session=session,
            responses=body.responses,
            at=timezone.now(),
            aspect_ratios={item.question.key: aspect_ratio(session.version, item, wording) for item in drawn},
        )
    except ResponseRefused as error:
        raise ApiRefused(422, str(error.code), _(error.reason)) from error
    return sitting_out(session)


@router.get(
    "/me/attempts", response={200: Page[AnswerOut], **problems(401, 403, 422)}, auth=StudiesRead(), summary="My answers"
)
def attempts(request: HttpRequest, window: Query[Window], enrolment: uuid.UUID | None = None) -> dict[str, Any]:
    """Every answer that the caller gave, the oldest first; of one enrolment when it is named."""
    rows = Attempt.objects.filter(session__enrolment__learner=request.auth).select_related("session__enrolment")
    if enrolment:
        rows = rows.filter(session__enrolment__uuid=enrolment)
    page = page_of(rows.order_by("answered_at", "pk"), window)
    return page | {"items": [answer_out(row, row.session) for row in page["items"]]}
