"""The same as JSON: read strictly, answered with plain values."""

import json
from copy import deepcopy

import pytest
from hypothesis import strategies as st
from tests.mobility.allocation.small import tried

from salerno.mobility.allocation.deferred import deferred
from salerno.mobility.allocation.errors import AllocationRefused, ProblemRefused, RuleNotKept, TimeExceeded
from salerno.mobility.allocation.face import answer, from_json, to_json
from salerno.mobility.allocation.needs import Needs, Requirements
from salerno.mobility.allocation.outcome import Method
from salerno.mobility.allocation.problem import Place, Problem, Student, Tier

DATA = {
    "students": [
        {"id": "S1", "score": 71.5, "tier": "consortium", "choices": ["P1", "P2"]},
        {"id": "S2", "score": 68.0, "tier": "consortium", "choices": ["P1", "P2"]},
        {"id": "S3", "score": 99, "tier": "outside", "choices": ["P1"]},
    ],
    "places": [
        {"id": "P1", "capacity": 1, "minimum": 0, "tier": "consortium"},
        {"id": "P2", "capacity": 1, "tier": "associated"},
    ],
    "seed": 1,
}


@pytest.mark.parametrize("method", Method)
def test_it_answers_with_assignment_reasons_and_figures(method):
    given_back = json.loads(json.dumps(answer(json.dumps(DATA), method)))

    assert set(given_back) == {"assignment", "reasons", "figures"}
    assert given_back["assignment"] == {"S1": "P1", "S2": "P2", "S3": None}
    assert given_back["reasons"]["S1"] == "You have P1, your first choice."
    assert given_back["figures"] == {
        "method": method,
        "students": 3,
        "placed": 2,
        "unplaced": 1,
        "by_place_tier": {"consortium": 1, "associated": 1, "outside": 0},
        "by_student_tier": {"consortium": 2, "associated": 0, "outside": 0},
        "sum_of_ranks": 3,
        "ranks": [1, 1],
        "worst_rank": 2,
        "seats": 2,
        "closed": [],
        "below_minimum": [],
        "is_proven": True,
    }


def test_everything_that_may_be_said_is_read():
    data = deepcopy(DATA)
    data["students"] = [
        DATA["students"][0] | {"scores": {"P2": 3}, "periods": ["autumn"], "languages": {"en": "C1"}, "access": ["step-free"]}
    ]
    data["places"][1] |= {"minimum": 1, "periods": ["spring"], "languages": [{"en": "B2", "fr": "B1"}], "access": ["loop"]}
    del data["seed"]

    needs = Needs(frozenset(["autumn"]), {"en": "C1"}, frozenset(["step-free"]))
    asked = Requirements(frozenset(["spring"]), ({"en": "B2", "fr": "B1"},), frozenset(["loop"]))
    assert from_json(data) == Problem(
        (Student("S1", 71.5, ("P1", "P2"), Tier.CONSORTIUM, needs, {"P2": 3}),),
        (Place("P1", 1), Place("P2", 1, 1, Tier.ASSOCIATED, asked)),
        seed=1,
    )


def test_rules_limit_each_place_but_those_that_are_named():
    data = deepcopy(DATA)
    data["rules"] = {"most_of_one_home": 1, "apart_from": ["P2"]}
    for student in data["students"]:
        student["home"] = "AMU"
    data["places"][0]["capacity"] = data["places"][1]["capacity"] = 2

    given_back = answer(json.dumps(data), Method.DEFERRED)

    assert given_back["assignment"] == {"S1": "P1", "S2": "P2", "S3": None}
    assert given_back["reasons"]["S2"] == (
        "You have P2, your choice 2 of 2: P1 takes one student of each home, and the one of yours who is placed there goes before"
        " you."
    )
    with pytest.raises(RuleNotKept, match="cannot limit how many of one home go to “P1”"):
        answer(json.dumps(data), Method.BEST)


def test_keys_may_be_numbers_and_come_back_as_they_were():
    data = {
        "students": [{"id": 7, "score": 1, "tier": "outside", "choices": [20], "scores": {"20": 5}}],
        "places": [{"id": 20, "capacity": 1, "tier": "outside"}],
    }

    assert answer(json.dumps(data), Method.BEST)["assignment"] == {"7": 20}
    assert from_json(data).student[7].scores == {20: 5}


def test_a_place_with_key_0_is_closed_like_any_other():
    data = {
        "students": [{"id": 0, "score": 1, "tier": "outside", "choices": [0]}],
        "places": [{"id": 0, "capacity": 2, "minimum": 2, "tier": "outside"}],
    }

    for method in Method:
        assert answer(json.dumps(data), method)["assignment"] == {"0": None}


