import copy
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.credentials.europass.made_up import DATA, picture, with_every_fact
from tests.support.degrees import RESULTS, degree_facts, result

from salerno.awards.degrees.facts import DegreeFacts, Share, as_json, from_json
from salerno.credentials.europass.credential import build
from salerno.credentials.europass.display import Display
from salerno.credentials.europass.expansion import check_expands
from salerno.credentials.europass.nodes import moment, number
from salerno.credentials.europass.profiles import Profile, missing_facts, richest_profile
from salerno.credentials.europass.refusals import CannotBuild

EN = Display({"en": "Master (made up)"}, "en", {"en": (picture(),)})


def claim_of(facts: DegreeFacts) -> dict:
    return build(facts, EN)["credentialSubject"]["hasClaim"]


def part_of(facts: DegreeFacts, place: int = 0) -> dict:
    return claim_of(facts)["hasPart"][place]


def nodes_in(value: object):
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes_in(inner)


def words_of(notes: list[dict]) -> list[str]:
    return [note["noteLiteral"]["en"] for note in notes]


def test_a_degree_with_one_result_looks_as_it_always_did():
    """The golden file is read by hand when it changes: what is sealed today must be meant."""
    facts = with_every_fact(degree_facts(results=RESULTS[-1:]))

    document = build(facts, EN)

    assert document == json.loads((DATA / "golden" / "degree.json").read_text("utf-8"))


def test_the_facts_that_only_this_document_needs_are_frozen_too(facts):
    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts


def test_what_makes_it_a_european_digital_credential_is_exact(facts, display):
    document = build(facts, display)

    assert document["@context"] == [
        "https://www.w3.org/2018/credentials/v1",
        "http://data.europa.eu/snb/model/context/edc-ap",
    ]
    assert document["type"] == ["VerifiableCredential", "EuropeanDigitalCredential"]
    assert document["id"] == f"urn:credential:{facts.award_uuid}"
    assert document["credentialSchema"] == {
        "id": "http://data.europa.eu/snb/model/ap/edc-diploma-supplement",
        "type": "ShaclValidator2017",
    }
    assert document["credentialProfiles"]["id"] == "http://data.europa.eu/snb/credential/6dff8a0f87"


def test_every_controlled_value_names_its_list_and_label(facts, display):
    concepts = [node for node in nodes_in(build(facts, display)) if node.get("type") == "Concept"]

    assert len(concepts) > 50
    assert all(set(node) - {"notation"} == {"id", "type", "inScheme", "prefLabel"} for node in concepts)


def test_nodes_with_one_id_say_one_thing(facts, display):
    """In RDF they become one node: two places under one id would give an institution two addresses."""
    seen: dict[str, dict] = {}
    for node in nodes_in(build(facts, display, Profile.ACCREDITED)):
        if "id" in node:
            assert seen.setdefault(node["id"], node) == node


def test_the_supplement_names_the_qualification_as_part_of_itself(facts):
    whole = claim_of(facts)["specifiedBy"]

    assert whole["hasPart"] == {"id": whole["id"], "type": "Qualification", "title": whole["title"]}
    assert "hasPart" not in build(facts, EN, Profile.ACCREDITED)["credentialSubject"]["hasClaim"]["specifiedBy"]


@pytest.mark.parametrize(
    ("facts", "profile"),
    [
        (degree_facts(), Profile.GENERIC),
        (replace(with_every_fact(degree_facts()), overall_grade=""), Profile.ACCREDITED),
        (with_every_fact(degree_facts()), Profile.SUPPLEMENT),
    ],
)
def test_the_richest_profile_is_the_last_for_which_nothing_is_missing(facts, profile):
    assert richest_profile(facts) == profile


def test_a_profile_that_the_facts_do_not_fulfil_is_refused_with_what_is_missing():
    assert missing_facts(degree_facts(), Profile.SUPPLEMENT) == (
        "qualification.accreditation",
        "qualification.mode",
        "qualification.national_level",
    )
    with pytest.raises(CannotBuild, match="accredited needs qualification.accreditation"):
        build(degree_facts(), EN, Profile.ACCREDITED)


