"""Bytes of strangers become a tree, or are refused for a reason that is named, before they have cost much."""

import pytest
from lxml import etree

from salerno.common import safe_xml
from salerno.common.safe_xml import MAX_DEPTH, XINCLUDE, XmlReason, XmlRefused, compiled_schema, read_xml

GROWING = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 12))
BOMB = b'<!DOCTYPE a [<!ENTITY e0 "lollollol">' + GROWING + b"]>"
DEEP = b"<a>" * MAX_DEPTH + b"</a>" * MAX_DEPTH


def refusal_of(data: bytes, **limits: int) -> tuple[XmlReason, int | None]:
    with pytest.raises(XmlRefused) as refused:
        read_xml(data, **limits)
    assert refused.value.sentence
    return refused.value.reason, refused.value.line


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b"", XmlReason.NOT_XML, 1),
        (b"<a>\n<b></a>", XmlReason.NOT_XML, 2),
        (b"<a>&nbsp;</a>", XmlReason.NOT_XML, 1),
        (b"\x00\xff\xfe", XmlReason.NOT_XML, 1),
        (b"<!DOCTYPE a><a/>", XmlReason.DOCUMENT_TYPE, None),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a []><a/>'.encode("utf-16"), XmlReason.DOCUMENT_TYPE, None),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>', XmlReason.DOCUMENT_TYPE, None),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>', XmlReason.DOCUMENT_TYPE, None),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a b="&e;"/>', XmlReason.DOCUMENT_TYPE, None),
        (BOMB + b"<a>&e11;</a>", XmlReason.DOCUMENT_TYPE, None),
        (BOMB + b'<a b="&e11;"/>', XmlReason.DOCUMENT_TYPE, None),
        (b"\n<a>" + DEEP + b"</a>", XmlReason.TOO_DEEP, 2),
        (b"<a>" * 400, XmlReason.TOO_DEEP, 1),
        (b"<a><x:include xmlns:x='%s' href='file:///etc/hostname'/></a>" % XINCLUDE.encode(), XmlReason.XINCLUDE, 1),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_could_harm_is_refused(data, reason, line):
    assert refusal_of(data) == (reason, line)


def test_the_size_is_limited():
    assert read_xml(b"<a/>", most_bytes=4).tag == "a"
    assert refusal_of(b"<a />", most_bytes=4) == (XmlReason.TOO_LARGE, None)


@pytest.mark.parametrize("more", [b"<b/>", b'<b c=""/>', b"<!---->", b"<?p?>"], ids=str)
def test_the_number_of_nodes_is_limited_whatever_they_are(monkeypatch, more):
    monkeypatch.setattr(safe_xml, "MAX_NODES", 51)

    assert len(read_xml(b"<a>" + b"<b/>" * 50 + b"</a>")) == 50
    assert refusal_of(b"<a>" + b"<b/>" * 50 + more + b"</a>") == (XmlReason.TOO_MANY_NODES, 1)


def test_what_harms_nobody_is_read_with_its_lines():
    root = read_xml(b"\xef\xbb\xbf<?xml version='1.0'?><!-- c -->\n<a>\n <b>&amp;&#233;<![CDATA[<!DOCTYPE b>]]></b>\n</a>")

    assert (root[0].sourceline, root[0].text) == (3, "&é<!DOCTYPE b>")
    assert read_xml(DEEP).tag == "a"


def test_a_schema_is_compiled_from_the_files_at_hand_and_from_nothing_else():
    first = b"""<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a">
      <s:import namespace="urn:b" schemaLocation="other/b.xsd"/><s:element name="a"/></s:schema>"""
    second = b'<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:b"><s:element name="b"/></s:schema>'
    at_hand = {"https://schemas.invalid/a.xsd": first, "https://schemas.invalid/other/b.xsd": second}

    schema = compiled_schema("https://schemas.invalid/a.xsd", at_hand.get)

    assert [schema.validate(read_xml(data)) for data in (b'<a xmlns="urn:a"/>', b'<b xmlns="urn:b"/>', b"<c/>")] == [
        True,
        True,
        False,
    ]
    with pytest.raises(etree.XMLSchemaParseError, match="https://schemas.invalid/other/b.xsd"):
        compiled_schema("https://schemas.invalid/a.xsd", {"https://schemas.invalid/a.xsd": first}.get)
