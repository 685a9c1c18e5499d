"""Numbers as people type them, in the partners' languages."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.learning.quiz.errors import Reason, ResponseRefused
from salerno.learning.quiz.numbers import typed_number

PER_CENT = frozenset({"%"})


@pytest.mark.parametrize(
    ("typed", "language", "expected"),
    [
        ("8.3", "en", "8.3"),
        ("8,3", "en", "8.3"),
        ("8,3 %", "fr", "8.3"),
        ("8.3%", "fr", "8.3"),
        ("8,3\N{NARROW NO-BREAK SPACE}%", "fr", "8.3"),
        ("  +8.30 ", "en", "8.3"),
        ("−2", "en", "-2"),
        ("1,000", "en", "1000"),
        ("1,000", "fr", "1"),
        ("1.000", "it", "1000"),
        ("1.000", "fr", "1"),
        ("0,125", "en", "0.125"),
        ("0.125", "it", "0.125"),
        ("1 234,5", "fr", "1234.5"),
        ("1\N{THIN SPACE}234.5", "en", "1234.5"),
        ("1.234.567,5", "es", "1234567.5"),
        ("1,234,567", "sv", "1234567"),
        ("1'234.5", "en", "1234.5"),
        ("5e-3", "en", "0.005"),
        (".5", "en", "0.5"),
    ],
)
def test_typed_number_reads(typed, language, expected):
    assert typed_number(typed, PER_CENT, language) == Decimal(expected)


def test_a_per_cent_sign_makes_a_fraction_only_where_a_plain_number_is_asked_for():
    assert typed_number("8.3 %", frozenset()) == Decimal("0.083")
    assert typed_number("8.3 %", PER_CENT) == Decimal("8.3")
    assert typed_number("0.083", PER_CENT) == Decimal("0.083")


def test_units_are_read_in_any_language_of_the_question_and_without_case():
    units = frozenset({"people", "Personnes"})

    assert typed_number("12 personnes", units, "fr") == 12
    assert typed_number("12 People", units, "fr") == 12


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Reason.EMPTY),
        ("about eight", Reason.NOT_A_NUMBER),
        ("1.2.3,4,5", Reason.NOT_A_NUMBER),
        ("9/108", Reason.OTHER_UNIT),
        ("8.3 mg", Reason.OTHER_UNIT),
        ("nan", Reason.NOT_A_NUMBER),
        ("1" * 41, Reason.TOO_LONG),
    ],
)
def test_typed_number_refuses(typed, code):
    with pytest.raises(ResponseRefused) as error:
        typed_number(typed, PER_CENT)

    assert error.value.code == code


@given(st.decimals(-(10**6), 10**6, places=3), st.sampled_from(["en", "fr", "it", "es", "sv", "ca"]))
def test_a_number_written_plainly_in_a_language_is_read_back(number, language):
    comma = language != "en"
    typed = f"{number:.3f}".replace(".", "," if comma else ".")

    assert typed_number(typed, PER_CENT, language) == number


@given(st.text(max_size=45))
def test_any_text_is_a_number_or_refused(typed):
    try:
        number = typed_number(typed, PER_CENT)
    except ResponseRefused:
        return

    assert number.is_finite()
