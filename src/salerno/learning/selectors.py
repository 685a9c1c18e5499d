"""What the pages of studying read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from salerno.catalogue.enums import Mode
from salerno.common.translated import in_language, language_in_use
from salerno.courseware.models import ActivityText, CourseVersion, VersionActivity
from salerno.enrolment.models import Enrolment
from salerno.learning.carried import Carried, carried_by_enrolment, carried_to
from salerno.learning.frozen import frozen_activity, frozen_texts
from salerno.learning.kinds import ActivityKind, kind_of
from salerno.learning.models import ActivityProgress
from salerno.learning.studied import progress_of
from salerno.people.models import Person


@dataclass(frozen=True)
class Step:
    """An activity as the outline shows it; ``carried`` says where it was done, when that was in another course alone."""

    key: str
    kind: str
    title: str
    minutes: int
    unit_key: str
    url: str
    state: str
    carried: Carried | None = None

    @property
    def is_done(self) -> bool:
        """Whether the learner has completed it."""
        return self.state == "done"


@dataclass(frozen=True)
class CourseProgress:
    """How far a learner is in a course."""

    enrolment: Enrolment
    version: CourseVersion | None
    steps: tuple[Step, ...]
    last_opened_at: datetime | None = None

    @property
    def done(self) -> int:
        """Activities completed."""
        return sum(step.is_done for step in self.steps)

    @property
    def minutes_left(self) -> int:
        """Minutes of the activities that are still to do."""
        return sum(step.minutes for step in self.steps if not step.is_done)

    @property
    def minutes_done(self) -> int:
        """Minutes of the activities that were completed."""
        return sum(step.minutes for step in self.steps if step.is_done)

    @property
    def next_step(self) -> Step | None:
        """The first activity that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def title(self) -> str:
        """The course's title."""
        return in_language(self.enrolment.offering.course.title)

    @property
    def is_taught_elsewhere(self) -> bool:
        """Whether a university gives it in its rooms and nothing of it is studied here, now or later."""
        return self.version is None and self.enrolment.offering.mode != Mode.ONLINE

    def fitting(self, minutes: int) -> tuple[Step, ...]:
        """The next activities, in order, that fit into ``minutes``; when the next one is longer, the first shorter one after it."""
        open_steps = [step for step in self.steps if not step.is_done and not self._is_final(step)]
        chosen: list[Step] = []
        left = minutes
        for step in open_steps:
            if step.minutes > left:
                if chosen:
                    break
                continue
            chosen.append(step)
            left -= step.minutes
        return tuple(chosen)

    def _is_final(self, step: Step) -> bool:
        return bool(self.version and step.key == self.version.final_key)


def _steps(
    enrolment: Enrolment,
    units: Iterable[dict[str, Any]],
    progress: dict[str, ActivityProgress],
    carried: dict[str, Carried],
) -> tuple[Step, ...]:
    base = reverse("learning:activity", args=[enrolment.uuid, "x"])[:-2]
    steps = []
    for unit in units:
        for item in unit["activities"]:
            row = progress.get(item["key"])
            is_done_here = row is not None and row.completed_at is not None
            elsewhere = None if is_done_here else carried.get(item["key"])
            steps.append(
                Step(
                    key=item["key"],
                    kind=item["kind"],
                    title=in_language(item["title"]),
                    minutes=item["minutes"],
                    unit_key=unit["key"],
                    url=f"{base}{item['key']}/",
                    state="done" if is_done_here or elsewhere else "begun" if row else "",
                    carried=elsewhere,
                )
            )
    return tuple(steps)


def _version_of(enrolment: Enrolment) -> CourseVersion | None:
    pinned = getattr(enrolment.offering, "pinned", None)
    return pinned.version if pinned else None


def my_courses(person: Person) -> list[CourseProgress]:
    """Progress in each course that the person studies or has completed, latest activity first. Three queries."""
    enrolments = list(
        Enrolment.objects.of(person)
        .live()
        .select_related("offering__course", "offering__institution", "offering__academic_session", "offering__pinned__version")
    )
    rows: dict[int, dict[str, ActivityProgress]] = {enrolment.pk: {} for enrolment in enrolments}
    for row in ActivityProgress.objects.filter(enrolment__in=rows):
        rows[row.enrolment_id][row.activity_key] = row
    carried = carried_by_enrolment(person)
    courses = [_course_progress(enrolment, rows[enrolment.pk], carried.get(enrolment.pk, {})) for enrolment in enrolments]
    return sorted(courses, key=lambda item: item.last_opened_at or item.enrolment.enrolled_at, reverse=True)


