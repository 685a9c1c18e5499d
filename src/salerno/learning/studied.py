"""The enrolment and the progress that every page of studying begins with, by queries that are written once."""

import uuid
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models

from salerno.catalogue.models import Course, CourseOffering
from salerno.common.compiled import Compiled, Parameter
from salerno.courseware.models import OfferingVersion
from salerno.enrolment.models import Enrolment
from salerno.learning.frozen import frozen_version
from salerno.learning.models import ActivityProgress
from salerno.people.models import Person


def _columns(model: type[models.Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


_KEY = Enrolment._meta.pk
_ENROLMENT, _OFFERING, _PROGRESS = _columns(Enrolment), _columns(CourseOffering), _columns(ActivityProgress)
_OWN = Compiled(
    lambda: Enrolment.objects.order_by()
    .live()
    .filter(uuid=Parameter("uuid", models.UUIDField()), learner=Parameter("learner", _KEY))
    .values_list(
        *_ENROLMENT,
        *(f"offering__{name}" for name in _OFFERING),
        "offering__course__title",
        "offering__pinned__pk",
        "offering__pinned__pinned_at",
        "offering__pinned__version__uuid",
    )
)
_PROGRESS_OF = Compiled(
    lambda: ActivityProgress.objects.order_by().filter(enrolment=Parameter("enrolment", _KEY)).values_list(*_PROGRESS)
)


def enrolment_to_study(*, person: Person, uuid: uuid.UUID) -> Enrolment | None:
    """The person's own living enrolment with what its pages show, in one query once the process has read the pinned version.

    Of the course only the title is read: its outline and descriptions are its bulk, and the version has its own.
    """
    rows = _OWN.rows(learner=person.pk, uuid=uuid)
    if not rows:
        return None
    split = len(_ENROLMENT) + len(_OFFERING)
    enrolment = Enrolment.from_db(DEFAULT_DB_ALIAS, _ENROLMENT, rows[0][: len(_ENROLMENT)])
    enrolment.learner = person
    enrolment.offering = CourseOffering.from_db(DEFAULT_DB_ALIAS, _OFFERING, rows[0][len(_ENROLMENT) : split])
    _complete(enrolment.offering, *rows[0][split:])
    return enrolment


def _complete(offering: CourseOffering, title: dict[str, str], pin: int | None, pinned_at: Any, version: Any) -> None:
    """Hang its course and the pinned version, where there is one, on ``offering``."""
    offering.course = Course.from_db(DEFAULT_DB_ALIAS, ["id", "title"], [offering.course_id, title])
    if pin is not None:
        OfferingVersion(pk=pin, offering=offering, version=frozen_version(version), pinned_at=pinned_at)


def progress_of(enrolment: Enrolment) -> list[ActivityProgress]:
    """How far the learner is in each activity that was opened. One query."""
    rows = _PROGRESS_OF.rows(enrolment=enrolment.pk)
    return [ActivityProgress.from_db(DEFAULT_DB_ALIAS, _PROGRESS, row) for row in rows]
