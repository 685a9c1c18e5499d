"""What happens in this room that rooms above act on, in the same transaction.

A listener is registered from ``AppConfig.ready()`` of its room. ``docs/architecture.md`` lists them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from salerno.enrolment.models import Enrolment


@dataclass(frozen=True)
class CourseCompleted:
    """A learner passed a course's final assessment. ``score`` is 0–1; ``evidence_minutes`` counts the activities that were done, be
    it in another course.
    """

    enrolment: Enrolment
    score: Decimal
    pass_mark: int
    evidence_minutes: int
    at: datetime


_course_completed: list[Callable[[CourseCompleted], None]] = []


def on_course_completed(listener: Callable[[CourseCompleted], None]) -> None:
    """Have ``listener`` called when a course is completed; registering it again changes nothing."""
    if listener not in _course_completed:
        _course_completed.append(listener)


def course_completed(moment: CourseCompleted) -> None:
    """Tell the listeners, in the transaction of the completion."""
    for listener in _course_completed:
        listener(moment)
