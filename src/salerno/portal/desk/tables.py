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
    """One column. ``value`` is what files hold, ``shown`` what the page shows when that differs; ``order_by`` is a field of
    the rows and makes the column sortable. ``in_files`` of False: on the page alone (a tick); ``on_page`` of False: in files
    alone."""

    key: str
    label: str
    value: Callable[[Any], object]
    order_by: str = ""
    is_number: bool = False
    shown: Callable[[Any], object] | None = None
    in_files: bool = True
    on_page: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of one kind with their columns. ``sort`` is the order without a wish: a column's key, ``-`` before it: downwards."""

    identifier: str
    caption: str
    rows: QuerySet
    columns: Sequence[Column]
    count: Callable[[int], str]
    sort: str
    url_of: Callable[[Any], str] | None = None

    def ordered(self, wish: str) -> QuerySet:
        """The rows by the wished column when it can be sorted, else in the table's own order; never undecided."""
        key = wish if self._column(wish) else self.sort
        column = self._column(key)
        if column is None:
            return self.rows
        field = F(column.order_by)
        order = field.desc(nulls_last=True) if key.startswith("-") else field.asc(nulls_last=True)
        return self.rows.order_by(order, "pk")

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
            "count": self.count(page.paginator.count),
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
            "sort_url": _with(query, {"sort": following}) if column.order_by else "",
            "sorted": ("descending" if is_down else "ascending") if is_sorted else "",
        }

    def _row(self, row: Any) -> dict[str, Any]:
        return {
            "url": self.url_of(row) if self.url_of else "",
            "cells": [(column.shown or column.value)(row) for column in self._on_page],
        }

    def csv(self, rows: Iterable[Any]) -> bytes:
        """All of ``rows`` as CSV, safe to open in a spreadsheet."""
        return as_csv(*self._as_file(rows))

    def xlsx(self, rows: Iterable[Any]) -> bytes:
        """All of ``rows`` as a workbook."""
        return as_xlsx(self.identifier, *self._as_file(rows))

    def _as_file(self, rows: Iterable[Any]) -> tuple[list[str], list[list[object]]]:
        columns = [column for column in self.columns if column.in_files]
        return [column.label for column in columns], [[_plain(column.value(row)) for column in columns] for row in rows]


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
