"""Scores as files: given out to be filled in, and read back cell by cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.common.spreadsheets import TableRefused, as_csv, as_xlsx, read_table
from salerno.mobility.calls.selectors.desk import ScoreLine

# The headers are English in every language, so that a file may be filled in by one colleague and taken in by another.
NUMBER, NAME, SCORE, KEY = "Student number", "Name", "Score", "Key"
_HEADER = (NUMBER, NAME, SCORE, KEY)


@dataclass(frozen=True)
class FileRead:
    """What a file says: scores by uuid of the wish, and the lines of which nobody on the list is meant."""

    texts: dict[str, str]
    unknown: list[str]


def scores_as_file(lines: Sequence[ScoreLine], kind: str) -> bytes:
    """The list as ``csv`` or ``xlsx``, with the score as it stands."""
    rows = [(line.number, line.name, line.kept, line.key) for line in lines]
    return as_csv(_HEADER, rows) if kind == "csv" else as_xlsx("Scores", _HEADER, rows)


def read_score_file(lines: Sequence[ScoreLine], name: str, content: bytes) -> FileRead:
    """The scores in a file, by key or by student number; empty cells are left out.

    Raises ``TableRefused`` when it is no table, has no such columns, or names a student twice.
    """
    rows = read_table(name, content)
    header = [cell.casefold() for cell in rows[0]] if rows else []
    columns = {label: header.index(label.casefold()) for label in _HEADER if label.casefold() in header}
    if SCORE not in columns or not {KEY, NUMBER} & columns.keys():
        raise TableRefused(_("The first line must name a column Score, and a column Student number or Key."))
    keys = {line.key: line.key for line in lines} | {line.number: line.key for line in lines if line.number}
    read = FileRead({}, [])
    for number, row in enumerate(rows[1:], start=2):
        cells = {label: row[place] if place < len(row) else "" for label, place in columns.items()}
        _read_row(cells, number, keys, read)
    return read


def _read_row(cells: dict[str, str], number: int, keys: dict[str, str], read: FileRead) -> None:
    named = cells.get(KEY) or cells.get(NUMBER) or ""
    if not cells[SCORE]:
        return
    if named not in keys:
        said = _("Line %(line)d: nobody on this list has the number “%(number)s”.")
        read.unknown.append(said % {"line": number, "number": named[:40]})
    elif keys[named] in read.texts:
        raise TableRefused(_("Line %(line)d: the student %(number)s stands twice in the file.") % {"line": number, "number": named})
    else:
        read.texts[keys[named]] = cells[SCORE]