def test_the_person_is_named_with_birth_citizenship_and_every_student_number(facts):
    person = build(facts, EN)["credentialSubject"]

    assert {name: person[name] for name in ("fullName", "givenName", "familyName", "dateOfBirth")} == {
        "fullName": {"en": "Élodie Made Up-Example"},
        "givenName": {"en": "Élodie Made"},
        "familyName": {"en": "Up-Example"},
        "dateOfBirth": "2002-02-28T00:00:00Z",
    }
    assert person["citizenshipCountry"]["id"] == "http://publications.europa.eu/resource/authority/country/FRA"
    assert person["placeOfBirth"]["geographicName"] == {"en": "Marseille"}
    assert [(each["notation"], each["schemeName"]) for each in person["identifier"]] == [
        ("22700001", "Student number at univ-amu.fr"),
        ("700001", "Student number at unipi.it"),
    ]


def test_a_place_of_birth_without_its_country_is_left_out():
    assert "placeOfBirth" not in build(degree_facts(), EN)["credentialSubject"]


def test_each_result_stands_in_the_scale_and_under_the_institution_in_which_it_was_given(facts):
    part = claim_of(facts)["hasPart"][6]

    assert part["provenBy"]["grade"]["noteLiteral"] == {"en": "28", "fr": "28"}
    assert part["provenBy"]["specifiedBy"]["gradingScheme"]["title"] == {"en": "it-30", "fr": "it-30"}
    assert part["awardedBy"]["awardingBody"]["legalName"] == {"en": "Università di Pisa"}
    assert part["awardedBy"]["awardingDate"] == "2026-01-17T00:00:00Z"
    assert part["creditReceived"]["point"] == "10"
    assert words_of(part["provenBy"]["additionalNote"]) == [
        "As a grade of another partner: Aix-Marseille University: 15.0 (fr-20; 14.5–15.5; IT-1, FR-1)"
    ]


def test_a_grading_table_says_how_many_did_better_the_same_and_worse():
    shares = (Share("A", Decimal("10.4")), Share("B", Decimal("29.6")), Share("C", Decimal("60")))
    part = part_of(degree_facts(results=(result(1, "unipi.it", "B", "ects", distribution=shares),)))

    grading = part["provenBy"]["shortenedGrading"]
    assert (grading["percentageHigher"], grading["percentageEqual"], grading["percentageLower"]) == (10, 30, 60)
    assert part["provenBy"]["specifiedBy"]["gradingScheme"]["description"]["en"] == "A: 10.4 %; B: 29.6 %; C: 60 %"


def test_a_grade_that_its_table_does_not_hold_is_not_placed():
    shares = (Share("A", Decimal("100")),)
    part = part_of(degree_facts(results=(result(1, "unipi.it", "B", "ects", distribution=shares),)))

    assert "shortenedGrading" not in part["provenBy"]


def test_the_thesis_says_its_title_its_supervisors_and_its_day(facts):
    part = claim_of(facts)["hasPart"][-1]

    assert part["description"] == {"en": "A made-up thesis", "fr": "Un mémoire inventé"}
    assert words_of(part["additionalNote"]) == [
        "Semester: 4",
        "Supervised by: A. Supervisor (AMU), B. Supervisor (UNIPI)",
        "Defended on: 2027-07-01",
    ]
    assert part["influencedBy"]["specifiedBy"]["dcType"]["prefLabel"] == {"en": "research"}
    assert part["influencedBy"]["workload"] == "PT240H"


def test_nothing_is_said_of_how_a_recognised_result_was_learned():
    part = part_of(degree_facts(results=(result(1, "unipi.it", "28", "it-30", kind="recognised", hours=Decimal("37.5")),)))

    assert "influencedBy" not in part
    assert words_of(part["additionalNote"]) == ["Semester: 1", "Recognised from elsewhere"]
    assert part["specifiedBy"]["volumeOfLearning"] == "PT37H30M"


def test_further_study_is_an_entitlement_and_the_professional_status_is_not(facts):
    claim = claim_of(facts)

    assert claim["entitlesTo"]["description"]["en"] == "Gives access to doctoral studies."
    assert "Professional status: No regulated profession." in words_of(claim["specifiedBy"]["additionalNote"])
    silent = replace(facts, qualification=replace(facts.qualification, further_study={}))
    assert "entitlesTo" not in claim_of(silent)


