"""What is exported is valid and comes back equal; what partners send is kept, or named, or refused."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.mobility.ewp import made_up, strategies
from tests.mobility.ewp.samples import (
    APPROVAL,
    COMMENT,
    EXAMPLES,
    HASH,
    IIAS,
    LEARNING_AGREEMENTS,
    TRANSCRIPTS,
    changed,
    example,
    substance,
)

from salerno.awards.grading.exchange import import_tables
from salerno.awards.grading.tables import of_rows
from salerno.mobility.ewp import agreements, factsheets, institutions, learning_agreement_rules, transcripts
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.elmo import import_elmo
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.updates import export_update, import_update

ENVELOPES = {
    "heis": (institutions.HEIS, strategies.heis),
    "ounits": (institutions.OUNITS, strategies.ounits),
    "factsheets": (factsheets.FACTSHEETS, strategies.sheets),
    "agreements": (agreements.AGREEMENTS, strategies.iias),
    "learning agreements": (learning_agreement_rules.LEARNING_AGREEMENTS, strategies.las),
    "transcripts": (transcripts.TRANSCRIPTS, strategies.tors),
}
WITHOUT_HASTE = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", ENVELOPES)
@WITHOUT_HASTE
@given(data=st.data())
def test_what_is_exported_is_valid_and_comes_back_equal(name, data):
    envelope, things = ENVELOPES[name]
    item = data.draw(things)

    written = envelope.exported([item])

    assert envelope.imported(written) == (item,)
    assert check(written).is_valid


@WITHOUT_HASTE
@given(strategies.answers)
def test_an_answer_to_a_proposal_is_valid_and_comes_back_equal(answer):
    written = export_update(answer)

    assert import_update(written) == answer
    assert check(written).is_valid


@pytest.mark.parametrize(
    ("envelope", "name"),
    [
        ("heis", "institutions-response-example"),
        ("ounits", "ounits-response-example"),
        ("factsheets", "factsheet-response-example"),
        ("agreements", IIAS),
        ("learning agreements", LEARNING_AGREEMENTS),
    ],
)
def test_an_official_example_is_kept_whole(envelope, name):
    official = example(name)

    items = ENVELOPES[envelope][0].imported(official)

    assert substance(ENVELOPES[envelope][0].exported(items)) == substance(official)


def test_an_agreement_of_version_6_is_kept_with_its_marks():
    official = (HASH / "get-response-v7.xml").read_bytes()

    assert substance(agreements.AGREEMENTS.exported(agreements.AGREEMENTS.imported(official))) == substance(official)


@pytest.mark.parametrize("name", [APPROVAL, COMMENT])
def test_official_answers_to_proposals_are_kept_whole(name):
    assert substance(export_update(import_update(example(name)))) == substance(example(name))


def test_two_things_travel_in_one_answer():
    (first,) = institutions.OUNITS.imported(example("ounits-response-example"))
    second = institutions.OrganizationalUnit("74", "X", first.names)

    assert institutions.OUNITS.imported(institutions.OUNITS.exported([first, second])) == (first, second)
    assert institutions.OUNITS.imported(institutions.OUNITS.exported([])) == ()


def test_what_a_transcript_does_not_hold_is_named():
    (transcript,), lost = transcripts.TRANSCRIPTS.imported_in_part(example(TRANSCRIPTS))

    assert [(each.line, str(each.sentence)) for each in lost] == [(61, "“Signature” is not kept.")]
    assert transcript.elmo.reports[0].learning_opportunity_specifications[0].titles[0].text == "The importance of <br> in HTML"
    with pytest.raises(EwpRefused, match="“Signature” is not kept") as refused:
        transcripts.TRANSCRIPTS.imported(example(TRANSCRIPTS))
    assert refused.value.reason == EwpReason.CANNOT_BE_KEPT


def test_grading_tables_go_into_a_transcript_and_come_out_of_it():
    table = of_rows((("VG", Decimal(30)), ("G", Decimal(70))), scale="se-vgu", isced_f="0512")
    transcript = replace(made_up.transcript(), grade_conversion_table=(transcripts.IscedTable.of_rows(table.isced_f, table.rows),))

    assert import_tables(transcripts.TRANSCRIPTS.exported([transcript]), scale="se-vgu") == (table,)


def test_what_an_elmo_does_not_hold_is_named():
    found, lost = import_elmo(example("elmo"))

    assert found.learner.date_of_birth.isoformat() == "1983-04-12"
    assert {str(each.sentence).split("”")[0].strip("“") for each in lost} == {
        "level", "diplomaSupplement", "descriptionHtml", "grouping", "extension", "groups", "Signature"
    }  # fmt: skip


def test_both_days_of_birth_are_not_taken_for_one():
    born = "<elmo:dateOfBirth>1983-01-01</elmo:dateOfBirth>"
    written = transcripts.TRANSCRIPTS.exported([made_up.transcript()])
    two = changed(written, (born, born + "<elmo:bday>1983-02-02</elmo:bday>"))

    (transcript,), lost = transcripts.TRANSCRIPTS.imported_in_part(two)

    assert transcript.elmo.learner.date_of_birth.isoformat() == "1983-01-01"
    assert [str(each.sentence) for each in lost] == ["“bday” is not kept."]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (("1997-05-05<", "1997-05-05+02:00<"), "1997-05-05<"),
        (("2019-02<", "2019-02Z<"), "2019-02<"),
        (("<value>9<", "<value> +9.0 <"), "<value>9.0<"),
        (("<gender>1<", "<gender> 1 <"), "<gender>1<"),
        (("12:31:38+02:00<", "12:31:38.1234567+02:00<"), "12:31:38.123456+02:00<"),
        (("12:31:38+02:00<", "12:31:38<"), "12:31:38<"),
        (("<title>Calculus<", "<title> Calculus <!-- I -->1<?p?><"), "<title> Calculus 1<"),
        (("<title>Calculus<", "<title>C&#13;&amp;&lt;<![CDATA[<b>]]><"), "<title>C&#13;&amp;&lt;&lt;b&gt;<"),
    ],
)
def test_other_ways_to_write_a_value_are_read(change, part):
    envelope = learning_agreement_rules.LEARNING_AGREEMENTS

    written = envelope.exported(envelope.imported(changed(example(LEARNING_AGREEMENTS), change)))

    assert part in written.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("1997-05-05<", "11997-05-05<"), "“11997-05-05” in “birth-date” is valid, and yet no value that can be kept."),
        (("1997-05-05<", "-0044-03-15<"), "“-0044-03-15” in “birth-date” is valid, and yet no value that can be kept."),
        (("2019-03-02T12:31:38+02:00", "2019-03-02T24:00:00Z"), "“2019-03-02T24:00:00Z” in “timestamp” is valid, and yet no value"),
        (("2019-06<", "12019-06<"), "“12019-06” in “end-year-month” is valid, and yet no value that can be kept."),
    ],
)
def test_a_value_that_cannot_be_held_is_refused_with_its_line(change, sentence):
    content = changed(example(LEARNING_AGREEMENTS), change)

    with pytest.raises(EwpRefused) as refused:
        learning_agreement_rules.LEARNING_AGREEMENTS.imported(content)

    (problem,) = refused.value.problems
    line = content.decode().split("\n")[problem.line - 1]
    assert (refused.value.reason, change[1].strip("<") in line) == (EwpReason.CANNOT_BE_KEPT, True)
    assert sentence in problem.sentence
    assert check(content).is_valid
    assert check(content).remarks == (problem,)


def test_elements_in_a_text_of_any_kind_are_refused():
    inside = changed(example("institutions-response-example"), ("<p:ext>3407</p:ext>", "<p:ext>34<b>07</b></p:ext>"))

    with pytest.raises(EwpRefused, match="“ext” holds elements, where a text is read"):
        institutions.HEIS.imported(inside)


@pytest.mark.parametrize("name", EXAMPLES)
def test_another_document_is_not_taken(name):
    with pytest.raises(EwpRefused) as refused:
        factsheets.FACTSHEETS.imported(example(name)) if "factsheet" not in name else import_update(example(name))

    assert refused.value.reason == EwpReason.ANOTHER_DOCUMENT


def test_an_invalid_document_is_not_taken():
    with pytest.raises(EwpRefused, match="“gender2” is not expected here"):
        learning_agreement_rules.LEARNING_AGREEMENTS.imported(
            changed(example(LEARNING_AGREEMENTS), ("<gender>1</gender>", "<gender2/>"))
        )


def test_a_reason_that_ewp_added_later_is_read_as_none():
    content = changed(example(LEARNING_AGREEMENTS), ('reason-code="language-mismatch"', 'reason-code="weather"'))

    (agreement,) = learning_agreement_rules.LEARNING_AGREEMENTS.imported(content)

    assert [row.reason_code for row in agreement.changes_proposal.lists.components_studied] == ["substituting-deleted", None]
    assert "“weather” cannot stand in “reason-code”" in check(content).problems[0].sentence


@pytest.mark.parametrize(
    ("envelope", "name"),
    [
        ("heis", "institutions-response-example"),
        ("ounits", "ounits-response-example"),
        ("factsheets", "factsheet-response-example"),
        ("agreements", IIAS),
        ("learning agreements", LEARNING_AGREEMENTS),
        ("transcripts", TRANSCRIPTS),
    ],
)
def test_a_valid_document_that_lacks_something_is_read_whatever_it_lacks(envelope, name):
    root = etree.fromstring(example(name))
    read = 0
    for number in range(1, len(list(root.iter("*")))):
        smaller = etree.fromstring(example(name))
        gone = list(smaller.iter("*"))[number]
        gone.getparent().remove(gone)
        content = etree.tostring(smaller)
        if check(content).refusal != EwpReason.NOT_TO_THE_SCHEMA:
            ENVELOPES[envelope][0].imported_in_part(content)
            read += 1

    assert read > 2
