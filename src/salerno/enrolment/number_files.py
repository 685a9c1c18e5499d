"""Sheets of student numbers as files: given out to be filled in, and read back cell by cell."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.common.spreadsheets import TableRefused, as_csv, as_xlsx, read_table
from salerno.enrolment.selectors.numbers import NumbersPage

# The headers are English in every language, so that a file may be filled in by one colleague and taken in by another.
NUMBER, NAME, EMAIL, BIRTH_DATE, KEY = "Student number", "Name", "E-mail", "Birth date", "Key"
_HEADER = (NUMBER, NAME, EMAIL, BIRTH_DATE, KEY)


@dataclass(frozen=True)
class NumbersRead:
    """What a file says: numbers by uuid of the registration, and sentences on the lines of which nobody on the sheet is meant."""

    texts: dict[str, str]
    unknown: list[str]


def numbers_as_file(page: NumbersPage, kind: str) -> bytes:
    """The sheet as ``csv`` or ``xlsx``: one line for a student, the number as it stands."""
    rows = [(line.text, line.name, line.email, line.birth_date.isoformat(), line.uuid) for line in page.lines]
    return as_csv(_HEADER, rows) if kind == "csv" else as_xlsx("Student numbers", _HEADER, rows)


def read_numbers_file(page: NumbersPage, name: str, content: bytes) -> NumbersRead:
    """The numbers in a file for the sheet of ``page``, by key or by e-mail address; empty cells are left out.

    Raises ``TableRefused`` when it is no table, has no such columns, or names a student twice.
    """
    rows = read_table(name, content)
    header = [cell.casefold() for cell in rows[0]] if rows else []
    columns = {label: header.index(label.casefold()) for label in _HEADER if label.casefold() in header}
    if NUMBER not in columns or not {KEY, EMAIL} & columns.keys():
        raise TableRefused(_("The first line must name a column Student number, and a column Key or E-mail."))
    keys = {line.email.casefold(): line.uuid for line in page.lines} | {line.uuid: line.uuid for line in page.lines}
    read = NumbersRead({}, [])
    for number, row in enumerate(rows[1:], start=2):
        cells = {label: row[place] if place < len(row) else "" for label, place in columns.items()}
        _read_row(cells, number, keys, read)
    return read


def _read_row(cells: dict[str, str], line: int, keys: dict[str, str], read: NumbersRead) -> None:
    named = (cells.get(KEY) or cells.get(EMAIL) or "").casefold()
    if not cells[NUMBER]:
        return
    if named not in keys:
        read.unknown.append(_("Line %(line)d: nobody on this sheet is “%(name)s”.") % {"line": line, "name": named[:80]})
    elif keys[named] in read.texts:
        raise TableRefused(_("Line %(line)d: the student %(name)s stands twice in the file.") % {"line": line, "name": named[:80]})
    else:
        read.texts[keys[named]] = cells[NUMBER]
