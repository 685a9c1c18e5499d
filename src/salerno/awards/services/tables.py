"""Publishing grading tables: frozen versions, computed from own results or sent by the institution."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from salerno.audit.services import record
from salerno.awards.enums import TableSource
from salerno.awards.grading.scales import scale_of
from salerno.awards.grading.tables import GradingTable as Table
from salerno.awards.grading.tables import computed
from salerno.awards.models import Grade, GradingTable
from salerno.institutions.models import Institution
from salerno.people.models import Person


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
    """Freeze ``table`` as the institution's next version in its scale and field; the same table again is a no-op."""
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


def table_of_own_results(*, institution: Institution, scale: str, isced_f: str, first: date, last: date) -> Table:
    """The table of all published passes at ``institution`` from ``first`` to ``last``; ``isced_f`` empty: of all fields.

    Raises ``TableRefused`` when fewer than two different grades were given.
    """
    rows = Grade.objects.passed().filter(
        sheet__offering__institution=institution, sheet__scale=scale, sheet__held_on__range=(first, last)
    )
    values = rows.values_list("value", "sheet__offering__course__isced_f")
    given = [value for value, fields in values if not isced_f or isced_f in fields]
    return computed(given, scale_of(scale), isced_f=isced_f, years=f"{first.year}–{last.year}")