def test_made_up_data_says_so_where_a_wallet_shows_it_first(facts):
    said = "Made-up data: this credential proves nothing."

    assert build(facts, EN)["displayParameter"]["description"]["en"] == said
    assert said in words_of(claim_of(facts)["additionalNote"])
    assert "description" not in build(replace(facts, is_made_up=False), EN)["displayParameter"]


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ({}, "no page in the main language"),
        ({"en": ()}, "no page in the main language"),
        ({"en": (picture(),), "fr": ()}, "no page in “fr”"),
        ({"en": (b"\xff\xd8\xff",)}, "page 1 is no PNG"),
        ({"en": (picture(),), "xx": (picture(),)}, "“language” has no value for “xx”"),
    ],
)
def test_a_display_without_its_pictures_is_refused(pages, said):
    with pytest.raises(CannotBuild, match=said):
        build(degree_facts(), Display({"en": "Title"}, "en", pages))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"results": ()}, "results"),
        ({"results": (result(1, "unipi.it", "28", "it-30", isced_f="1234"),)}, "“isced-f” has no value for “1234”"),
        ({"awarding": replace(degree_facts().awarding, name={}, legal_name="")}, "Organisation needs legalName"),
        ({"results": (result(1, "unipi.it", "", "it-30"),)}, "LearningAssessment needs grade"),
        ({"qualification": replace(degree_facts().qualification, title={"en": ""})}, "needs title"),
    ],
)
def test_facts_that_no_credential_can_say_are_refused(changed, said):
    with pytest.raises(CannotBuild, match=said):
        build(degree_facts(**changed), EN)


def test_a_national_level_outside_the_eu_list_is_refused(facts):
    level = replace(facts.qualification.national_level, uri="https://levels.example/7")
    with pytest.raises(CannotBuild, match="snb/qdr/"):
        build(replace(facts, qualification=replace(facts.qualification, national_level=level)), EN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda document: document["issuer"].update({"eIDASΙdentifier": {"id": "urn:x:1"}}), "eIDASΙdentifier"),
        (lambda document: document["credentialSubject"].update({"nickname": "Ada"}), "nickname"),
        (lambda document: document["issuer"].update({"type": "Organization"}), "Organization"),
        (lambda document: document["issuer"].update({"id": "org-1"}), "org-1"),
        (lambda document: document["issuer"].update({"homepage": None}), "empty value"),
        (lambda document: document.update({"@context": ["https://contexts.example/unknown"]}), "does not expand"),
    ],
)
def test_a_word_that_would_get_lost_is_refused(facts, change, said):
    document = copy.deepcopy(build(facts, EN))
    check_expands(document)
    change(document)

    with pytest.raises(CannotBuild, match=said):
        check_expands(document)


texts = st.dictionaries(st.sampled_from(["en", "fr", "it", "sv", "ca"]), st.text(max_size=40), max_size=5)
named = texts.map(lambda text: {**text, "en": text.get("en") or "Something"})
results = st.builds(
    lambda title, grade, credits, kind, hours: result(
        1, "unipi.it", grade or "28", "it-30", title=title, credits=credits, kind=kind, hours=hours
    ),
    named,
    st.text(max_size=10),
    st.decimals(min_value="0.5", max_value="60", places=1),
    st.sampled_from(["course", "internship", "thesis", "recognised"]),
    st.none() | st.decimals(min_value=1, max_value=900, places=2),
)


@settings(deadline=None, max_examples=40)
@given(st.lists(results, min_size=1, max_size=3), named, texts, st.booleans(), st.text(max_size=20))
def test_whatever_the_facts_say_every_word_of_it_expands(given_results, title, said, distinction, number_):
    qualification = replace(degree_facts().qualification, title=title, access_requirements=said, further_study=said, grading=said)
    facts = degree_facts(
        results=tuple(given_results),
        qualification=qualification,
        with_distinction=distinction,
        number=number_ or "1",
        additional_information=said,
    )

    document = build(with_every_fact(facts), EN)

    assert json.loads(json.dumps(document)) == document
    assert len(document["credentialSubject"]["hasClaim"]["hasPart"]) == len(given_results)


def test_dates_and_numbers_are_written_plainly():
    assert moment(date(2027, 7, 15)) == "2027-07-15T00:00:00Z"
    assert [number(Decimal(text)) for text in ("120.0", "7.50", "1E+2")] == ["120", "7.5", "100"]
