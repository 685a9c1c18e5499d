"""What happens in this room that rooms above act on, in the same transaction.

A listener is registered from ``AppConfig.ready()`` of its room. ``docs/architecture.md`` lists them all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from salerno.enrolment.models import Registration
from salerno.people.models import Person


@dataclass(frozen=True)
class NumberGiven:
    """An institution has given a student the number under which it knows them. ``registration`` has its ``enrolment``."""

    registration: Registration
    by: Person | None
    at: datetime


_number_given: list[Callable[[NumberGiven], None]] = []


def on_number_given(listener: Callable[[NumberGiven], None]) -> None:
    """Have ``listener`` called when a student gets a number; registering it again changes nothing."""
    if listener not in _number_given:
        _number_given.append(listener)


def number_given(moment: NumberGiven) -> None:
    """Tell the listeners, in the transaction in which the number is written."""
    for listener in _number_given:
        listener(moment)
