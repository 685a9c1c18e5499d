"""Comparisons: nothing that differs is left out, and both texts can be told from the rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salerno.courseware.text_diff import MOST_LINES, Piece, Row, TooLong, diff, lines_of

TEXTS = st.lists(st.sampled_from(["", "a", "b", "the cat sat", "the dog sat", "x y z"]), max_size=30).map("\n".join)


def side(rows: list[Row], name: str) -> dict[int, str]:
    """The lines of one side that the rows show, by number."""
    numbered = [(getattr(row, name), "".join(piece.text for piece in row.pieces)) for row in rows if row.kind != "gap"]
    return {number: text for number, text in numbered if number}


@given(TEXTS, TEXTS)
def test_rows_show_lines_as_they_are_and_every_line_that_differs(before, after):
    rows = diff(before, after)

    old, new = lines_of(before, after)
    shown_old, shown_new = side(rows, "old"), side(rows, "new")
    assert all(old[number - 1] == text for number, text in shown_old.items())
    assert all(new[number - 1] == text for number, text in shown_new.items())
    kept_old = [line for number, line in enumerate(old, start=1) if number not in shown_old]
    kept_new = [line for number, line in enumerate(new, start=1) if number not in shown_new]
    assert kept_old == kept_new


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text):
    assert diff(text, text) == []


def test_a_new_text_is_added_line_by_line_with_its_empty_lines():
    assert [(row.kind, row.new) for row in diff("", "one\n\ntwo")] == [("added", 1), ("added", 2), ("added", 3)]


def test_changed_words_are_marked_inside_the_line():
    rows = diff("the cat sat on the mat", "the dog sat on the mat")

    assert rows == [
        Row("removed", 1, 0, (Piece("the "), Piece("cat", True), Piece(" sat on the mat"))),
        Row("added", 0, 1, (Piece("the "), Piece("dog", True), Piece(" sat on the mat"))),
    ]


def test_lines_with_little_in_common_are_shown_whole():
    assert [row.pieces for row in diff("alpha beta", "one two three")] == [(Piece("alpha beta"),), (Piece("one two three"),)]


def test_texts_that_are_too_long_are_not_compared():
    with pytest.raises(TooLong):
        diff("\n" * MOST_LINES, "x")