def changed(path, value):
    data = deepcopy(DATA)
    *way, last = path
    part = data
    for step in way:
        part = part[step]
    if value is ...:
        del part[last]
    else:
        part[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "refusal"),
    [
        (["students"], ..., "“students” is missing."),
        (["students"], {}, "students: This must be a list."),
        (["students", 1], 3, "students[1]: This must be an object."),
        (["students", 1, "score"], ..., "students[1]: “score” is missing."),
        (["students", 1, "score"], "70", "students[1].score: A score is a finite number."),
        (["students", 1, "id"], "S1", "students[1].id: “S1” stands here twice."),
        (["students", 1, "id"], None, "students[1].id: A key is a printable text that is not empty, or a whole number."),
        (
            ["students", 1, "tier"],
            "friends",
            "students[1].tier: “friends” is not a tier; tiers are consortium, associated, outside.",
        ),
        (["students", 1, "tier"], [], "students[1].tier: This must be a text."),
        (["students", 1, "choices"], "P1", "students[1].choices: This must be a list."),
        (["students", 1, "choices", 1], "P3", "students[1].choices[1]: There is no place “P3”."),
        (["students", 1, "choices", 1], {}, "students[1].choices[1]: There is no place “{}”."),
        (["students", 1, "choices", 1], "P1", "students[1].choices[1]: “P1” stands here twice."),
        (["students", 1, "scores"], [], "students[1].scores: This must be an object."),
        (["students", 1, "scores"], {"P9": 1}, "students[1].scores: There is no place “P9”."),
        (["students", 1, "periods"], ["autumn", 1], "students[1].periods[1]: This must be a text."),
        (["students", 1, "languages"], {"en": 2}, "students[1].languages.en: This must be a text."),
        (["places", 0, "capacity"], -1, "places[0].capacity: Capacity and minimum are whole numbers, 0 or more."),
        (["places", 0, "minimum"], 2, "places[0].minimum: The minimum, 2, is above the capacity, 1."),
        (["places", 0, "languages"], {"en": "B1"}, "places[0].languages: This must be a list."),
        (
            ["places", 0, "minimun"],
            1,
            "places[0]: “minimun” is not known here; known are access, capacity, id, languages, minimum, periods, tier.",
        ),
        (["seed"], None, "seed: The seed is a printable text that is not empty, or a whole number."),
        (["sede"], 1, "“sede” is not known here; known are places, rules, seed, students."),
        (["rules"], [], "rules: This must be an object."),
        (["rules"], {"most": 1}, "rules: “most_of_one_home” is missing."),
        (["rules"], {"most_of_one_home": 0}, "places[0].most_of_one_home: A limit for one home is a whole number, 1 or more."),
        (["rules"], {"most_of_one_home": True}, "places[0].most_of_one_home: A limit for one home is a whole number, 1 or more."),
        (["rules"], {"most_of_one_home": 1, "apart_from": "P1"}, "rules.apart_from: This must be a list."),
        (["rules"], {"most_of_one_home": 1, "apart_from": ["P9"]}, "rules.apart_from[0]: There is no place “P9”."),
        (["rules"], {"most_of_one_home": 1, "apart_from": [{}]}, "rules.apart_from[0]: There is no place “{}”."),
        (
            ["rules"],
            {"most_of_one_home": 1},
            "students[0].home: Where a place takes only so many of one home, each student has a home: a printable text that is not"
            " empty.",
        ),
        (["students", 1, "home"], 3, "students[1].home: This must be a text."),
    ],
)
def test_what_cannot_be_right_is_refused_with_its_place(path, value, refusal):
    with pytest.raises(ProblemRefused) as error:
        answer(json.dumps(changed(path, value)), Method.DEFERRED)

    assert str(error.value) == refusal


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "This is not JSON: Expecting value: line 1 column 1"),
        ('{"students": [}', "This is not JSON: Expecting value: line 1 column 15"),
        ("[" * 100_000, "This is not JSON: maximum recursion depth"),
        ("9" * 5_000, "This is not JSON: Exceeds the limit"),
        ("[]", "This must be an object."),
        ('{"students": [], "students": []}', "“students” stands here twice."),
        (json.dumps(DATA).replace("71.5", "NaN"), "students[0].score: A score is a finite number."),
        (json.dumps(DATA).replace("71.5", "1e999"), "students[0].score: A score is a finite number."),
    ],
)
def test_text_that_is_no_problem_is_refused(text, refusal):
    with pytest.raises(ProblemRefused) as error:
        answer(text, Method.BEST)

    assert str(error.value).startswith(refusal)


names = st.sampled_from(["id", "score", "choices", "seed", "p"])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(names, parts, max_size=3),
    max_leaves=8,
)
paths = [[one] for one in DATA] + [[side, 0, name] for side in ("students", "places") for name in DATA[side][0]]


@tried(st.sampled_from(paths), json_values)
def test_whatever_stands_in_a_file_is_answered_or_refused(path, value):
    try:
        answered = answer(json.dumps(changed(path, value)), Method.DEFERRED)
    except AllocationRefused:
        return
    assert set(answered) == {"assignment", "reasons", "figures"}


def test_the_time_limit_reaches_the_search():
    with pytest.raises(TimeExceeded):
        answer(json.dumps(DATA), Method.BEST, seconds=0)


def test_what_comes_out_goes_through_json_unchanged():
    out = to_json(deferred(from_json(DATA)))

    assert json.loads(json.dumps(out)) == out
