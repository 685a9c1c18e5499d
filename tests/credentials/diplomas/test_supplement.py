import re
from dataclasses import replace

import pytest
from tests.support.degrees import GRADUATE
from tests.support.documents import HOSTILE, VERIFY_URL, assert_accessible, letters_of, opened, tags_of, words_of

from salerno.awards.national_systems import national_system
from salerno.common.typesetting import CannotPrint
from salerno.credentials.diplomas.supplement import SECTIONS, supplement_pages, supplement_pdf

PREAMBLE = (
    "This Diploma Supplement model was developed by the European Commission, Council of Europe and UNESCO/CEPES. "
    "The purpose of the supplement is to provide sufficient independent data"
)


def printed(facts, language="en") -> bytes:
    return supplement_pdf(facts, language=language, verify_url=VERIFY_URL)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Diploma Supplement – Élodie Made Up-Example"), ("fr", "Supplément au diplôme – Élodie Made Up-Example")],
)
def test_the_supplement_is_accessible(facts, language, title):
    pdf = printed(facts, language)
    tags = tags_of(pdf)

    assert_accessible(pdf, language, title)
    assert tags.count("H1") == 1
    assert tags.count("H2") == 8
    assert tags.count("H3") >= sum(len(fields) for fields in SECTIONS.values())
    assert tags.count("TH") >= 7 * 4
    assert tags.count("Figure") == 2


def test_it_has_the_eight_sections_and_their_numbers_in_the_models_order(facts):
    text = words_of(printed(facts))

    assert PREAMBLE in text
    assert re.findall(r"(?<![\d.])([1-7]\.\d) (?=[A-Z])", text) == [field for fields in SECTIONS.values() for field in fields]
    places = [text.index(words) for words in ("1 Information identifying the holder", "8 Information on the national higher")]
    assert places == sorted(places)


def test_it_says_what_the_award_says(facts):
    text = words_of(printed(facts))

    for words in (
        "MADE UP – for demonstration, no degree",
        "1.1 Last name(s) Up-Example",
        "1.2 First name(s) Élodie Made",
        "1.3 Date of birth (day/month/year) 28/02/2002",
        "22700001 (Aix-Marseille University) 700001 (University of Pisa)",
        "Master IA et santé (inventé) Master in AI & Health (made up)",
        "ISCED-F 2013: 0988",
        "Università di Pisa, Pisa, Italy: 50 ECTS credits",
        "Level 7 of the European Qualifications Framework (EQF), second cycle",
        "120 ECTS credits in 4 semesters of full-time study (2 years)",
        "Judge a model for the clinic",
        "Requirements: 120 ECTS, of which 30 at each of two universities.",
        "MADE-07 Made-up course 7 University of Pisa 10 28 it-30 15.0 (14.5 to 15.5) fr-20, T1 17 Jan 2026",
        "Thesis · 240 h of practical work",
        "T1 fr-20 of Aix-Marseille University: IT-1 → FR-1",
        "it-30 0 to 30; 18 passes; 30L (30 e lode) is 30 with honours.",
        "Aix-Marseille University, scale fr-20: MADE-01, MADE-02, MADE-03, MADE-04, MADE-05, MADE-06 Grade 14.5 Share, % 12.5",
        "Overall grade: 14.8",
        "Gives access to doctoral studies.",
        "No regulated profession.",
        "Joint examination board of 15 July 2027: clause 7.2 of version 1 of the consortium agreement.",
        "ENIC-NARIC centres: https://www.enic-naric.net/",
        "Made-up Chair. This file carries no handwritten signature",
        "The made-up text on the French system.",
        VERIFY_URL,
    ):
        assert words in text


def test_the_french_supplement_speaks_french(facts):
    text = words_of(printed(facts, "fr"))

    for words in (
        "INVENTÉ – pour démonstration, ne vaut pas diplôme",
        "Le présent supplément au diplôme suit le modèle élaboré par la Commission européenne",
        "1.1 Nom(s) de famille Up-Example",
        "Biologie-santé et intelligence artificielle",
        "Juger un modèle pour la clinique",
        "15.0 (de 14.5 à 15.5)",
        "soutenance le 1er juillet 2027",
        "Le texte inventé sur le système français.",
        "12,5",
    ):
        assert words in text


def test_what_is_not_recorded_is_said_to_be_not_recorded(bare):
    text = words_of(printed(bare))

    assert text.count("Not provided: the award does not record it.") == 9
    assert "None: the award carries no overall grade." in text
    assert "No distribution is recorded." in text
    assert "The institution of 2.3." in text
    assert "Not provided: the award holds no text on the country. The centres named in 6.2 inform about it." in text
    assert "house-scale" in text.replace("house- ", "house-")
    assert "MADE UP" not in text


def test_law_level_accreditation_and_distinction_are_named(accredited):
    text = words_of(printed(accredited))

    for words in (
        "Laurea magistrale inventata Made-up master’s degree",
        "Università di Pisa, Pisa, Italy Status: Made-up decree 1/2026",
        "QNQ level 7",
        "Awarded with distinction",
        "Made-up accreditation: Made-up agency, decided on 2 January 2026, holds until 2 January 2031",
    ):
        assert words in text


@pytest.mark.parametrize("country", ["FR", "IT", "SE"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_section_8_prints_the_whole_text_on_the_country(facts, country, language):
    text = national_system(country)[language]
    plain = letters_of(re.sub(r"^(## |- )", "", text, flags=re.MULTILINE)).replace("-", "")
    printed_words = letters_of(words_of(printed(replace(facts, national_system={language: text}), language)))

    for sentence in re.split(r"(?<=[.:])(?=[A-ZÀÉ])", plain):
        assert sentence in printed_words.replace("•", "").replace("-", "")


def test_a_text_in_another_language_says_so(facts):
    text = words_of(printed(replace(facts, national_system={"en": "Only in English."}), "fr"))

    assert "(en anglais)" in text
    assert "Only in English." in text


def test_a_language_without_words_falls_back_to_english_and_says_so(facts):
    pdf = printed(facts, "it")

    assert opened(pdf).trailer["/Root"]["/Lang"] == "en"
    assert "This document has no wording in Italian yet: it stands in English." in words_of(pdf)


def test_many_courses_run_over_pages_whose_tables_have_their_heads(many):
    pages = [" ".join(page.extract_text().split()) for page in opened(printed(many)).pages]
    with_results = [page for page in pages if "Made-up course" in page]

    assert len(with_results) > 1
    assert all("Code Course Institution ECTS Grade Converted Passed on" in page for page in with_results)
    assert sum(page.count("Made-up course 1 ") for page in pages) == 90
    assert all("Diploma Supplement of Élodie Made Up-Example, diploma AMU-2027-00001" in page for page in pages[1:])


def test_the_same_award_gives_the_same_bytes(facts):
    assert printed(facts) == printed(facts)


@pytest.mark.parametrize("name", [HOSTILE, "W" * 300, "\u202eeidolÉ", "שרה"])
def test_any_name_is_printed_and_never_run(facts, name):
    text = letters_of(words_of(printed(replace(facts, graduate=replace(GRADUATE, family_name=name)))))

    if name.isascii():
        assert letters_of(name) in text
    assert "AMU-2027-00001" in text


def test_a_letter_that_no_font_has_is_refused(facts):
    with pytest.raises(CannotPrint):
        printed(replace(facts, overall_grade="\U00012000"))


def test_its_pages_are_pictures(facts):
    assert len(supplement_pages(facts, language="en", verify_url=VERIFY_URL, ppi=20)) == len(opened(printed(facts)).pages)
