from dataclasses import replace

import pytest
from tests.support.degrees import GRADUATE, QUALIFICATION
from tests.support.documents import (
    HOSTILE,
    VERIFY_URL,
    alternatives_of,
    assert_accessible,
    letters_of,
    opened,
    tags_of,
    words_of,
)

from salerno.common.typesetting import Attachment, CannotPrint
from salerno.credentials.diplomas.diploma import diploma_pages, diploma_pdf


def printed(facts, *languages) -> bytes:
    return diploma_pdf(facts, verify_url=VERIFY_URL, languages=languages)


def named(facts, given_names: str):
    return replace(facts, graduate=replace(GRADUATE, given_names=given_names))


def test_the_diploma_is_accessible_in_the_institutions_own_language(facts):
    pdf = printed(facts)

    assert_accessible(pdf, "fr", "Diplôme – Élodie Made Up-Example")
    assert tags_of(pdf).count("H1") == 2
    assert alternatives_of(pdf) == [
        "Code QR menant à la page de vérification ; le même lien figure à côté en toutes lettres.".replace(" ;", "\u00a0;"),
        "Drapeau de l’Union européenne",
    ]


def test_it_says_in_both_languages_what_the_award_says(facts):
    text = words_of(printed(facts))

    for words in (
        "INVENTÉ – pour démonstration, ne vaut pas diplôme · MADE UP – for demonstration, no degree",
        "Aix-Marseille Université confère à Élodie Made Up-Example",
        "Aix-Marseille University confers on Élodie Made Up-Example",
        "28 février 2002, Marseille",
        "born on 28 February 2002 in Marseille",
        "le diplôme de Master IA et santé (inventé)",
        "the degree of Master in AI & Health (made up)",
        "120 crédits ECTS, niveau 7",
        "120 ECTS credits, level 7",
        "A joint programme of Aix-Marseille University and University of Pisa.",
        "Délivré le 15 juillet 2027, par décision du jury commun du 15 juillet 2027",
        "under clause 7.2 of version 1 of the consortium agreement.",
        "Made-up Chair Présidence du jury commun Chair of the joint examination board",
        "Diplôme nº AMU-2027-00001",
        "Cofinancé par l’Union européenne · Co-funded by the European Union",
        VERIFY_URL,
    ):
        assert words in text


def test_each_language_is_read_through_before_the_other(facts):
    text = words_of(printed(facts))

    assert text.index("le diplôme de") < text.index("consortium, version 1.") < text.index("confers on")


@pytest.mark.parametrize(
    ("languages", "expected"),
    [
        (
            ("it", "en"),
            ["conferisce a", "nascita: 28 febbraio 2002", "con distinzione", "Rilasciato il 15 luglio 2027"],
        ),
        (("sv", "en"), ["tilldelar", "född den 28 februari 2002 i Marseille", "med utmärkelse", "Utfärdat den 15 juli 2027"]),
        (("en",), ["confers on", "born on 28 February 2002", "with distinction", "Granted on 15 July 2027"]),
    ],
)
def test_it_speaks_each_language_that_it_has(accredited, languages, expected):
    text = words_of(printed(accredited, *languages))

    for words in (*expected, "Granted on 15 July 2027"):
        assert words in text
    assert "MADE UP" not in text


def test_a_language_without_words_falls_back_to_english_and_says_so(facts):
    text = words_of(printed(facts, "es", "en"))

    assert "This document has no wording in Spanish yet: it stands in English." in text
    assert text.count("confers on") == 1


def test_a_title_that_is_missing_in_a_language_says_which_it_stands_in(facts):
    assert "Master in AI & Health (made up) (in inglese)" in words_of(printed(facts, "it"))


def test_the_signed_credential_travels_inside(facts):
    credential = Attachment("credential.json", '{"proof": {}}', "application/json", "The signed credential")
    reader = opened(diploma_pdf(facts, verify_url=VERIFY_URL, attachments=[credential]))

    assert reader.attachments == {"credential.json": [b'{"proof": {}}']}
    assert len(reader.pages) == 1


def test_the_law_stands_in_each_language(accredited):
    text = words_of(printed(accredited))

    assert "Decreto inventato 1/2026" in text
    assert "Made-up decree 1/2026" in text


def test_the_same_award_gives_the_same_bytes(facts):
    assert printed(facts) == printed(facts)


@pytest.mark.parametrize("name", [HOSTILE, "W" * 300, "Nguyễn Thị Ánh-Tuyết " * 12, "\u202eeidolÉ", "שרה", "Line\nbreak"])
def test_any_name_is_printed_on_one_page_and_never_run(facts, name):
    pdf = printed(named(facts, name))

    assert len(opened(pdf).pages) == 1
    if name.isascii():
        assert letters_of(words_of(pdf)).count(letters_of(name)) == 2


def test_typst_in_a_title_is_printed(facts):
    title = {"en": HOSTILE, "fr": HOSTILE}
    text = letters_of(words_of(printed(replace(facts, qualification=replace(QUALIFICATION, title=title)))))

    assert text.count(letters_of(HOSTILE)) == 2


def test_a_letter_that_no_font_has_is_refused(facts):
    with pytest.raises(CannotPrint):
        printed(named(facts, "\U00012000"))


def test_each_institution_has_its_look_and_an_unknown_one_the_plain_one(facts, accredited):
    unknown = replace(facts, awarding=replace(facts.awarding, schac="nowhere.example"), results=())
    pictures = [diploma_pages(one, verify_url=VERIFY_URL, languages=("en",), ppi=20) for one in (facts, accredited, unknown)]

    assert [len(pages) for pages in pictures] == [1, 1, 1]
    assert len({pages[0] for pages in pictures}) == 3
