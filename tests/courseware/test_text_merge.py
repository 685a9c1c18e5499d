"""Three-way merges: disjoint changes are all there, the same change once, and nothing of either side is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.courseware.text_diff import MOST_LINES, TooLong
from salerno.courseware.text_merge import CHOICES, Part, merge, merged, overlaps_of

TEXTS = st.lists(st.sampled_from(["", "a", "b", "c", "the cat sat"]), max_size=12).map("\n".join)


def together(base: str, mine: str, theirs: str, choice: str = "mine") -> str:
    parts = merge(base, mine, theirs)
    return merged(parts, [choice] * len(overlaps_of(parts)))


@st.composite
def disjoint_edits(draw):
    """Lines that are all different, and for each what one side makes of it; between edits of the two sides one line stays."""
    edits = []
    for _at in range(draw(st.integers(1, 12))):
        edits.append(draw(st.sampled_from(["mine", "theirs", "neither"])))
        if len(edits) > 1 and {edits[-2], edits[-1]} == {"mine", "theirs"}:
            edits[-1] = "neither"
    return [(who, draw(st.sampled_from(["deleted", "changed", "grown"]))) for who in edits]


def edited(edits, side: str) -> str:
    lines = []
    for at, (who, how) in enumerate(edits):
        if who in side.split():
            lines += {"deleted": [], "changed": [f"{who} {at}"], "grown": [f"line {at}", f"{who} {at}"]}[how]
        else:
            lines.append(f"line {at}")
    return "\n".join(lines)


@given(disjoint_edits())
def test_changes_that_do_not_touch_are_all_there(edits):
    base, mine, theirs = (edited(edits, side) for side in ("nobody", "mine", "theirs"))

    parts = merge(base, mine, theirs)

    assert overlaps_of(parts) == []
    expected = [line for line in edited(edits, "mine theirs").split("\n") if line]
    assert [line for line in merged(parts, []).split("\n") if line] == expected


@given(TEXTS, TEXTS)
def test_the_same_change_on_both_sides_is_there_once(base, changed):
    parts = merge(base, changed, changed)

    assert (merged(parts, []), overlaps_of(parts)) == (changed, [])


@given(TEXTS, TEXTS)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base, changed):
    assert (together(base, changed, base), together(base, base, changed)) == (changed, changed)


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_of_the_three_texts_is_lost(base, mine, theirs):
    parts = merge(base, mine, theirs)

    sides = ["\n".join(line for part in parts for line in getattr(part, name)) for name in ("base", "mine", "theirs")]
    assert sides == [base, mine, theirs]


@given(TEXTS, TEXTS, TEXTS)
def test_the_sides_may_be_exchanged(base, mine, theirs):
    assert together(base, mine, theirs, "mine") == together(base, theirs, mine, "theirs")


def test_two_different_changes_of_one_line_overlap_and_a_person_chooses():
    parts = merge("one\ntwo\nthree", "one\nzwei\nthree\nfour", "ONE\ntwo\nthree".replace("two", "deux"))

    assert overlaps_of(parts) == [Part(("one", "two"), ("one", "zwei"), ("ONE", "deux"))]
    assert [merged(parts, [choice]) for choice in CHOICES] == [
        "one\nzwei\nthree\nfour",
        "ONE\ndeux\nthree\nfour",
        "one\nzwei\nONE\ndeux\nthree\nfour",
    ]


def test_texts_that_are_too_long_are_not_merged():
    with pytest.raises(TooLong):
        merge("", "", "\n" * MOST_LINES)
