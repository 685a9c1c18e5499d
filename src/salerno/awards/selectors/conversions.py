"""What a grade is worth on another institution's scale, by the newest frozen grading tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from salerno.awards.grading.conversions import Conversion
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.grade_conversion import converter
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import GradingTable
from salerno.institutions.models import Institution


@dataclass(frozen=True)
class Converted:
    """A conversion with the two rows of tables it stands on: frozen versions, so that it comes out the same in a year."""

    conversion: Conversion
    source: GradingTable
    target: GradingTable


class NewestTables:
    """The newest table of each institution and field, read in one query; an institution's table of all fields helps out."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self._institutions = {row.pk for row in institutions}

    @cached_property
    def _rows(self) -> dict[tuple[int, str, str], GradingTable]:
        rows = GradingTable.objects.filter(institution__in=self._institutions).select_related("institution").order_by("number")
        return {(row.institution_id, row.scale, row.isced_f): row for row in rows}

    def of(self, institution: int, scale: str, isced_f: str = "") -> GradingTable | None:
        """The newest table of ``institution`` (primary key) in ``scale`` for the field; for all fields, where it has none for this."""
        return self._rows.get((institution, scale, isced_f)) or self._rows.get((institution, scale, ""))

    def main_of(self, institution: Institution, isced_f: str = "") -> GradingTable | None:
        """The newest table of the institution's own scale."""
        scale = institution.grading_scale
        return self.of(institution.pk, scale.code, isced_f) if scale else None

    def convert(self, value: str, source: GradingTable | None, target: GradingTable | None) -> Converted | None:
        """``value`` of ``source`` in ``target``; None where a table is missing or does not know the grade."""
        if source is None or target is None:
            return None
        try:
            return Converted(converter(as_table(source), as_table(target)).convert(value), source, target)
        except GradeRefused:
            return None


def as_table(row: GradingTable) -> Table:
    """The table of ``row`` as the conversion takes it."""
    said = {"grades": row.rows, "scale": row.scale, "isced_f": row.isced_f, "years": row.years}
    return from_json({**said, "n": row.graded} if row.graded else said)
