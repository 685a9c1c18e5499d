"""What falls due with the day. Each room adds its duties from ``AppConfig.ready()``; ``portal/operations/daily.py`` does them."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Duty:
    """One thing to be done each morning.

    ``do(at=…)`` does it in transactions of its own and says in words what was done. Done again on the same day it changes nothing,
    and it makes up for days on which nobody did it: a killed process may repeat it, and a machine may have been off.
    What cannot be undone is no duty: a wrong clock, or a call whose papers a court has asked for, would be enough.
    """

    name: str
    do: Callable[..., str]


_DUTIES: dict[str, Duty] = {}


def register(*duties: Duty) -> None:
    """Have ``duties`` done each day, after those that are known already."""
    _DUTIES.update({duty.name: duty for duty in duties})


def duties() -> list[Duty]:
    """All of them, in the order in which rooms were installed."""
    return list(_DUTIES.values())
