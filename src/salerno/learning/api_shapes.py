"""What the API says of studying: progress, activities, sittings, attempts.

SECURITY: a question is shown through `quiz.presenting`, which names what a learner may know; the right answer, comments and
explanation stand in ``attempt`` alone, and that is there only once the question was answered.
"""

import uuid
from datetime import datetime
from typing import Any, Literal

from ninja import Field, Schema

from salerno.learning import sessions
from salerno.learning.models import Attempt, QuizSession
from salerno.learning.quiz.assessment import has_passed
from salerno.learning.quiz.grading import Graded
from salerno.learning.quiz_pages import QuestionView, question_view
from salerno.learning.selectors import ActivityPage, CourseProgress, Step


class CarriedOut(Schema):
    """The other course in which the caller has done an activity that both give."""

    course: str
    done_at: datetime


class StepOut(Schema):
    """An activity in the outline of a course. ``carried`` is there when it is done because it was done in another course."""

    key: str
    kind: str
    title: str
    minutes: int
    unit: str
    state: Literal["not-begun", "begun", "done"]
    carried: CarriedOut | None


class ProgressOut(Schema):
    """How far the caller is in a course."""

    uuid: uuid.UUID
    state: str
    course: str
    title: str
    version: int | None
    done: int
    of: int
    minutes_left: int
    next: str | None
    activities: list[StepOut]


class ActivityOut(StepOut):
    """One activity. ``html`` is in ``language``: the one that was asked for where there is a translation, else the source's."""

    language: str | None
    html: str | None
    outcomes: list[str]
    is_final: bool
    previous: str | None
    next: str | None


class AnswerOut(Schema):
    """One answer of the caller's. ``score`` goes from 0 to 1; ``response`` is as it was typed."""

    uuid: uuid.UUID
    idempotency_key: uuid.UUID
    sitting: uuid.UUID
    enrolment: uuid.UUID
    activity: str
    question: str
    outcome: str
    response: dict[str, Any]
    score: float
    is_right: bool
    is_dont_know: bool
    confidence: str
    answered_at: datetime


class PartOut(Schema):
    """One thing that was judged."""

    text: str
    given: str
    right: bool
    comment: str


class FeedbackOut(Schema):
    """What is told after an answer. ``answer`` are lines of the right one, of two texts in a matching; ``region`` is a spot's."""

    verdict: Literal["right", "partly", "not-yet", "dont-know"]
    parts: list[PartOut]
    comments: list[str]
    answer: list[list[str]]
    explanation: str
    region: dict[str, float] | None


class AttemptOut(AnswerOut):
    """An answer with what is told after it."""

    feedback: FeedbackOut


class ShownOut(Schema):
    """A choice, an item, or one side of a pair, under the name that a response gives it."""

    id: str
    text: str


class ImageOut(Schema):
    """The image of a spot; width and height in pixels."""

    url: str
    width: float
    height: float
    alt: str


class QuestionOut(Schema):
    """A question as the sitting asks it; its kind decides which lists it has. ``attempt`` is null until it is answered."""

    number: int
    key: str
    kind: str
    outcome: str
    seconds: int
    asks_confidence: bool
    language: str
    stem: str
    choices: list[ShownOut] | None = None
    items: list[ShownOut] | None = None
    headings: list[str] | None = None
    lefts: list[ShownOut] | None = None
    rights: list[ShownOut] | None = None
    unit: str | None = None
    image: ImageOut | None = None
    attempt: AttemptOut | None = None


class SittingOut(Schema):
    """One sitting of a quiz. ``score`` (0 to 1) is there once it is handed in; ``has_passed`` is said of a final assessment."""

    uuid: uuid.UUID
    enrolment: uuid.UUID
    activity: str
    is_final: bool
    state: str
    started_at: datetime
    handed_in_at: datetime | None
    score: float | None
    pass_mark: int | None
    has_passed: bool | None
    questions: list[QuestionOut]


class AttemptIn(Schema):
    """An answer. What ``response`` holds depends on the kind: docs/how-to/use-the-api.md lists them."""

    question: str = Field(max_length=80)
    response: dict[str, Any]


