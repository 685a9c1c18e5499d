"""What changes for learners when an offering gives another version."""

from dataclasses import dataclass
from typing import Any

from salerno.catalogue.models import CourseOffering
from salerno.common.translated import in_language
from salerno.courseware.models import CourseVersion, VersionFile
from salerno.learning.models import ActivityProgress


@dataclass(frozen=True)
class ActivityChange:
    """One activity that differs. ``change`` is added, removed, longer, shorter, moved or text; ``learners`` have done it."""

    key: str
    title: str
    change: str
    minutes_before: int | None
    minutes_after: int | None
    learners: int = 0


@dataclass(frozen=True)
class VersionChange:
    """The step from one version to another; ``before`` is None for the first."""

    before: CourseVersion | None
    after: CourseVersion
    activities: list[ActivityChange]
    minutes_before: int
    minutes_after: int
    is_final_changed: bool


def version_change(offering: CourseOffering, before: CourseVersion | None, after: CourseVersion) -> VersionChange:
    """What taking up ``after`` changes. Three queries, whatever the number of activities."""
    old, new = _activities(before), _activities(after)
    done = _learners_by_key(offering)
    edited = _edited(before, after)
    changes = [
        ActivityChange(
            key=key,
            title=in_language((new.get(key) or old[key])["title"]),
            change=change,
            minutes_before=old[key]["minutes"] if key in old else None,
            minutes_after=new[key]["minutes"] if key in new else None,
            learners=done.get(key, 0),
        )
        for key in [*new, *(key for key in old if key not in new)]
        if (change := _what_changes(old.get(key), new.get(key), key in edited))
    ]
    return VersionChange(
        before=before,
        after=after,
        activities=changes,
        minutes_before=sum(item["minutes"] for item in old.values()),
        minutes_after=sum(item["minutes"] for item in new.values()),
        is_final_changed=before is not None and before.final_key != after.final_key,
    )


def _activities(version: CourseVersion | None) -> dict[str, dict[str, Any]]:
    units = version.units if version else []
    return {item["key"]: {**item, "unit": unit["key"]} for unit in units for item in unit["activities"]}


def _what_changes(old: dict[str, Any] | None, new: dict[str, Any] | None, is_edited: bool) -> str:
    if old is None or new is None:
        return "added" if old is None else "removed"
    if old["minutes"] != new["minutes"]:
        return "longer" if new["minutes"] > old["minutes"] else "shorter"
    if old["unit"] != new["unit"]:
        return "moved"
    return "text" if is_edited or old["title"] != new["title"] else ""


def _learners_by_key(offering: CourseOffering) -> dict[str, int]:
    done = ActivityProgress.objects.filter(enrolment__offering=offering, completed_at__isnull=False)
    counts: dict[str, int] = {}
    for key in done.values_list("activity_key", flat=True):
        counts[key] = counts.get(key, 0) + 1
    return counts


def _edited(before: CourseVersion | None, after: CourseVersion) -> set[str]:
    """Keys of activities whose file, in any language, has other bytes: the blob's address tells without reading it."""
    if before is None:
        return set()
    files: dict[int, dict[str, str]] = {before.pk: {}, after.pk: {}}
    for file in VersionFile.objects.filter(version__in=[before, after], path__endswith=".md"):
        files[file.version_id][file.path] = file.blob
    stems = dict(after.activities.exclude(path="").values_list("path", "key"))
    changed = {path for path, blob in files[after.pk].items() if files[before.pk].get(path) != blob}
    return {key for path, key in stems.items() if any(_is_of(name, path) for name in changed)}


def _is_of(name: str, path: str) -> bool:
    """Whether ``name`` is the file ``path`` (``01-why.md``) or its translation (``01-why.fr.md``)."""
    stem = path.removesuffix(".md")
    return name == path or (name.startswith(f"{stem}.") and name.count(".") == path.count(".") + 1)
