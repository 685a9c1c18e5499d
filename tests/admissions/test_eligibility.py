"""Entry rules: each verdict with its numbers, what is not known held against nobody, rules read without a guess."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.admissions.eligibility.facts import NATIVE, Degree, Papers, TranscriptRow, Verdict
from salerno.admissions.eligibility.judging import judge, verdict_of
from salerno.admissions.eligibility.reader import RulesRefused, read_rules
from salerno.admissions.eligibility.sectors import is_among, read_sectors

PASSED = date(2025, 7, 1)
# After the entry rules of UNIPI's Master as far as they are known; the areas that make up "basics" are an example.
BASICS = {
    "kind": "any",
    "key": "basics",
    "of": [
        {"kind": "degree-class", "key": "class", "classes": ["L-2", "L-13", "L-31"]},
        {
            "kind": "all",
            "key": "credits",
            "of": [
                {"kind": "sector-ects", "key": "ninety", "sectors": ["BIO", "CHIM", "MED", "INF", "ING", "MAT", "FIS"], "ects": 90},
                {
                    "kind": "any",
                    "key": "either",
                    "of": [
                        {
                            "kind": "all",
                            "key": "life",
                            "of": [
                                {"kind": "sector-ects", "key": "bio", "sectors": ["BIO/01-19"], "ects": 30},
                                {"kind": "sector-ects", "key": "molecules", "sectors": ["BIO/10", "BIO/11", "BIO/18"], "ects": 18},
                            ],
                        },
                        {
                            "kind": "all",
                            "key": "computing",
                            "of": [
                                {"kind": "sector-ects", "key": "science", "sectors": ["INF", "ING", "MAT"], "ects": 30},
                                {"kind": "sector-ects", "key": "mathematics", "sectors": ["MAT"], "ects": 6},
                                {"kind": "sector-ects", "key": "informatics", "sectors": ["INF"], "ects": 12},
                            ],
                        },
                    ],
                },
            ],
        },
    ],
}


def row(sector: str, ects: int, *, passed: bool = True) -> TranscriptRow:
    return TranscriptRow(f"A course of {sector}", Decimal(ects), sector, passed_on=PASSED if passed else None)


def only(rule: dict[str, object], papers: Papers):
    return judge(read_rules([rule]), papers)[0]


def said(rule, papers):
    statement = only(rule, papers)
    return statement.verdict.value, statement.sentence


@pytest.mark.parametrize(
    ("sector", "wanted", "is_meant"),
    [
        ("BIO/10", ("BIO/01-19",), True),
        ("bio / 10", ("BIO/10",), True),
        ("BIO/20", ("BIO/01-19",), False),
        ("ING-INF/05", ("ING",), True),
        ("ING-INF/05", ("ING-INF",), True),
        ("ING-INF/05", ("INF",), False),
        ("INGX/05", ("ING",), False),
        ("BIO", ("BIO/01-19",), False),
        ("biology", ("BIO",), False),
        ("", ("BIO",), False),
    ],
)
def test_a_sector_is_meant_by_itself_by_a_range_and_by_its_area(sector, wanted, is_meant):
    assert is_among(sector, wanted) is is_meant


def test_a_range_that_goes_down_is_no_sector():
    assert read_sectors("BIO/19-01") is None


@pytest.mark.parametrize(
    ("degree", "expected"),
    [
        (Degree(), ("cannot-say", "degree-unknown")),
        (Degree(eqf_level=5, awarded_on=PASSED), ("not-met", "degree-below")),
        (Degree(eqf_level=6), ("cannot-say", "degree-not-yet")),
        (Degree(eqf_level=6, awarded_on=PASSED), ("met", "degree-met")),
        (Degree(eqf_level=7, awarded_on=PASSED), ("met", "degree-met")),
    ],
)
def test_a_degree_is_judged_by_its_level_and_by_having_been_awarded(degree, expected):
    assert said({"kind": "degree", "eqf": 6}, Papers(degree=degree)) == expected


@pytest.mark.parametrize(
    ("degree", "expected"),
    [
        (Degree(), ("cannot-say", "class-unknown")),
        (Degree(eqf_level=6), ("not-met", "class-unknown")),
        (Degree(class_code="l-2"), ("met", "class-met")),
        (Degree(class_code="L-18"), ("not-met", "class-other")),
    ],
)
def test_a_class_of_degree_is_one_of_those_named(degree, expected):
    assert said({"kind": "degree-class", "classes": ["L-2", "L-13"]}, Papers(degree=degree)) == expected


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((), ("cannot-say", "no-transcript")),
        ((row("BIO/10", 30),), ("met", "sector-met")),
        ((row("BIO/10", 20), row("BIO/19", 6)), ("not-met", "sector-missing")),
        ((row("BIO/10", 20), row("BIO/11", 10, passed=False)), ("cannot-say", "sector-to-come")),
        ((row("BIO/10", 20), row("", 10)), ("cannot-say", "sector-open")),
        ((row("BIO/10", 20), row("", 9)), ("not-met", "sector-missing")),
        ((row("BIO/10", 30), row("", 100)), ("met", "sector-met")),
    ],
)
def test_credits_of_a_sector_are_counted_and_open_ones_leave_it_open(rows, expected):
    assert said({"kind": "sector-ects", "sectors": ["BIO/01-19"], "ects": 30}, Papers(transcript=rows)) == expected


def test_a_statement_carries_its_numbers():
    rows = (row("BIO/10", 12), row("BIO/11", 4, passed=False), row("", 5), row("MAT/05", 9))

    params = only({"kind": "sector-ects", "sectors": ["BIO/01-19"], "ects": 30}, Papers(transcript=rows)).params

    assert params == {
        "needed": Decimal(30),
        "found": Decimal(12),
        "missing": Decimal(18),
        "to_come": Decimal(4),
        "open": Decimal(5),
        "sectors": ("BIO/01-19",),
    }


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("", ("cannot-say", "language-unknown")),
        ("B1", ("not-met", "language-below")),
        ("B2", ("met", "language-met")),
        ("C2", ("met", "language-met")),
        (NATIVE, ("met", "language-native")),
        ("fluent", ("cannot-say", "language-unknown")),
    ],
)
def test_a_language_is_known_at_a_level_or_above(level, expected):
    assert said({"kind": "language", "language": "en", "level": "B2"}, Papers(languages={"en": level})) == expected


@pytest.mark.parametrize(
    ("country", "documents", "expected"),
    [
        ("", set(), ("cannot-say", "country-unknown")),
        ("FR", set(), ("met", "country-other")),
        ("CN", set(), ("not-met", "documents-missing")),
        ("cn", {"legalised-diploma"}, ("met", "documents-met")),
    ],
)
def test_documents_of_a_country_are_asked_of_degrees_from_there(country, documents, expected):
    rule = {"kind": "documents", "documents": ["legalised-diploma"], "countries": ["CN", "VN"]}

    assert said(rule, Papers(degree=Degree(country=country), documents=frozenset(documents))) == expected


def test_the_example_rules_open_by_class_by_biology_and_by_computing():
    biologist = (row("BIO/10", 18), row("BIO/06", 40), row("CHIM/03", 32))
    computer_scientist = (row("INF/01", 60), row("MAT/05", 30))
    biochemist_without_ninety = (row("BIO/10", 60),)

    found = [
        only(BASICS, Papers(degree=Degree(eqf_level=6, class_code=code), transcript=rows)).verdict.value
        for code, rows in [
            ("L-13", ()),
            ("", biologist),
            ("", computer_scientist),
            ("", biochemist_without_ninety),
            ("", (*biochemist_without_ninety, row("", 30))),
        ]
    ]

    assert found == ["met", "met", "met", "not-met", "cannot-say"]


@pytest.mark.parametrize(
    ("levels", "every", "one"),
    [
        (("C1", "C1"), "met", "met"),
        (("C1", "A1"), "not-met", "met"),
        (("C1", ""), "cannot-say", "met"),
        (("A1", ""), "not-met", "cannot-say"),
        (("A1", "A1"), "not-met", "not-met"),
    ],
)
def test_all_and_any_are_three_valued(levels, every, one):
    papers = Papers(languages={"en": levels[0], "fr": levels[1]})
    parts = [{"kind": "language", "language": code, "level": "B2"} for code in ("en", "fr")]

    assert said({"kind": "all", "of": parts}, papers) == (every, f"all-{every}")
    assert said({"kind": "any", "of": parts}, papers) == (one, f"any-{one}")


ROWS = st.lists(
    st.builds(
        TranscriptRow,
        title=st.just("x"),
        ects=st.integers(1, 30).map(Decimal),
        sector=st.sampled_from(["BIO/10", "BIO/18", "INF/01", "MAT/05", "", "?"]),
        passed_on=st.sampled_from([PASSED, None]),
    ),
    max_size=12,
)
_ORDER = {Verdict.NOT_MET: 0, Verdict.CANNOT_SAY: 1, Verdict.MET: 2}


@given(rows=ROWS, more=ROWS)
def test_more_credits_never_make_it_worse(rows, more):
    """Once there is a transcript: none at all is open, a short one is not met."""
    before, after = (verdict_of(judge(read_rules([BASICS]), Papers(transcript=tuple(part)))) for part in (rows, rows + more))

    assert not rows or _ORDER[before] <= _ORDER[after]


@given(rows=ROWS, sectors=st.lists(st.sampled_from(["BIO/10", "INF/01", "MAT/05", "SPS/04"]), min_size=12, max_size=12))
def test_what_is_open_is_open_both_ways_and_what_is_decided_stays_decided(rows, sectors):
    """Whatever the missing sectors and results turn out to be, met stays met and not met stays not met."""
    rule = read_rules([{"kind": "sector-ects", "sectors": ["BIO/01-19"], "ects": 20}])
    known = [
        TranscriptRow(each.title, each.ects, each.sector if read_sectors(each.sector) else sector, passed_on=PASSED)
        for each, sector in zip(rows, sectors, strict=False)
    ]

    before, after = (verdict_of(judge(rule, Papers(transcript=tuple(part)))) for part in (rows, known))

    assert before in (Verdict.CANNOT_SAY, after)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({}, "no-list"),
        (["a"], "no-rule"),
        ([{"kind": "luck"}], "unknown-kind"),
        ([{"kind": "degree"}], "value-missing"),
        ([{"kind": "degree", "eqf": 6, "ects": 3}], "value-unknown"),
        ([{"kind": "degree", "eqf": "many"}], "no-amount"),
        ([{"kind": "ects", "ects": float("nan")}], "no-amount"),
        ([{"kind": "ects", "ects": -1}], "no-amount"),
        ([{"kind": "sector-ects", "ects": 3, "sectors": ["biology"]}], "no-sector"),
        ([{"kind": "sector-ects", "ects": 3, "sectors": []}], "no-sector"),
        ([{"kind": "degree-class", "classes": "L-2"}], "no-texts"),
        ([{"kind": "language", "language": "English", "level": "B2"}], "no-language"),
        ([{"kind": "language", "language": "en", "level": "B3"}], "no-level"),
        ([{"kind": "documents", "documents": ["a"], "countries": ["Italy"]}], "no-country"),
        ([{"kind": "all", "of": []}], "no-list"),
        ([{"kind": "degree", "eqf": 6, "title": "A degree"}], "no-title"),
        ([{"kind": "degree", "eqf": 6, "key": "a"}, {"kind": "ects", "ects": 6, "key": "a"}], "named-twice"),
        ([{"kind": "ects", "ects": 6}] * 61, "too-many"),
    ],
)
def test_rules_that_cannot_be_read_are_refused(values, problem):
    with pytest.raises(RulesRefused) as error:
        read_rules(values)

    assert error.value.problem == problem


def test_rules_within_rules_end_somewhere():
    rule = {"kind": "ects", "ects": 6}
    for _ in range(5):
        rule = {"kind": "all", "of": [rule]}

    with pytest.raises(RulesRefused) as error:
        read_rules([rule])

    assert error.value.problem == "too-deep"
