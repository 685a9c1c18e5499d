"""Grading tables are sound when they are made, and say the same when they come back."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.awards.grading.errors import GradeRefused, TableRefused
from salerno.awards.grading.scales import scale_of
from salerno.awards.grading.tables import GradingTable, computed, from_json, of_rows, read_table

ITALIAN = {"grades": [["30L", 12.5], ["30", 37.5], ["18", 50]], "scale": "it-30", "isced_f": "0512", "years": "made up", "n": 240}
PAIRS = [["A", 40], ["B", 60]]


def test_a_table_is_read_from_json():
    table = from_json(ITALIAN)

    assert table == GradingTable(
        (("30L", Decimal("12.5")), ("30", Decimal("37.5")), ("18", Decimal(50))),
        scale="it-30",
        isced_f="0512",
        years="made up",
        n=240,
    )


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ([], "object with “grades”"),
        ({"rows": []}, "object with “grades”"),
        ({"grades": [["A", 100]]}, "2 to 250 passing grades; this one has 1"),
        ({"grades": [[f"G{row}", 0.4] for row in range(251)]}, "2 to 250 passing grades; this one has 251"),
        ({"grades": [["A", 50], ["B", 48.9]]}, "add up to 100 (within 1); they add up to 98.9"),
        ({"grades": [["A", 50], ["B", 51.1]]}, "they add up to 101.1"),
        ({"grades": [["A", -1], ["B", 101]]}, "percentage of “A” must be a number from 0 to 100; it is -1"),
        ({"grades": [["A", "many"], ["B", 50]]}, "it is many"),
        ({"grades": [["A", True], ["B", 99]]}, "it is True"),
        ({"grades": [["A", float("nan")], ["B", 50]]}, "it is nan"),
        ({"grades": [["A", "sNaN"], ["B", 50]]}, "it is sNaN"),
        ({"grades": [["A", None], ["B", 50]]}, "it is None"),
        ({"grades": [["A", 50], ["a ", 50]]}, "“a ” stands in the table twice"),
        ({"grades": [["A", 50], ["", 50]]}, "1 to 40 characters"),
        ({"grades": [["A", 50], [None, 50]]}, "pair of grade and percentage; one is [None, 50]"),
        ({"grades": [["A", 50], ["B"]]}, "pair of grade and percentage"),
        ({"grades": [["18", 50], ["30", 50]], "scale": "it-30"}, "“30” cannot follow “18”"),
        ({"grades": [["30L", 50], ["31", 50]], "scale": "it-30"}, "whole numbers from 0 to 30 and 30L"),
        ({"grades": [["30L", 50], ["30 e lode", 50]], "scale": "it-30"}, "“30L” stands in the table twice"),
        ({"grades": [["30", 50], ["17", 50]], "scale": "it-30"}, "2 to 250 passing grades; this one has 1"),
        ({"grades": [["Fx", 50], ["F", 50]], "scale": "se-af"}, "No passing grade has a share above 0 %"),
        ({"grades": PAIRS, "scale": "de-5"}, "Known are: fr-20"),
        ({"grades": PAIRS, "n": 0}, "at least 1; it is 0"),
        ({"grades": PAIRS, "n": 1.5}, "must be a whole number"),
        ({"grades": PAIRS, "n": True}, "must be a whole number"),
        ({"grades": PAIRS, "years": 2026}, "must be texts"),
        ({"grades": PAIRS, "failing": "F"}, "must be texts"),
    ],
)
def test_an_unsound_table_is_refused_with_the_reason(value, reason):
    with pytest.raises(TableRefused) as refusal:
        from_json(value)

    assert reason in str(refusal.value)


def test_grades_may_be_numbers_and_other_members_are_not_looked_at():
    table = read_table('{"institution": "made up", "scale": "fr-20", "grades": [[14.50, 40], [12, 60]]}')

    assert table == GradingTable((("14.5", Decimal(40)), ("12", Decimal(60))), scale="fr-20")


def test_percentages_are_taken_as_written_and_no_exponent_explodes():
    table = read_table('{"grades": [["A", 12.1], ["B", "87.9"], ["C", 1e-999999]]}')

    assert table.rows == (("A", Decimal("12.1")), ("B", Decimal("87.9")), ("C", Decimal(0)))
    assert table.as_json() == {"grades": [["A", "12.1"], ["B", "87.9"], ["C", "0"]]}


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"grades": [["A", NaN], ["B", 1]]}'])
def test_what_is_not_a_table_in_json_is_refused(text):
    with pytest.raises(TableRefused):
        read_table(text)


def test_failing_rows_are_left_out_and_the_rest_is_recomputed():
    table = from_json({"grades": [["A", 20], ["E", 60], ["F", 20]], "scale": "se-af"})

    assert table == GradingTable((("A", Decimal(25)), ("E", Decimal(75))), scale="se-af")


def test_without_a_scale_the_failing_grades_are_named():
    table = from_json({"grades": [["1", 20], ["4", 60], ["5", 20]], "failing": ["5"]})

    assert table == GradingTable((("1", Decimal(25)), ("4", Decimal(75))), failing=("5",))


def test_a_table_itself_takes_passing_grades_in_canonical_writing_alone():
    with pytest.raises(TableRefused, match="“F” is not a passing grade"):
        GradingTable((("A", Decimal(50)), ("F", Decimal(50))), scale="se-af")
    with pytest.raises(TableRefused, match="“30 e lode” is written “30L”"):
        GradingTable((("30 e lode", Decimal(50)), ("30", Decimal(50))), scale="it-30")


def test_rows_are_put_into_canonical_writing():
    table = of_rows((("30 e lode", Decimal(50)), ("30.0", Decimal(50))), scale="it-30")

    assert table.grades == ("30L", "30")


def test_a_table_is_computed_from_results():
    results = ["30 e lode", "30L", "28", "17", "30/30 e lode", "18", "12"]

    table = computed(results, scale_of("it-30"), isced_f="0512", years="made up")

    assert table == GradingTable(
        (("30L", Decimal(60)), ("28", Decimal(20)), ("18", Decimal(20))), scale="it-30", isced_f="0512", years="made up", n=5
    )


def test_grades_with_decimals_are_counted_in_classes():
    table = computed(["14.37", "14", "14,49", "14.5", "9.99"], scale_of("fr-20"))

    assert (table.rows, table.n) == ((("14.5", Decimal(25)), ("14", Decimal(75))), 4)


@pytest.mark.parametrize("results", [[], ["17"], ["18", "18"]])
def test_no_table_is_computed_from_fewer_than_two_passing_grades(results):
    with pytest.raises(TableRefused, match="2 to 250 passing grades"):
        computed(results, scale_of("it-30"))


def test_no_table_is_computed_from_what_is_no_grade():
    with pytest.raises(GradeRefused, match="“abs” is not a grade"):
        computed(["18", "abs"], scale_of("it-30"))


italian_results = st.lists(st.integers(18, 30).map(str) | st.just("30L"), min_size=2, max_size=60).filter(
    lambda given: len(set(given)) > 1
)


@settings(deadline=None)
@given(italian_results, st.integers(2, 7))
def test_the_same_distribution_of_more_results_makes_the_same_rows(results: list[str], times: int):
    scale = scale_of("it-30")

    assert computed(results * times, scale).rows == computed(results, scale).rows


@settings(deadline=None)
@given(italian_results, st.randoms())
def test_the_order_of_results_does_not_matter(results: list[str], chance):
    shuffled = sorted(results, key=lambda _result: chance.random())

    assert computed(shuffled, scale_of("it-30")).digest == computed(results, scale_of("it-30")).digest


@settings(deadline=None)
@given(italian_results)
def test_a_table_comes_back_equal_through_json(results: list[str]):
    table = computed(results, scale_of("it-30"), isced_f="0512", years="made up")

    assert read_table(json.dumps(table.as_json())) == table


def test_the_digest_is_of_the_content():
    table = from_json(ITALIAN)
    same = read_table(json.dumps({**ITALIAN, "grades": [["30L", "12.50"], ["30", "37.5"], ["18", "50.0"]]}))
    changes = [{"n": 241}, {"years": "others"}, {"isced_f": "0511"}, {"grades": [["30L", 12.4], ["30", 37.6], ["18", 50]]}]

    assert table.digest == same.digest
    assert len({table.digest, *(from_json({**ITALIAN, **change}).digest for change in changes)}) == 5
