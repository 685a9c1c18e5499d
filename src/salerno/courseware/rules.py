"""Whether an act on a draft may happen. Each rule also explains the greyed button."""

from pathlib import PurePosixPath

from salerno.catalogue.models import Course, CourseOffering
from salerno.courseware.draft_files import most_bytes
from salerno.courseware.enums import Refusal
from salerno.courseware.models import CourseVersion, Draft
from salerno.courseware.package.course_file import PATH as COURSE_FILE
from salerno.courseware.package.facts import Package
from salerno.courseware.package.file_kinds import FOLDER_SUFFIXES
from salerno.courseware.package.files import is_published, why_not_path
from salerno.institutions.models import Institution
from salerno.people.access import reach_of
from salerno.people.enums import Role
from salerno.people.models import Person

LEADS = frozenset({Role.COURSE_LEAD, Role.COORDINATOR})
RESERVED_SLUGS = frozenset({"new-course"})
"""Addresses of the Studio that are no course's."""


class DraftRefused(Exception):
    """An act on a draft cannot happen; ``refusal`` says why and what to do."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal.label))
        self.refusal = refusal


def leads_courses(person: Person, institution_id: int) -> bool:
    """Whether ``person`` decides about courses at the institution, as its course lead or coordinator."""
    reach = reach_of(person)
    return reach.everything or any(role.institution_id == institution_id and role.role in LEADS for role in reach.roles)


def why_not_begin(*, slug: str, institution: Institution, by: Person) -> Refusal | None:
    """Whether ``by`` may begin a course of ``institution`` at the address ``slug``."""
    if not leads_courses(by, institution.pk):
        return Refusal.NOT_LEADING
    return Refusal.SLUG_TAKEN if slug in RESERVED_SLUGS or Course.objects.filter(slug=slug).exists() else None


def why_not_name(path: str) -> Refusal | None:
    """Whether a draft may hold a file called ``path``."""
    if why_not_path(path):
        return Refusal.PATH
    if not is_published(path):
        return Refusal.PLACE
    if PurePosixPath(path).suffix not in FOLDER_SUFFIXES.get(path.split("/")[0], (".toml",)):
        return Refusal.KIND
    return None


def why_not_create(draft: Draft, path: str) -> Refusal | None:
    """Whether ``path`` is free; names that differ only in capitals are one name on many disks."""
    if refusal := why_not_name(path):
        return refusal
    taken = draft.files.filter(path__iexact=path, is_deleted=False).exists()
    return Refusal.TAKEN if taken else None


def why_not_text(path: str, data: bytes) -> Refusal | None:
    """Whether a text file may hold ``data``."""
    return Refusal.LARGE if len(data) > most_bytes(path) else None


def why_not_delete(path: str) -> Refusal | None:
    """Everything may be deleted (and restored) but the file that makes the folder a course."""
    return Refusal.NEEDED if path == COURSE_FILE else None


def why_not_publish(
    *, draft: Draft, package: Package | None, errors: int, is_changed: bool, newest: CourseVersion | None, by: Person
) -> Refusal | None:
    """Whether the draft as it stands may become the next version.

    SECURITY: the draft says itself which course it is. Another slug would write over a course of somebody else.
    """
    if errors or package is None:
        return Refusal.ERRORS
    if package.course.slug != draft.course.slug:
        return Refusal.SLUG
    if draft.base_id != (newest.pk if newest else None):
        return Refusal.OUTDATED
    if not is_changed:
        return Refusal.UNCHANGED
    if Course.objects.filter(code=package.course.code).exclude(pk=draft.course_id).exists():
        return Refusal.CODE
    return None if _takes_only_what_is_open(package, by) else Refusal.FOREIGN_UNIT


def _takes_only_what_is_open(package: Package, by: Person) -> bool:
    """SECURITY: a unit is taken only from a version that the person may read anyway."""
    wanted = {(unit.taken_from.course, unit.taken_from.version) for unit in package.units if unit.taken_from}
    if not wanted:
        return True
    visible = CourseVersion.objects.visible_to(by).filter(digest__in=[digest for _slug, digest in wanted])
    return wanted <= set(visible.values_list("course__slug", "digest"))


def why_not_pin(*, offering: CourseOffering, by: Person) -> Refusal | None:
    """Whether ``by`` decides which version ``offering`` gives: those who write at the institution that gives it."""
    return None if reach_of(by).may_author({offering.institution_id}) else Refusal.NOT_YOURS
