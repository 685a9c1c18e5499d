"""Courses that share a unit, and what of it is shown as done."""

from collections.abc import Mapping

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.services import open_offering
from salerno.courseware.models import CourseVersion
from salerno.courseware.services.publishing import pin
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.learning.selectors import course_progress
from salerno.learning.studied import enrolment_to_study
from salerno.people.models import Person
from tests.support.courses import publish_files, small_course_files
from tests.support.moments import NOON

READING, QUIZ, REFLECTION = "counting-people", "check", "your-own-test"
TEXT = """---
key: your-own-test
title: A test that you use
kind: reflection
minutes: 5
outcomes: [sensitivity]
share: private
---

Which test do you use most?
"""
TAKEN = """[[unit]]
key = "borrowed"
title = { en = "A unit of another course" }
from = { course = "%s", unit = "%s", version = "%s" }
"""


def own_files(slug: str = "counting", *, graded: bool = False) -> dict[str, bytes]:
    """A course with a unit of its own: a reading, a quiz and a reflection; ``graded`` makes the quiz the final assessment."""
    files = {**small_course_files(slug), "units/01-start/03-own.md": TEXT.encode()}
    return files if graded else {**files, "course.toml": _ungraded(files["course.toml"])}


def taking_files(source: CourseVersion, slug: str, unit: str = "start", *, graded: bool = False) -> dict[str, bytes]:
    """A course whose only unit is taken from ``source``."""
    files = small_course_files(slug, owner="su.se")
    head = (files["course.toml"] if graded else _ungraded(files["course.toml"])).decode().split("[[unit]]")[0]
    kept = {path: data for path, data in files.items() if not path.startswith(("units/", "bank/"))}
    return {**kept, "course.toml": (head + TAKEN % (source.course.slug, unit, source.digest)).encode()}


def _ungraded(toml: bytes) -> bytes:
    text = toml.decode()
    return (text.split("[grading]")[0] + "[[outcome]]" + text.split("[[outcome]]", 1)[1]).encode()


def offer(files: Mapping[str, bytes]) -> tuple[CourseVersion, CourseOffering]:
    """A published version, and an offering that gives it."""
    version, _new = publish_files(files)
    offering = open_offering(course=version.course, institution=Institution.objects.get(schac="su.se"), by=None)
    pin(offering=offering, version=version, by=None, at=NOON)
    return version, offering


def studying(learner: Person, enrolment: Enrolment) -> Enrolment:
    """The enrolment as the pages of its learner read it."""
    return enrolment_to_study(person=learner, uuid=enrolment.uuid)


def done_in(learner: Person, enrolment: Enrolment) -> dict[str, str | None]:
    """Keys of what is shown as done in a course, and the courses from which it was carried."""
    steps = course_progress(studying(learner, enrolment)).steps
    return {step.key: step.carried and step.carried.course for step in steps if step.is_done}
