"""What the minutes of a board say, frozen when the chair signs: the source of the document, and kept as JSON beside it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from salerno.common.document_words import Text
from salerno.common.frozen_values import built, plain


@dataclass(frozen=True)
class Stay:
    """From when to when a member was there; ``left_at`` is None as long as they are."""

    came_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True)
class Member:
    """Who sits, for which institution, whether they came, and from when to when they were there, as far as that was recorded."""

    name: str
    institution: Text
    is_present: bool
    is_chair: bool = False
    stays: tuple[Stay, ...] = ()


@dataclass(frozen=True)
class ChairChange:
    """``after`` took the chair from ``before``: when, why, and by which clause of the agreement, if it has one."""

    before: str
    after: str
    at: datetime
    reason: str
    clause: str = ""


@dataclass(frozen=True)
class QuorumLine:
    """One rule of the quorum and how it stood when fewest were there.

    ``subject``: the institution or country it speaks of; empty for the whole board.
    """

    rule: Text
    needed: int
    present: int
    subject: Text = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether enough were there."""
        return self.present >= self.needed


@dataclass(frozen=True)
class Conflict:
    """A member who declared that they cannot judge a student, and therefore did not vote."""

    member: str
    reason: str = ""


@dataclass(frozen=True)
class Item:
    """One student: what was proposed, how the board voted, what it decided, on which clause.

    ``numbers``: the local student numbers by institution as they are to be printed. ``proposal`` and ``decision`` are values of
    ``awards.enums.Decision``. ``not_granted``: why a decision to award had no effect, if so. ``absent``: members who were at the
    meeting, but not at this decision.
    """

    student: str
    numbers: dict[str, str]
    proposal: str
    decision: str
    clause: str
    votes_for: int
    votes_against: int
    abstained: int
    conflicts: tuple[Conflict, ...] = ()
    reason: str = ""
    not_granted: str = ""
    absent: tuple[str, ...] = ()


@dataclass(frozen=True)
class CitedClause:
    """A clause of the agreement on which a decision stands, with its text as it was."""

    number: str
    title: Text
    text: Text


@dataclass(frozen=True)
class MinutesFacts:
    """The minutes of one meeting on one cohort. ``signed_at``: when the chair signed; None in a draft, which says so."""

    board_uuid: str
    programme: Text
    cohort: Text
    agreement_title: Text
    agreement_version: int
    held_on: date
    place: str
    members: tuple[Member, ...]
    quorum: tuple[QuorumLine, ...]
    items: tuple[Item, ...]
    clauses: tuple[CitedClause, ...]
    chair: str
    signed_at: datetime | None = None
    is_made_up: bool = False
    chair_changes: tuple[ChairChange, ...] = ()


def as_json(facts: MinutesFacts) -> dict[str, Any]:
    """``facts`` as values that JSON knows; ``from_json`` gives them back equal."""
    return plain(facts)


def from_json(value: dict[str, Any]) -> MinutesFacts:
    """The facts that ``as_json`` wrote. Raises ``KeyError`` or ``TypeError`` for anything else."""
    return built(MinutesFacts, value)
