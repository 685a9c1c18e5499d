"""Which course serves which group: as good as the best of all ways, whatever the order."""

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from salerno.catalogue.regulations.allocation import allocate, level
from salerno.catalogue.regulations.facts import Group

CODES = [f"C{number}" for number in range(6)]
SIZES = st.fixed_dictionaries({code: st.sampled_from([Decimal(3), Decimal("4.5"), Decimal(6), Decimal(9)]) for code in CODES})


@st.composite
def groups(draw, chooses=("courses", "ects", "all")):
    found = []
    for number in range(draw(st.integers(1, 3))):
        codes = tuple(draw(st.lists(st.sampled_from(CODES), min_size=1, max_size=5, unique=True)))
        choose = draw(st.sampled_from(chooses))
        most = {"all": len(codes), "courses": len(codes), "ects": 20}[choose]
        amount = Decimal(len(codes) if choose == "all" else draw(st.integers(1, most)))
        found.append(Group(f"g{number}", {}, choose, amount, codes))
    return found


def missing(found, sizes, passed, allocation):
    """The credits missing over all groups, and in each of them: the measure that the module's text states."""
    parts = []
    for group in found:
        reached = level(group, [sizes[code] for code in passed if allocation.get(code) == group.key])
        price = Decimal(1) if group.choose == "ects" else min(sizes[code] for code in group.courses)
        parts.append(max(Decimal(0), group.amount - reached) * price)
    return sum(parts), tuple(parts)


def best_of_all(found, sizes, passed):
    ways = [[group.key for group in found if code in group.courses] or [None] for code in passed]
    return min(missing(found, sizes, passed, dict(zip(passed, way, strict=True))) for way in product(*ways))


@given(groups(), SIZES, st.lists(st.sampled_from(CODES), unique=True))
def test_no_other_way_misses_less(found, sizes, passed):
    allocation = allocate(found, {code: sizes[code] for code in passed}, sizes)

    assert missing(found, sizes, passed, allocation) == best_of_all(found, sizes, passed)


@given(groups(), SIZES, st.lists(st.sampled_from(CODES), unique=True))
def test_the_order_of_results_is_irrelevant_and_each_course_stands_where_it_is_accepted(found, sizes, passed):
    forth = allocate(found, {code: sizes[code] for code in passed}, sizes)
    back = allocate(found, {code: sizes[code] for code in reversed(passed)}, sizes)

    accepting = {code: {group.key for group in found if code in group.courses} for code in passed}
    assert forth == back
    assert set(forth) == {code for code in passed if accepting[code]}
    assert all(key in accepting[code] for code, key in forth.items())


@given(groups(), SIZES, st.lists(st.sampled_from(CODES), unique=True, min_size=1))
def test_one_course_more_never_makes_more_missing(found, sizes, passed):
    before = allocate(found, {code: sizes[code] for code in passed[1:]}, sizes)
    after = allocate(found, {code: sizes[code] for code in passed}, sizes)

    assert missing(found, sizes, passed, after)[0] <= missing(found, sizes, passed[1:], before)[0]


@given(groups(chooses=("courses", "all")), SIZES, st.lists(st.sampled_from(CODES), unique=True, min_size=1))
def test_a_group_of_courses_that_was_full_stays_full(found, sizes, passed):
    before = missing(found, sizes, passed[1:], allocate(found, {code: sizes[code] for code in passed[1:]}, sizes))[1]
    after = missing(found, sizes, passed, allocate(found, {code: sizes[code] for code in passed}, sizes))[1]

    assert [number for number, part in enumerate(before) if not part and after[number]] == []


def test_the_first_group_that_fits_would_have_gone_wrong():
    sizes = {"X": Decimal(6), "Y": Decimal(6)}
    found = [Group("first", {}, "courses", Decimal(1), ("X", "Y")), Group("second", {}, "courses", Decimal(1), ("X",))]

    assert allocate(found, sizes, sizes) == {"X": "second", "Y": "first"}
