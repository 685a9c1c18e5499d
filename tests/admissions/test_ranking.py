"""Normalised scores, ranks, ties, quotas: properties that hold for any pool, and the cases that people ask about."""

from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salerno.admissions.normalising import FEWEST, Score, apart, habits_of, means, normalised
from salerno.admissions.ranking import Candidate, Proposal, Quota, Terms, TieRule, in_order, next_to_move_up, propose


def pool(table: dict[str, list[float]]) -> list[Score]:
    """Each reviewer's scores; reviewer number r scores the applications r, r + 1, … so that lots overlap."""
    return [
        Score(f"a{(place + index) % 12}", reviewer, value)
        for index, (reviewer, values) in enumerate(sorted(table.items()))
        for place, value in enumerate(values)
    ]


POOLS = st.dictionaries(
    st.sampled_from(["r1", "r2", "r3", "r4", "r5"]),
    st.lists(st.integers(1, 10).map(float), min_size=FEWEST, max_size=12),
    min_size=3,
    max_size=5,
)


@given(table=POOLS, constant=st.floats(-20, 20), who=st.integers(0, 4))
def test_a_constant_added_to_all_scores_of_a_reviewer_leaves_every_distance(table, constant, who):
    reviewer = sorted(table)[who % len(table)]
    before = normalised(pool(table))
    after = normalised(pool({**table, reviewer: [value + constant for value in table[reviewer]]}))

    keys = sorted(before)

    assert [after[key] - after[keys[0]] for key in keys] == pytest.approx([before[key] - before[keys[0]] for key in keys], abs=1e-5)


@given(table=POOLS, constant=st.floats(0, 20))
def test_a_harsh_reviewer_who_is_harsher_still_changes_nothing(table, constant):
    harsh = min(table, key=lambda name: sum(table[name]) / len(table[name]))
    others = sorted(sum(values) / len(values) for name, values in table.items() if name != harsh)
    assume(len(table) % 2 or sum(table[harsh]) / len(table[harsh]) <= others[0])

    after = normalised(pool({**table, harsh: [value - constant for value in table[harsh]]}))

    assert after == pytest.approx(normalised(pool(table)), abs=1e-5)


@given(value=st.floats(1, 10))
def test_a_single_score_stays_as_it_was_given(value):
    assert normalised([Score("a", "r", value)]) == pytest.approx({"a": value}, abs=1e-5)


def test_a_reviewer_with_few_scores_keeps_them_beside_others():
    scores = [*(Score(f"a{place}", "r1", value) for place, value in enumerate([2, 4, 6])), Score("a9", "r2", 9)]

    assert normalised(scores)["a9"] == 9


def test_reviewers_who_agree_but_for_mildness_give_the_same():
    scores = [
        Score(f"{name}{place}", name, value + shift)
        for name, shift in (("harsh", 0), ("mild", 4), ("between", 2))
        for place, value in enumerate([1, 2, 3, 4])
    ]

    found = normalised(scores)

    assert [found[f"harsh{place}"] for place in range(4)] == [found[f"mild{place}"] for place in range(4)] == [3, 4, 5, 6]


def test_a_reviewer_who_spreads_more_is_drawn_in_and_not_made_equal():
    scores = [Score(f"{name}{place}", name, value) for name, step in (("wide", 4), ("narrow", 1)) for place, value in
              enumerate([5 - step, 5, 5 + step])]  # fmt: skip

    found = normalised(scores)
    wide, narrow = found["wide2"] - found["wide0"], found["narrow2"] - found["narrow0"]

    assert 2 < narrow < wide < 8


@given(table=POOLS)
def test_a_reviewer_who_always_says_the_same_does_no_harm(table):
    scores = [*pool(table), *(Score(f"a{place}", "flat", 5.0) for place in range(6))]

    assert set(normalised(scores)) == {score.application for score in scores}


def test_means_distance_and_habits_are_plain():
    scores = [Score("a", "r", 2), Score("a", "s", 5), Score("b", "r", 3)]

    assert (means(scores), apart([2, 5]), apart([]), habits_of(scores)) == ({"a": 3.5, "b": 3}, 3, 0, {"r": (2, 2.5), "s": (1, 5)})


def candidates(*scores: float, groups: dict[int, str] | None = None) -> list[Candidate]:
    return [
        Candidate(f"a{number}", score, frozenset({(groups or {}).get(number, "track:biology")}))
        for number, score in enumerate(scores)
    ]


def outcome(ranked):
    return [(each.candidate.key, each.proposal.value, each.sentence) for each in ranked]


def test_places_go_by_rank_then_a_queue_then_refusals():
    found = propose(candidates(5, 9, 7, 8, 2), Terms(places=2, waiting=1, floor=3))

    assert outcome(found) == [
        ("a1", "admit", "admitted-by-rank"),
        ("a3", "admit", "admitted-by-rank"),
        ("a2", "wait", "waits"),
        ("a0", "refuse", "refused-places"),
        ("a4", "refuse", "refused-floor"),
    ]
    assert found[2].params == {"rank": 3, "score": 7, "places": 2, "quota": "", "position": 1}


