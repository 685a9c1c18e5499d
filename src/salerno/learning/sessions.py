"""Sittings of a quiz: begun, answered, handed in. The services of quizzes, beside those of ``services.py``."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from salerno.audit.services import record
from salerno.courseware.models import VersionActivity
from salerno.courseware.package.question_facts import Question
from salerno.courseware.selectors import questions_of, quiz_facts
from salerno.enrolment.models import Enrolment
from salerno.enrolment.services import complete
from salerno.learning import sittings
from salerno.learning.carried import carried_to
from salerno.learning.enums import NEXT_SESSION, SessionState
from salerno.learning.errors import IdempotencyKeyUsed, LearningRefused
from salerno.learning.models import ActivityProgress, AnswerDraft, Attempt, QuizSession
from salerno.learning.moments import CourseCompleted, course_completed
from salerno.learning.quiz import assessment, drawing, grading
from salerno.learning.quiz.assessment import PastAttempt, Policy, Refused
from salerno.learning.quiz.drawing import DrawnQuestion, restored
from salerno.learning.quiz.grading import Graded
from salerno.learning.services import complete_activity

LAST_SITTINGS = 3


def policy_of(grading_facts: Mapping[str, Any]) -> Policy:
    """The terms of the final assessment that a version states."""
    return Policy(
        Decimal(grading_facts["pass_mark"]),
        grading_facts["attempts"],
        timedelta(hours=grading_facts["cool_down_hours"]),
    )


def past_attempts(enrolment: Enrolment, key: str) -> list[PastAttempt]:
    """The sittings of the final assessment so far."""
    return _past(QuizSession.objects.filter(enrolment=enrolment, activity_key=key, is_final=True))


def past_attempts_elsewhere(enrolment: Enrolment) -> list[PastAttempt]:
    """The learner's sittings of a final assessment in other offerings of the course: other registrations of one person."""
    same_course = QuizSession.objects.filter(
        enrolment__learner=enrolment.learner_id, enrolment__offering__course=enrolment.offering.course_id, is_final=True
    )
    return _past(same_course.exclude(enrolment=enrolment))


def _past(rows: QuerySet[QuizSession]) -> list[PastAttempt]:
    facts = rows.values_list("started_at", "handed_in_at", "score")
    return [PastAttempt(started, handed_in, None if score is None else score * 100) for started, handed_in, score in facts]


def why_not_begin(*, enrolment: Enrolment, activity: VersionActivity, at: datetime) -> Refused | None:
    """What stands against a new sitting of ``activity``: only the final assessment is limited."""
    if activity.version.final_key != activity.key:
        return None
    policy = policy_of(activity.version.grading)
    return assessment.why_not_start(
        past_attempts(enrolment, activity.key), policy, at, elsewhere=past_attempts_elsewhere(enrolment)
    )


def open_session(enrolment: Enrolment, key: str) -> QuizSession | None:
    """The sitting that is under way, or None."""
    return QuizSession.objects.filter(enrolment=enrolment, activity_key=key, state=SessionState.OPEN).first()


