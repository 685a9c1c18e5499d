"""What waits for a person: each room says it of its own part of the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from salerno.people.models import Person


@dataclass(frozen=True)
class Waiting:
    """One kind of thing that waits: a sentence and the part of the desk where it is done (the name of its address).

    ``is_work`` of False: something to read, not to do. ``query`` is added to the address.
    """

    sentence: str
    section: str
    count: int
    is_work: bool = True
    query: str = ""

    @property
    def url(self) -> str:
        """Where it is done."""
        return reverse(self.section) + self.query


_READERS: list[Callable[[Person, date], Iterable[Waiting]]] = []


def register(reader: Callable[[Person, date], Iterable[Waiting]]) -> None:
    """Have ``reader`` asked what waits for a person on a day; it answers in a constant number of queries."""
    if reader not in _READERS:
        _READERS.append(reader)


def waiting_for(person: Person, on: date) -> list[Waiting]:
    """All that waits, in the order in which rooms were installed."""
    return [item for reader in _READERS for item in reader(person, on)]
