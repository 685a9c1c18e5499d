"""A learner's own sitting, found and answered with few and short queries: answers come by the thousand when a class sits down.

What a version says never changes, so it is read once for a process; what a learner does is read anew each time.
"""

import uuid
from decimal import Decimal
from functools import lru_cache

from django.db import DEFAULT_DB_ALIAS
from django.db.models import UUIDField

from salerno.common.compiled import Compiled, CompiledInsert, Parameter
from salerno.courseware.models import BankQuestion, CourseVersion
from salerno.courseware.package.question_facts import Question, question_from_dict
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.learning.models import Attempt, QuizSession
from salerno.learning.quiz.drawing import DrawnQuestion, restored
from salerno.people.models import Person

_SESSION_FIELDS = [field.attname for field in QuizSession._meta.concrete_fields]
_ENROLMENT_FIELDS = [field.attname for field in Enrolment._meta.concrete_fields]
_KEY = QuizSession._meta.pk
_OWN_SESSION = Compiled(
    lambda: QuizSession.objects.order_by()
    .filter(uuid=Parameter("session", UUIDField()), enrolment__learner=Parameter("learner", _KEY))
    .values_list(*_SESSION_FIELDS, *(f"enrolment__{name}" for name in _ENROLMENT_FIELDS), "version__uuid")
)
_LOCKED_STATE = Compiled(
    lambda: QuizSession.objects.order_by().filter(pk=Parameter("session", _KEY)).select_for_update().values_list("state")
)
_SCORES = Compiled(
    lambda: Attempt.objects.order_by().filter(session=Parameter("session", _KEY)).values_list("question_key", "score")
)
_ATTEMPTS = CompiledInsert(Attempt)


def own_session(*, learner: Person, session: uuid.UUID) -> QuizSession | None:
    """The learner's sitting with its enrolment and version; None when it is not theirs or they have withdrawn. One query once the
    process has read the version.
    """
    rows = _OWN_SESSION.rows(learner=learner.pk, session=session)
    if not rows:
        return None
    facts, version_uuid = rows[0][:-1], rows[0][-1]
    found = QuizSession.from_db(DEFAULT_DB_ALIAS, _SESSION_FIELDS, facts[: len(_SESSION_FIELDS)])
    found.enrolment = Enrolment.from_db(DEFAULT_DB_ALIAS, _ENROLMENT_FIELDS, facts[len(_SESSION_FIELDS) :])
    if found.enrolment.state == State.WITHDRAWN:
        return None
    found.version = _version(version_uuid)
    return found


@lru_cache(maxsize=64)
def _version(version: uuid.UUID) -> CourseVersion:
    return CourseVersion.objects.get(uuid=version)


def drawn_question(session: QuizSession, key: str) -> DrawnQuestion | None:
    """The question ``key`` as the sitting asks it, or None. No query once the process has read the question."""
    stored = next((item for item in session.drawn if item["key"] == key), None)
    return restored(stored, {key: _question(session.version.uuid, key)}) if stored else None


@lru_cache(maxsize=1024)
def _question(version: uuid.UUID, key: str) -> Question:
    return question_from_dict(BankQuestion.objects.values_list("data", flat=True).get(version__uuid=version, key=key))


def locked_state(session: QuizSession) -> str:
    """The state of the sitting, its row locked until the transaction ends."""
    return _LOCKED_STATE.rows(session=session.pk)[0][0]


def scores(session: QuizSession) -> dict[str, Decimal]:
    """The scores so far, by question."""
    return dict(_SCORES.rows(session=session.pk))


def insert(attempt: Attempt) -> None:
    """Write a new attempt. Raises ``IntegrityError`` when its key or its question is taken."""
    _ATTEMPTS.insert(attempt)
