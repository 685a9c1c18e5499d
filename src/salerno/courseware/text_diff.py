"""What changed between two texts: lines, and words inside a changed line. Plain values in, plain values out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 3
MOST_LINES = 20_000
MOST_LETTERS = 2_000_000
MOST_WORD_PAIRS = 1_000_000
ENOUGH_IN_COMMON = 0.4
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Piece:
    """A stretch of a line; ``is_changed`` marks what the other side does not have."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """One line. ``kind``: same, removed, added or gap (lines left out); numbers count from 1, 0 where there is none."""

    kind: str
    old: int
    new: int
    pieces: tuple[Piece, ...] = ()


class TooLong(Exception):
    """The texts have too many lines or letters to compare within a page's time."""


def diff(before: str, after: str) -> list[Row]:
    """The rows of a comparison, with three lines around each change; empty where nothing changed.

    Raises ``TooLong`` past 20,000 lines or two million letters: the algorithm (Ratcliff and Obershelp, in ``difflib``) is
    quadratic at worst, and a page must show the rows.
    """
    old, new = lines_of(before, after)
    matcher = SequenceMatcher(None, old, new)
    rows: list[Row] = []
    last = 0
    for group in matcher.get_grouped_opcodes(CONTEXT):
        if group[0][1] > last:
            rows.append(Row("gap", last + 1, group[0][3] + 1))
        for code in group:
            rows += _rows(code, old, new)
        last = group[-1][2]
    if rows and last < len(old):
        rows.append(Row("gap", last + 1, 0))
    return rows


def lines_of(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines of both texts; an empty text has none. Raises ``TooLong`` past what is compared."""
    old, new = (text.split("\n") if text else [] for text in (before, after))
    if len(before) + len(after) > MOST_LETTERS or len(old) + len(new) > MOST_LINES:
        raise TooLong
    return old, new


def _rows(code: tuple[str, int, int, int, int], old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    tag, old_from, old_to, new_from, new_to = code
    if tag == "equal":
        for index in range(old_to - old_from):
            yield Row("same", old_from + index + 1, new_from + index + 1, (Piece(old[old_from + index]),))
        return
    pairs = [_words(one, other) for one, other in zip(old[old_from:old_to], new[new_from:new_to], strict=False)]
    for index in range(old_from, old_to):
        at = index - old_from
        yield Row("removed", index + 1, 0, pairs[at][0] if at < len(pairs) else (Piece(old[index]),))
    for index in range(new_from, new_to):
        at = index - new_from
        yield Row("added", 0, index + 1, pairs[at][1] if at < len(pairs) else (Piece(new[index]),))


def _words(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both lines in pieces; whole where they have little in common, since confetti is not readable."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if len(old) * len(new) > MOST_WORD_PAIRS or matcher.ratio() < ENOUGH_IN_COMMON:
        return (Piece(before),), (Piece(after),)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_changed = tag != "equal"
        if old_to > old_from:
            left.append(Piece("".join(old[old_from:old_to]), is_changed))
        if new_to > new_from:
            right.append(Piece("".join(new[new_from:new_to]), is_changed))
    return tuple(left), tuple(right)
