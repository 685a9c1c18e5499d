"""What the Studio's pages read: lists of courses, a draft's outline and findings, what differs from the published version."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.db.models import Prefetch, QuerySet

from salerno.catalogue.models import Course
from salerno.courseware import blobs, rules
from salerno.courseware.draft_files import Stored, StoredFiles, is_text, plain_text, state_of
from salerno.courseware.models import CourseVersion, Draft, DraftFile
from salerno.courseware.package import checker, reader
from salerno.courseware.package.facts import ActivityFacts, Package
from salerno.courseware.package.findings import Finding, Report
from salerno.courseware.text_diff import Row, TooLong, diff
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.models import Person


@dataclass(frozen=True)
class Examined:
    """A set of files as far as it can be read, and what the checker says of it."""

    package: Package | None
    findings: tuple[Finding, ...]

    @cached_property
    def errors(self) -> int:
        """How many findings bar publication."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many do not."""
        return len(self.findings) - self.errors

    def of(self, path: str) -> list[Finding]:
        """The findings on one file."""
        return [finding for finding in self.findings if finding.path == path]


@lru_cache(maxsize=16)
def _examined(stored: tuple[Stored, ...]) -> Examined:
    return examine(StoredFiles(stored))


def examine(files: StoredFiles) -> Examined:
    """Read and check ``files``: about a third of a second for a course of forty activities."""
    reading = reader.read(files, Report())
    return Examined(reading.package if reading else None, tuple(checker.check_files(files)))


def stored_of(draft: Draft) -> tuple[Stored, ...]:
    """The files that the draft has now. One query."""
    rows = draft.files.filter(is_deleted=False).order_by("path").values_list("path", "blob", "size")
    return tuple(Stored(*row) for row in rows)


def examined(stored: tuple[Stored, ...]) -> Examined:
    """As ``examine``, kept in memory: files are named by their content, so the answer for the same files is the same."""
    return _examined(stored)


@dataclass(frozen=True)
class CourseRow:
    """One course in the Studio's list."""

    course: Course
    newest: CourseVersion | None
    draft: Draft | None


def courses_for(person: Person) -> list[CourseRow]:
    """The courses whose text ``person`` may change. Five queries, whatever the number of courses."""
    versions = Prefetch("versions", CourseVersion.objects.order_by("-number").only("course_id", "number", "published_at"))
    courses = Course.objects.editable_by(person).with_owners().select_related("draft").prefetch_related(versions)
    return [CourseRow(course, next(iter(course.versions.all()), None), getattr(course, "draft", None)) for course in courses]


@dataclass(frozen=True)
class TextRow:
    """One text of a unit or one bank, with its translations: ``{language: path}``."""

    path: str
    facts: ActivityFacts | None
    translations: dict[str, str]
    errors: int

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class UnitRow:
    """One unit with its texts in order."""

    key: str
    title: dict[str, str]
    note: str
    folder: str
    texts: tuple[TextRow, ...]

    @property
    def minutes(self) -> int:
        """Minutes of its activities."""
        return sum(text.facts.minutes for text in self.texts if text.facts)


@dataclass(frozen=True)
class Outline:
    """A draft as its page shows it. ``others`` are texts that belong to no unit."""

    units: tuple[UnitRow, ...]
    banks: tuple[TextRow, ...]
    facts: tuple[TextRow, ...]
    others: tuple[TextRow, ...]
    uploads: tuple[Stored, ...]


def outline_of(stored: Sequence[Stored], found: Examined) -> Outline:
    """The files of a draft, sorted into units, banks, facts and uploads. No query."""
    texts = _text_rows(stored, found)
    units = found.package.units if found.package else ()
    in_units = tuple(
        UnitRow(
            key=unit.key,
            title=dict(unit.title),
            note="taken" if unit.taken_from else "outlined" if unit.outlined else "",
            folder=unit.folder,
            texts=tuple(row for row in texts if unit.folder and row.path.startswith(f"units/{unit.folder}/")),
        )
        for unit in units
    )
    placed = {row.path for unit in in_units for row in unit.texts}
    return Outline(
        units=in_units,
        banks=tuple(row for row in texts if row.path.startswith("bank/")),
        facts=tuple(row for row in texts if "/" not in row.path),
        others=tuple(row for row in texts if row.path.startswith("units/") and row.path not in placed),
        uploads=tuple(item for item in stored if item.path.split("/")[0] in ("images", "media", "data")),
    )


def _text_rows(stored: Sequence[Stored], found: Examined) -> list[TextRow]:
    activities = {
        activity.path: activity for unit in (found.package.units if found.package else ()) for activity in unit.activities
    }
    paths = [item.path for item in stored if item.path.endswith((".md", ".toml"))]
    sources = {path: _translations(path, paths) for path in paths}
    of_others = {path for translations in sources.values() for path in translations.values()}
    errors: dict[str, int] = {}
    for finding in found.findings:
        errors[finding.path] = errors.get(finding.path, 0) + (finding.severity == "error")
    return [
        TextRow(path, activities.get(path), translations, sum(errors.get(each, 0) for each in (path, *translations.values())))
        for path, translations in sorted(sources.items(), key=lambda item: _order(item[0]))
        if path not in of_others
    ]


def _translations(path: str, paths: Sequence[str]) -> dict[str, str]:
    stem = path.removesuffix(".md") + "."
    found = (other for other in paths if path.endswith(".md") and other != path and other.startswith(stem))
    return {other.removeprefix(stem).removesuffix(".md"): other for other in found}


def _order(path: str) -> tuple[str, int, str]:
    folder, _, name = path.rpartition("/")
    number = name.split("-")[0]
    return folder, int(number) if number.isdecimal() else 0, name


@dataclass(frozen=True)
class Change:
    """A file that differs: ``kind`` is added, removed or changed."""

    path: str
    kind: str
    before: str = ""
    after: str = ""

    @property
    def is_text(self) -> bool:
        """Whether its lines can be compared."""
        return is_text(self.path)


def version_files(version: CourseVersion | None) -> dict[str, str]:
    """The blob of each file of ``version``, by path."""
    return dict(version.files.values_list("path", "blob")) if version else {}


def changes(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    """What differs between two sets of files, by path."""
    found = []
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path, ""), after.get(path, "")
        if old != new:
            found.append(Change(path, "changed" if old and new else "added" if new else "removed", old, new))
    return found


def blobs_of(stored: Sequence[Stored]) -> dict[str, str]:
    """The blob of each file, by path."""
    return {item.path: item.blob for item in stored}


def diff_of(before: str, after: str) -> list[Row] | None:
    """The rows between two blobs of text ("" for none); None when they are too long to compare."""
    try:
        return diff(*(plain_text(blobs.get(blob)) if blob else "" for blob in (before, after)))
    except TooLong:
        return None


def may_begin_at(person: Person) -> QuerySet[Institution]:
    """The institutions at which ``person`` may begin a course."""
    reach = reach_of(person)
    led = {role.institution_id for role in reach.roles if role.role in rules.LEADS}
    return Institution.objects.all() if reach.everything else Institution.objects.filter(pk__in=led)


def newest_version(course: Course) -> CourseVersion | None:
    """The version that was published last."""
    return course.versions.order_by("-number").first()


def deleted_files(draft: Draft) -> list[DraftFile]:
    """Files that were taken out and can be put back, the latest first."""
    return list(draft.files.filter(is_deleted=True).select_related("edited_by").order_by("-edited_at"))


def draft_state(draft: Draft) -> str:
    """The name of the draft's present state."""
    return state_of(stored_of(draft))
