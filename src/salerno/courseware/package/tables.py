"""The table beside a figure, from a CSV file of the package."""

import csv
import io
import re
from html import escape

from salerno.common.words import words as _
from salerno.courseware.package import limits

_NUMBER = re.compile(r"[-+−]?[\d.,\s]+%?")


class TableRefused(ValueError):
    """A CSV file that cannot be shown as a table; the message says why."""


def read_table(data: bytes) -> list[list[str]]:
    """Rows of a CSV file, the heading first, all of the same length."""
    try:
        rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True) if row]
    except (csv.Error, UnicodeDecodeError) as error:
        raise TableRefused(_("it is not CSV in UTF-8")) from error
    if len(rows) < 2:
        raise TableRefused(_("it needs a heading and at least one row"))
    if len(rows) > limits.TABLE_ROWS + 1 or len(rows[0]) > limits.TABLE_COLUMNS:
        raise TableRefused(
            _("it has more than %(rows)s rows or %(columns)s columns", rows=limits.TABLE_ROWS, columns=limits.TABLE_COLUMNS)
        )
    if any(len(row) != len(rows[0]) for row in rows):
        raise TableRefused(_("its rows differ in length"))
    return rows


def table_html(rows: list[list[str]]) -> str:
    """The rows as an HTML table; numbers stand to the right."""
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in rows[1:])
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"
    return f'<div class="table-scroll" tabindex="0">{table}</div>'


def _cell(text: str) -> str:
    align = ' class="align-right"' if _NUMBER.fullmatch(text) else ""
    return f"<td{align}>{escape(text)}</td>"
