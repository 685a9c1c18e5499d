"""Grading tables go to partners and come from them as EWP writes them, and nothing hostile comes along."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from salerno.awards.grading import exchange
from salerno.awards.grading.errors import TableRefused
from salerno.awards.grading.exchange import NAMESPACE, export_tables, import_tables
from salerno.awards.grading.scales import spelling
from salerno.awards.grading.tables import GradingTable, of_rows

TESTS = Path(__file__).parents[2]
EXAMPLE = (TESTS / "data/ewp/examples/ewp-specs-api-imobility-tors-endpoints-get-response-example.xml").read_bytes()
SCHEMAS = TESTS.parent / "src/salerno/mobility/ewp/schemas"
XS = "{http://www.w3.org/2001/XMLSchema}"


@pytest.fixture(scope="module")
def schema():
    """The official declaration of ``gradeConversionTable``, lifted to the top of a schema of its own."""
    official = etree.parse(SCHEMAS / "ewp-specs-api-imobility-tors-v3.0.0/endpoints/get-response.xsd").getroot()
    lifted = etree.Element(f"{XS}schema", official.attrib)
    declaration = next(element for element in official.iter(f"{XS}element") if element.get("name") == "gradeConversionTable")
    del declaration.attrib["minOccurs"]
    lifted.append(declaration)
    return etree.XMLSchema(lifted)


def document(rows, *, isced="0512", before=""):
    frequencies = "".join(f'<gradeFrequency label="{label}" percentage="{percentage}"/>' for label, percentage in rows)
    table = f'<iscedTable iscedCode="{isced}">{frequencies}</iscedTable>'
    return f'{before}<gradeConversionTable xmlns="{NAMESPACE}">{table}</gradeConversionTable>'.encode()


def test_the_official_example_is_read_with_its_scale():
    (table,) = import_tables(EXAMPLE, scale="se-af")

    assert table == GradingTable(
        (
            ("A", Decimal("2.0161")),
            ("B", Decimal("9.9798")),
            ("C", Decimal("36.5927")),
            ("D", Decimal("26.5121")),
            ("E", Decimal("24.8992")),
        ),
        scale="se-af",
        isced_f="0612",
    )


def test_the_official_example_is_read_without_its_scale():
    (table,) = import_tables(EXAMPLE, failing=["F"], worst_first=True)

    assert (table.grades, table.failing, table.scale) == (("A", "B", "C", "D", "E"), ("F",), "")


labels = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x24F, exclude_categories=["Zs", "Cc", "Cf"]), min_size=1, max_size=8
)
counted = st.lists(st.tuples(labels, st.integers(1, 500)), min_size=2, max_size=12, unique_by=lambda row: spelling(row[0]))


@settings(deadline=None)
@given(counted)
def test_a_table_comes_back_equal_through_xml_and_is_valid(schema, counts: list[tuple[str, int]]):
    whole = sum(count for _label, count in counts)
    rows = ((label, (Decimal(count * 100) / whole).quantize(Decimal("0.01"))) for label, count in counts)
    table = of_rows(rows, isced_f="0512")

    written = export_tables([table])

    assert schema.validate(etree.fromstring(written)), schema.error_log
    assert import_tables(written) == (table,)


def test_several_fields_of_study_travel_together(schema):
    tables = tuple(of_rows((("VG", Decimal(30)), ("G", Decimal(70))), scale="se-vgu", isced_f=code) for code in ("0512", "061"))

    written = export_tables(tables)

    assert schema.validate(etree.fromstring(written)), schema.error_log
    assert import_tables(written, scale="se-vgu") == tables


def test_a_table_without_field_of_study_is_not_exported():
    with pytest.raises(TableRefused, match="ISCED-F code"):
        export_tables([of_rows((("VG", Decimal(30)), ("G", Decimal(70))))])
    with pytest.raises(TableRefused, match="no grading table"):
        export_tables([])


GOOD = [("A", "40"), ("B", "60")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (document([("A", "40"), ("B", "50")]), "they add up to 90"),
        (document([("A", "40"), (" a", "60")]), "stands in the table twice"),
        (document([("A", "-1"), ("B", "100")]), "it is -1"),
        (document([("A", "4e1"), ("B", "60")]), "it is “4e1”"),
        (document([("A", "NaN"), ("B", "60")]), "it is “NaN”"),
        (document([("A", ""), ("B", "60")]), "it is “”"),
        (document([("", "40"), ("B", "60")]), "1 to 40 characters"),
        (document([("A", "100")]), "this one has 1"),
        (document([]), "this one has 0"),
        (document(GOOD, isced="05 12"), "it is “05 12”"),
        (document(GOOD, isced=""), "ISCED-F code"),
        (document(GOOD).replace(NAMESPACE.encode(), b"urn:another"), "no grading table"),
        (b"<gradeConversionTable>", "not well-formed XML"),
        (b"", "not well-formed XML"),
        (document(GOOD, before="<!DOCTYPE gradeConversionTable>"), "declares a document type"),
        (document(GOOD, before='<!DOCTYPE g SYSTEM "http://127.0.0.1:1/g.dtd">'), "declares a document type"),
        (
            document([("&e;", "40"), ("B", "60")], before='<!DOCTYPE g [<!ENTITY e SYSTEM "file:///etc/hostname">]>'),
            "document type",
        ),
        (document([("&e;", "40"), ("B", "60")], before='<!DOCTYPE g [<!ENTITY e "A">]>'), "declares a document type"),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(data, reason):
    with pytest.raises(TableRefused) as refusal:
        import_tables(data)

    assert reason in str(refusal.value)


def test_an_entity_bomb_is_refused():
    entities = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))
    bomb = f'<!DOCTYPE g [<!ENTITY e0 "{"lol" * 10}">{entities}]>'

    with pytest.raises(TableRefused):
        import_tables(document([("&e11;", "40"), ("B", "60")], before=bomb))


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(exchange, "MAX_BYTES", 1_000)

    with pytest.raises(TableRefused, match="larger"):
        import_tables(document(GOOD) + b" " * 1_000)


def test_two_tables_for_one_field_are_refused_unless_they_are_the_same():
    table, other = (document(rows).decode() for rows in (GOOD, [("A", "41"), ("B", "59")]))

    assert len(import_tables(f"<r>{table}{table}</r>".encode())) == 1
    with pytest.raises(TableRefused, match="Two different tables are given for the field of study 0512"):
        import_tables(f"<r>{table}{other}</r>".encode())


def test_a_label_that_the_scale_lacks_is_refused():
    with pytest.raises(TableRefused, match="“20-30” is not a grade of this scale"):
        import_tables(document([("20-30", "40"), ("18", "60")]), scale="it-30")
