"""The check tells which document it is, what is wrong with it and where, and is harmed by nothing."""

import re
import urllib.request
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.mobility.ewp.samples import EXAMPLES, HASH, IIAS, LEARNING_AGREEMENTS, TRANSCRIPTS, changed, example

from salerno.common import safe_xml
from salerno.common.safe_xml import MAX_BYTES, MAX_DEPTH, XINCLUDE
from salerno.mobility import ewp
from salerno.mobility.ewp import documents
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.refusals import EwpReason
from salerno.mobility.ewp.schema_words import MOST_PROBLEMS

SCHEMAS = files(ewp) / "schemas"
KINDS = {
    "elmo": ("elmo", "elmo-schemas", "1.6.0"),
    "course-replication-response-example": ("course-replication-response", "course-replication", "1.0.0-rc9"),
    "courses-response-example": ("courses-response", "courses", "0.7.1"),
    "discovery-manifest-example": ("manifest", "discovery", "6.0.0"),
    "factsheet-response-example": ("factsheet-response", "factsheet", "1.2.0"),
    "iias-approval-response-example": ("iias-approval-response", "iias-approval", "2.0.0"),
    "iias-endpoints-get-response-example": ("iias-get-response", "iias", "7.0.0"),
    "iias-endpoints-index-response-example": ("iias-index-response", "iias", "7.0.0"),
    "iias-endpoints-stats-response-example": ("iias-stats-response", "iias", "7.0.0"),
    "imobilities-endpoints-get-response-example": ("imobilities-get-response", "imobilities", "2.0.0"),
    "imobility-tors-endpoints-get-response-example": ("imobility-tors-get-response", "imobility-tors", "2.0.0"),
    "imobility-tors-endpoints-index-response-example": ("imobility-tors-index-response", "imobility-tors", "2.0.0"),
    "institutions-response-example": ("institutions-response", "institutions", "2.2.0"),
    "omobilities-endpoints-get-response-example": ("omobilities-get-response", "omobilities", "3.0.0"),
    "omobilities-endpoints-index-response-example": ("omobilities-index-response", "omobilities", "3.0.0"),
    "omobilities-endpoints-update-response-example": ("omobilities-update-response", "omobilities", "3.0.0"),
    "omobility-la-cnr-endpoints-stats-response-example": ("las-incoming-stats-response", "omobility-la-cnr", "1.1.0"),
    "omobility-las-examples-get-response-example": ("omobility-las-get-response", "omobility-las", "1.2.0"),
    "omobility-las-examples-index-response-example": ("omobility-las-index-response", "omobility-las", "1.2.0"),
    "omobility-las-examples-update-request-examples-approve-proposal-v1": (
        "omobility-las-update-request",
        "omobility-las",
        "1.2.0",
    ),
    "omobility-las-examples-update-request-examples-comment-proposal-v1": (
        "omobility-las-update-request",
        "omobility-las",
        "1.2.0",
    ),
    "omobility-las-examples-update-response-example": ("omobility-las-update-response", "omobility-las", "1.2.0"),
    "ounits-response-example": ("ounits-response", "ounits", "2.1.1"),
    "registry-catalogue-example": ("catalogue", "registry", "1.5.0"),
}


def said(content: bytes) -> list[tuple[int | None, str]]:
    return [(problem.line, str(problem.sentence)) for problem in check(content).problems]


def test_every_official_example_is_known_and_valid_without_a_remark():
    reports = {name: check(path.read_bytes()) for name, path in EXAMPLES.items()}

    assert {name: (each.kind.name, each.kind.api, each.kind.version) for name, each in reports.items()} == KINDS
    assert [name for name, each in reports.items() if not each.is_valid or each.remarks] == []


def test_the_examples_of_hashes_are_judged_by_their_hashes():
    reports = {path.name: check(path.read_bytes()) for path in sorted(HASH.glob("get-response-*v[67].xml"))}

    assert {name: (each.kind.version, each.refusal, len(each.remarks)) for name, each in reports.items()} == {
        "get-response-v6.xml": ("6.3.0", None, 0),
        "get-response-v7.xml": ("7.0.0", None, 1),
        "get-response-wrong-hash-v7.xml": ("7.0.0", EwpReason.WRONG_HASH, 0),
    }
    assert "not yet defined, or has a value of version 6" in reports["get-response-v7.xml"].remarks[0].sentence
    assert "87b33170d7a6c6d8" in reports["get-response-wrong-hash-v7.xml"].problems[0].sentence


