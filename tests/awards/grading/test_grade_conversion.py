"""Grades are placed by equal rank.

The examples are worked by hand. Percentages from the best downwards, and the bands that they make::

    IT  30L 10  0–10      FR  16  5   0–5
        30  20  10–30         14 20   5–25
        28  40  30–70         12 35  25–60
        18  30  70–100        10 40  60–100

    IT → FR  30L  0–10 meets 16, 14; best given → 16         FR → IT  16  0–5 meets 30L; best given → 30L
             30  10–30 meets 14, 12; middle 20 → 14                   14  5–25 meets 30L, 30; middle 15 → 30
             28  30–70 meets 12, 10; middle 50 → 12                   12 25–60 meets 30, 28; middle 42.5 → 28
             18  70–100 meets 10; lowest given → 10                   10 60–100 meets 28, 18; lowest given → 18

    Two grades, P 40 and Q 60, → IT: P 0–40 meets 30L, 30, 28; its middle 20 lies in 30, but it is the best given → 30L.
    Q 40–100 meets 28, 18; its middle 70 is the border of 28, but it is the lowest given → 18.

    Zeros, P 0, Q 30, R 0, T 70, → IT: P is the border 0 → 30L. Q is the best given → 30L. R is the border 30, where 30 and 28
    meet → 30, the better one. T is the lowest given → 18.
"""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salerno.awards.grading.errors import GradeRefused
from salerno.awards.grading.grade_conversion import Converter, converter
from salerno.awards.grading.scales import scale_of
from salerno.awards.grading.tables import GradingTable, computed, from_json, of_rows

ITALIAN = from_json({"grades": [["30L", 10], ["30", 20], ["28", 40], ["18", 30]], "scale": "it-30", "isced_f": "0512", "n": 400})
FRENCH = from_json({"grades": [["16", 5], ["14", 20], ["12", 35], ["10", 40]], "scale": "fr-20", "isced_f": "0512", "n": 400})
TWO = from_json({"grades": [["P", 40], ["Q", 60]]})
ZEROS = from_json({"grades": [["P", 0], ["Q", 30], ["R", 0], ["T", 70]]})
ONE = from_json({"grades": [["VG", 0], ["G", 100]], "scale": "se-vgu"})
SPANISH = from_json({"grades": [["9", 50], ["7", 50]], "scale": "es-10"})


@pytest.mark.parametrize(
    ("source", "target", "written", "expected"),
    [
        (ITALIAN, FRENCH, "30 e lode", ("30L", "16", "14", "16")),
        (ITALIAN, FRENCH, "30", ("30", "14", "12", "14")),
        (ITALIAN, FRENCH, "28", ("28", "12", "10", "12")),
        (ITALIAN, FRENCH, "18", ("18", "10", "10", "10")),
        (FRENCH, ITALIAN, "16", ("16", "30L", "30L", "30L")),
        (FRENCH, ITALIAN, "14", ("14", "30", "30", "30L")),
        (FRENCH, ITALIAN, "12", ("12", "28", "28", "30")),
        (FRENCH, ITALIAN, "10", ("10", "18", "18", "28")),
        (TWO, ITALIAN, "p", ("P", "30L", "28", "30L")),
        (TWO, ITALIAN, "Q", ("Q", "18", "18", "28")),
        (ZEROS, ITALIAN, "P", ("P", "30L", "30L", "30L")),
        (ZEROS, ITALIAN, "Q", ("Q", "30L", "30", "30L")),
        (ZEROS, ITALIAN, "R", ("R", "30", "28", "30")),
        (ZEROS, ITALIAN, "T", ("T", "18", "18", "28")),
        (ITALIAN, ZEROS, "30L", ("30L", "Q", "Q", "Q")),
        (ITALIAN, ZEROS, "28", ("28", "T", "T", "T")),
        (ONE, FRENCH, "VG", ("VG", "16", "16", "16")),
        (ONE, FRENCH, "G", ("G", "12", "10", "16")),
        (FRENCH, ONE, "16", ("16", "G", "G", "G")),
        (FRENCH, ITALIAN, "14,37", ("14.37", "30", "30", "30L")),
        (FRENCH, ITALIAN, "19", ("19", "30L", "30L", "30L")),
        (FRENCH, ITALIAN, "10.5", ("10.5", "18", "18", "28")),
        (ITALIAN, FRENCH, "29", ("29", "12", "12", "12")),
        (SPANISH, ITALIAN, "MH", ("MH", "30L", "30L", "30L")),
        (SPANISH, ITALIAN, "5.5", ("5.5", "18", "18", "18")),
        (ITALIAN, ITALIAN, "29", ("29", "29", "29", "29")),
        (ZEROS, ZEROS, "R", ("R", "R", "R", "R")),
    ],
)
def test_the_examples_worked_by_hand(source, target, written, expected):
    found = converter(source, target).convert(written)

    assert (found.value, found.grade, found.lowest, found.highest) == expected


