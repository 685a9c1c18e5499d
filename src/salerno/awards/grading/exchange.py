"""Grading tables as partners exchange them: the ``gradeConversionTable`` of a transcript of records (EWP, EGRACONS).

EWP Incoming Mobility ToRs 3.0.0, ``endpoints/get-response.xsd``: one ``iscedTable`` for each field of study, its
``gradeFrequency`` elements with label and percentage. EWP recommends to add failing grades, and its own example writes the worst
grade first; both are put right here, where the scale or the caller tells.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

from lxml import etree

from salerno.common.safe_xml import XmlRefused, read_xml
from salerno.common.words import words as _

from .errors import TableRefused
from .scales import plain
from .tables import GradingTable, known_scale, of_rows, percentage_of, read_grade

NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-imobility-tors/blob/stable-v3/endpoints/get-response.xsd"
_NAMESPACES = (NAMESPACE, NAMESPACE.replace("stable-v3", "stable-v2"))
MAX_BYTES = 5_000_000
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_ISCED = re.compile(r"[0-9]{2,4}")


def export_tables(tables: Iterable[GradingTable]) -> bytes:
    """``tables`` as one ``gradeConversionTable`` document, grades best first."""
    return etree.tostring(conversion_element(tables), encoding="utf-8", xml_declaration=True, pretty_print=True)


def conversion_element(tables: Iterable[GradingTable]) -> etree._Element:
    """The element ``gradeConversionTable``, to be put into a transcript. Raises ``TableRefused`` without a field of study.

    The form has no place for the scale, the years and the number of results: they are lost on the way.
    """
    root = etree.Element(f"{{{NAMESPACE}}}gradeConversionTable", nsmap={None: NAMESPACE})
    for table in tables:
        isced = etree.SubElement(root, f"{{{NAMESPACE}}}iscedTable", iscedCode=_field_of_study(table.isced_f))
        for grade, percentage in table.rows:
            etree.SubElement(isced, f"{{{NAMESPACE}}}gradeFrequency", label=grade, percentage=plain(percentage))
    if not len(root):
        raise TableRefused(_("There is no grading table in it."))
    return root


def import_tables(
    data: bytes, *, scale: str = "", failing: Iterable[str] = (), worst_first: bool = False
) -> tuple[GradingTable, ...]:
    """The tables of ``data``, a transcript of records (version 2 or 3) or its ``gradeConversionTable`` alone, one for each field.

    With a ``scale`` its order is taken and its failing grades are left out. Without one the caller says which grades fail and
    whether the worst stands first. Raises ``TableRefused``; also when two transcripts state different tables for one field.
    """
    failing = tuple(failing)
    found: dict[str, GradingTable] = {}
    elements = [element for namespace in _NAMESPACES for element in _parsed(data).iter(f"{{{namespace}}}iscedTable")]
    for element in elements:
        isced_f = _field_of_study(element.get("iscedCode") or "")
        rows = _in_order(_frequencies(element), scale, worst_first)
        table = of_rows(rows, scale=scale, isced_f=isced_f, failing=failing)
        if found.setdefault(isced_f, table) != table:
            raise TableRefused(_("Two different tables are given for the field of study %(code)s.", code=isced_f))
    if not found:
        raise TableRefused(_("There is no grading table in it."))
    return tuple(found.values())


def _frequencies(element: etree._Element) -> list[tuple[str, Decimal]]:
    rows = []
    for frequency in element.iterchildren(element.tag.replace("iscedTable", "gradeFrequency")):
        label, written = " ".join(frequency.get("label", "").split()), frequency.get("percentage", "").strip()
        # xs:decimal has no exponent, no infinity and no NaN, all of which Python's Decimal would read.
        rows.append((label, percentage_of(label, written if _DECIMAL.fullmatch(written) else f"“{written}”")))
    return rows


def _in_order(rows: list[tuple[str, Decimal]], scale: str, worst_first: bool) -> list[tuple[str, Decimal]]:
    """``rows`` best first: by the scale where it is known, else as the caller says that they were written."""
    local = known_scale(scale)
    if local is None:
        return rows[::-1] if worst_first else rows
    return sorted(rows, key=lambda row: -read_grade(local, row[0]).height)


def _field_of_study(code: str) -> str:
    if not _ISCED.fullmatch(code.strip()):
        raise TableRefused(_("A field of study is an ISCED-F code of two to four digits; it is “%(code)s”.", code=code[:20]))
    return code.strip()


def _parsed(data: bytes) -> etree._Element:
    """The root element of a stranger's bytes."""
    try:
        return read_xml(data, most_bytes=MAX_BYTES)
    except XmlRefused as refusal:
        raise TableRefused(refusal.sentence) from refusal
