"""Worlds that the services of the campus build once in a process; from then on their rows are written back as they were.

To pass a student in sixteen courses takes seven hundred queries, to write the rows of it twenty. For a test nothing else changes:
only where the whole database holds exactly what it held before the world was first built are its rows written; everywhere else the
services build it as ever. A world that is really committed is another one than a world that is undone: its notices were sent.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

# Written after each migration, and by a trigger.
_NOT_OURS = {"auth.Permission", "modelsearch.SQLiteFTSIndexEntry"}
Rows = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class _Table:
    """One model's rows as the database gives them, before a world was built and after."""

    model: type[models.Model]
    before: Rows
    after: Rows

    def is_as_before(self) -> bool:
        return _rows(self.model) == self.before

    def write(self) -> None:
        """Change the rows from what they were before to what they were after."""
        meta, kept = self.model._meta, set(self.before) & set(self.after)
        place = [field.column for field in meta.concrete_fields].index(meta.pk.column)
        if gone := [row[place] for row in self.before if row not in kept]:
            self.model._base_manager.filter(pk__in=gone)._raw_delete(connection.alias)
        added = [row for row in self.after if row not in kept]
        row = f"({', '.join(['%s'] * len(meta.concrete_fields))})"
        with connection.cursor() as cursor:
            sql = f"INSERT INTO {_named(meta.db_table)} ({_columns(self.model)}) VALUES {', '.join([row] * len(added))}"
            cursor.execute(sql, [value for values in added for value in values])


@dataclass(frozen=True)
class _Recording:
    """What a builder changed, what it found, which tables it found empty, and what it gave back."""

    changed: list[_Table]
    found: list[_Table]
    empty: str
    value: Any

    def fits(self) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {self.empty}")
            is_filled = cursor.fetchone()[0]
        return not is_filled and all(table.is_as_before() for table in self.found)

    def play(self) -> None:
        """Write the rows, and let new ones be numbered after them."""
        with transaction.atomic():
            for table in self.changed:
                table.write()
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), [table.model for table in self.changed]):
                cursor.execute(sql)


def recorded(*beside: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make of a builder, which gives back a plain value such as a primary key, one that is called as often as one likes.

    ``beside``: rooms whose rows it neither reads nor writes, so that they may hold anything.
    """

    def recorder(build: Callable[..., Any]) -> Callable[..., Any]:
        kept: dict[Any, _Recording] = {}

        @wraps(build)
        def built(*arguments: Any) -> Any:
            key = connection.in_atomic_block, arguments
            if key not in kept:
                before = {model: _rows(model) for model in _models() if model._meta.app_label not in beside}
                value = build(*arguments)
                kept[key] = _recording([_Table(model, rows, _rows(model)) for model, rows in before.items()], value)
                return value
            if not kept[key].fits():
                return build(*arguments)
            kept[key].play()
            return kept[key].value

        return built

    return recorder


def _recording(tables: list[_Table], value: Any) -> _Recording:
    found = [table for table in tables if table.before]
    empty = (_named(table.model._meta.db_table) for table in tables if not table.before)
    changed = [table for table in tables if table.before != table.after]
    return _Recording(changed, found, " OR ".join(f"EXISTS (SELECT 1 FROM {name})" for name in empty), value)


def _models() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy and model._meta.label not in _NOT_OURS]


def _rows(model: type[models.Model]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_columns(model)} FROM {_named(model._meta.db_table)} ORDER BY {_named(model._meta.pk.column)}")
        return tuple(cursor.fetchall())


def _columns(model: type[models.Model]) -> str:
    return ", ".join(_named(field.column) for field in model._meta.concrete_fields)


def _named(name: str) -> str:
    return connection.ops.quote_name(name)
