"""Two texts that were made from one, put together line by line: a three-way merge.

Follows Khanna, Kunal and Pierce, *A Formal Investigation of Diff3* (2007): lines that both texts still share with their origin
hold the rest apart; between two of them a change of one side is taken, the same change of both is taken once, and two different
changes overlap. Overlaps are for a person to decide. (The library ``merge3`` does the same under the GPL; the campus is under the
EUPL.)
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from salerno.courseware.text_diff import lines_of

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A stretch of lines as the origin and both texts have it."""

    base: Lines
    mine: Lines
    theirs: Lines

    @property
    def overlaps(self) -> bool:
        """Whether both sides changed the stretch, and differently."""
        return self.mine != self.theirs and self.base not in (self.mine, self.theirs)

    def lines(self, choice: str) -> Lines:
        """The lines that go on. ``choice`` counts where the sides overlap alone: mine, theirs, or both (mine first)."""
        if self.overlaps:
            return self.mine + self.theirs if choice == "both" else getattr(self, choice)
        return self.theirs if self.mine == self.base else self.mine


CHOICES = ("mine", "theirs", "both")


def merge(base: str, mine: str, theirs: str) -> list[Part]:
    """The parts of both texts in order; joined, each side's lines are that side's text. Raises ``TooLong`` as ``text_diff``."""
    origin, one = lines_of(base, mine)
    _origin, other = lines_of(base, theirs)
    parts: list[Part] = []
    base_at = mine_at = theirs_at = 0
    for base_from, mine_from, theirs_from, size in _shared(origin, one, other):
        between = Part(tuple(origin[base_at:base_from]), tuple(one[mine_at:mine_from]), tuple(other[theirs_at:theirs_from]))
        if between != Part((), (), ()):
            parts.append(between)
        same = tuple(origin[base_from : base_from + size])
        if same:
            parts.append(Part(same, same, same))
        base_at, mine_at, theirs_at = base_from + size, mine_from + size, theirs_from + size
    return parts


def overlaps_of(parts: Sequence[Part]) -> list[Part]:
    """The parts for a person to decide, in order."""
    return [part for part in parts if part.overlaps]


def merged(parts: Sequence[Part], choices: Sequence[str]) -> str:
    """One text: every change of either side and, for each overlap in order, what ``choices`` say."""
    left = iter(choices)
    return "\n".join(line for part in parts for line in part.lines(next(left) if part.overlaps else "mine"))


def _shared(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """Stretches that all three have: where they begin in each, and how many lines; last the empty one at the ends."""
    ours, others = (list(SequenceMatcher(None, base, side).get_matching_blocks()) for side in (mine, theirs))
    at = other_at = 0
    while at < len(ours) and other_at < len(others):
        one, other = ours[at], others[other_at]
        begin, end = max(one.a, other.a), min(one.a + one.size, other.a + other.size)
        if begin < end:
            yield begin, one.b + begin - one.a, other.b + begin - other.a, end - begin
        if one.a + one.size < other.a + other.size:
            at += 1
        else:
            other_at += 1
    yield len(base), len(mine), len(theirs), 0
