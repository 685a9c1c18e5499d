"""Reviewers: even loads, different institutions, nobody who must not, the same plan for the same seed."""

from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.admissions.assignment import assign

THREE = {"ann": "amu", "bea": "amu", "carl": "pisa", "dora": "pisa", "erik": "su", "fia": "su"}


def loads(plan, reviewers):
    counted = Counter(who for chosen in plan.reviewers.values() for who in chosen)
    return [counted[who] for who in reviewers]


@pytest.mark.parametrize("count", [0, 1, 5, 48, 301])
def test_loads_are_even_without_conflicts(count):
    plan = assign([f"a{number}" for number in range(count)], THREE, (), seed="s")

    assert max(loads(plan, THREE)) - min(loads(plan, THREE)) <= 1
    assert plan.short == {}


def test_a_reviewer_whom_conflicts_keep_from_most_does_not_unsettle_the_others():
    applications = [f"a{number}" for number in range(30)]
    conflicts = [(name, "ann") for name in applications[:28]]

    plan = assign(applications, THREE, conflicts, seed="s")

    assert loads(plan, THREE)[0] == 2
    others = loads(plan, THREE)[1:]
    assert max(others) - min(others) <= 1


def test_passing_on_reaches_through_others():
    """Greedy choices alone leave 2 and 0: one reviewer may read only what another took."""
    reviewers = {"ann": "amu", "bea": "pisa", "carl": "su"}
    conflicts = [("a0", "carl"), ("a1", "carl")]

    plan = assign(["a0", "a1", "a2"], reviewers, conflicts, seed="s")

    assert loads(plan, reviewers) == [3, 2, 1] or loads(plan, reviewers) == [2, 3, 1]


def test_whom_nobody_else_may_read_is_told_short():
    plan = assign(["a"], {"ann": "amu", "bea": "amu", "carl": "pisa"}, [("a", "carl")], seed="s")

    assert (len(plan.reviewers["a"]), plan.short) == (1, {"a": 1})


def test_a_third_reader_comes_from_a_third_institution_and_least_loaded():
    taken = {"a": ["ann", "carl"]}

    plan = assign(["a"], THREE, (), each=1, seed="s", loads={"erik": 5, "fia": 2}, taken=taken)

    assert plan.reviewers == {"a": ("fia",)}


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    applications = [f"a{number}" for number in range(20)]
    plans = [
        assign(order, THREE, (), seed=seed) for order, seed in ((applications, "s"), (applications[::-1], "s"), (applications, "t"))
    ]

    assert plans[0].reviewers == plans[1].reviewers
    assert plans[0].reviewers != plans[2].reviewers


POOLS = st.tuples(
    st.integers(1, 5),
    st.dictionaries(st.sampled_from(["p", "q", "r", "s", "t"]), st.sampled_from(["x", "y", "z"]), min_size=2, max_size=5),
    st.sets(st.tuples(st.integers(0, 4), st.sampled_from(["p", "q", "r", "s", "t"])), max_size=8),
)


@given(POOLS)
def test_the_plan_is_the_most_even_of_all_plans(pool):
    """Against every plan there is: as many reviews as possible, and the least sum of squared loads among those."""
    count, reviewers, barred = pool
    applications = [f"a{number}" for number in range(count)]
    conflicts = {(f"a{number}", who) for number, who in barred}

    plan = assign(applications, reviewers, conflicts, seed="s")

    for application, chosen in plan.reviewers.items():
        assert not {(application, who) for who in chosen} & conflicts
        assert len({reviewers[who] for who in chosen}) == len(chosen)
        assert len(chosen) + plan.short.get(application, 0) == 2
    assert sum(load**2 for load in loads(plan, reviewers)) == _least(applications, reviewers, conflicts)


def _least(applications, reviewers, conflicts):
    options = []
    for application in applications:
        free = [who for who in reviewers if (application, who) not in conflicts]
        pairs = [pair for pair in combinations(free, 2) if reviewers[pair[0]] != reviewers[pair[1]]]
        options.append(pairs or [(who,) for who in free] or [()])
    best = {}
    for option in options:
        reached = {}
        for load, pair in product(best or {tuple(0 for _ in reviewers): 0}, option):
            after = tuple(before + (who in pair) for before, who in zip(load, reviewers, strict=True))
            reached[after] = 0
        best = reached
    return min(sum(load**2 for load in after) for after in best)
