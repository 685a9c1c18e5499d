"""What a learner has done in another course and need not do again: one unit, one history in Master, MOOC and short course.

Nothing is copied. What was done stands in the enrolment in which it was done, and each other course that gives the same activity
reads it there: same key, same home (the course that first published it, see ``courseware.services.taken``).

PRIVACY: source and target are joined through one learner, so that what somebody else has done cannot be reached.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.urls import reverse

from salerno.common.compiled import Compiled, Parameter
from salerno.common.translated import in_language
from salerno.courseware.models import CourseVersion, VersionActivity
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.learning.models import ActivityProgress
from salerno.people.models import Person

_KEY = Enrolment._meta.pk
_SOURCE = "enrolment__offering"
_TARGET = "enrolment__learner__enrolments"
_GIVEN = f"{_TARGET}__offering__pinned__version"


@dataclass(frozen=True)
class Carried:
    """Where and when an activity was done. ``url`` is its page there, for as long as the learner studies or has completed that
    course and it still gives the activity; else empty.
    """

    course: str
    done_at: datetime
    url: str


def _text(key: str, field: str) -> Coalesce:
    """The text under ``key`` of a JSON field, or an empty one."""
    return Coalesce(KeyTextTransform(key, field), Value(""), output_field=CharField())


def _home(activity: str, course: str) -> Coalesce:
    """The slug of the course that first published an activity."""
    return Coalesce(KeyTextTransform("course", f"{activity}origin"), F(f"{course}slug"), output_field=CharField())


def _carried(**whose: Any) -> QuerySet:
    """Pairs of a target enrolment and an activity that its learner has done in another course; the best source comes first.

    A final assessment is never one: neither here, nor where any version of the other course decides by it. What the other course
    gives is looked for in all its versions, since progress outlives versions there as well.
    """
    there = VersionActivity.objects.order_by().filter(version__course=OuterRef(f"{_SOURCE}__course"), key=OuterRef("activity_key"))
    decides = CourseVersion.objects.annotate(final=_text("final", "grading")).filter(
        course=OuterRef(f"{_SOURCE}__course"), final=OuterRef("activity_key")
    )
    still_given = VersionActivity.objects.filter(version__pins__offering=OuterRef(_SOURCE), key=OuterRef("activity_key"))
    return (
        ActivityProgress.objects.filter(**whose, **{f"{_GIVEN}__activities__key": F("activity_key")}, completed_at__isnull=False)
        .annotate(
            course_here=F(f"{_TARGET}__offering__course"),
            final_here=_text("final", f"{_GIVEN}__grading"),
            home=_home(f"{_GIVEN}__activities__", f"{_TARGET}__offering__course__"),
            is_open=ExpressionWrapper(Exists(still_given) & ~Q(enrolment__state=State.WITHDRAWN), output_field=BooleanField()),
        )
        .exclude(course_here=F(f"{_SOURCE}__course"))
        .exclude(final_here=F("activity_key"))
        .filter(~Exists(decides), home__in=there.annotate(home=_home("", "version__course__")).values("home"))
        .order_by("-is_open", "completed_at", "pk")
        .values_list(f"{_TARGET}__pk", "activity_key", "completed_at", "enrolment__uuid", f"{_SOURCE}__course__title", "is_open")
    )


_LEARNER = Parameter("learner", _KEY)
_TO_ONE = Compiled(lambda: _carried(enrolment__learner=_LEARNER, **{_TARGET: Parameter("enrolment", _KEY)}))
_TO_ALL = Compiled(lambda: _carried(enrolment__learner=_LEARNER))


def carried_to(enrolment: Enrolment) -> dict[str, Carried]:
    """What counts as done in ``enrolment`` because its learner has done it in another course, by activity key. One query."""
    return _by_enrolment(_TO_ONE.rows(learner=enrolment.learner_id, enrolment=enrolment.pk)).get(enrolment.pk, {})


def carried_by_enrolment(person: Person) -> dict[int, dict[str, Carried]]:
    """The same for each enrolment of ``person``, by its primary key. One query."""
    return _by_enrolment(_TO_ALL.rows(learner=person.pk))


def _by_enrolment(rows: list[list[Any]]) -> dict[int, dict[str, Carried]]:
    found: dict[int, dict[str, Carried]] = {}
    for target, key, done_at, source, title, is_open in rows:
        url = reverse("learning:activity", args=[source, key]) if is_open else ""
        found.setdefault(target, {}).setdefault(key, Carried(course=in_language(title), done_at=done_at, url=url))
    return found
