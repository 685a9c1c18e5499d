"""Queries whose SQL is written once for a process, for the few paths where writing it costs more than running it.

Django writes the SQL of a query anew each time: for a row found by its key, that is nine tenths of the time. ``Compiled``
keeps the SQL and fills in the values; fields still turn values into what the database wants and back, so that rows are as Django
would give them. It is for what is measured (``benchmarks/``): whose session it is and what they may see, an answer to a quiz, the
committee's screen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators


class Parameter(Expression):
    """A place in a query that is filled in when it runs; ``field`` says how its value is written for the database."""

    def __init__(self, name: str, field: models.Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A place holder, and the parameter itself where its value will stand."""
        return "%s", [self]


@dataclass(frozen=True)
class _Written:
    """SQL, what fills its places, and how what comes back is turned into values, and these into objects."""

    sql: str
    places: tuple[Any, ...]
    converters: dict[int, Any]
    to_object: Callable[[list[Any]], Any] | None


class Compiled:
    """The rows of a query. ``build`` makes it, with ``Parameter`` where values come later.

    A query that locks is compiled, and must be run, in a transaction.
    """

    def __init__(self, build: Callable[[], models.QuerySet]) -> None:
        self._build = build
        self._kept: dict[str, _Written] = {}

    def rows(self, **values: Any) -> list[list[Any]]:
        """The rows for these values of the parameters, for a ``values_list`` query: one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        written = self._kept.get(connection.vendor) or self._write(connection)
        parameters = [
            place.output_field.get_db_prep_value(values[place.name], connection) if isinstance(place, Parameter) else place
            for place in written.places
        ]
        with connection.cursor() as cursor:
            cursor.execute(written.sql, parameters)
            rows = [list(row) for row in cursor.fetchall()]
        for row in rows:
            for index, (steps, expression) in written.converters.items():
                for step in steps:
                    row[index] = step(row[index], expression, connection)
        return rows

    def objects(self, **values: Any) -> list[Any]:
        """The same as objects, with what ``select_related`` names: one query."""
        rows = self.rows(**values)
        return [self._kept[connections[DEFAULT_DB_ALIAS].vendor].to_object(row) for row in rows]

    def _write(self, connection: Any) -> _Written:
        compiler = self._build().query.get_compiler(connection=connection)
        sql, places = compiler.as_sql()
        converters = compiler.get_converters([column[0] for column in compiler.select])
        self._kept[connection.vendor] = _Written(sql, tuple(places), converters, _to_object(compiler))
        return self._kept[connection.vendor]


def _to_object(compiler: Any) -> Callable[[list[Any]], Any] | None:
    """How Django's ``ModelIterable`` makes an object of a row; nothing for a ``values_list`` query."""
    if (facts := compiler.klass_info) is None:
        return None
    start, end = facts["select_fields"][0], facts["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    related = get_related_populators(facts, compiler.select, DEFAULT_DB_ALIAS)

    def to_object(row: list[Any]) -> Any:
        made = facts["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for each in related:
            each.populate(row, made)
        return made

    return to_object


class CompiledInsert:
    """Inserts rows of one model, one at a time, as ``save(force_insert=True)`` does, without its signals."""

    def __init__(self, model: type[models.Model]) -> None:
        self._model = model

    def insert(self, row: models.Model) -> None:
        """Write ``row``; it gets its primary key. Raises ``IntegrityError`` as Django does."""
        connection = connections[DEFAULT_DB_ALIAS]
        fields = [field for field in self._model._meta.concrete_fields if not field.primary_key]
        values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
        quote = connection.ops.quote_name
        columns = ", ".join(quote(field.column) for field in fields)
        places = ", ".join(["%s"] * len(fields))
        key = quote(self._model._meta.pk.column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {quote(self._model._meta.db_table)} ({columns}) VALUES ({places}) RETURNING {key}",  # noqa: S608
                values,
            )
            row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
