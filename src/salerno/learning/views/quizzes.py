"""Sittings of quizzes."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from salerno.learning import sessions, sittings
from salerno.learning.errors import LearningRefused
from salerno.learning.models import QuizSession
from salerno.learning.quiz.errors import Reason, ResponseRefused
from salerno.learning.quiz.forms_in import response_from_form
from salerno.learning.quiz.presenting import presented
from salerno.learning.quiz_pages import QuestionView, aspect_ratio, question_view, wording_for
from salerno.learning.views.common import own_page, refused, show


@login_required
@require_POST
def begin(request: HttpRequest, enrolment: uuid.UUID, key: str) -> HttpResponse:
    """Begin a sitting, or go on with the one that is under way."""
    page = own_page(request, enrolment, key)
    if page.kind.key != "quiz":
        raise Http404
    try:
        sessions.begin(enrolment=page.enrolment, activity=page.activity, at=timezone.now())
    except LearningRefused:
        return show(request, page, status=422)
    return redirect(page.step.url)


def _own_session(page: object, session: uuid.UUID, key: str) -> QuizSession:
    found = (
        QuizSession.objects.filter(enrolment=page.enrolment, activity_key=key, uuid=session)
        .select_related("version")
        .first()
    )
    if found is None:
        raise Http404
    found.enrolment = page.enrolment
    return found


@login_required
@require_POST
def answer(request: HttpRequest, enrolment: uuid.UUID, key: str, session: uuid.UUID, question: str) -> HttpResponse:
    """Answer one question of a practice quiz, and learn at once. Neither the outline nor the page's text is read for it."""
    sitting = sittings.own_session(learner=request.user, session=session)
    if sitting is None or sitting.is_final or (sitting.enrolment.uuid, sitting.activity_key) != (enrolment, key):
        raise Http404
    item = sittings.drawn_question(sitting, question)
    if item is None:
        raise Http404
    response = response_from_form(presented(item), request.POST)
    number = [entry["key"] for entry in sitting.drawn].index(question) + 1
    try:
        attempt, _graded, _new = sessions.answer(
            session=sitting,
            drawn=item,
            response=response,
            idempotency_key=_idempotency_key(request, sitting, question),
            at=timezone.now(),
            aspect_ratio=aspect_ratio(sitting.version, item, wording_for(sitting.version)),
        )
    except (ResponseRefused, LearningRefused) as error:
        code = getattr(error, "code", Reason.MALFORMED)
        return _piece(request, sitting, question_view(sitting, item, number, draft=response, refused=code), status=422)
    return _piece(request, sitting, question_view(sitting, item, number, attempt=attempt))


def _idempotency_key(request: HttpRequest, sitting: QuizSession, question: str) -> uuid.UUID:
    """The form's own key; a form without one gets the key of the question in this sitting: it is answered once anyway."""
    try:
        return uuid.UUID(request.POST.get("attempt", ""))
    except ValueError:
        return uuid.uuid5(sitting.uuid, question)


def _piece(request: HttpRequest, sitting: QuizSession, view: QuestionView, status: int = 200) -> HttpResponse:
    """The question alone for htmx; else the whole page."""
    if request.htmx:
        context = {"session": sitting, "item": view, "is_swap": True}
        return render(request, "learning/quiz/_question.html", context, status=status)
    if status != 200:
        page = own_page(request, sitting.enrolment.uuid, sitting.activity_key)
        return show(request, page, status=status, changed=view)
    return redirect(f"{reverse('learning:activity', args=[sitting.enrolment.uuid, sitting.activity_key])}#q-{view.key}")


@login_required
@require_POST
def hand_in(request: HttpRequest, enrolment: uuid.UUID, key: str, session: uuid.UUID) -> HttpResponse:
    """Hand in the final assessment."""
    page = own_page(request, enrolment, key)
    sitting = _own_session(page, session, key)
    if not sitting.is_final:
        raise Http404
    wording = wording_for(sitting.version)
    drawn = sessions.drawn_questions(sitting)
    responses = {}
    for item in drawn:
        response = response_from_form(presented(item, wording), request.POST)
        if set(response) - {"confidence"}:
            responses[item.question.key] = response
    try:
        sitting = sessions.hand_in(
            session=sitting,
            responses=responses,
            at=timezone.now(),
            aspect_ratios={item.question.key: aspect_ratio(sitting.version, item, wording) for item in drawn},
        )
    except ResponseRefused as error:
        return refused(request, page, _(error.reason))
    if sitting.enrolment.state == "completed":
        messages.success(request, _("You have passed. Your credential is issued."))
    return redirect(page.step.url)
