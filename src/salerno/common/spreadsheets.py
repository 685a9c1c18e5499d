"""Tables as CSV and XLSX: written so that they are safe to open, read so that they are safe to take."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

MOST_BYTES = 4 * 2**20
MOST_UNPACKED = 64 * 2**20
MOST_ROWS = 20_000
MOST_COLUMNS = 60

_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
# XML 1.0, 2.2: no workbook can hold these, and one of them in a name would keep everybody from the whole list.
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def safe_cell(value: object) -> object:
    """``value`` without what a workbook cannot hold, and with an apostrophe when a spreadsheet would take it for a formula.

    SECURITY: OWASP "CSV injection": cells that begin with = + - @, of full width too, are run on opening, and some programs
    skip white space before them.
    """
    if not isinstance(value, str):
        return value
    text = _NO_CHARACTER.sub("", value)
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) else text


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte-order mark, so that Excel reads accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff".encode() + buffer.getvalue().encode()


def as_xlsx(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """One sheet named ``title`` (31 characters at most) with a bold, frozen header. The library is loaded when it is needed."""
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    sheet.append([safe_cell(cell) for cell in header])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([safe_cell(cell) for cell in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TableRefused(ValueError):
    """These bytes are no table that can be read; the message says why and what to do."""


def read_table(name: str, content: bytes) -> list[list[str]]:
    """The rows of a CSV or XLSX file as text, as wide as the first; ``14.0`` of a workbook is ``14``. Formulas give their value.

    SECURITY: the size of what an archive unpacks to, the number of rows and columns, and document type declarations (entity
    bombs) are judged before anything is read. Raises ``TableRefused``.
    """
    if len(content) > MOST_BYTES:
        raise TableRefused(_("The file is larger than %(most)d MB.") % {"most": MOST_BYTES // 2**20})
    rows = _xlsx_rows(content) if content.startswith(b"PK\x03\x04") else _csv_rows(content)
    table = [list(row) for row in islice(rows, MOST_ROWS + 1)]
    width = max((place for place, cell in enumerate(table[0], start=1) if cell), default=0) if table else 0
    if len(table) > MOST_ROWS:
        raise TableRefused(_("The file has more than %(most)d rows.") % {"most": MOST_ROWS})
    return [row[:width] for row in table]


def _csv_rows(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TableRefused(_("The file is neither a workbook (XLSX) nor a CSV file in UTF-8.")) from error
    if "\x00" in text:
        raise TableRefused(_("The file is neither a workbook (XLSX) nor a CSV file in UTF-8."))
    head = text.partition("\n")[0]
    delimiter = max(";,\t", key=head.count)
    try:
        yield from ([_as_typed(cell) for cell in row[:MOST_COLUMNS]] for row in csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise TableRefused(_("The CSV file cannot be read: %(problem)s.") % {"problem": error}) from error


def _xlsx_rows(content: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook

    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=MOST_ROWS + 1, values_only=True)
        yield from ([_as_typed(cell) for cell in row] for row in rows)
    except (KeyError, IndexError, ValueError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        raise TableRefused(_("The workbook is damaged and cannot be read. Save it again as XLSX.")) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MOST_UNPACKED:
                raise TableRefused(_("The workbook unpacks to too much."))
            for item in archive.infolist():
                with archive.open(item) as part:
                    if b"<!DOCTYPE" in part.read(MOST_UNPACKED):
                        raise TableRefused(_("The workbook holds a document type declaration, which no spreadsheet writes."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise TableRefused(_("The workbook is damaged and cannot be read. Save it again as XLSX.")) from error


def _as_typed(cell: object) -> str:
    """A cell as a person would type it: the apostrophe that ``safe_cell`` put before a formula is taken off."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell).strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(_FORMULA_STARTS) else text
