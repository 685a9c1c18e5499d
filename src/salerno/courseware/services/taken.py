"""Units that a course takes in from another course at one exact version.

Activities keep their keys and tell their origin, so that one unit has one history in Master, MOOC and short course.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.catalogue.facts import OutcomeDescription
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.models import ActivityText, BankQuestion, CourseVersion, VersionActivity
from salerno.courseware.package.facts import Package


@dataclass(frozen=True)
class TakenUnit:
    """A unit of a published version, and what must be copied for it."""

    source: CourseVersion
    unit_key: str
    activities: list[VersionActivity]
    outcomes: list[OutcomeDescription]

    def activity_rows(self, version: CourseVersion, unit_key: str, first: int) -> list[VersionActivity]:
        """Copies of the activities for ``version``, from position ``first``."""
        origin = {
            "course": self.source.course.slug,
            "version": self.source.digest,
            "unit": self.unit_key,
            "version_uuid": str(self.source.uuid),
        }
        return [
            VersionActivity(
                version=version,
                key=row.key,
                unit_key=unit_key,
                position=first + offset,
                kind=row.kind,
                minutes=row.minutes,
                title=row.title,
                outcomes=row.outcomes,
                settings=row.settings,
                quiz=row.quiz,
                path=row.path,
                origin=row.origin or origin,
            )
            for offset, row in enumerate(self.activities)
        ]

    def text_rows(self, by_key: dict[str, VersionActivity]) -> list[ActivityText]:
        """The rendered texts, whose images stay at the source version's addresses."""
        texts = ActivityText.objects.filter(activity__in=self.activities).select_related("activity")
        return [
            ActivityText(
                activity=by_key[text.activity.key],
                language=text.language,
                html=text.html,
                headings=text.headings,
                words=text.words,
            )
            for text in texts
        ]

    def question_rows(self, version: CourseVersion) -> list[BankQuestion]:
        """Copies of the questions that the unit's quizzes draw on."""
        banks = {draw["bank"] for row in self.activities for draw in row.quiz.get("draws", [])}
        inline = {key for row in self.activities for key in row.quiz.get("questions", [])}
        rows = self.source.questions.all()
        return [
            BankQuestion(
                version=version, bank=row.bank, key=row.key, outcome=row.outcome, kind=row.kind, data=row.data
            )
            for row in rows
            if row.bank in banks or row.key in inline
        ]


def taken_units(package: Package) -> dict[str, TakenUnit]:
    """The units that ``package`` takes in, by the key they have there. Raises ``PublicationRefused`` for what is not published."""
    taken = {
        unit.key: _take(unit.taken_from.course, unit.taken_from.unit, unit.taken_from.version)
        for unit in package.units
        if unit.taken_from
    }
    keys: dict[str, str] = {key: _("this course") for key in package.activities}
    for unit_key, unit in taken.items():
        for row in unit.activities:
            if row.key in keys:
                sentence = _("The unit %(unit)s brings the activity %(activity)s, which is already in: %(place)s.")
                raise PublicationRefused(sentence % {"unit": unit_key, "activity": row.key, "place": keys[row.key]})
            keys[row.key] = _("the unit %(unit)s") % {"unit": unit_key}
    return taken


def _take(course: str, unit: str, version: str) -> TakenUnit:
    source = CourseVersion.objects.select_related("course").filter(course__slug=course, digest=version).first()
    if source is None:
        sentence = _("The course %(course)s has no published version %(version)s. Publish it first.")
        raise PublicationRefused(sentence % {"course": course, "version": version})
    activities = list(source.activities.filter(unit_key=unit))
    if not activities:
        sentence = _("Version %(version)s of %(course)s has no unit %(unit)s with activities.")
        raise PublicationRefused(sentence % {"version": version, "course": course, "unit": unit})
    return TakenUnit(source=source, unit_key=unit, activities=activities, outcomes=_outcomes(source, activities))


def _outcomes(source: CourseVersion, activities: list[VersionActivity]) -> list[OutcomeDescription]:
    """The outcomes that the activities serve, with requirements among themselves."""
    wanted = {key for row in activities for key in row.outcomes}
    rows = source.course.outcomes.filter(key__in=wanted).prefetch_related("requires")
    return [
        OutcomeDescription(
            key=row.key,
            title=row.title,
            requires=tuple(other.key for other in row.requires.all() if other.key in wanted),
            is_critical=row.is_critical,
        )
        for row in rows
    ]
