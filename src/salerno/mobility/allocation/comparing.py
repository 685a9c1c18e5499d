"""Two allocations side by side: who gets something else, and why."""

from dataclasses import dataclass

from salerno.mobility.allocation.outcome import Allocation, Figures
from salerno.mobility.allocation.reasons import Key, Reason


@dataclass(frozen=True, slots=True)
class Change:
    """One student who has something else in the second allocation."""

    student: Key
    before: Reason
    after: Reason

    @property
    def steps_up(self) -> int:
        """How many choices higher; below 0 for a loss. No place counts as one below the list."""
        return (self.before.rank or self.before.of + 1) - (self.after.rank or self.after.of + 1)


@dataclass(frozen=True, slots=True)
class Comparison:
    """``gone``: students of the first allocation alone; ``new``: of the second alone."""

    before: Figures
    after: Figures
    changes: tuple[Change, ...]
    gone: tuple[Key, ...]
    new: tuple[Key, ...]

    @property
    def better(self) -> tuple[Change, ...]:
        """Who gains."""
        return tuple(change for change in self.changes if change.steps_up > 0)

    @property
    def worse(self) -> tuple[Change, ...]:
        """Who loses."""
        return tuple(change for change in self.changes if change.steps_up < 0)


def compare(first: Allocation, second: Allocation) -> Comparison:
    """What changes from ``first`` to ``second``, in the order of the students' keys."""
    both = first.assignment.keys() & second.assignment.keys()
    changed = [key for key in both if first.assignment[key] != second.assignment[key]]
    return Comparison(
        before=first.figures,
        after=second.figures,
        changes=tuple(Change(key, first.reasons[key], second.reasons[key]) for key in sorted(changed, key=str)),
        gone=tuple(sorted(first.assignment.keys() - both, key=str)),
        new=tuple(sorted(second.assignment.keys() - both, key=str)),
    )