def test_one_schema_holds_them_all():
    listed = re.findall(r'schemaLocation="([^"]+)"', (SCHEMAS / "everything.xsd").read_text())
    there = [str(path.relative_to(SCHEMAS)) for path in SCHEMAS.rglob("*.xsd") if path.name != "everything.xsd"]

    assert sorted(listed) == sorted(there)
    namespaces = {path: etree.parse(SCHEMAS / path).getroot().get("targetNamespace") for path in there}
    assert documents._known_namespaces() == {namespace: path for path, namespace in namespaces.items()}


def test_nothing_is_fetched(monkeypatch):
    def fetch(*_args):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket.connect", fetch)
    monkeypatch.setattr(urllib.request, "urlopen", fetch)
    documents._schema.cache_clear()

    assert check(example(TRANSCRIPTS)).is_valid


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ([("<hei-id>uio.no</hei-id>", "<hei>uio.no</hei>")], (14, "“hei” is not expected here; expected: hei-id.")),
        ([("</student>\n        </changes", "</student><x/>\n</changes")], (194, "“x” is not expected here.")),
        (
            [("<cefr-level>B2</cefr-level>", "")],
            (48, "Something is missing at the end of “student-language-skill”; expected: cefr-level."),
        ),
        ([("1997-05-05", "5.5.1997")], (38, "“5.5.1997” cannot stand in “birth-date”: it is no date.")),
        ([("B2", "Z9")], (50, "“Z9” cannot stand in “cefr-level”, which has the form [ABC][12]|NS.")),
        ([("<gender>1", "<gender>3")], (40, "“3” cannot stand in “gender”, which is one of '0', '1', '2', '9'.")),
        ([(' id="59B15BAF222F868493C167125FA32452E946"', "")], (152, "“changes-proposal” lacks the attribute “id”.")),
        ([('status="deleted"', 'status="deleted" x="1"')], (168, "“component” has no attribute “x”.")),
        ([("<la>", "<la>text")], (11, "“la” holds text, where only elements may stand.")),
        (
            [("8</eqf", "9</eqf")],
            (
                45,
                "By the schema: Element 'eqf-level-studied-at-departure': [facet 'maxInclusive'] "
                "The value '9' is greater than the maximum value allowed ('8').",
            ),
        ),
    ],
)
def test_what_is_wrong_is_said_plainly_with_its_line(changes, expected):
    report = check(changed(example(LEARNING_AGREEMENTS), *changes))

    assert (report.refusal, report.kind.name) == (EwpReason.NOT_TO_THE_SCHEMA, "omobility-las-get-response")
    assert said(changed(example(LEARNING_AGREEMENTS), *changes)) == [expected]


def test_all_faults_are_told_up_to_a_number():
    three = changed(example(LEARNING_AGREEMENTS), ("<gender>1", "<gender>3"), ("1997-05-05", "x"), ("<hei-id>uio.no</hei-id>", ""))
    many = changed(example("institutions-response-example"), ("<ounit-id>", "<ounit-id></ounit-id>" * 200 + "<ounit-id>"))

    assert [line for line, _ in said(three)] == [15, 38, 40]
    assert len(said(many)) == MOST_PROBLEMS


def test_very_many_faults_are_told_without_the_lines_that_would_take_long_to_find():
    def content(times: int) -> bytes:
        return changed(example("institutions-response-example"), ("<ounit-id>", "<ounit-id></ounit-id>" * times + "<ounit-id>"))

    assert {line for line, _ in said(content(1_000))} == {89}
    assert said(content(1_001)) == [(None, sentence) for _, sentence in said(content(1_000))]


def test_a_part_of_another_schema_is_checked_too():
    with_phone = changed(example("factsheet-response-example"), ("<p:e164>+4723456789", "<p:e164>0123"))
    with_elmo = changed(example(TRANSCRIPTS), ("<country>PL", "<country>XX"))
    with_entry = changed(example("discovery-manifest-example"), ('version="', 'version="x'))

    assert said(with_phone) == [(26, r"“0123” cannot stand in “e164”, which has the form \+[0-9]{1,15}.")]
    assert "“XX” cannot stand in “country”, which is one of" in said(with_elmo)[0][1]
    assert check(with_entry).refusal == EwpReason.NOT_TO_THE_SCHEMA


