"""A small course, published and offered, through the services that the campus itself uses."""

from collections.abc import Mapping

from salerno.catalogue.models import CourseOffering
from salerno.catalogue.services import open_offering
from salerno.courseware import blobs
from salerno.courseware.models import CourseVersion
from salerno.courseware.package.files import MemoryFiles
from salerno.courseware.package.reader import read_files
from salerno.courseware.package.scaffold import course_files
from salerno.courseware.services.publishing import pin, publish
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.learning.quiz.drawing import DrawnQuestion, right_hand_texts
from salerno.people.models import Person
from tests.support.moments import NOON
from tests.support.recorded import recorded


def small_course_files(slug: str = "counting", owner: str = "univ-amu.fr") -> dict[str, bytes]:
    """The scaffold's course, owned by a partner."""
    files = dict(course_files(slug))
    text = files["course.toml"].decode().replace("example.org", owner).replace("NEW-1", f"CODE-{slug}")
    files["course.toml"] = text.encode()
    return files


@recorded("people", "account", "messaging")
def consortium() -> None:
    """The institutions and their scales."""
    load_consortium()


def publish_files(files: Mapping[str, bytes], by: Person | None = None) -> tuple[CourseVersion, bool]:
    """Publish a mapping of files as a version."""
    consortium()
    return publish(package=read_files(files), files=MemoryFiles(files), by=by, at=NOON)


def offered_course(slug: str = "counting", owner: str = "univ-amu.fr", **values: object) -> CourseOffering:
    """An offering of a small published course; ``values`` are dates, seats and the like."""
    version = small_course(slug, owner)
    institution = Institution.objects.get(schac=owner)
    offering = open_offering(course=version.course, institution=institution, by=None, **values)
    pin(offering=offering, version=version, by=None, at=NOON)
    return CourseOffering.objects.get(pk=offering.pk)


def small_course(slug: str = "counting", owner: str = "univ-amu.fr") -> CourseVersion:
    """The scaffold's course, published: a version new to the test."""
    version, contents = _small_course(slug, owner)
    for content in contents:
        blobs.put(content)
    return CourseVersion.objects.select_related("course").get(pk=version)


@recorded("people", "account", "messaging")
def _small_course(slug: str, owner: str) -> tuple[int, list[bytes]]:
    version, _new = publish_files(small_course_files(slug, owner))
    return version.pk, [blobs.get(row.blob) for row in version.files.all()]


def person(email: str = "lea@example.org", **values: object) -> Person:
    """An account."""
    return Person.objects.create_user(email, full_name=values.pop("full_name", "Lea Learner"), **values)


def right_response(drawn: DrawnQuestion) -> dict[str, object]:
    """The right answer to a drawn question, as a learner would send it."""
    question, shown = drawn.question, {source: name for name, source in zip(drawn.ids, drawn.order, strict=True)}
    if question.kind == "one-choice":
        return {"choice": next(shown[place] for place, choice in enumerate(question.choices) if choice.right)}
    if question.kind == "several-choices":
        return {"choices": [shown[place] for place, choice in enumerate(question.choices) if choice.right]}
    if question.kind == "number":
        from salerno.courseware.package.expressions import evaluate

        return {"number": str(evaluate(question.answer, drawn.values))}
    if question.kind == "short-text":
        return {"text": next(iter(question.accept.values()))[0]}
    if question.kind == "ordering":
        return {"order": [shown[place] for place in range(len(question.items))]}
    if question.kind == "matching":
        rights = right_hand_texts(question)
        return {"pairs": {f"l{row}": shown[rights.index(pair.right)] for row, pair in enumerate(question.pairs, start=1)}}
    region = question.region
    if hasattr(region, "radius"):
        return {"x": str(region.x), "y": str(region.y)}
    return {"x": str(region.left + region.width / 2), "y": str(region.top + region.height / 2)}


def wrong_response(drawn: DrawnQuestion) -> dict[str, object]:
    """An honest "I don't know yet": counts as nothing."""
    return {"dont_know": True}
