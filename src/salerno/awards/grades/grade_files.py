"""Grade sheets as files: given out to be filled in, and read back cell by cell."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.awards.grades.selectors.sheets import SheetPage
from salerno.common.spreadsheets import TableRefused, as_csv, as_xlsx, read_table

# The headers are English in every language, so that a file may be filled in by one colleague and taken in by another.
NUMBER, NAME, GRADE, KEY = "Student number", "Name", "Grade", "Key"
_HEADER = (NUMBER, NAME, GRADE, KEY)


@dataclass(frozen=True)
class FileRead:
    """What a file says: grades by uuid of the enrolment, and the lines of which nobody on the sheet is meant."""

    texts: dict[str, str]
    unknown: list[str]


def sheet_as_file(page: SheetPage, kind: str) -> bytes:
    """The sheet as ``csv`` or ``xlsx``: one line for a student, the grade as it stands."""
    rows = [(line.number, line.name, line.text, line.uuid) for line in page.lines]
    return as_csv(_HEADER, rows) if kind == "csv" else as_xlsx("Grades", _HEADER, rows)


def read_sheet_file(page: SheetPage, name: str, content: bytes) -> FileRead:
    """The grades in a file for the sheet of ``page``, by key or by student number; empty cells are left out.

    Raises ``TableRefused`` when it is no table, has no such columns, or names a student twice.
    """
    rows = read_table(name, content)
    header = [cell.casefold() for cell in rows[0]] if rows else []
    columns = {label: header.index(label.casefold()) for label in _HEADER if label.casefold() in header}
    if GRADE not in columns or not {KEY, NUMBER} & columns.keys():
        raise TableRefused(_("The first line must name a column Grade, and a column Student number or Key."))
    keys = {line.uuid: line.uuid for line in page.lines} | {line.number: line.uuid for line in page.lines if line.number}
    texts: dict[str, str] = {}
    unknown: list[str] = []
    for number, row in enumerate(rows[1:], start=2):
        _read_row(row, number, columns, keys, texts, unknown)
    return FileRead(texts, unknown)


def _read_row(
    row: list[str],
    number: int,
    columns: dict[str, int],
    keys: dict[str, str],
    texts: dict[str, str],
    unknown: list[str],
) -> None:
    cells = {label: row[place] if place < len(row) else "" for label, place in columns.items()}
    named = cells.get(KEY) or cells.get(NUMBER) or ""
    if not cells[GRADE]:
        return
    if named not in keys:
        unknown.append(
            _("Line %(line)d: nobody on this sheet has the number “%(number)s”.") % {"line": number, "number": named[:40]}
        )
    elif keys[named] in texts:
        raise TableRefused(_("Line %(line)d: the student %(number)s stands twice in the file.") % {"line": number, "number": named})
    else:
        texts[keys[named]] = cells[GRADE]
