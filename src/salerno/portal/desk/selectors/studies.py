"""Problem reports and shared reflections, with the words of the activity that they are about."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from salerno.common.translated import in_language
from salerno.courseware.models import CourseVersion
from salerno.learning.models import ProblemReport, Submission
from salerno.people.models import Person


@dataclass(frozen=True)
class StudyFilters:
    """What was asked of the list; empty means all."""

    words: str = ""
    state: str = ""
    course: str = ""


def reports_of(person: Person, filters: StudyFilters) -> QuerySet[ProblemReport]:
    """Reports that the person answers, one query."""
    rows = ProblemReport.objects.answerable_by(person).select_related("version__course", "reporter")
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.course:
        rows = rows.filter(version__course__slug=filters.course)
    if filters.words:
        rows = rows.filter(Q(text__icontains=filters.words) | Q(activity_key__icontains=filters.words))
    return rows


def reflections_of(person: Person, filters: StudyFilters) -> QuerySet[Submission]:
    """Texts that learners wrote to a teacher of the person's institutions, one query."""
    rows = Submission.objects.shared_with(person).select_related("version__course", "enrolment__learner")
    if filters.course:
        rows = rows.filter(version__course__slug=filters.course)
    if filters.words:
        rows = rows.filter(Q(text__icontains=filters.words) | Q(activity_key__icontains=filters.words))
    return rows


def activity_title(version: CourseVersion, key: str) -> str:
    """The title of the activity ``key`` as the version's outline has it; the key itself when it has none."""
    for unit in version.units:
        for item in unit["activities"]:
            if item["key"] == key:
                return in_language(item["title"])
    return key