@transaction.atomic
def begin(*, enrolment: Enrolment, activity: VersionActivity, at: datetime) -> QuizSession:
    """A sitting with a fresh draw, or the one that is under way: a second tab or a double click begins no other.

    The learner's enrolments in the course are locked first, so of two that come at once, be it in two offerings, the second finds
    the sitting of the first.
    """
    mine = Enrolment.objects.filter(learner=enrolment.learner_id, offering__course=enrolment.offering.course_id)
    list(mine.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    if existing := open_session(enrolment, activity.key):
        return existing
    if refused := why_not_begin(enrolment=enrolment, activity=activity, at=at):
        raise LearningRefused(str(refused.refusal))
    session = _draw_session(enrolment, activity, at)
    if session.is_final:
        record(action="assessment.begun", actor=enrolment.learner, subject=session, at=at)
    return session


def _draw_session(enrolment: Enrolment, activity: VersionActivity, at: datetime) -> QuizSession:
    facts, banks = quiz_facts(activity)
    number = QuizSession.objects.filter(enrolment=enrolment, activity_key=activity.key).count()
    seed = f"{enrolment.uuid}:{activity.key}:{number}:{uuid.uuid4()}"
    drawn = drawing.draw(facts, banks, seed, _asked_lately(enrolment, activity.key))
    return QuizSession.objects.create(
        enrolment=enrolment,
        version=activity.version,
        activity_key=activity.key,
        is_final=activity.version.final_key == activity.key,
        drawn=[{**item.to_stored(), "outcome": item.question.outcome} for item in drawn],
        started_at=at,
    )


def _asked_lately(enrolment: Enrolment, key: str) -> set[str]:
    rows = QuizSession.objects.filter(enrolment=enrolment, activity_key=key).values_list("drawn", flat=True)
    return {item["key"] for drawn in rows[:LAST_SITTINGS] for item in drawn}


def drawn_questions(session: QuizSession) -> list[DrawnQuestion]:
    """The questions of a sitting in their order. One query."""
    questions = questions_of(session.version, [item["key"] for item in session.drawn])
    return [restored(item, questions) for item in session.drawn]


def answer(
    *,
    session: QuizSession,
    drawn: DrawnQuestion,
    response: Mapping[str, Any],
    idempotency_key: uuid.UUID,
    at: datetime,
    aspect_ratio: float | None = None,
) -> tuple[Attempt, Graded, bool]:
    """Log one answer of a practice quiz; return it, how it was graded, and whether it is new.

    A question is answered once in a sitting: a double click, a retry after a lost connection or a second tab get the attempt that
    stands. When the last question is answered, the sitting ends and the activity is done. Three queries: the sitting is locked, its
    scores are read, the attempt is written.

    Raises ``IdempotencyKeyUsed`` when the key belongs to another answer.
    """
    graded = grading.grade(drawn, response, aspect_ratio=aspect_ratio)
    try:
        attempt, is_new = _answer(session, drawn.question, response, graded, idempotency_key, at)
    except IntegrityError as error:
        raise IdempotencyKeyUsed(_("This key belongs to another answer. Nothing was logged: send a new one.")) from error
    if not is_new:
        graded = grading.grade(drawn, attempt.response, aspect_ratio=aspect_ratio)
    return attempt, graded, is_new


@transaction.atomic
def _answer(
    session: QuizSession,
    question: Question,
    response: Mapping[str, Any],
    graded: Graded,
    idempotency_key: uuid.UUID,
    at: datetime,
) -> tuple[Attempt, bool]:
    """The attempt, and whether it is new. The sitting is locked first, so two at once are one."""
    session.state = sittings.locked_state(session)
    scores = sittings.scores(session)
    if question.key in scores:
        return session.attempts.get(question_key=question.key), False
    if session.state != SessionState.OPEN:
        raise LearningRefused(_("This sitting was handed in already."))
    attempt = _attempt(session, question, response, graded, idempotency_key, at)
    sittings.insert(attempt)
    scores[question.key] = graded.score
    if len(scores) == len(session.drawn):
        _close(session, list(scores.values()), at)
        complete_activity(enrolment=session.enrolment, key=session.activity_key, at=at, score=session.score)
    return attempt, True


def _attempt(
    session: QuizSession,
    question: Question,
    response: Mapping[str, Any],
    graded: Graded,
    idempotency_key: uuid.UUID,
    at: datetime,
) -> Attempt:
    """The row, not yet written."""
    return Attempt(
        session=session,
        question_key=question.key,
        idempotency_key=idempotency_key,
        outcome=question.outcome,
        response=dict(response),
        score=graded.score,
        is_right=graded.right,
        is_dont_know=graded.dont_know,
        confidence=graded.confidence or "",
        answered_at=at,
    )


def _close(session: QuizSession, scores: Sequence[Decimal], at: datetime) -> None:
    if SessionState.HANDED_IN not in NEXT_SESSION[SessionState(session.state)]:
        raise LearningRefused(_("This sitting was handed in already."))
    session.state, session.handed_in_at = SessionState.HANDED_IN, at
    session.score = assessment.per_cent_of(scores, len(session.drawn)) / 100
    session.save(update_fields=["state", "handed_in_at", "score"])


@transaction.atomic
def hand_in(
    *,
    session: QuizSession,
    responses: Mapping[str, Mapping[str, Any]],
    at: datetime,
    aspect_ratios: Mapping[str, float] | None = None,
) -> QuizSession:
    """Hand in the final assessment: log every answer, score the set, and complete the course when it is passed.

    Handing in twice gives the sitting as it was handed in first. A question without an answer counts as not known.
    """
    session = QuizSession.objects.select_for_update(of=("self",)).select_related("version", "enrolment").get(pk=session.pk)
    if session.state == SessionState.HANDED_IN:
        return session
    drawn = drawn_questions(session)
    graded = {
        item.question.key: grading.grade(
            item,
            responses.get(item.question.key) or {"dont_know": True},
            aspect_ratio=(aspect_ratios or {}).get(item.question.key),
        )
        for item in drawn
    }
    Attempt.objects.bulk_create(
        _attempt(
            session,
            item.question,
            responses.get(item.question.key) or {"dont_know": True},
            graded[item.question.key],
            uuid.uuid5(session.uuid, item.question.key),
            at,
        )
        for item in drawn
    )
    _close(session, [item.score for item in graded.values()], at)
    AnswerDraft.objects.filter(enrolment=session.enrolment, activity_key=session.activity_key).delete()
    record(
        action="assessment.handed_in",
        actor=session.enrolment.learner,
        subject=session,
        detail={"score": str(session.score)},
        at=at,
    )
    if assessment.has_passed(session.score * 100, policy_of(session.version.grading)):
        _pass_course(session, at)
    return session


def _pass_course(session: QuizSession, at: datetime) -> None:
    enrolment = session.enrolment
    complete_activity(enrolment=enrolment, key=session.activity_key, at=at, score=session.score)
    if not complete(enrolment=enrolment, at=at):
        return
    enrolment.refresh_from_db()
    course_completed(
        CourseCompleted(
            enrolment=enrolment,
            score=session.score,
            pass_mark=session.version.grading["pass_mark"],
            evidence_minutes=_evidence_minutes(session),
            at=at,
        )
    )


def _evidence_minutes(session: QuizSession) -> int:
    """Minutes of this course's activities that the learner has done, here or in another course, as this course states them."""
    done = ActivityProgress.objects.filter(enrolment=session.enrolment, completed_at__isnull=False)
    keys = {*done.values_list("activity_key", flat=True), *carried_to(session.enrolment)}
    return sum(item["minutes"] for unit in session.version.units for item in unit["activities"] if item["key"] in keys)


def attempts_by_question(session: QuizSession) -> dict[str, Attempt]:
    """The attempts of a sitting by question."""
    return {attempt.question_key: attempt for attempt in session.attempts.all()}
