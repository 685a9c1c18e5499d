"""The facts of a degree survive the way through JSON, whatever they are."""

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.degrees import degree_facts

from salerno.awards.degrees.facts import ConvertedGrade, Result, Share, ThesisFacts, as_json, from_json

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=2)
texts = st.dictionaries(st.sampled_from(["en", "fr"]), st.text(max_size=20), max_size=2)
results = st.builds(
    Result,
    title=texts,
    credits=numbers,
    hours=st.none() | numbers,
    outcomes=st.lists(texts, max_size=2).map(tuple),
    converted=st.just(()) | st.just((ConvertedGrade("unipi.it", "it-30", "30L", "30", "30L", ("IT-1",)),)),
    distribution=st.lists(st.builds(Share, percentage=numbers), max_size=2).map(tuple),
)


@given(st.lists(results, max_size=2), st.none() | st.just(degree_facts().thesis))
def test_facts_come_back_equal(given_results: list[Result], thesis: ThesisFacts | None):
    facts = degree_facts(results=tuple(given_results), thesis=thesis)
    assert from_json(json.loads(json.dumps(as_json(facts)))) == facts


def test_credits_are_summed_exactly():
    assert degree_facts().credits == Decimal("120.0")


def test_an_institution_is_found_by_its_code():
    assert degree_facts().body("unipi.it").country == "IT"
    with pytest.raises(KeyError):
        degree_facts().body("nowhere.example")


def test_dates_and_numbers_are_written_as_text():
    written = as_json(degree_facts())
    assert written["granted_on"] == "2027-07-15"
    assert written["qualification"]["credits"] == "120.0"
    assert from_json(written).granted_on == date(2027, 7, 15)


def test_what_is_no_degree_is_refused():
    with pytest.raises(TypeError):
        from_json({"number": "1"})
