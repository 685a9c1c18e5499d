from datetime import date
from decimal import Decimal

import pytest

from salerno.common.document_words import DocumentWords, brief_day, day, exactly, plainly, said

WORDS = DocumentWords("salerno.credentials.diplomas")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ({"en": "Thesis", "fr": "Mémoire"}, "fr", {"text": "Mémoire", "lang": "fr", "note": ""}),
        ({"en": "Thesis"}, "fr", {"text": "Thesis", "lang": "en", "note": "en anglais"}),
        ({"it": "Tesi"}, "en", {"text": "Tesi", "lang": "it", "note": "in Italian"}),
        ({"en": "Thesis", "sv": ""}, "sv", {"text": "Thesis", "lang": "en", "note": "på engelska"}),
        ({}, "it", {"text": "", "lang": "it", "note": ""}),
    ],
)
def test_a_text_that_is_missing_falls_back_and_says_so(text, language, expected):
    assert said(text, language) == expected


def test_a_line_carries_the_note_too():
    assert plainly({"en": "Thesis"}, "it") == "Thesis (in inglese)"
    assert plainly({"it": "Tesi"}, "it") == "Tesi"


def test_a_document_without_words_in_a_language_stands_in_english_and_says_so():
    assert (WORDS.spoken("sv", "diploma"), WORDS.missing_note("sv", "diploma")) == ("sv", "")
    assert WORDS.spoken("sv", "supplement") == "en"
    assert WORDS.missing_note("sv", "supplement") == "This document has no wording in Swedish yet: it stands in English."
    assert WORDS.missing_note("es", "diploma") == "This document has no wording in Spanish yet: it stands in English."


def test_dates_are_written_as_each_language_writes_them():
    assert [day(date(2027, 7, 15), language) for language in ("en", "fr", "it", "sv")] == [
        "15 July 2027",
        "15 juillet 2027",
        "15 luglio 2027",
        "15 juli 2027",
    ]
    assert (day(date(2027, 7, 1), "fr"), day(date(2027, 7, 11), "fr"), day(date(2027, 7, 1), "en")) == (
        "1er juillet 2027",
        "11 juillet 2027",
        "1 July 2027",
    )
    assert brief_day(date(2027, 7, 15), "en") == "15 Jul 2027"


def test_a_number_keeps_the_decimals_that_were_recorded():
    assert [exactly(Decimal("6.0"), language) for language in ("en", "fr")] == ["6.0", "6,0"]
