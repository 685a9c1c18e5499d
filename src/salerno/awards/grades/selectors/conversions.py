"""What a grade is worth on another institution's scale, by the newest frozen grading tables."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext

from salerno.awards.enums import Standing
from salerno.awards.grading.conversions import Conversion, Step
from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.grade_conversion import converter
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import from_json
from salerno.awards.models import Grade, GradeCorrection, GradingTable
from salerno.common.names import plain_number
from salerno.institutions.models import Institution
from salerno.people.models import Person


@dataclass(frozen=True)
class Converted:
    """A conversion with the two rows of tables it stands on: frozen versions, so that it comes out the same in a year."""

    conversion: Conversion
    source: GradingTable
    target: GradingTable

    @property
    def steps(self) -> list[str]:
        """The path in the reader's language."""
        return [_told(step) for step in self.conversion.path]

    @property
    def cautions(self) -> list[str]:
        """What makes it less sure, in the reader's language."""
        return [_told(step) for step in self.conversion.cautions]


def _told(step: Step) -> str:
    return step.told(gettext, plain_number)


class NewestTables:
    """The newest table of each institution and field, read in one query; an institution's table of all fields helps out."""

    def __init__(self, institutions: Iterable[Institution]) -> None:
        self._institutions = {row.pk for row in institutions}

    @cached_property
    def _rows(self) -> dict[tuple[int, str, str], GradingTable]:
        rows = GradingTable.objects.filter(institution__in=self._institutions).select_related("institution").order_by("number")
        return {(row.institution_id, row.scale, row.isced_f): row for row in rows}

    def of(self, institution: int, scale: str, isced_f: str = "") -> GradingTable | None:
        """The newest table of ``institution`` (primary key) in ``scale`` for the field, else for the next wider one, up to all.

        ISCED-F codes are decimal: 0988 lies in 098, which lies in 09.
        """
        wider = [isced_f[:length] for length in range(len(isced_f), 1, -1)]
        found = (self._rows.get((institution, scale, code)) for code in (*wider, ""))
        return next((row for row in found if row is not None), None)

    def main_of(self, institution: Institution, isced_f: str = "") -> GradingTable | None:
        """The newest table of the institution's own scale."""
        scale = institution.grading_scale
        return self.of(institution.pk, scale.code, isced_f) if scale else None

    def convert(self, value: str, source: GradingTable | None, target: GradingTable | None) -> Converted | None:
        """``value`` of ``source`` in ``target``; None where a table is missing or does not know the grade."""
        if source is None or target is None:
            return None
        try:
            return convert(value, source, target)
        except GradeRefused:
            return None


def convert(value: str, source: GradingTable, target: GradingTable) -> Converted:
    """``value`` of ``source`` in ``target``. Raises ``GradeRefused`` for what is no grade of the source."""
    return Converted(converter(as_table(source), as_table(target)).convert(value), source, target)


def as_table(row: GradingTable) -> Table:
    """The table of ``row`` as the conversion takes it."""
    said = {"grades": row.rows, "scale": row.scale, "isced_f": row.isced_f, "years": row.years}
    return from_json({**said, "n": row.graded} if row.graded else said)


@dataclass(frozen=True)
class Elsewhere:
    """What a grade is worth at another institution; ``converted`` of None: a table is missing there or here."""

    institution: Institution
    converted: Converted | None


@dataclass(frozen=True)
class OwnGrade:
    """A published grade with its past and what it is worth at the other institutions of the programme."""

    grade: Grade
    corrections: list[GradeCorrection]
    elsewhere: list[Elsewhere]


def own_grades(person: Person) -> list[OwnGrade]:
    """The person's published grades, the newest first; as many queries for one as for forty."""
    related = ("sheet__offering__course", "sheet__offering__institution", "enrolment__programme_enrolment__offering__programme")
    rows = Grade.objects.of(person).select_related(*related).order_by("-sheet__held_on", "-pk")
    grades = list(
        rows.prefetch_related(
            "corrections", "enrolment__programme_enrolment__offering__programme__institutions__institution__grading_scale"
        )
    )
    tables = NewestTables({each for row in grades for each in (*_partners(row), row.sheet.offering.institution)})
    return [_own(row, tables) for row in grades]


def _partners(row: Grade) -> list[Institution]:
    studies = row.enrolment.programme_enrolment
    return [each.institution for each in studies.offering.programme.institutions.all()] if studies else []


def _own(row: Grade, tables: NewestTables) -> OwnGrade:
    offering = row.sheet.offering
    isced_f = offering.course.isced_f[0] if offering.course.isced_f else ""
    source = tables.of(offering.institution_id, row.sheet.scale, isced_f)
    others = [each for each in _partners(row) if each.pk != offering.institution_id] if row.standing == Standing.PASSED else []
    return OwnGrade(
        grade=row,
        corrections=list(row.corrections.all()),
        elsewhere=[Elsewhere(each, tables.convert(row.value, source, tables.main_of(each, isced_f))) for each in others],
    )


def tables_to_choose(*named: str) -> list[GradingTable]:
    """The newest table of each institution, scale and field, and the older versions that are ``named`` (uuids)."""
    newest = Window(RowNumber(), partition_by=["institution", "scale", "isced_f"], order_by=F("number").desc())
    young = list(GradingTable.objects.annotate(age=newest).filter(age=1).values_list("pk", flat=True))
    rows = GradingTable.objects.filter(Q(pk__in=young) | Q(uuid__in=[text for text in named if _is_uuid(text)]))
    order = ("institution__position", "institution__slug", "scale", "isced_f", "-number")
    return list(rows.select_related("institution").order_by(*order))


def _is_uuid(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Band:
    """One row of a table: its share, and the share of all results that are as good or better."""

    grade: str
    percentage: Decimal
    up_to: Decimal


def bands_of(table: Table) -> list[Band]:
    """The rows of ``table`` with their running sums, best first."""
    bands: list[Band] = []
    total = Decimal(0)
    for grade, percentage in table.rows:
        total += percentage
        bands.append(Band(grade, percentage, total))
    return bands


def versions_of(row: GradingTable) -> QuerySet[GradingTable]:
    """All versions of the same table, the newest first."""
    return GradingTable.objects.filter(institution=row.institution, scale=row.scale, isced_f=row.isced_f).order_by("-number")
