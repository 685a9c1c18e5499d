"""Publishing the consortium's own courses and giving each an offering."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from salerno.catalogue.enums import OwnerRole
from salerno.catalogue.models import Course, CourseOffering
from salerno.catalogue.services import open_offering
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.models import CourseVersion
from salerno.courseware.services.publishing import pin, publish_folder


@dataclass(frozen=True)
class CourseOutcome:
    """What became of one folder: its version, or why it was refused and every finding."""

    folder: Path
    version: CourseVersion | None = None
    is_new: bool = False
    refusal: str = ""
    findings: list[str] = field(default_factory=list)


def packages_in(folder: Path) -> list[Path]:
    """The course packages that lie directly in ``folder``, in the order of their names."""
    return sorted(path.parent for path in folder.glob("*/course.toml"))


def publish_courses(*, folder: Path, at: datetime) -> Iterator[CourseOutcome]:
    """Publish each package of ``folder`` and offer its course; a package with mistakes is told and left out.

    Packages that take in units of others come round again once the others are there.
    """
    waiting, progress = packages_in(folder), True
    while waiting and progress:
        refused: dict[Path, CourseOutcome] = {}
        for package in waiting:
            outcome = _publish(package, at)
            if outcome.version is None:
                refused[package] = outcome
            else:
                yield outcome
        progress, waiting = len(refused) < len(waiting), list(refused)
    yield from refused.values() if waiting else []


def _publish(package: Path, at: datetime) -> CourseOutcome:
    try:
        version, is_new = publish_folder(folder=package, by=None, at=at)
    except PublicationRefused as error:
        return CourseOutcome(package, refusal=str(error), findings=[str(finding) for finding in error.findings])
    offer(course=version.course, at=at)
    return CourseOutcome(package, version=version, is_new=is_new)


@transaction.atomic
def offer(*, course: Course, at: datetime) -> CourseOffering:
    """The course's offering; where it has none, one by its leading institution, at any time, for as many as come.

    An offering without a version pins the newest. One that pins a version keeps it: that is the lead's decision.
    """
    offering = course.offerings.order_by("pk").first()
    if offering is None:
        lead = course.owners.select_related("institution").get(role=OwnerRole.LEAD).institution
        language = "en" if "en" in course.languages or not course.languages else course.languages[0]
        offering = open_offering(course=course, institution=lead, by=None, language=language)
    newest = course.versions.order_by("-number").first()
    for row in course.offerings.filter(pinned__isnull=True) if newest else []:
        pin(offering=row, version=newest, by=None, at=at)
    return offering
