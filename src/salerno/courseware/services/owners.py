"""The institutions that own a course: what ``course.toml`` says, what the catalogue says, and who may bring them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from salerno.catalogue.models import Course
from salerno.catalogue.services import set_owners
from salerno.common.words import words as _
from salerno.courseware import rules
from salerno.courseware.enums import Refusal
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.package.course_file import PATH as COURSE_FILE
from salerno.courseware.package.facts import Package
from salerno.courseware.package.findings import Finding, Report
from salerno.courseware.package.toml_text import read_toml
from salerno.institutions.models import Institution
from salerno.people.models import Person


@dataclass(frozen=True)
class OwnerChange:
    """Owners as they are and as ``course.toml`` wants them, the leading one first; and why that may not be, if so."""

    before: tuple[Institution, ...]
    after: tuple[Institution, ...]
    findings: tuple[Finding, ...] = ()


def owner_change(*, course: Course, package: Package, by: Person | None) -> OwnerChange | None:
    """What publishing ``package`` would change about the owners of ``course``; None where they are the same.

    SECURITY: owners may write the course and give it. Only who decides for the institution that leads it now changes them; the
    campus itself (``by`` of None) may too.
    """
    wanted = tuple(dict.fromkeys(package.course.institutions))
    before = tuple(row.institution for row in course.owners.select_related("institution"))
    if wanted == tuple(row.schac for row in before):
        return None
    known = {row.schac: row for row in Institution.objects.filter(schac__in=wanted)}
    report, line = Report(), _line(package)
    for code in wanted:
        if code not in known:
            message = _("No institution of the campus has the code %(code)s.", code=code)
            remedy = _("Correct the code, or ask for the institution to be added first.")
            report.error(COURSE_FILE, line, "institution-unknown", message, remedy)
    if by is not None and not rules.leads_courses(by, before[0].pk if before else 0):
        message = _("The course belongs to %(now)s and not to %(wanted)s.", now=_names(before), wanted=", ".join(wanted))
        remedy = _("Put the line back, or let a course lead or coordinator of the first institution publish it.")
        report.error(COURSE_FILE, line, "owners-differ", message, remedy)
    return OwnerChange(before, tuple(known[code] for code in wanted if code in known), tuple(report.findings))


def keep_owners(*, course: Course, package: Package, by: Person | None, at: datetime) -> None:
    """Make the owners those of ``package``. Raises ``PublicationRefused`` where they may not be."""
    change = owner_change(course=course, package=package, by=by)
    if change is None:
        return
    if change.findings:
        raise PublicationRefused(str(Refusal.OWNERS.label), change.findings)
    set_owners(course=course, institutions=list(change.after), by=by)


def _names(institutions: Sequence[Institution]) -> str:
    return ", ".join(row.schac for row in institutions) or "–"


def _line(package: Package) -> int:
    toml = read_toml(COURSE_FILE, package.files.read(COURSE_FILE).decode(), Report())
    return toml.line("course", "institutions") if toml else 0
