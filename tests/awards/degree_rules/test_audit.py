"""A student's results against the rules of a degree."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.regulations import SMALL, small_rules

from salerno.awards.degree_rules.audit import CannotAudit, audit
from salerno.awards.degree_rules.records import RECOGNISED, Record, Result, planned_result
from salerno.catalogue.regulations.reader import read_file, read_text
from salerno.catalogue.services import MADE_UP_REGULATIONS

RULES = small_rules()
BOTH = ("a.example", "b.example")
DAY = date(2026, 1, 10)


def passed(*codes, **values):
    return tuple(replace(planned_result(RULES.courses[code]), **{"passed_on": DAY, **values}) for code in codes)


def lines(found, when="now"):
    return {
        f"{line.key} {line.subject}".strip(): (int(verdict.needed), int(verdict.reached), verdict.is_satisfied, verdict.lacking)
        for line in found.lines
        for verdict in [getattr(line, when)]
    }


def test_a_student_who_has_passed_all_satisfies_every_rule():
    found = audit(RULES, "only", Record(passed(*RULES.courses), BOTH))

    assert lines(found) == {
        "total-ects": (30, 30, True, ()),
        "institutions": (2, 2, True, ()),
        "institution-ects a.example": (9, 15, True, ()),
        "institution-ects b.example": (9, 15, True, ()),
        "mobility-ects a.example": (9, 15, True, ()),
        "group core": (2, 2, True, ()),
        "group more": (3, 3, True, ()),
        "group other": (1, 1, True, ()),
        "group work": (2, 2, True, ()),
        "internship-ects": (6, 6, True, ()),
        "thesis-ects": (6, 6, True, ()),
        "practical-hours": (40, 50, True, ()),
        "outcomes": (2, 2, True, ()),
    }
    assert (found.is_satisfied, found.unsatisfied) == (True, ())
    assert found.allocation == {"A1": "core", "A2": "more", "B1": "core", "B2": "other", "B3": "work", "T1": "work"}


def test_what_is_missing_is_said_in_numbers_and_names():
    found = audit(RULES, "only", Record(passed("A1", "B2"), BOTH[:1]))

    assert lines(found) == {
        "total-ects": (30, 9, False, ()),
        "institutions": (2, 1, False, ()),
        "institution-ects a.example": (9, 6, False, ()),
        "mobility-ects a.example": (9, 3, False, ()),
        "group core": (2, 1, False, ("B1",)),
        "group more": (3, 3, True, ()),
        "group other": (1, 0, False, ()),
        "group work": (2, 0, False, ("B3", "T1")),
        "internship-ects": (6, 0, False, ()),
        "thesis-ects": (6, 0, False, ()),
        "practical-hours": (40, 20, False, ()),
        "outcomes": (2, 1, False, ("weigh",)),
    }
    assert [line.now.missing for line in found.lines[:2]] == [Decimal(21), Decimal(1)]


def test_planned_courses_give_a_second_verdict():
    found = audit(RULES, "only", Record(passed("A1", "A2", "B1"), BOTH), planned=["B2", "B3", "T1", "B2"])

    assert (found.is_satisfied, found.would_be_satisfied, found.planned) == (False, True, ("B2", "B3", "T1"))
    assert lines(found)["group other"] == (1, 0, False, ())
    assert lines(found, "then")["group other"] == (1, 1, True, ())
    assert (found.allocation.get("B2"), found.allocation_then["B2"]) == (None, "other")


@pytest.mark.parametrize(("track", "planned"), [("none", ()), ("only", ["Z9"])])
def test_what_the_regulations_do_not_know_is_refused(track, planned):
    with pytest.raises(CannotAudit):
        audit(RULES, track, Record(), planned)


def test_a_course_counts_once_with_its_first_pass():
    again = passed("A1", passed_on=DAY + timedelta(days=200), schac="b.example")[0]

    found = audit(RULES, "only", Record((again, *passed("A1")), BOTH))

    assert lines(found)["total-ects"][1] == 6
    assert lines(found)["institution-ects b.example"][1] == 0


def test_what_the_track_does_not_contain_counts_nowhere_unless_it_is_recognised():
    strange = Result(code="Z1", schac="z.example", ects=Decimal(4), passed_on=DAY)
    taken_over = Result(code="Z2", schac="z.example", ects=Decimal(5), kind=RECOGNISED, outcomes=("weigh",), passed_on=DAY)

    found = audit(RULES, "only", Record((strange, taken_over), BOTH))

    assert found.outside == ("Z1",)
    assert [lines(found)[key][1] for key in ("total-ects", "mobility-ects a.example", "outcomes")] == [5, 5, 1]


def test_recognised_credits_count_up_to_their_limit_and_may_replace_a_course():
    thesis = replace(planned_result(RULES.courses["T1"]), kind=RECOGNISED, schac="z.example")
    more = Result(code="Z2", schac="z.example", ects=Decimal(5), kind=RECOGNISED)

    found = audit(RULES, "only", Record((thesis, more), BOTH))

    assert lines(found)["total-ects"][1] == 6
    assert lines(found)["thesis-ects"][2]
    assert found.allocation == {"T1": "work"}


def test_what_was_missed_narrowly_is_compensated_within_the_limit():
    narrow = passed("B1", is_pass=False)
    others = (*passed("B2", is_pass=False, passed_on=DAY + timedelta(days=1)), *passed("B3", is_pass=False, is_above_floor=False))

    found = audit(RULES, "only", Record((*others, *narrow), BOTH))

    assert found.compensated == ("B1",)
    assert lines(found)["total-ects"][1] == 6


def test_a_later_pass_needs_no_compensation():
    found = audit(RULES, "only", Record((*passed("B1", is_pass=False), *passed("B1", passed_on=DAY + timedelta(days=30))), BOTH))

    assert (found.compensated, lines(found)["total-ects"][1]) == ((), 6)


def test_who_is_registered_nowhere_is_told_so_and_mobility_is_the_second_strongest():
    found = audit(RULES, "only", Record(passed(*RULES.courses)))

    assert lines(found)["institutions"] == (2, 0, False, ())
    assert lines(found)["mobility-ects"] == (9, 15, True, ())
    assert not found.is_satisfied


def test_rules_that_ask_for_nothing_are_left_out():
    text = SMALL
    for name in (
        "ects_at_each_awarding = 9",
        "mobility_ects = 9",
        "practical_hours = 40",
        "internship_ects = 6",
        "thesis_ects = 6",
    ):
        text = text.replace(f"{name}\n", "")

    found = audit(read_text(text.replace('outcomes = ["count", "weigh"]\n', "")), "only", Record((), BOTH))

    assert {line.key for line in found.lines} == {"total-ects", "institutions", "group"}


MADE = read_file(MADE_UP_REGULATIONS)
RESULTS = st.builds(
    lambda code, good, narrow, days, kind: replace(
        planned_result(MADE.courses[code]),
        is_pass=good,
        is_above_floor=narrow,
        passed_on=DAY + timedelta(days=days),
        **({"kind": RECOGNISED} if kind else {}),
    ),
    st.sampled_from(sorted(MADE.courses)),
    st.booleans(),
    st.booleans(),
    st.integers(0, 700),
    st.booleans(),
)
RECORDS = st.builds(
    Record, st.lists(RESULTS, max_size=25).map(tuple), st.permutations(MADE.institutions).map(lambda names: tuple(names[:2]))
)
TRACKS = st.sampled_from([track.slug for track in MADE.tracks])


@given(TRACKS, RECORDS, st.randoms())
def test_the_order_of_results_is_irrelevant(track, record, random):
    mixed = list(record.results)
    random.shuffle(mixed)

    assert audit(MADE, track, Record(tuple(mixed), record.institutions)) == audit(MADE, track, record)


@given(TRACKS, RECORDS, st.sampled_from(sorted(MADE.courses)))
def test_one_passed_course_more_never_takes_a_satisfied_minimum_away(track, record, code):
    if any(result.code == code for result in record.results):
        return
    before = audit(MADE, track, record)
    after = audit(MADE, track, replace(record, results=(*record.results, planned_result(MADE.courses[code]))))

    pairs = [(old, new) for old, new in zip(before.lines, after.lines, strict=True) if old.key != "group"]
    assert [old.key for old, new in pairs if old.now.reached > new.now.reached] == []
    assert after.is_satisfied >= before.is_satisfied


@given(TRACKS, RECORDS, st.lists(st.sampled_from(sorted(MADE.courses)), unique=True, max_size=6))
def test_what_if_says_what_the_audit_of_the_union_will_say(track, record, planned):
    found = audit(MADE, track, record, planned)
    union = audit(
        MADE, track, replace(record, results=(*record.results, *(planned_result(MADE.courses[code]) for code in planned)))
    )

    assert [line.then for line in found.lines] == [line.now for line in union.lines]
    assert found.would_be_satisfied == union.is_satisfied


@given(TRACKS, RECORDS)
def test_no_result_is_counted_twice(track, record):
    found = audit(MADE, track, record)

    best = {code: max(row.ects for row in record.results if row.code == code) for code in {row.code for row in record.results}}
    assert found.lines[0].now.reached <= sum(best.values(), Decimal(0))
