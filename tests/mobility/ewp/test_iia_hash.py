"""The hash of an agreement is the one of the official stylesheet, whatever the layout, and tells every change that matters."""

import hashlib

import pytest
from lxml import etree
from tests.mobility.ewp.samples import EXAMPLES, HASH, IIAS, LEARNING_AGREEMENTS, changed, example

from salerno.mobility.ewp.iia_hash import iia_hash
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused

V6, V7, WRONG = ((HASH / f"get-response-{name}.xml").read_bytes() for name in ("v6", "v7", "wrong-hash-v7"))
STATED = "87b33170d7a6c6d894215641f39e7b7de36501265479e5ab3922f32d5b225033"


def texts(content: bytes) -> list[str]:
    return [found.text for found in iia_hash(content)]


def hashes(content: bytes) -> list[str]:
    return [found.computed for found in iia_hash(content)]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (HASH / "get-response-v7.xml", HASH / "get-response-v7.expected-text.xml"),
        (EXAMPLES[IIAS], HASH / "iias-get-response-example.expected-text.xml"),
    ],
    ids=["v7", "example"],
)
def test_the_text_is_that_of_the_official_stylesheet_and_its_hash_is_stated(path, expected):
    official = etree.parse(expected)

    (found,) = iia_hash(path.read_bytes())

    assert (found.iia_id, found.text) == (official.findtext(".//iia-id"), official.findtext(".//text-to-hash"))
    assert found.is_valid_for_approval == (official.find(".//valid-for-approval") is None)
    assert found.matches


def test_a_wrong_hash_is_seen():
    (found,) = iia_hash(WRONG)

    assert (found.computed, found.stated, found.matches) == (STATED, STATED[:-1] + "2", False)


def test_an_agreement_of_version_6_has_the_hash_of_its_canonical_conditions():
    (found,) = iia_hash(V6)

    assert (found.version, found.matches, found.is_valid_for_approval) == ("6.3.0", True, None)
    assert found.stated == "3ecc69b81e73bf215b5b2c8da0f2b1a77dac97105171669c16c0e88a4e6be84c"


@pytest.mark.parametrize(
    "change",
    [
        ("<c:contact-name>XYZ", "<c:contact-name>ABC"),
        ("<in-effect>true", "<in-effect>false"),
        ("<iia-code>983/E+/III14&amp;15", "<iia-code>984"),
        ("<total-months-per-year>5", "<total-months-per-year>5<!-- five -->"),
        ("<blended>false</blended>", "<blended><![CDATA[false]]></blended>\n\n<?p?>"),
        ('not-yet-defined="true">2', 'not-yet-defined="true">3'),
        ('v6-value="031">0314', 'v6-value="031">0315'),
        ('not-yet-defined="true">2', 'not-yet-defined="1">2'),
    ],
)
def test_what_does_not_count_leaves_the_hash(change):
    assert hashes(changed(V7, change)) == [STATED]


@pytest.mark.parametrize(
    "change",
    [
        ("<iia-id>1954991</iia-id>", ""),
        ("<iia-id>1954991", "<iia-id>1954992"),
        ("<total-months-per-year>5", "<total-months-per-year>5.0"),
        ("<total-months-per-year>5", "<total-months-per-year> 5"),
        ("<mobilities-per-year>2", "<mobilities-per-year>3"),
        ("2020/2021", "2021/2022"),
        ('v6-value="031"', ""),
        (' not-yet-defined="true">2', ">2"),
        (' not-yet-defined="true">2', ' not-yet-defined=" true">2'),
        ("<eqf-level>7</eqf-level>", ""),
        ("<isced-clarification>Social and behavioural sciences</isced-clarification>", "<isced-clarification/>"),
        ("<cooperation-conditions>", '<cooperation-conditions terminated-as-a-whole="true">'),
        ("<staff-teacher-mobility-spec>", '<staff-teacher-mobility-spec not-yet-defined="1">'),
    ],
)
def test_what_counts_changes_the_hash(change):
    assert hashes(changed(V7, change)) != [STATED]


def test_what_is_absent_is_hashed_as_empty():
    assert "__iia-id_2=__cooperation" in texts(changed(V7, ("<iia-id>1954991</iia-id>", "")))[0]


def test_an_attribute_is_hashed_with_its_path():
    (text,) = texts(changed(V7, ("<staff-teacher-mobility-spec>", "<staff-teacher-mobility-spec><a><b><c x='1'>2</c></b></a>")))

    assert "_@a.b.c.x=1@__a.b.c=2__" in text


def test_a_mark_of_termination_reaches_every_agreement_of_the_answer():
    one = V7.decode().split("<iia>")[1].split("</iia>")[0]
    marked = changed(V7, ("<cooperation-conditions>", '<cooperation-conditions terminated-as-a-whole="1">'))
    both = changed(marked, ("</iia>", f"</iia><iia>{one}</iia>"))

    (first, second) = iia_hash(both)

    assert first.text == second.text == "_@terminated-as-a-whole@_" + texts(V7)[0]
    assert first.computed == hashlib.sha256(first.text.encode()).hexdigest()


def test_approval_is_judged_for_each_agreement():
    other = example(IIAS).decode().split("<iia>")[1].split("</iia>")[0]
    both = changed(V7, ("</iia>", f"</iia><iia>{other}</iia>"))

    assert [found.is_valid_for_approval for found in iia_hash(both)] == [False, True]
    assert iia_hash(changed(V7, (' not-yet-defined="true">2', ">2"), (' not-yet-defined="true">', ">"), (' v6-value="031"', "")))[
        0
    ].is_valid_for_approval


def test_version_6_leaves_contacts_out_and_the_spaces_around_them_in():
    before = "<sending-hei-id>uw.edu.pl</sending-hei-id>\n                <sending-ounit-id>140</sending-ounit-id>\n"
    first_in_its_condition = changed(V6, (before, ""))
    other_contact = changed(first_in_its_condition, ("<c:contact-name>XYZ", "<c:contact-name>ABC"))

    assert hashes(first_in_its_condition) == hashes(other_contact) != hashes(V6)
    assert hashes(changed(V6, ("<c:contact-name>XYZ", "<c:contact-name>ABC"))) == hashes(V6)
    assert hashes(changed(V6, ("</sending-contact>", "</sending-contact>\n"))) != hashes(V6)


def test_agreements_without_conditions_have_a_hash_all_the_same():
    for content in (V6, V7):
        (found,) = iia_hash(content.split(b"<iia>")[0] + b"<iia/></iias-get-response>")
        assert (found.iia_id, found.text, found.stated, found.matches) == ("", "", "", False)


def test_other_documents_have_no_hash():
    with pytest.raises(EwpRefused, match="only an “iias-get-response” holds agreements") as refused:
        iia_hash(example(LEARNING_AGREEMENTS))

    assert refused.value.reason == EwpReason.ANOTHER_DOCUMENT