def test_the_path_tells_every_step_in_words_and_for_programs():
    found = converter(FRENCH, ITALIAN).convert("12,25")

    assert [step.key for step in found.path] == ["counted-with", "band", "comparable", "middle"]
    assert [str(step.words) for step in found.path] == [
        "12.25 is counted with 12, the next lower grade of the table.",
        "25 % of the passing results are better than 12; 60 % are as good or better.",
        "In the other table this place is held by: 30, 28.",
        "The middle, 42.5 %, lies in 28, which goes from 30 % to 70 %.",
    ]
    assert found.as_dict() == {
        "value": "12.25",
        "grade": "28",
        "is_pass": True,
        "lowest": "28",
        "highest": "30",
        "interval": ["28", "30"],
        "path": [step.as_dict() for step in found.path],
        "cautions": [],
        "tables": [FRENCH.digest, ITALIAN.digest],
    }
    assert found.path[1].as_dict() == {
        "key": "band",
        "params": {"grade": "12", "begin": "25", "end": "60"},
        "text": "25 % of the passing results are better than 12; 60 % are as good or better.",
    }


def test_a_step_is_told_in_another_language_with_its_numbers():
    step = converter(FRENCH, ITALIAN).convert("12").path[-1]

    told = step.told(lambda _template: "%(middle)s %% : %(grade)s", lambda value: str(value).replace(".", ","))

    assert told == "42,5 % : 28"


@pytest.mark.parametrize(
    ("source", "written", "keys"),
    [
        (ITALIAN, "30L", ["band", "comparable", "best"]),
        (ITALIAN, "18", ["band", "comparable", "lowest"]),
        (ZEROS, "R", ["border", "comparable", "middle"]),
        (ITALIAN, "29", ["not-in-table", "border", "comparable", "middle"]),
        (ITALIAN, "17", ["no-pass"]),
        (FRENCH, "17", ["same-table"]),
    ],
)
def test_the_path_says_which_rule_decided(source, written, keys):
    found = converter(source, FRENCH).convert(written)

    assert [step.key for step in found.path] == keys


def test_a_failed_grade_converts_to_no_grade():
    named = from_json({"grades": [["1", 50], ["4", 40], ["5", 10]], "failing": ["5"]})

    for source, written in ((ITALIAN, "17"), (FRENCH, "9,99"), (named, "5"), (ONE, "U")):
        found = converter(source, FRENCH).convert(written)
        assert (found.is_pass, found.grade, found.lowest, found.highest, found.as_dict()["interval"]) == (
            False,
            None,
            None,
            None,
            [],
        )


def test_an_unknown_grade_is_refused_and_the_known_ones_are_named():
    with pytest.raises(GradeRefused) as without_scale:
        converter(TWO, FRENCH).convert("R")
    with pytest.raises(GradeRefused) as with_scale:
        converter(ITALIAN, FRENCH).convert("31")

    assert str(without_scale.value) == "“R” is not a grade of the table. Known are: P, Q."
    assert str(with_scale.value).endswith("whole numbers from 0 to 30 and 30L are allowed.")


def test_few_results_and_other_fields_of_study_are_cautioned():
    small = from_json({**FRENCH.as_json(), "n": 25, "isced_f": "0613"})

    found = converter(small, ITALIAN).convert("12")

    assert [(step.key, str(step.words)) for step in found.cautions] == [
        ("small-source", "The table of the grade rests on few results (25): a rank may be off by 20 points."),
        ("fields-differ", "The tables are of different fields of study: 0613 and 0512."),
    ]
    assert [step.key for step in converter(ITALIAN, from_json({**FRENCH.as_json(), "n": 99})).convert("18").cautions] == [
        "small-target"
    ]


@pytest.mark.parametrize(("n", "isced_f"), [(100, "0512"), (None, "0512"), (400, "051"), (400, "")])
def test_enough_results_of_the_same_field_need_no_caution(n, isced_f):
    table = GradingTable(FRENCH.rows, scale="fr-20", isced_f=isced_f, n=n)

    assert converter(table, ITALIAN).convert("12").cautions == ()


def of_counts(counts, name="G"):
    whole = sum(counts)
    return of_rows(
        (f"{name}{place}", (Decimal(count * 100) / whole).quantize(Decimal("0.0001"))) for place, count in enumerate(counts)
    )


counted = st.lists(st.integers(0, 30), min_size=2, max_size=12).filter(any)
tables = counted.map(of_counts)
other_tables = counted.map(lambda counts: of_counts(counts, "H"))


def places(source, target):
    """Answer, lowest and highest of each row of ``source``, as places in ``target`` (0 is the best)."""
    place = {grade: index for index, grade in enumerate(target.grades)}
    found = [Converter(source, target).convert(grade) for grade in source.grades]
    return [(place[one.grade], place[one.lowest], place[one.highest]) for one in found]