class HandIn(Schema):
    """The answers of a final assessment by question; one that is left out counts as not known."""

    responses: dict[str, dict[str, Any]]


def progress_out(progress: CourseProgress) -> dict[str, Any]:
    """`ProgressOut` of a course."""
    following = progress.next_step
    return {
        "uuid": progress.enrolment.uuid,
        "state": progress.enrolment.state,
        "course": progress.enrolment.offering.course.slug,
        "title": progress.title,
        "version": progress.version.number if progress.version else None,
        "done": progress.done,
        "of": len(progress.steps),
        "minutes_left": progress.minutes_left,
        "next": following.key if following else None,
        "activities": [_step(step) for step in progress.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "key": step.key,
        "kind": step.kind,
        "title": step.title,
        "minutes": step.minutes,
        "unit": step.unit_key,
        "state": step.state or "not-begun",
        "carried": {"course": step.carried.course, "done_at": step.carried.done_at} if step.carried else None,
    }


def activity_out(page: ActivityPage) -> dict[str, Any]:
    """`ActivityOut` of an activity's page."""
    return {
        **_step(page.step),
        "language": page.text.language if page.text else None,
        "html": page.text.html if page.text else None,
        "outcomes": page.activity.outcomes,
        "is_final": page.is_final,
        "previous": page.previous.key if page.previous else None,
        "next": page.following.key if page.following else None,
    }


def sitting_out(session: QuizSession) -> dict[str, Any]:
    """`SittingOut` of a sitting whose enrolment and version are loaded. Two queries."""
    attempts = sessions.attempts_by_question(session)
    policy = sessions.policy_of(session.version.grading) if session.is_final else None
    return {
        "uuid": session.uuid,
        "enrolment": session.enrolment.uuid,
        "activity": session.activity_key,
        "is_final": session.is_final,
        "state": session.state,
        "started_at": session.started_at,
        "handed_in_at": session.handed_in_at,
        "score": session.score,
        "pass_mark": policy and int(policy.pass_mark),
        "has_passed": has_passed(session.score * 100, policy) if policy and session.score is not None else None,
        "questions": [
            _question(session, question_view(session, drawn, number, attempt=attempts.get(drawn.question.key)), attempts)
            for number, drawn in enumerate(sessions.drawn_questions(session), start=1)
        ],
    }


def _question(session: QuizSession, view: QuestionView, attempts: dict[str, Attempt]) -> dict[str, Any]:
    shown = view.question
    plain = ("key", "kind", "outcome", "seconds", "language", "stem")
    lists = ("choices", "items", "headings", "lefts", "rights", "unit")
    attempt = attempts.get(view.key)
    return {
        **{name: shown[name] for name in plain},
        **{name: shown.get(name) for name in lists},
        "number": view.number,
        "asks_confidence": shown["confidence"],
        "image": view.image or None,
        "attempt": attempt_out(session, attempt, view.graded) if attempt else None,
    }


def answer_out(attempt: Attempt, session: QuizSession) -> dict[str, Any]:
    """`AnswerOut` of an attempt in a sitting whose enrolment is loaded."""
    names = ("uuid", "idempotency_key", "outcome", "response", "score", "is_right", "is_dont_know", "confidence", "answered_at")
    return {
        **{name: getattr(attempt, name) for name in names},
        "question": attempt.question_key,
        "sitting": session.uuid,
        "enrolment": session.enrolment.uuid,
        "activity": session.activity_key,
    }


def attempt_out(session: QuizSession, attempt: Attempt, graded: Graded) -> dict[str, Any]:
    """`AttemptOut` of an attempt and how it was graded."""
    region = graded.region
    return answer_out(attempt, session) | {
        "feedback": {
            "verdict": graded.verdict,
            "parts": graded.parts,
            "comments": graded.comments,
            "answer": graded.answer,
            "explanation": graded.explanation,
            "region": {name: getattr(region, name) for name in region.__slots__} if region else None,
        }
    }
