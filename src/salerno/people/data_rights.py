"""What every room holds about a person: registered by each room, exported and erased from here.

A room calls ``register(Holding(…))`` from ``AppConfig.ready()``. ``learning`` and the rooms above it thereby take part in a
download or an erasure without being known here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from salerno.people.models import Person


@dataclass(frozen=True)
class Holding:
    """One kind of data about people.

    ``export`` gives JSON-ready values; ``erase`` deletes or empties the rows and returns how many; ``kept_because`` is the legal
    reason for which ``erase`` leaves rows as they are (None: nothing is kept).
    """

    key: str
    title: str
    export: Callable[[Person], list[dict[str, Any]]]
    erase: Callable[[Person], int]
    kept_because: str | None = None


_HOLDINGS: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    """Add a kind of data; the same key twice is a programming error."""
    if holding.key in _HOLDINGS and _HOLDINGS[holding.key] != holding:
        raise ValueError(f"The holding {holding.key!r} is registered twice.")
    _HOLDINGS[holding.key] = holding


def holdings() -> list[Holding]:
    """All kinds of data, in the order of registration."""
    return list(_HOLDINGS.values())
