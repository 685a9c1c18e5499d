"""Tables from outside are read as typed, and bombs are refused before they are opened."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from salerno.common.spreadsheets import MOST_BYTES, MOST_ROWS, TableRefused, as_csv, as_xlsx, read_table


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, **changes: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            new.writestr(item.filename, changes.pop(item.filename, None) or old.read(item))
        for name, data in changes.items():
            new.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_we_write_is_read_back_as_typed(kind):
    rows = [["22-001", "=1+1", "14.5"], ["-", "é", ""]]
    content = as_csv(("a", "b", "c"), rows) if kind == "csv" else as_xlsx("Grades", ("a", "b", "c"), rows)

    assert read_table(f"grades.{kind}", content) == [["a", "b", "c"], *rows]


def test_numbers_of_a_workbook_read_as_they_look():
    assert read_table("x.xlsx", workbook([14.0, 14.5, 30, "30L"], [None, 1])) == [
        ["14", "14.5", "30", "30L"],
        ["", "1", "", ""],
    ]


@pytest.mark.parametrize("head", ["a;b;c", "a\tb\tc", "a,b,c"])
def test_the_separator_is_found(head):
    assert read_table("x.csv", head.encode()) == [["a", "b", "c"]]


BOMB = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY c "&a;&a;&a;">]><b>&c;</b>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x" * (MOST_BYTES + 1), "larger than 4 MB"),
        (b"\xff\xfe\x00a", "neither a workbook"),
        (b"a,\x00b", "neither a workbook"),
        (b"PK\x03\x04 and nothing else", "damaged"),
        (b"a\n" * (MOST_ROWS + 1), "more than 20000 rows"),
    ],
    ids=["large", "utf-16", "null", "no-archive", "long"],
)
def test_what_is_no_table_is_refused(content, reason):
    with pytest.raises(TableRefused, match=reason):
        read_table("x", content)


def test_an_entity_bomb_in_a_workbook_is_refused():
    with pytest.raises(TableRefused, match="document type declaration"):
        read_table("x.xlsx", repacked(workbook([1]), **{"xl/worksheets/sheet1.xml": BOMB}))


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    with pytest.raises(TableRefused, match="unpacks to too much"):
        read_table("x.xlsx", repacked(workbook([1]), **{"xl/media/zeros.bin": bytes(65 * 2**20)}))


@pytest.mark.parametrize("cut", [30, 200, -40])
def test_a_cut_workbook_is_refused(cut):
    with pytest.raises(TableRefused):
        read_table("x.xlsx", workbook([1, 2])[:cut])


def test_a_workbook_without_a_sheet_is_refused():
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("nothing.txt", "nothing")
    with pytest.raises(TableRefused, match="damaged"):
        read_table("x.xlsx", empty.getvalue())
