"""Publishing grading tables: frozen versions, computed from own results or sent by the institution."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from salerno.audit.services import record
from salerno.awards.enums import TableSource
from salerno.awards.grading.errors import TableRefused
from salerno.awards.grading.scales import scale_of
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import computed
from salerno.awards.models import Grade, GradingTable
from salerno.common.words import words as _
from salerno.institutions.models import Institution
from salerno.people.models import Person

MOST_YEARS = 40


@transaction.atomic
def publish_table(
    *,
    institution: Institution,
    table: Table,
    source: TableSource,
    by: Person | None,
    at: datetime,
    is_made_up: bool = False,
) -> tuple[GradingTable, bool]:
    """Freeze ``table`` as the institution's next version in its scale and field; the same table again is a no-op.

    Raises ``TableRefused`` when nobody could tell later of what it is a table.
    """
    _refuse_unnamed(table)
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    rows = institution.grading_tables.filter(scale=table.scale, isced_f=table.isced_f)
    if standing := rows.filter(digest=table.digest).first():
        return standing, False
    said = table.as_json()
    row = GradingTable.objects.create(
        institution=institution,
        scale=table.scale,
        isced_f=table.isced_f,
        number=1 + (rows.aggregate(last=Max("number"))["last"] or 0),
        years=table.years,
        source=source,
        rows=said["grades"],
        graded=table.n,
        digest=table.digest,
        is_made_up=is_made_up,
        published_at=at,
    )
    detail = {"scale": table.scale, "isced_f": table.isced_f, "number": row.number, "source": source}
    record(action="grading_table.published", actor=by, subject=row, detail=detail, at=at)
    return row, True


@transaction.atomic
def publish_tables(
    *, institution: Institution, tables: Iterable[Table], source: TableSource, by: Person | None, at: datetime
) -> list[tuple[GradingTable, bool]]:
    """Publish all of ``tables``, or none of them when one is refused."""
    return [publish_table(institution=institution, table=table, source=source, by=by, at=at) for table in tables]


def _refuse_unnamed(table: Table) -> None:
    """A table is found by its scale and field, and read with its years."""
    if not table.scale:
        raise TableRefused(_("Say of which scale this is a table."))
    if table.isced_f and not (table.isced_f.isascii() and table.isced_f.isdigit() and 2 <= len(table.isced_f) <= 4):
        raise TableRefused(
            _("A field of study is an ISCED-F code of two to four digits; it is “%(code)s”.", code=table.isced_f[:20])
        )
    if not 1 <= len(table.years.strip()) <= MOST_YEARS:
        raise TableRefused(_("Say from which years the results are, in %(most)s characters at most.", most=MOST_YEARS))


@dataclass(frozen=True)
class OwnResults:
    """The table of an institution's own results; ``is_made_up``: some of them are those of a demonstration."""

    table: Table
    is_made_up: bool


def table_of_own_results(*, institution: Institution, scale: str, isced_f: str, first: date, last: date) -> OwnResults:
    """The table of all published passes at ``institution`` from ``first`` to ``last``.

    ``isced_f`` names a field as broad or as narrow as one likes (``09`` counts all of health; empty: all fields).
    Raises ``TableRefused`` when fewer than two different grades were given.
    """
    rows = Grade.objects.passed().filter(
        sheet__offering__institution=institution, sheet__scale=scale, sheet__held_on__range=(first, last)
    )
    values = rows.values_list("value", "sheet__offering__course__isced_f", "enrolment__learner__is_demo")
    given = [(value, is_demo) for value, fields, is_demo in values if any(field.startswith(isced_f) for field in fields or [""])]
    years = str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    table = computed([value for value, _is_demo in given], scale_of(scale), isced_f=isced_f, years=years)
    return OwnResults(table, any(is_demo for _value, is_demo in given))
