"""What a board looks at: the audit of each student with the grades it rests on, as values that an agenda can keep."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from salerno.awards.degree_rules.audit import Audit, Line, Verdict
from salerno.awards.degrees.selectors.degrees import audits_of
from salerno.awards.enums import Decision
from salerno.awards.models import BoardItem, Grade
from salerno.common.digests import canonical_json, sha256_hex
from salerno.enrolment.enums import State
from salerno.enrolment.models import ProgrammeEnrolment


@dataclass(frozen=True)
class Looked:
    """An audit and the body in which an agenda keeps it: ``digest`` changes with any rule, any result and any grade."""

    audit: Audit
    body: dict[str, Any]

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the body as canonical JSON."""
        return sha256_hex(canonical_json(self.body))


def look_at(students: Iterable[ProgrammeEnrolment]) -> dict[int, Looked]:
    """What a board sees of each student now, by primary key; as many queries for one as for a thousand."""
    rows = list(students)
    audits, grades = audits_of(rows), _grades_of(rows)
    return {pk: Looked(audit, {**_audit_body(audit), "grades": grades.get(pk, [])}) for pk, audit in audits.items()}


def calls_back(item: BoardItem) -> bool:
    """Whether the board looks at the student of ``item`` again when the results change.

    A deferral stands, because the next board looks at the student anew; so does what was decided on somebody who no longer studies,
    to whom nothing is granted.
    """
    return not item.decision or (item.decision != Decision.DEFER and item.student.is_live)


def changed_among(items: Iterable[BoardItem]) -> list[BoardItem]:
    """Those of ``items`` that the board must look at again: the results are others than those that it looked at."""
    rows = [item for item in items if calls_back(item)]
    looked = look_at([item.student for item in rows])
    return [item for item in rows if looked[item.student_id].digest != item.digest]


def _grades_of(students: list[ProgrammeEnrolment]) -> dict[int, list[list[str]]]:
    """The newest published grade of each course: code, grade, standing, scale, day of the examination."""
    rows = Grade.objects.published().filter(enrolment__programme_enrolment__in=students)
    rows = rows.exclude(enrolment__state=State.WITHDRAWN).order_by("sheet__held_on", "pk")
    newest: dict[int, dict[int, list[str]]] = {}
    for student, enrolment, code, value, standing, scale, held_on in rows.values_list(
        "enrolment__programme_enrolment",
        "enrolment",
        "sheet__offering__course__code",
        "value",
        "standing",
        "sheet__scale",
        "sheet__held_on",
    ):
        newest.setdefault(student, {})[enrolment] = [code, value, standing, scale, held_on.isoformat()]
    return {student: sorted(found.values()) for student, found in newest.items()}


def _audit_body(audit: Audit) -> dict[str, Any]:
    return {
        "track": audit.track,
        "satisfied": audit.is_satisfied,
        "compensated": list(audit.compensated),
        "allocation": audit.allocation,
        "lines": [
            {
                "key": line.key,
                "subject": line.subject,
                "unit": line.unit,
                **{name: str(value) if name != "lacking" else list(value) for name, value in asdict(line.now).items()},
            }
            for line in audit.lines
        ],
    }


def kept_lines(body: Mapping[str, Any]) -> list[Line]:
    """The lines of an audit that an agenda kept."""
    return [_kept_line(line) for line in body["lines"]]


def _kept_line(kept: Mapping[str, Any]) -> Line:
    verdict = Verdict(Decimal(kept["needed"]), Decimal(kept["reached"]), tuple(kept["lacking"]))
    return Line(kept["key"], kept["subject"], kept["unit"], verdict, verdict)