def _course_progress(enrolment: Enrolment, rows: dict[str, ActivityProgress], carried: dict[str, Carried]) -> CourseProgress:
    version = _version_of(enrolment)
    return CourseProgress(
        enrolment=enrolment,
        version=version,
        steps=_steps(enrolment, version.units, rows, carried) if version else (),
        last_opened_at=max((row.completed_at or row.opened_at for row in rows.values()), default=None),
    )


def course_progress(enrolment: Enrolment) -> CourseProgress:
    """Progress in one course. Two queries when the offering and its version are loaded."""
    rows = {row.activity_key: row for row in progress_of(enrolment)}
    return _course_progress(enrolment, rows, carried_to(enrolment))


@dataclass(frozen=True)
class ActivityPage:
    """One activity as its page shows it."""

    enrolment: Enrolment
    activity: VersionActivity
    text: ActivityText | None
    kind: ActivityKind
    progress: CourseProgress
    position: int
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def step(self) -> Step:
        """This activity in the outline."""
        return self.progress.steps[self.position]

    @property
    def previous(self) -> Step | None:
        """The activity before it."""
        return self.progress.steps[self.position - 1] if self.position else None

    @property
    def following(self) -> Step | None:
        """The activity after it."""
        steps = self.progress.steps
        return steps[self.position + 1] if self.position + 1 < len(steps) else None

    @property
    def is_translated(self) -> bool:
        """Whether the text is in the reader's language."""
        return self.text is not None and self.text.language == language_in_use()

    @property
    def is_final(self) -> bool:
        """Whether this is the assessment that decides."""
        return bool(self.progress.version and self.progress.version.final_key == self.activity.key)

    @property
    def outcomes(self) -> list[str]:
        """What it serves, in words."""
        titles = {row["key"]: row["title"] for row in self.progress.version.outcomes}
        return [in_language(titles[key]) for key in self.activity.outcomes if key in titles]

    def outline(self) -> dict[str, Any]:
        """What ``components/outline.html`` shows."""
        by_unit: dict[str, list[Step]] = {}
        for step in self.progress.steps:
            by_unit.setdefault(step.unit_key, []).append(step)
        return {
            "title": self.progress.title,
            "url": reverse("learning:course", args=[self.enrolment.uuid]),
            "done": self.progress.done,
            "of": len(self.progress.steps),
            "units": [self._unit(unit, by_unit.get(unit["key"], [])) for unit in self.progress.version.units],
        }

    def _unit(self, unit: dict[str, Any], steps: list[Step]) -> dict[str, Any]:
        done = sum(step.is_done for step in steps)
        state = "done" if steps and done == len(steps) else "begun" if any(step.state for step in steps) else ""
        is_open = unit["key"] == self.activity.unit_key
        return {
            "title": in_language(unit["title"]),
            "minutes": sum(step.minutes for step in steps),
            "state": state,
            "is_open": is_open,
            "activities": [
                {
                    "title": step.title,
                    "url": step.url,
                    "minutes": step.minutes,
                    "state": step.state,
                    "is_here": step.key == self.activity.key,
                }
                for step in (steps if is_open else [])
            ],
            "url": steps[0].url if steps else "",
        }


def activity_page(*, enrolment: Enrolment, key: str) -> ActivityPage | None:
    """The page of the activity ``key``, or None when the pinned version has none. Two queries once the process has read it."""
    progress = course_progress(enrolment)
    position = next((place for place, step in enumerate(progress.steps) if step.key == key), None)
    if position is None or progress.version is None:
        return None
    activity = frozen_activity(progress.version, key)
    return ActivityPage(
        enrolment=enrolment,
        activity=activity,
        text=best_text(activity),
        kind=kind_of(activity.kind),
        progress=progress,
        position=position,
    )


def best_text(activity: VersionActivity) -> ActivityText | None:
    """The text in the reader's language, else in the course's source language."""
    wanted = [language_in_use(), *activity.version.languages]
    texts = frozen_texts(activity.version.uuid, activity.key)
    return next((texts[language] for language in wanted if language in texts), None)
