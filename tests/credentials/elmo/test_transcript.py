"""A degree as ELMO: what stands where, and what is refused."""

import base64
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.elmo.made_up import NOON, PDFS, found, italian_degree, tree
from tests.support.degrees import GRADUATE, RESULTS, UNIPI, degree_facts, result

from salerno.awards.degrees.facts import Result, Share
from salerno.credentials.elmo.documents import check_schema, read_elmo
from salerno.credentials.elmo.refusals import CannotWord, ElmoReason, ElmoRefused
from salerno.credentials.elmo.transcript import elmo_xml

# Best first, as grading tables are.
TABLE = tuple(Share(grade, Decimal(share)) for grade, share in (("18", "4.5"), ("16", "20"), ("14", "45.5"), ("10", "30")))


def written(facts=None, attachments=PDFS[:2], **other):
    return tree(elmo_xml(facts or degree_facts(), attachments=attachments, generated_at=NOON, **other))


def with_result(**values):
    return degree_facts(results=(replace(result(1, "univ-amu.fr", "14", "fr-20"), **values),))


def test_the_learner_is_named_with_every_number():
    esi = "urn:schac:personalUniqueCode:int:esi:univ-amu.fr:22700001"

    (learner,) = found(written(esi=[esi]), "e:learner")

    assert [(child.tag.partition("}")[2], child.get("type"), child.text) for child in learner] == [
        ("citizenship", None, "FR"),
        ("identifier", "esi", esi),
        ("identifier", "studentNumber@univ-amu.fr", "22700001"),
        ("identifier", "studentNumber@unipi.it", "700001"),
        ("givenNames", None, "Élodie Made"),
        ("familyName", None, "Up-Example"),
        ("bday", None, "2002-02-28"),
        ("placeOfBirth", None, "Marseille"),
    ]


def test_what_is_not_known_of_the_learner_is_left_out():
    facts = degree_facts(graduate=replace(GRADUATE, citizenship="", birth_place="", numbers={}))

    assert [child.tag.partition("}")[2] for child in written(facts).find("{*}learner")] == ["givenNames", "familyName", "bday"]


def test_each_institution_reports_what_was_passed_there():
    root = written([degree_facts(), italian_degree()], PDFS)

    reports = found(root, "e:report")
    programme = "e:learningOpportunitySpecification[e:type='Degree Programme']"
    assert [found(each, "e:issuer/e:identifier[@type='schac']/text()") for each in reports] == [["univ-amu.fr"], ["unipi.it"]]
    assert [found(each, f"{programme}//e:identifier[@type='diplomaNumber']/text()") for each in reports] == [
        ["AMU-2027-00001"],
        ["UNIPI-2027-00001"],
    ]
    assert [len(found(each, f"{programme}/e:hasPart")) for each in reports] == [7, 5]
    assert found(root, "count(//e:credit)") == len(RESULTS)
    assert sum(Decimal(value) for value in found(root, "//e:credit[e:scheme='ects']/e:value/text()")) == degree_facts().credits


def test_courses_of_a_partner_that_awarded_nothing_stand_by_themselves():
    partner = found(written(), "e:report")[1]

    assert found(partner, "count(e:learningOpportunitySpecification[e:type='Course'])") == 5
    assert found(partner, "count(.//e:hasPart)") == 0


def test_a_course_says_grade_scale_credits_language_and_hours():
    facts = with_result(kind="thesis", hours=Decimal("240.0"), credits=Decimal("7.50"))

    (course,) = found(written(facts), "//e:hasPart/e:learningOpportunitySpecification")

    instance = course.find("{*}specifies/{*}learningOpportunityInstance")
    assert {child.tag.partition("}")[2]: "".join(child.itertext()) for child in instance} == {
        "date": "2026-01-11",
        "status": "passed",
        "gradingSchemeLocalId": "fr-20",
        "resultLabel": "14",
        "credit": "ects7.5",
        "languageOfInstruction": "en",
        "engagementHours": "240",
    }
    assert found(course, "e:identifier[@type='local']/text()") == ["MADE-01"]
    assert found(course, "e:iscedCode/text()") == ["0988"]
    assert found(course, "e:description[@xml:lang='fr']/text()") == ["Un mémoire inventé\nFaire la chose inventée 1"]


def test_the_degree_says_level_grade_day_and_that_it_is_made_up():
    (instance,) = found(written(), "//e:learningOpportunitySpecification[e:type='Degree Programme']/e:specifies/*")

    assert found(instance, "e:level[e:type='EQF']/e:value/text()") == ["7"]
    assert found(instance, "e:resultLabel/text()") == ["14.8"]
    assert found(instance, "e:date/text()") == ["2027-07-15"]
    assert found(instance, "e:credit") == []
    assert [text.partition("\n")[0] for text in found(instance, "../../e:description/text()")] == [
        "Made-up data: this credential proves nothing.",
        "Données inventées : cette certification ne prouve rien.",
    ]


def test_a_real_degree_is_not_called_made_up():
    assert "Made-up data" not in "".join(written(degree_facts(is_made_up=False)).itertext())


@pytest.mark.parametrize(
    ("grade", "expected"),
    [("18", ["95.5", "4.5", "0"]), ("14", ["30", "45.5", "24.5"]), ("10", ["0", "30", "70"])],
)
def test_the_standing_is_that_of_the_grading_table(grade, expected):
    root = written(with_result(grade=grade, distribution=TABLE))

    assert found(root, "//e:shortenedGrading/*/text()") == expected


