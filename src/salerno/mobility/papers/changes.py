"""What a version changes in the one before it, row by row and field by field."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from salerno.mobility.papers.body import DELETED, INSERTED, TABLES, Body, Row, Traineeship, settled

TEXTS = ("language", "level", "provisions_url")


@dataclass(frozen=True)
class RowChange:
    """A component that was inserted into, or deleted from, ``table``."""

    table: str
    status: str
    row: Row


@dataclass(frozen=True)
class TextChange:
    """``name`` read ``before`` and reads ``after``."""

    name: str
    before: str
    after: str


def row_changes(before: Body, after: Body) -> list[RowChange]:
    """What the tables of ``after`` have that those of ``before`` had not, and the other way round; in the order of the tables.

    Reasons are those that ``after`` gives.
    """
    return [change for table in TABLES for change in _of_table(table, before, after)]


def _of_table(table: str, before: Body, after: Body) -> Iterator[RowChange]:
    old, new = getattr(settled(before), table), getattr(settled(after), table)
    said = {(row.key, row.status): row for row in getattr(after, table)}
    for row in old:
        if row not in new:
            yield RowChange(table, DELETED, said.get((row.key, DELETED), row))
    for row in new:
        if row not in old:
            yield RowChange(table, INSERTED, said.get((row.key, INSERTED), row))


def text_changes(before: Body, after: Body) -> list[TextChange]:
    """Fields beside the tables that read otherwise, those of the traineeship included."""
    found = [(name, getattr(before, name), getattr(after, name)) for name in TEXTS]
    one, other = before.traineeship or Traineeship(), after.traineeship or Traineeship()
    found += [(field.name, str(getattr(one, field.name)), str(getattr(other, field.name))) for field in fields(Traineeship)]
    return [TextChange(*each) for each in found if each[1] != each[2]]
