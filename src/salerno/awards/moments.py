"""What happens in this room that rooms above act on, in the same transaction."""

from collections.abc import Callable
from datetime import datetime

from salerno.awards.models import Award
from salerno.people.models import Person

_award_granted: list[Callable[[Award, datetime], None]] = []


def on_award_granted(listener: Callable[[Award, datetime], None]) -> None:
    """Have ``listener`` called when an award is granted; registering it again changes nothing."""
    if listener not in _award_granted:
        _award_granted.append(listener)


def award_granted(award: Award, at: datetime) -> None:
    """Tell the listeners, in the transaction of the grant."""
    for listener in _award_granted:
        listener(award, at)


_award_withdrawn: list[Callable[[Award, Person, datetime], None]] = []


def on_award_withdrawn(listener: Callable[[Award, Person, datetime], None]) -> None:
    """Have ``listener`` called when an award is withdrawn; registering it again changes nothing."""
    if listener not in _award_withdrawn:
        _award_withdrawn.append(listener)


def award_withdrawn(award: Award, by: Person, at: datetime) -> None:
    """Tell the listeners, in the transaction of the withdrawal."""
    for listener in _award_withdrawn:
        listener(award, by, at)
