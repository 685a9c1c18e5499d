from dataclasses import replace
from decimal import Decimal

import pytest
from tests.support.degrees import GRADUATE, RESULTS, result
from tests.support.documents import HOSTILE, VERIFY_URL, assert_accessible, letters_of, opened, tags_of, words_of

from salerno.awards.degrees.facts import ConvertedGrade, Share
from salerno.credentials.diplomas.records import credits_by_institution, records
from salerno.credentials.diplomas.transcript import transcript_pages, transcript_pdf


def printed(facts, language="en") -> bytes:
    return transcript_pdf(facts, language=language, verify_url=VERIFY_URL)


@pytest.mark.parametrize(
    ("language", "title"),
    [("en", "Transcript of Records – Élodie Made Up-Example"), ("fr", "Relevé de notes – Élodie Made Up-Example")],
)
def test_the_transcript_is_accessible(facts, language, title):
    pdf = printed(facts, language)
    tags = tags_of(pdf)

    assert_accessible(pdf, language, title)
    assert (tags.count("H1"), tags.count("H2"), tags.count("H3"), tags.count("Figure")) == (1, 8, 4, 2)
    assert tags.count("TH") >= 7 * 4 + 3


def test_it_says_what_the_award_says(facts):
    text = words_of(printed(facts))

    for words in (
        "MADE UP – for demonstration, no degree",
        "Name Élodie Made Up-Example",
        "Born 28 February 2002, Marseille",
        "Student number, University of Pisa 700001",
        "Semester 1 30 ECTS",
        "MADE-01 Made-up course 1 Aix-Marseille University 10 14.5 fr-20 11 Jan 2026",
        "MADE-07 Made-up course 7 University of Pisa 10 28 it-30 15.0 (14.5 to 15.5) fr-20, T1 17 Jan 2026",
        "Aix-Marseille University 70 58.3 University of Pisa 50 41.7 Total 120",
        "Title A made-up thesis Supervisors A. Supervisor (AMU), B. Supervisor (UNIPI) Defended on 1 July 2027 Grade 16",
        "T1 fr-20 of Aix-Marseille University: IT-1 → FR-1",
        "Grade 14.5 Share, % 12.5",
        VERIFY_URL,
    ):
        assert words in text


def test_the_french_transcript_speaks_french(facts):
    text = words_of(printed(facts, "fr"))

    for words in ("Relevé de notes", "Semestre 3 30 ECTS", "Cours inventé 7 Université de Pise 10 28 it-30", "Total 120", "58,3"):
        assert words in text


def test_a_bare_award_has_no_empty_parts(bare):
    text = words_of(printed(bare))

    assert "Converted grades" not in text
    assert "Supervisors" not in text
    assert "No distribution is recorded." in text


def test_a_language_without_words_falls_back_to_english_and_says_so(facts):
    assert "This document has no wording in Swedish yet: it stands in English." in words_of(printed(facts, "sv"))


def test_many_courses_run_over_pages_whose_tables_have_their_heads(many):
    pages = [" ".join(page.extract_text().split()) for page in opened(printed(many)).pages]
    with_results = [page for page in pages if "Made-up course" in page]

    assert len(with_results) > 1
    assert all("Code Course Institution ECTS Grade Converted Passed on" in page for page in with_results)


def test_typst_in_a_title_and_a_name_is_printed_and_never_run(facts):
    results = (result(1, "univ-amu.fr", "14.5", "fr-20", title={"en": HOSTILE}, code=HOSTILE[:20]),)
    text = words_of(printed(replace(facts, results=results, graduate=replace(GRADUATE, given_names=HOSTILE))))

    assert letters_of(text).count(letters_of(HOSTILE)) >= 2


def test_the_same_award_gives_the_same_bytes(facts):
    assert printed(facts) == printed(facts)


def test_its_pages_are_pictures(facts):
    assert len(transcript_pages(facts, language="en", verify_url=VERIFY_URL, ppi=20)) == len(opened(printed(facts)).pages)


def test_credits_are_summed_by_institution(facts):
    assert credits_by_institution(facts) == {"univ-amu.fr": Decimal("70.0"), "unipi.it": Decimal("50.0")}


def test_an_award_without_results_is_printed(facts):
    assert "Total 0" in words_of(printed(replace(facts, results=())))


def test_what_stands_outside_the_semesters_comes_last(facts):
    recognised = replace(RESULTS[0], semester=0, kind="recognised", code="REC")
    said = records(replace(facts, results=(recognised, RESULTS[0])), "en")

    assert [(part["title"], part["rows"][0]["code"]) for part in said["semesters"]] == [
        ("Semester 1", "MADE-01"),
        ("Outside the semesters", "REC"),
    ]
    assert said["semesters"][1]["rows"][0]["notes"] == "Recognised"


def test_each_pair_of_grading_tables_has_one_mark_and_each_distribution_stands_once(facts):
    shares = (Share("28", Decimal("20.0")),)
    first, other = (ConvertedGrade("univ-amu.fr", "fr-20", "15", "15", "15", (source, "FR-1")) for source in ("IT-1", "IT-2"))
    rows = [
        result(number, "unipi.it", "28", "it-30", converted=(grade,), distribution=shares)
        for number, grade in enumerate((first, other, first), start=1)
    ]
    said = records(replace(facts, results=tuple(rows)), "en")

    assert [row["converted"] for part in said["semesters"] for row in part["rows"]] == [
        [{"grade": "15", "by": "fr-20, T1"}],
        [{"grade": "15", "by": "fr-20, T2"}],
        [{"grade": "15", "by": "fr-20, T1"}],
    ]
    assert [table["mark"] for table in said["tables"]] == ["T1", "T2"]
    assert said["distributions"] == [
        {"title": "University of Pisa, scale it-30: MADE-01, MADE-02, MADE-03", "shares": [{"grade": "28", "share": "20.0"}]}
    ]
