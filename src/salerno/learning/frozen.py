"""Rows of published versions, kept in memory: a version never changes, so a process reads each row once.

They are kept by the version's uuid and not by its primary key, which a database may give again after a restore. Every caller gets
a copy, so that what it hangs on a row (the course, when it is asked for) is not kept with it.
"""

import uuid
from copy import copy
from functools import lru_cache

from salerno.courseware.models import ActivityText, CourseVersion, VersionActivity


def frozen_version(version: uuid.UUID) -> CourseVersion:
    """The version, with its units and outcomes."""
    return copy(_version(version))


def frozen_activity(version: CourseVersion, key: str) -> VersionActivity:
    """The activity ``key`` of ``version``. Raises ``VersionActivity.DoesNotExist``."""
    activity = copy(_activity(version.uuid, key))
    activity.version = version
    return activity


def frozen_texts(version: uuid.UUID, key: str) -> dict[str, ActivityText]:
    """The texts of the activity ``key`` by language; not to be changed."""
    return _texts(version, key)


@lru_cache(maxsize=64)
def _version(version: uuid.UUID) -> CourseVersion:
    return CourseVersion.objects.get(uuid=version)


@lru_cache(maxsize=512)
def _activity(version: uuid.UUID, key: str) -> VersionActivity:
    return VersionActivity.objects.get(version__uuid=version, key=key)


@lru_cache(maxsize=512)
def _texts(version: uuid.UUID, key: str) -> dict[str, ActivityText]:
    rows = ActivityText.objects.filter(activity__version__uuid=version, activity__key=key)
    return {row.language: row for row in rows}