@settings(deadline=None)
@given(tables, other_tables)
def test_a_better_grade_never_gets_a_worse_answer(source, target):
    for better, worse in pairwise(places(source, target)):
        assert all(one <= other for one, other in zip(better, worse, strict=True))


@settings(deadline=None)
@given(tables)
def test_a_table_converts_each_of_its_grades_to_itself(table):
    renamed = GradingTable(tuple((f"H{grade[1:]}", percentage) for grade, percentage in table.rows))
    positive = [index for index, (_grade, percentage) in enumerate(table.rows) if percentage]

    assert places(table, table) == [(index, index, index) for index in range(len(table.rows))]
    assert [places(table, renamed)[index] for index in positive] == [(index, index, index) for index in positive]


@settings(deadline=None)
@given(tables, other_tables)
def test_the_best_becomes_the_best_and_the_lowest_the_lowest(source, target):
    given_here, given_there = ([grade for grade, percentage in table.rows if percentage] for table in (source, target))
    prepared = Converter(source, target)

    if len(given_here) > 1:
        assert prepared.convert(given_here[0]).grade == given_there[0]
        assert prepared.convert(given_here[-1]).grade == given_there[-1]


@settings(deadline=None)
@given(tables, other_tables)
def test_the_interval_holds_the_answer_and_no_grade_that_nobody_was_given(source, target):
    for answer, lowest, highest in places(source, target):
        assert highest <= answer <= lowest
        assert all(target.rows[place][1] > 0 for place in (answer, lowest, highest))


@settings(deadline=None)
@given(tables, other_tables)
def test_every_row_is_placed_as_the_rules_say(source, target):
    """The rules once more, grade by grade and without any search: the slow way must agree."""
    assert places(source, target) == [slowly(source, target, index) for index in range(len(source.rows))]


def slowly(source, target, index):
    (begin, end), others = bands(source)[index], bands(target)
    given_there = [place for place, (low, high) in enumerate(others) if low < high]
    if begin < end:
        met = [place for place in given_there if max(begin, others[place][0]) < min(end, others[place][1])]
    else:
        met = [place for place in given_there if others[place][0] <= begin <= others[place][1]]
    answer = next(place for place in met if others[place][0] <= (begin + end) / 2 <= others[place][1])
    if begin < end and begin == 0 and end < 1:
        answer = given_there[0]
    if begin < end and begin > 0 and end == 1:
        answer = given_there[-1]
    return answer, met[-1], met[0]


def bands(table):
    whole = sum(Fraction(percentage) for _grade, percentage in table.rows)
    before = [
        sum(Fraction(percentage) for _grade, percentage in table.rows[:index]) / whole for index in range(len(table.rows) + 1)
    ]
    return list(pairwise(before))


@settings(deadline=None)
@given(counted, st.integers(2, 50), other_tables)
def test_more_results_of_the_same_distribution_change_nothing(counts, times, target):
    assert places(of_counts(counts), target) == places(of_counts([count * times for count in counts]), target)


@settings(deadline=None)
@given(tables, other_tables, st.data())
def test_merging_two_neighbours_moves_nobody_else(source, target, data):
    if len(source.rows) == 2:
        return
    at = data.draw(st.integers(0, len(source.rows) - 2))
    before, (_, one), (_, other), after = source.rows[:at], *source.rows[at : at + 2], source.rows[at + 2 :]
    merged = GradingTable((*before, ("merged", one + other), *after))
    borders = {border for band in bands(source)[at : at + 2] for border in band}

    found = places(merged, target)
    apart = places(source, target)

    if borders.isdisjoint({Fraction(0), Fraction(1)}):
        assert [*found[:at], *found[at + 1 :]] == [*apart[:at], *apart[at + 2 :]]
    if one and other:
        assert found[at][1:] == (apart[at + 1][1], apart[at][2])
        assert apart[at][0] <= found[at][0] <= apart[at + 1][0] or {Fraction(0), Fraction(1)} <= borders


def test_every_mark_of_a_scale_is_converted_in_order():
    chance = random.Random(4)
    french = computed([f"{min(20, max(0, chance.gauss(12, 3))):.2f}" for _ in range(300)], scale_of("fr-20"))
    italian = computed([str(min(30, max(18, round(chance.gauss(26, 3))))) for _ in range(300)], scale_of("it-30"))
    scale = scale_of("it-30")

    found = converter(french, italian).convert_all(f"{hundredths / 100:.2f}" for hundredths in range(2000, 999, -1))

    heights = [scale.read(one.grade).height for one in found]
    assert heights == sorted(heights, reverse=True)
    assert {heights[0], heights[-1]} == {scale.read(italian.grades[0]).height, scale.read(italian.grades[-1]).height}


def test_a_pair_of_tables_is_prepared_once():
    again = from_json(ITALIAN.as_json())

    assert converter(ITALIAN, FRENCH) is converter(again, FRENCH)
