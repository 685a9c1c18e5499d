"""Grading tables as institutions send them: EWP or EGRACONS (XML), or JSON."""

from dataclasses import replace

from salerno.awards.grading.errors import TableRefused
from salerno.awards.grading.exchange import MAX_BYTES, import_tables
from salerno.awards.grading.tables import GradingTable, from_json, read_table
from salerno.common.words import words as _


def read_table_file(content: bytes, *, scale: str, isced_f: str, years: str, graded: int | None) -> tuple[GradingTable, ...]:
    """The tables of a file in ``scale``, one for each field of study; ``isced_f`` takes that field alone.

    What the file itself says of its scale, years and number of results holds. Raises ``TableRefused``.
    """
    if len(content) > MAX_BYTES:
        raise TableRefused(_("The file is larger than %(most)s MB.", most=MAX_BYTES // 1_000_000))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found = import_tables(content, scale=scale)
    else:
        found = (_of_json(content, scale, isced_f),)
    tables = tuple(
        replace(table, years=table.years or years, n=table.n or graded)
        for table in found
        if not isced_f or table.isced_f == isced_f
    )
    if not tables:
        codes = ", ".join(table.isced_f for table in found)
        raise TableRefused(_("The file has no table of the field %(code)s. It has: %(codes)s.", code=isced_f, codes=codes))
    return tables


def _of_json(content: bytes, scale: str, isced_f: str) -> GradingTable:
    try:
        table = read_table(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise TableRefused(_("The file is neither XML nor JSON in UTF-8.")) from error
    if table.scale and table.scale != scale:
        raise TableRefused(_("The file is a table of the scale %(theirs)s, not %(ours)s.", theirs=table.scale, ours=scale))
    return from_json({**table.as_json(), "scale": scale, "isced_f": table.isced_f or isced_f, "failing": []})
