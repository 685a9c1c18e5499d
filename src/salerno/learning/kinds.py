"""Kinds of activity: what each shows and how it is completed. Rooms above (labs, lectures) register theirs here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from salerno.learning.selectors import ActivityPage


@dataclass(frozen=True)
class ActivityKind:
    """One kind. ``template`` shows it inside the activity page; ``context`` gives what the template needs beyond the page
    itself, from the page and the address's query.

    ``is_done_by_hand`` says that the learner marks it as done (a reading); otherwise its own act completes it (a quiz).
    """

    key: str
    label: str
    icon: str
    template: str
    is_done_by_hand: bool = True
    context: "Callable[[ActivityPage, Mapping[str, str]], dict[str, Any]] | None" = None


_KINDS: dict[str, ActivityKind] = {}


def register(kind: ActivityKind) -> None:
    """Add a kind; the same key twice is a programming error."""
    if kind.key in _KINDS and _KINDS[kind.key] != kind:
        raise ValueError(f"The kind of activity {kind.key!r} is registered twice.")
    _KINDS[kind.key] = kind


def kind_of(key: str) -> ActivityKind:
    """The kind with this key. Raises ``KeyError`` when no room has registered it."""
    return _KINDS[key]


def known_kinds() -> list[ActivityKind]:
    """All kinds, in the order of registration."""
    return list(_KINDS.values())
