"""What the page of a quiz shows: questions with drafts, or with how they were graded."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.safestring import mark_safe

from salerno.common.translated import language_in_use
from salerno.courseware.models import CourseVersion
from salerno.courseware.package.question_facts import Spot
from salerno.courseware.selectors import package_of, render_text
from salerno.courseware.services.publishing import file_url
from salerno.learning import sessions
from salerno.learning.models import AnswerDraft, Attempt, QuizSession
from salerno.learning.quiz import grading
from salerno.learning.quiz.assessment import Refused, attempts_left
from salerno.learning.quiz.drawing import DrawnQuestion
from salerno.learning.quiz.errors import Reason
from salerno.learning.quiz.forms_in import response_from_form, with_draft
from salerno.learning.quiz.grading import Graded
from salerno.learning.quiz.presenting import presented
from salerno.learning.quiz.wording import Wording
from salerno.learning.selectors import ActivityPage


def wording_for(version: CourseVersion) -> Wording:
    """Texts of ``version`` in the reader's language, rendered."""
    languages = tuple(dict.fromkeys([language_in_use(), *version.languages]))
    render = partial(_safe, version, languages[0])
    return Wording(languages=languages, block=partial(render, block=True), inline=partial(render, block=False))


def _safe(version: CourseVersion, language: str, text: str, *, block: bool) -> str:
    """SECURITY: ``render_text`` has sanitised it (nh3)."""
    return mark_safe(render_text(version, text, language=language, block=block))  # noqa: S308


@dataclass(frozen=True)
class QuestionView:
    """One question as its page shows it: to answer, or answered."""

    key: str
    number: int
    of: int
    kind: str
    question: dict[str, Any]
    image: dict[str, Any]
    idempotency_key: str
    graded: Graded | None = None
    refused: Reason | None = None
    radius_upright: Decimal | None = None


def image_of(version: CourseVersion, drawn: DrawnQuestion, wording: Wording) -> dict[str, Any]:
    """Address and size of a spot's image; empty for other kinds."""
    if not isinstance(drawn.question, Spot):
        return {}
    path = wording.plain(drawn.question.image)
    width, height = package_of(version).image_size(path) or (100, 100)
    return {"url": file_url(version, path), "width": width, "height": height, "alt": wording.plain(drawn.question.alt)}


def aspect_ratio(version: CourseVersion, drawn: DrawnQuestion, wording: Wording) -> float | None:
    """Width ÷ height of a spot's image."""
    image = image_of(version, drawn, wording)
    return image["width"] / image["height"] if image else None


def question_view(
    session: QuizSession,
    drawn: DrawnQuestion,
    number: int,
    *,
    draft: Mapping[str, Any] | None = None,
    attempt: Attempt | None = None,
    refused: Reason | None = None,
) -> QuestionView:
    """A question of ``session``. SECURITY: answers and explanation are there only when ``attempt`` is."""
    wording = wording_for(session.version)
    image = image_of(session.version, drawn, wording)
    view = QuestionView(
        key=drawn.question.key,
        number=number,
        of=len(session.drawn),
        kind=drawn.question.kind,
        question=with_draft(presented(drawn, wording), attempt.response if attempt else draft),
        image=image,
        idempotency_key=str(uuid.uuid4()),
        refused=refused,
    )
    if attempt is None:
        return view
    ratio = image["width"] / image["height"] if image else None
    graded = grading.grade(drawn, attempt.response, wording, aspect_ratio=ratio)
    radius = getattr(graded.region, "radius", None)
    upright = radius * Decimal(str(ratio)) if radius is not None and ratio else None
    return replace(view, graded=graded, radius_upright=upright)


@dataclass(frozen=True)
class QuizPage:
    """A quiz: not begun, under way, or handed in."""

    session: QuizSession | None
    items: tuple[QuestionView, ...]
    refused: Refused | None
    attempts_left: int | None
    pass_mark: int | None
    last: QuizSession | None

    @property
    def is_under_way(self) -> bool:
        """Whether a sitting is open."""
        return self.session is not None and self.session.handed_in_at is None

    @property
    def answered(self) -> int:
        """Questions answered so far."""
        return sum(item.graded is not None for item in self.items)

    @property
    def score_percent(self) -> int | None:
        """The score of the sitting that is shown, in whole per cent."""
        if self.session is None or self.session.score is None:
            return None
        return int((self.session.score * 100).to_integral_value())


def quiz_page(page: ActivityPage, at: datetime) -> QuizPage:
    """The quiz of an activity's page: the sitting under way, else the last one, else none."""
    rows = list(
        QuizSession.objects.filter(enrolment=page.enrolment, activity_key=page.activity.key).select_related("version")[:1]
    )
    session = rows[0] if rows else None
    if session:
        session.enrolment = page.enrolment
    refused = sessions.why_not_begin(enrolment=page.enrolment, activity=page.activity, at=at)
    left = mark = None
    if page.is_final:
        policy = sessions.policy_of(page.activity.version.grading)
        left = attempts_left(sessions.past_attempts(page.enrolment, page.activity.key), policy)
        mark = int(policy.pass_mark)
    return QuizPage(
        session=session,
        items=_items(session) if session else (),
        refused=refused,
        attempts_left=left,
        pass_mark=mark,
        last=session,
    )


def _items(session: QuizSession) -> tuple[QuestionView, ...]:
    attempts = sessions.attempts_by_question(session)
    draft = AnswerDraft.objects.filter(enrolment=session.enrolment, activity_key=session.activity_key).first()
    fields = draft.content if draft and session.handed_in_at is None else {}
    wording = wording_for(session.version)
    views = []
    for number, drawn in enumerate(sessions.drawn_questions(session), start=1):
        typed = response_from_form(presented(drawn, wording), fields) if fields else None
        views.append(question_view(session, drawn, number, draft=typed, attempt=attempts.get(drawn.question.key)))
    return tuple(views)
