"""Tables for work: sorted and paged by the address, the same rows as files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.http import urlencode

from salerno.common.spreadsheets import as_csv, as_xlsx

PAGE_SIZE = 50


@dataclass(frozen=True)
class Column:
    """One column. ``value`` (a path such as ``course.code``, or a function of the row) is what files hold, ``shown`` what the
    page shows when that differs; ``order_by`` is a field of the rows and makes the column sortable. ``is_short``: never
    broken into lines. ``in_files`` of False: on the page alone (a tick); ``on_page`` of False: in files alone."""

    key: str
    label: str | Promise
    value: str | Callable[[Any], object]
    order_by: str = ""
    is_number: bool = False
    shown: Callable[[Any], object] | None = None
    is_short: bool = False
    in_files: bool = True
    on_page: bool = True

    def of(self, row: Any) -> object:
        """What files hold of ``row``."""
        return read(row, self.value) if isinstance(self.value, str) else self.value(row)

    def on_the_page(self, row: Any) -> object:
        """What the page shows of ``row``."""
        value = self.shown(row) if self.shown else self.of(row)
        return "" if value is None else value


@dataclass(frozen=True)
class Table:
    """A kind of list: its columns, its order without a wish (``sort``: a column's key, ``-`` before it: downwards), the page
    of a row, how many there are in words (``counted``: a lazy plural of ``n``)."""

    identifier: str
    caption: str | Promise
    columns: Sequence[Column]
    counted: Any
    sort: str
    url_of: Callable[[Any], str] | None = None

    def ordered(self, rows: QuerySet, wish: str) -> QuerySet:
        """``rows`` by the wished column when it can be sorted, else in the table's own order; never undecided."""
        key = wish if self._column(wish) else self.sort
        column = self._column(key)
        if column is None:
            return rows
        field = F(column.order_by)
        order = field.desc(nulls_last=True) if key.startswith("-") else field.asc(nulls_last=True)
        return rows.order_by(order, "pk")

    def _column(self, wish: str) -> Column | None:
        key = wish.removeprefix("-")
        return next((column for column in self.columns if column.key == key and column.order_by), None)

    @property
    def _on_page(self) -> list[Column]:
        return [column for column in self.columns if column.on_page]

    def drawn(self, page: Page, query: MultiValueDict) -> dict[str, Any]:
        """What ``components/table.html`` and ``components/pagination.html`` show of one page of the rows."""
        wish = query.get("sort", "")
        now = wish if self._column(wish) else self.sort
        return {
            "identifier": self.identifier,
            "caption": self.caption,
            "count": self.counted % {"n": page.paginator.count},
            "columns": [self._head(column, now, query) for column in self._on_page],
            "rows": [self._row(row) for row in page.object_list],
            "csv_url": _with(query, {"as": "csv"}),
            "xlsx_url": _with(query, {"as": "xlsx"}),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "query": _kept(query),
        }

    def _head(self, column: Column, now: str, query: MultiValueDict) -> dict[str, Any]:
        is_sorted = now.removeprefix("-") == column.key
        is_down = is_sorted and now.startswith("-")
        following = column.key if not is_sorted or is_down else f"-{column.key}"
        return {
            "label": column.label,
            "is_number": column.is_number,
            "is_short": column.is_short,
            "sort_url": _with(query, {"sort": following}) if column.order_by else "",
            "sorted": ("descending" if is_down else "ascending") if is_sorted else "",
        }

    def _row(self, row: Any) -> dict[str, Any]:
        return {
            "url": self.url_of(row) if self.url_of else "",
            "cells": [column.on_the_page(row) for column in self._on_page],
        }

    def csv(self, rows: Iterable[Any]) -> bytes:
        """All of ``rows`` as CSV, safe to open in a spreadsheet."""
        return as_csv(*self._as_file(rows))

    def xlsx(self, rows: Iterable[Any]) -> bytes:
        """All of ``rows`` as a workbook."""
        return as_xlsx(self.identifier, *self._as_file(rows))

    def _as_file(self, rows: Iterable[Any]) -> tuple[list[str], list[list[object]]]:
        columns = [column for column in self.columns if column.in_files]
        return [str(column.label) for column in columns], [[_plain(column.of(row)) for column in columns] for row in rows]


def read(row: Any, path: str) -> Any:
    """The value at ``path`` (``award.learner.uuid``), called when it is a method; None where the way ends earlier."""
    for name in path.split("."):
        if row is None:
            return None
        row = getattr(row, name)
    return row() if callable(row) else row


def page_of(rows: QuerySet, wish: str) -> Page:
    """The page that the address names; the nearest there is, when it names none."""
    return Paginator(rows, PAGE_SIZE).get_page(wish)


def _plain(value: object) -> object:
    """``value`` as a file can hold it: moments as ISO 8601 with their zone, words as text."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return str(value) if isinstance(value, Promise) else "" if value is None else value


def _with(query: MultiValueDict, values: dict[str, str]) -> str:
    """The address of the same list with other ``values``, from its first page."""
    kept = {name: given for name, given in query.lists() if name not in ("page", "as")}
    return "?" + urlencode({**kept, **values}, doseq=True)


def _kept(query: MultiValueDict) -> str:
    """The parameters that paging keeps, ``&`` at the end."""
    kept = _with(query, {}).removeprefix("?")
    return f"{kept}&" if kept else ""