def test_a_reserved_place_goes_to_the_best_of_its_group():
    groups = {2: "track:computing", 3: "track:computing"}
    kept = Quota("computing", frozenset({"track:computing"}), at_least=1)

    found = propose(candidates(9, 8, 6, 5, groups=groups), Terms(places=2, quotas=(kept,)))

    assert outcome(found) == [
        ("a0", "admit", "admitted-by-rank"),
        ("a1", "wait", "waits"),
        ("a2", "admit", "admitted-reserved"),
        ("a3", "wait", "waits"),
    ]


def test_an_upper_limit_lets_the_next_group_pass():
    groups = {2: "track:computing"}
    limit = Quota("biology", frozenset({"track:biology"}), at_most=1)

    found = propose(candidates(9, 8, 6, groups=groups), Terms(places=2, quotas=(limit,)))

    assert outcome(found) == [
        ("a0", "admit", "admitted-by-rank"),
        ("a1", "wait", "waits-quota"),
        ("a2", "admit", "admitted-by-rank"),
    ]


def test_ties_are_broken_by_the_rules_in_their_order_and_said():
    rows = [
        Candidate("one", 7.001, ties={"raw": 6, "submitted": 2}),
        Candidate("two", 7.004, ties={"raw": 6, "submitted": 1}),
        Candidate("three", 7.002, ties={"raw": 8, "submitted": 9}),
    ]
    terms = Terms(places=3, ties=(TieRule("raw"), TieRule("submitted", greater_first=False)))

    found = propose(rows, terms)

    assert [(each.candidate.key, each.decided_by) for each in found] == [("three", "raw"), ("two", "submitted"), ("one", "")]


def test_what_is_equal_to_the_end_is_drawn_by_a_lot_that_can_be_repeated():
    rows = candidates(7, 7, 7, 7)
    drawn = {seed: [each.key for each in in_order(rows, Terms(places=1, seed=seed))] for seed in ("x", "y", "z")}

    assert drawn["x"] == [each.key for each in in_order(reversed(rows), Terms(places=1, seed="x"))]
    assert len({tuple(order) for order in drawn.values()}) > 1
    assert propose(rows, Terms(places=1))[0].decided_by == "lot"


GROUPS = ["track:biology", "track:computing", "citizenship:IT", "citizenship:FR"]
POOL = st.lists(
    st.builds(Candidate, st.uuids().map(str), st.floats(0, 10), st.frozensets(st.sampled_from(GROUPS), min_size=1)),
    max_size=40,
    unique_by=lambda candidate: candidate.key,
)
QUOTAS = st.lists(
    st.builds(
        lambda key, groups, low, more: Quota(key, groups, low, None if more is None else low + more),
        st.sampled_from(["p", "q", "r"]),
        st.frozensets(st.sampled_from(GROUPS), min_size=1, max_size=2),
        st.integers(0, 3),
        st.none() | st.integers(0, 5),
    ),
    max_size=3,
    unique_by=lambda quota: quota.key,
)


@given(rows=POOL, quotas=QUOTAS, places=st.integers(0, 12), floor=st.none() | st.floats(0, 10))
def test_no_proposal_breaks_what_the_call_says(rows, quotas, places, floor):
    terms = Terms(places=places, quotas=tuple(quotas), floor=floor)
    found = propose(rows, terms)
    admitted = [each.candidate for each in found if each.proposal is Proposal.ADMIT]

    assert sorted(each.candidate.key for each in found) == sorted(row.key for row in rows)
    assert len(admitted) <= places
    assert all(floor is None or round(each.score, 2) >= floor for each in admitted)
    for quota in quotas:
        assert quota.at_most is None or sum(quota.counts(each.groups) for each in admitted) <= quota.at_most
    waiting = [each.candidate for each in found if each.proposal is Proposal.WAIT]
    assert next_to_move_up(waiting, [each.groups for each in admitted], terms) is None


@given(rows=POOL, quotas=QUOTAS, places=st.integers(1, 12))
def test_whoever_moves_up_is_the_first_whom_nothing_stops(rows, quotas, places):
    terms = Terms(places=places, quotas=tuple(quotas))
    found = propose(rows, terms)
    holding = [each.candidate.groups for each in found if each.proposal is Proposal.ADMIT][1:]
    waiting = [each.candidate for each in found if each.proposal is Proposal.WAIT]

    moved = next_to_move_up(waiting, holding, terms)

    if moved is None:
        assert all(
            any(quota.counts(each.groups) and quota.at_most is not None
                and sum(quota.counts(groups) for groups in holding) >= quota.at_most for quota in quotas)
            for each in waiting
        ) or len(holding) >= places  # fmt: skip
    else:
        counted = Counter(quota.key for quota in quotas for groups in [*holding, moved.groups] if quota.counts(groups))
        assert all(quota.at_most is None or counted[quota.key] <= quota.at_most for quota in quotas if quota.counts(moved.groups))


def test_a_reserved_place_that_comes_free_goes_to_its_group_first():
    kept = Quota("computing", frozenset({"track:computing"}), at_least=1)
    terms = Terms(places=2, quotas=(kept,))
    waiting = candidates(9, 5, groups={1: "track:computing"})
    biology, computing = frozenset({"track:biology"}), frozenset({"track:computing"})

    moved = [next_to_move_up(waiting, holding, terms) for holding in ([biology], [computing], [biology, computing])]

    assert [each and each.key for each in moved] == ["a1", "a0", None]
