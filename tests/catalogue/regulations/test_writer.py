"""Regulations written as TOML are read as the same regulations."""

import tomllib
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.support.regulations import SMALL, small_rules

from salerno.catalogue.regulations.reader import read_file, read_text
from salerno.catalogue.regulations.writer import as_toml
from salerno.catalogue.services import MADE_UP_REGULATIONS

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PLAIN = st.one_of(TEXTS, st.booleans(), st.integers(-(2**63), 2**63 - 1))
INLINE = st.dictionaries(TEXTS, PLAIN, max_size=3)
TABLE = st.dictionaries(TEXTS, st.one_of(PLAIN, INLINE, st.lists(TEXTS)), max_size=4)
BODIES = st.dictionaries(TEXTS, st.one_of(PLAIN, st.lists(TEXTS), TABLE, st.lists(TABLE, min_size=1, max_size=3)), max_size=5)


def test_the_made_up_regulations_come_back_with_their_digest():
    rules = read_file(MADE_UP_REGULATIONS)

    assert read_text(as_toml(rules.body)) == rules
    assert read_text(as_toml(rules.body)).digest == rules.digest


def test_credits_with_a_decimal_place_and_texts_with_marks_come_back():
    text = SMALL.replace('title = { en = "Counting" }', 'title = { en = "\\"Count\\" \\\\ on\\u007f", fr = "Compter" }')
    rules = read_text(text.replace("ects = 3", "ects = 3.5").replace("{ ects = 3.5 }", "{ ects = 3 }"))

    again = read_text(as_toml(rules.body))

    assert (again.courses["A2"].ects, again.courses["A1"].title["en"]) == (Decimal("3.5"), '"Count" \\ on\x7f')
    assert again.digest == rules.digest != small_rules().digest


@given(BODIES)
def test_whatever_plain_values_are_written_the_same_are_read(body):
    assert tomllib.loads(as_toml(body)) == body
