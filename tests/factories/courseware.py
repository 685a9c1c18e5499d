"""Published versions, without a package behind them: an outline of keys and minutes."""

from datetime import UTC, datetime

import factory

from salerno.courseware.models import (
    ActivityText,
    CourseVersion,
    Draft,
    OfferingVersion,
    VersionActivity,
    VersionFile,
)
from tests.factories.catalogue import CourseFactory, CourseOfferingFactory


def outline(*activities: tuple[str, int], unit: str = "one") -> list[dict[str, object]]:
    """Units of a version with one unit: ``outline(("why", 5), ("quiz", 8))``."""
    rows = [{"key": key, "kind": "reading", "minutes": minutes, "title": {"en": key.capitalize()}} for key, minutes in activities]
    return [{"key": unit, "title": {"en": "Unit one"}, "minutes": sum(row["minutes"] for row in rows), "activities": rows}]


class CourseVersionFactory(factory.django.DjangoModelFactory):
    """A version of two activities, the second of which is the final assessment."""

    class Meta:
        model = CourseVersion

    course = factory.SubFactory(CourseFactory)
    number = factory.Sequence(lambda n: n + 1)
    digest = factory.Sequence(lambda n: f"sha256:{n}")
    languages = ["en"]
    units = factory.LazyFunction(lambda: outline(("why", 5), ("final", 20)))
    grading = factory.LazyFunction(lambda: {"final": "final", "pass_mark": 70})
    published_at = datetime(2026, 9, 1, 12, tzinfo=UTC)


class OfferingVersionFactory(factory.django.DjangoModelFactory):
    """An offering that gives a version of its course."""

    class Meta:
        model = OfferingVersion

    offering = factory.SubFactory(CourseOfferingFactory)
    version = factory.SubFactory(CourseVersionFactory, course=factory.SelfAttribute("..offering.course"))
    pinned_at = datetime(2026, 9, 2, 12, tzinfo=UTC)


class VersionActivityFactory(factory.django.DjangoModelFactory):
    """A reading of a version."""

    class Meta:
        model = VersionActivity

    version = factory.SubFactory(CourseVersionFactory)
    key = "why"
    unit_key = "one"
    position = factory.Sequence(lambda n: n + 1)
    kind = "reading"
    minutes = 5
    title = {"en": "Why"}


class ActivityTextFactory(factory.django.DjangoModelFactory):
    """The text of an activity in English."""

    class Meta:
        model = ActivityText

    activity = factory.SubFactory(VersionActivityFactory)
    language = "en"
    html = "<p>Because.</p>"


class VersionFileFactory(factory.django.DjangoModelFactory):
    """A file of a version; ``blob`` is the address of bytes that need not be stored."""

    class Meta:
        model = VersionFile

    version = factory.SubFactory(CourseVersionFactory)
    path = "units/01-one/01-why.md"
    blob = "0" * 64
    size = 10
    media_type = "text/markdown"


class DraftFactory(factory.django.DjangoModelFactory):
    """The Studio's working copy of a course."""

    class Meta:
        model = Draft

    course = factory.SubFactory(CourseFactory)
    started_at = datetime(2026, 11, 1, 12, tzinfo=UTC)