def test_a_grade_between_two_rows_stands_in_its_class():
    whole = tuple(Share(str(grade), Decimal(10)) for grade in range(19, 9, -1))

    root = written(with_result(grade="14.25", distribution=whole))

    assert found(root, "//e:shortenedGrading/*/text()") == ["40", "10", "50"]


@pytest.mark.parametrize(
    ("grade", "scale", "table"),
    [
        ("14", "fr-20", TABLE[1:3]),
        ("11", "fr-20", (*TABLE[:3], Share("9", Decimal(30)))),
        ("A", "unheard-of", TABLE),
        ("x", "fr-20", TABLE),
        ("14.75", "fr-20", TABLE),
    ],
)
def test_no_standing_is_made_up(grade, scale, table):
    root = written(with_result(grade=grade, scale=scale, distribution=table))

    assert found(root, "//e:shortenedGrading") == []
    assert found(root, "//e:resultLabel[last()]/text()")[-1] == grade


def test_two_grading_tables_of_one_scale_are_two_schemes():
    facts = degree_facts(results=(replace(RESULTS[0], distribution=TABLE), replace(RESULTS[1], distribution=())))

    root = written(facts)

    assert found(root, "//e:gradingSchemeLocalId/text()") == ["fr-20", "fr-20-2"]
    assert found(root, "//e:gradingScheme[@localId='fr-20']/e:description[@xml:lang='en']/text()") == [
        "0 to 20; 10 passes.\n18: 4.5 %; 16: 20 %; 14: 45.5 %; 10: 30 %"
    ]
    assert found(root, "//e:gradingScheme[@localId='fr-20-2']/e:description[@xml:lang='en']/text()") == ["0 to 20; 10 passes."]


def test_attachments_stand_with_their_institution_and_the_degree_refers_to_them():
    root = written([degree_facts(), italian_degree()], PDFS)

    assert found(root, "e:attachment/e:type/text()") == ["EMREX transcript"]
    assert found(root, "e:report/e:attachment/e:type/text()") == ["Diploma", "Diploma Supplement"]
    assert found(root, "//e:attachments/e:ref/text()") == found(root, "e:report/e:attachment/e:identifier/text()")
    head, _, content = found(root, "e:report/e:attachment/e:content/text()")[0].partition(",")
    assert (head, base64.b64decode(content)) == ("data:application/pdf;base64", b"%PDF-1.7 diploma")


@pytest.mark.parametrize(
    ("facts", "other"),
    [
        (degree_facts(), {"attachments": ()}),
        ((), {}),
        (degree_facts(), {"attachments": (replace(PDFS[0], pdf=b"<html>"),)}),
        (degree_facts(), {"attachments": (replace(PDFS[0], schac="su.se"),)}),
        (degree_facts(), {"esi": ["urn:mace:terena.org:schac:x"]}),
        (degree_facts(programme_title={"en": "A\x00B"}), {}),
        (degree_facts(partners=()), {}),
        ((degree_facts(), degree_facts()), {}),
        ((degree_facts(), italian_degree(graduate=replace(GRADUATE, uuid="another"))), {}),
        ((degree_facts(), italian_degree(results=(replace(RESULTS[0], grade="15"),))), {}),
    ],
)
def test_what_cannot_be_worded_is_refused(facts, other):
    with pytest.raises(CannotWord):
        elmo_xml(facts, **({"attachments": PDFS[:1], "generated_at": NOON} | other))


@pytest.mark.parametrize("country", ["", "FRA", "ZZ"])
def test_a_document_against_the_schema_is_not_given_out(country):
    facts = degree_facts(partners=(replace(UNIPI, country=country),))

    with pytest.raises(ElmoRefused) as error:
        elmo_xml(facts, attachments=PDFS[:1], generated_at=NOON)

    assert error.value.reason is ElmoReason.NOT_TO_THE_SCHEMA


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20)
MAPS = st.dictionaries(st.sampled_from(["en", "fr", "it"]), WORDS.filter(str.strip), min_size=1)
COURSES = st.builds(
    Result,
    code=WORDS,
    title=MAPS,
    schac=st.sampled_from(["univ-amu.fr", "unipi.it"]),
    semester=st.integers(1, 4),
    kind=st.sampled_from(["course", "thesis", "internship", "recognised"]),
    credits=st.decimals(0, 60, places=1),
    grade=WORDS,
    scale=WORDS,
    passed_on=st.dates(date(1900, 1, 1)),
    language=st.sampled_from(["", "en", "fr"]),
    isced_f=st.sampled_from(["", "0988"]),
    hours=st.none() | st.decimals(0, 900, places=2),
    outcomes=st.lists(MAPS, max_size=2).map(tuple),
    distribution=st.lists(st.builds(Share, WORDS, st.decimals(0, 100, places=1)), max_size=3).map(tuple),
)


@given(st.lists(COURSES, max_size=4, unique_by=lambda each: (each.schac, each.code)))
def test_whatever_the_results_the_document_is_valid_and_holds_each(results):
    data = elmo_xml(degree_facts(results=tuple(results)), attachments=PDFS[:1], generated_at=NOON)

    root = read_elmo(data)
    check_schema(root)
    assert sorted(found(root, "//e:credit/e:value/text()"), key=Decimal) == [
        f"{credits.normalize():f}" for credits in sorted(each.credits for each in results)
    ]
