"""What the standard forbids in words is objected to: on export it refuses, on a check it is remarked, with its line."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.mobility.ewp import made_up
from tests.mobility.ewp.samples import IIAS, LEARNING_AGREEMENTS, changed, example

from salerno.mobility.ewp.agreements import AGREEMENTS
from salerno.mobility.ewp.checking import check
from salerno.mobility.ewp.components import Component, ComponentLists, Credit, ReasonCode
from salerno.mobility.ewp.institutions import HEIS, OUNITS, OrganizationalUnit
from salerno.mobility.ewp.learning_agreement_rules import LEARNING_AGREEMENTS as LAS
from salerno.mobility.ewp.refusals import EwpReason, EwpRefused
from salerno.mobility.ewp.transcripts import TRANSCRIPTS
from salerno.mobility.ewp.values import LangText


def refusal_of(envelope, *items) -> tuple[EwpReason, list[str]]:
    with pytest.raises(EwpRefused) as refused:
        envelope.exported(items)
    return refused.value.reason, [str(problem.sentence) for problem in refused.value.problems]


def remarks_on(name: str, *changes: tuple[str, str]) -> list[tuple[int | None, str]]:
    report = check(changed(example(name), *changes))
    assert report.is_valid, report
    return [(remark.line, str(remark.sentence)) for remark in report.remarks]


TERM = """<term-id>
                        <trm:term-number>2</trm:term-number>
                        <trm:total-terms>2</trm:total-terms>
                    </term-id>"""
UNIT_NAME = "<ounit-name>Faculty of Mathematics and Natural Sciences</ounit-name>"
VIRTUAL = "<virtual-components><component><title>Introductory calculus</title></component></virtual-components>"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            [("<ounit-name>Faculty of Mathematics and Natural Sciences</ounit-name>", "")],
            "The unit of the sending institution is not named.",
        ),
        (
            [("<birth-date>1997-05-05</birth-date>", ""), ("<gender>1</gender>", "")],
            "Of the student these are missing: birth-date, gender.",
        ),
        (
            [("<signer-position>Mobility coordinator</signer-position>", "")],
            "In “first-version” who signed for an institution lacks name, position or e-mail address.",
        ),
        (
            [("<receiving-hei-signature>", "<!--"), ("</receiving-hei-signature>", "-->")],
            "In “first-version” the signature of the receiving institution is missing.",
        ),
        ([(TERM, "")], "In “first-version, components-studied” the term of “Introductory calculus” is missing."),
        (
            [("</credit>", "</credit><recognition-conditions>An examination</recognition-conditions>")],
            "In “first-version, components-studied” “Introductory calculus” has conditions of recognition, "
            "which belong to what is recognised.",
        ),
        (
            [("</credit>", "</credit><short-description>Short</short-description>")],
            "In “first-version, components-studied” “Introductory calculus” has a short description, "
            "which only virtual and blended components have.",
        ),
        (
            [("</components-recognized>", f"</components-recognized>{VIRTUAL}")],
            "In “first-version, virtual-components” the short description of “Introductory calculus” is missing.",
        ),
        (
            [("<component>", '<component status="inserted">')],
            "In “first-version, components-studied” “Introductory calculus” is marked as a change, "
            "where nothing can have changed yet.",
        ),
        (
            [(' status="deleted" reason-code="language-mismatch"', "")],
            "In “changes-proposal, components-studied” “Introductory calculus” does not say whether it is inserted or deleted.",
        ),
        (
            [("language-mismatch", "extending-mobility")],
            "In “changes-proposal, components-studied” the reason for “Introductory calculus” does not go with what is done to it.",
        ),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
def test_a_learning_agreement_against_the_words_of_the_standard_is_remarked(changes, sentence):
    assert remarks_on(LEARNING_AGREEMENTS, *changes) == [(11, sentence)]


@pytest.fixture
def agreement():
    (agreement,) = LAS.imported(example(LEARNING_AGREEMENTS))
    return agreement


@pytest.fixture
def signed(agreement) -> dict[str, object]:
    signatures = ("student_signature", "sending_hei_signature", "receiving_hei_signature")
    return {name: getattr(agreement.first_version, name) for name in signatures}


def test_an_agreement_needs_a_version_or_a_proposal(agreement):
    empty = replace(agreement, first_version=None, approved_changes=None, changes_proposal=None)

    assert refusal_of(LAS, agreement, empty) == (EwpReason.AGAINST_THE_STANDARD, ["It has neither a first version nor a proposal."])


def test_a_proposal_of_the_first_version_marks_no_changes(agreement):
    rows = ComponentLists(**(vars(agreement.first_version) | {"receiving_hei_signature": None}))
    proposal = replace(agreement.changes_proposal, lists=rows)

    first = replace(agreement, first_version=None, approved_changes=None, changes_proposal=proposal)

    assert LAS.imported(LAS.exported([first])) == (first,)
    assert refusal_of(LAS, replace(first, first_version=agreement.first_version))[1][0] == (
        "In “changes-proposal, components-studied” “Introductory calculus” does not say whether it is inserted or deleted."
    )


@pytest.mark.parametrize(
    ("kind", "rows", "sentences"),
    [
        ("blended_mobility_components", (), ["In “first-version, blended-mobility-components” there is no component."]),
        ("short_term_doctoral_components", (), ["In “first-version, short-term-doctoral-components” there is no component."]),
        (
            "blended_mobility_components",
            (Component("A week in Salerno"),),
            ["In “first-version, blended-mobility-components” no component has a short description."],
        ),
        ("blended_mobility_components", (Component("A"), Component("B", short_description="Online")), []),
        ("short_term_doctoral_components", (Component("A"),), []),
    ],
)
def test_short_mobilities_have_components(agreement, signed, kind, rows, sentences):
    short = replace(agreement, approved_changes=None, changes_proposal=None, first_version=ComponentLists(**signed, **{kind: rows}))

    assert (refusal_of(LAS, short)[1] if sentences else list(LAS.imported(LAS.exported([short])))) == (sentences or [short])


def test_short_mobilities_are_not_changed(agreement, signed):
    lists = ComponentLists(**signed, short_term_doctoral_components=(Component("A"),))
    changed_one = replace(agreement, first_version=lists, approved_changes=None)

    assert refusal_of(LAS, changed_one)[1] == ["A blended or short doctoral mobility is not changed after its first version."]


@pytest.mark.parametrize("code", ReasonCode)
def test_each_reason_goes_with_one_kind_of_change(code):
    of_deleted = {"not-available", "language-mismatch", "timetable-conflict"}
    remarks = remarks_on(LEARNING_AGREEMENTS, ('"deleted" reason-code="language-mismatch"', f'"deleted" reason-code="{code}"'))

    assert (remarks == []) == (code in of_deleted)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            [("<iia-code>983/E+/III14&amp;15</iia-code>", "")],
            "The first partner, whose copy it is, gives no “iia-id” or no “iia-code”.",
        ),
        (
            [("<receiving-hei-id>hibo.no", "<receiving-hei-id>amu.fr")],
            "A condition names “amu.fr”, which is none of the two partners.",
        ),
        ([("2020/2021", "2013/2014")], "A condition ends in 2013/2014, before it begins in 2014/2015."),
    ],
)
def test_an_agreement_of_institutions_against_the_words_of_the_standard_is_refused(changes, sentence):
    (agreement,) = AGREEMENTS.imported(changed(example(IIAS), *changes))

    assert refusal_of(AGREEMENTS, agreement) == (EwpReason.AGAINST_THE_STANDARD, [sentence])
    assert check(changed(example(IIAS), *changes)).refusal in (None, EwpReason.WRONG_HASH)


def test_conditions_in_another_order_are_not_set_right_in_silence():
    (agreement,) = AGREEMENTS.imported(example(IIAS))
    turned = replace(agreement, cooperation_conditions=agreement.cooperation_conditions[::-1])

    reason, (sentence, *_) = refusal_of(AGREEMENTS, turned)

    assert (reason, sentence.split("”")[0]) == (EwpReason.NOT_TO_THE_SCHEMA, "“staff-teacher-mobility-spec")


def test_a_terminated_agreement_travels_alone():
    (agreement,) = AGREEMENTS.imported(example(IIAS))
    terminated = replace(agreement, terminated_as_a_whole=True)
    sentence = "An agreement that is terminated as a whole cannot share an answer with others: it would change their hashes."

    assert refusal_of(AGREEMENTS, agreement, terminated) == (EwpReason.AGAINST_THE_STANDARD, [sentence])
    for alone in ([terminated], [terminated, terminated], [agreement]):
        written = AGREEMENTS.exported(alone)
        assert (AGREEMENTS.imported(written), check(written).refusal) == (tuple(alone), None)


def test_a_mixture_that_came_is_told():
    (agreement,) = AGREEMENTS.imported(example(IIAS))
    one, other = (AGREEMENTS.exported([replace(agreement, terminated_as_a_whole=mark)]).decode() for mark in (True, False))
    mixed = one.replace("</iia>", "</iia><iia>" + other.split("<iia>")[1].split("</iia>")[0] + "</iia>")

    assert check(mixed.encode()).refusal == EwpReason.WRONG_HASH


def test_a_transcript_of_version_3_is_asked_for_what_that_demands():
    transcript = made_up.transcript()
    assert TRANSCRIPTS.imported(TRANSCRIPTS.exported([transcript])) == (transcript,)
    learner = replace(transcript.elmo.learner, identifiers=(), date_of_birth=None)
    (report,) = transcript.elmo.reports
    (course,) = report.learning_opportunity_specifications
    bare = replace(course, instance=replace(course.instance, academic_term=None, credits=(), result_label=None))
    issuer = replace(report.issuer, identifiers=report.issuer.identifiers[:1])
    report = replace(report, issuer=issuer, learning_opportunity_specifications=(replace(course, has_parts=(bare,)),))

    refusal = refusal_of(TRANSCRIPTS, replace(transcript, elmo=replace(transcript.elmo, learner=learner, reports=(report,))))

    assert refusal == (
        EwpReason.AGAINST_THE_STANDARD,
        [
            "The learner has no European Student Identifier (type “esi”).",
            "The learner's date of birth is missing.",
            "The issuer has no SCHAC identifier (type “schac”).",
            "The academic term of “The importance of <br> in HTML” is missing.",
            "The ECTS credits of “The importance of <br> in HTML” are missing.",
            "The result of “The importance of <br> in HTML” is missing.",
        ],
    )


def test_a_programme_with_parts_needs_no_result_of_its_own():
    transcript = made_up.transcript()
    (report,) = transcript.elmo.reports
    (course,) = report.learning_opportunity_specifications
    whole = replace(
        course, has_parts=(course,), instance=replace(course.instance, academic_term=None, credits=(), result_label=None)
    )
    report = replace(report, learning_opportunity_specifications=(whole,))

    written = TRANSCRIPTS.exported([replace(transcript, elmo=replace(transcript.elmo, reports=(report,)))])

    assert check(written).remarks == ()


def test_a_transcript_of_version_2_is_not_asked_by_the_words_of_version_3_and_not_written_without_its_year():
    transcript = made_up.transcript()

    reason, (sentence,) = refusal_of(TRANSCRIPTS, replace(transcript, receiving_academic_year_id=None))

    assert (reason, sentence) == (
        EwpReason.NOT_TO_THE_SCHEMA,
        "“elmo” is not expected here; expected: receiving-academic-year-id.",
    )


UNIT = OrganizationalUnit("74", "X", (LangText("Medicine"),))


@pytest.mark.parametrize(
    ("change", "reason", "sentence"),
    [
        (
            {"ounit_id": "two words"},
            EwpReason.NOT_TO_THE_SCHEMA,
            "“two words” cannot stand in “ounit-id”, which has the form [!-~]{1,64}.",
        ),
        ({"names": ()}, EwpReason.NOT_TO_THE_SCHEMA, "Something is missing at the end of “ounit”; expected: name."),
        ({"ounit_code": "\x00"}, EwpReason.NOT_TO_THE_SCHEMA, "It cannot be written as XML: All strings must be XML compatible"),
        ({"logo_url": "http://a.example/"}, EwpReason.NOT_TO_THE_SCHEMA, "“http://a.example/” cannot stand in “logo-url”"),
        ({"logo_url": "https://a.example/ "}, EwpReason.CANNOT_BE_KEPT, "It would not read back the same"),
    ],
)
def test_what_would_not_be_valid_or_not_come_back_is_not_written(change, reason, sentence):
    found, (first, *_) = refusal_of(OUNITS, replace(UNIT, **change))

    assert (found, first[: len(sentence)]) == (reason, sentence)


def test_a_number_that_is_none_is_not_written(agreement, signed):
    rows = (Component("A", credits=(Credit(Decimal("NaN")),)),)
    lists = ComponentLists(**signed, short_term_doctoral_components=rows)

    refusal = refusal_of(LAS, replace(agreement, first_version=lists, approved_changes=None, changes_proposal=None))

    assert refusal == (EwpReason.NOT_TO_THE_SCHEMA, ["It cannot be written as XML: NaN is no number"])


def test_institutions_are_under_no_rule_but_the_schema():
    assert HEIS.exported(HEIS.imported(example("institutions-response-example"))).startswith(
        b"<?xml version='1.0' encoding='UTF-8'?>"
    )
