"""The sheet on which an institution gives its students their numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from salerno.catalogue.models import ProgrammeOffering
from salerno.common.digests import sha256_hex
from salerno.enrolment.models import Registration
from salerno.institutions.models import Institution


@dataclass(frozen=True)
class NumberLine:
    """One student. ``text`` is what stands in the cell; ``problem`` why it cannot be written; ``before`` what it would change."""

    uuid: str
    name: str
    email: str
    birth_date: date
    fee_status: str
    text: str
    problem: str = ""
    before: str | None = None


@dataclass(frozen=True)
class NumbersPage:
    """The sheet of one institution for one cohort. ``state`` is what it was when it was read."""

    cohort: ProgrammeOffering
    institution: Institution
    lines: list[NumberLine]
    state: str

    @property
    def waiting(self) -> int:
        """How many cells are empty."""
        return sum(not line.text for line in self.lines)


def numbers_page(
    cohort: ProgrammeOffering,
    institution: Institution,
    texts: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> NumbersPage:
    """The sheet; ``texts`` (by registration) stand in the cells instead of what is kept. One query."""
    rows = list(Registration.objects.on_the_sheet(cohort, institution))
    return NumbersPage(cohort, institution, _lines(rows, texts or {}, problems or {}), state_of(rows))


def state_of(rows: Iterable[Registration]) -> str:
    """What stands on a sheet, as a short text: whoever saves says on which state of it they did."""
    return sha256_hex("\n".join(sorted(f"{row.uuid} {row.student_number}" for row in rows)).encode())[:16]


def _lines(rows: Iterable[Registration], texts: Mapping[str, str], problems: Mapping[str, str]) -> list[NumberLine]:
    lines = []
    for row in rows:
        key, student = str(row.uuid), row.enrolment
        text = texts.get(key, "").strip() or row.student_number
        lines.append(
            NumberLine(
                uuid=key,
                name=f"{student.family_name}, {student.given_names}",
                email=student.student.email,
                birth_date=student.birth_date,
                fee_status=row.get_fee_status_display(),
                text=text,
                problem=problems.get(key, ""),
                before=row.student_number if text != row.student_number else None,
            )
        )
    return lines