IIAS_NAMESPACE = "https://github.com/erasmus-without-paper/ewp-specs-api-iias/blob/stable-v7/endpoints/get-response.xsd"
GROWING = "".join(f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, 12))


@pytest.mark.parametrize(
    ("content", "reason", "sentence"),
    [
        (b"<html/>", EwpReason.UNKNOWN_DOCUMENT, "Its root element “html” begins no document of Erasmus Without Paper."),
        (b'<a xmlns="urn:b"/>', EwpReason.UNKNOWN_DOCUMENT, "Its root element “a” begins no document of Erasmus Without Paper."),
        (
            f'<iias-get-response xmlns="{IIAS_NAMESPACE.replace("v7", "v8")}"/>'.encode(),
            EwpReason.UNKNOWN_DOCUMENT,
            f"“iias-get-response” of {IIAS_NAMESPACE.replace('v7', 'v8')} is a document, or a version, that is not known here.",
        ),
        (
            f'<student-studies-mobility-spec xmlns="{IIAS_NAMESPACE}"/>'.encode(),
            EwpReason.UNKNOWN_DOCUMENT,
            f"“student-studies-mobility-spec” of {IIAS_NAMESPACE} is a document, or a version, that is not known here.",
        ),
        (
            f'<no-response xmlns="{IIAS_NAMESPACE}"/>'.encode(),
            EwpReason.NOT_TO_THE_SCHEMA,
            "By the schema: Element 'no-response': No matching global declaration available for the validation root.",
        ),
        (b"{}", EwpReason.NOT_XML, "It is not well-formed XML: Start tag expected, '<' not found"),
        (
            f'<!DOCTYPE a [<!ENTITY e0 "lol">{GROWING}]><a>&e11;</a>'.encode(),
            EwpReason.DOCUMENT_TYPE,
            "It declares a document type",
        ),
        (
            b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
            EwpReason.DOCUMENT_TYPE,
            "It declares a document type",
        ),
        (b"<a>" * 200 + b"</a>" * 200, EwpReason.TOO_DEEP, f"Its elements lie more than {MAX_DEPTH} deep in each other."),
        (
            b'<a><x:include xmlns:x="%s" href="b"/></a>' % XINCLUDE.encode(),
            EwpReason.XINCLUDE,
            "It wants other files to be included (XInclude).",
        ),
        (b" " * (MAX_BYTES + 1), EwpReason.TOO_LARGE, "The file is larger than 20 MB."),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_is_no_document_of_ewp_is_refused_clearly(content, reason, sentence):
    report = check(content)

    assert (report.refusal, report.is_valid, len(report.problems)) == (reason, False, 1)
    assert report.problems[0].sentence.startswith(sentence)


def test_a_document_with_too_many_elements_is_refused(monkeypatch):
    monkeypatch.setattr(safe_xml, "MAX_NODES", 40)

    assert check(example(IIAS)).refusal == EwpReason.TOO_MANY_NODES


def test_a_hint_at_another_schema_is_not_followed(tmp_path):
    lenient = tmp_path / "lenient.xsd"
    lenient.write_text(
        '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x">'
        '<s:element name="x" type="s:date"/></s:schema>'
    )
    hinted = changed(
        example("registry-catalogue-example"),
        ('xsi:schemaLocation="', f'xsi:schemaLocation="urn:x {lenient} '),
        ("<apis-implemented>", '<apis-implemented><x xmlns="urn:x">no date</x>'),
    )

    assert check(hinted).is_valid


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_document_never_raises(data):
    content = bytearray(EXAMPLES[data.draw(st.sampled_from(sorted(EXAMPLES)))].read_bytes())
    damage = st.binary(max_size=10) | st.sampled_from([b"<a>", b"&#0;", b'"'])
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 30))] = data.draw(damage)

    report = check(bytes(content))

    assert report.is_valid == (report.problems == ())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused(content):
    assert not check(content).is_valid
