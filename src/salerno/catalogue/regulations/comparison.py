"""What changes from one version of regulations to the next, value by value, under names that survive a change of order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NAMES = {"course": "code", "outcome": "key", "track": "slug", "semester": "number", "group": "key"}


@dataclass(frozen=True, slots=True, order=True)
class Difference:
    """``place``: ``course.AMU-101.ects``. ``before`` is None for what is new, ``after`` for what is gone."""

    place: str
    before: str | None
    after: str | None


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Every value that is not the same in both bodies, by place."""
    old, new = dict(_flat(before, "")), dict(_flat(after, ""))
    places = sorted({*old, *new})
    return [Difference(place, old.get(place), new.get(place)) for place in places if old.get(place) != new.get(place)]


def _flat(value: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _flat(item, f"{place}.{key}" if place else key)
    elif isinstance(value, list) and value and isinstance(value[0], Mapping):
        name = _NAMES[place.rpartition(".")[2]]
        for item in value:
            yield from _flat(item, f"{place}.{item[name]}")
    elif isinstance(value, list):
        yield place, ", ".join(sorted(map(str, value)))
    else:
        yield place, str(value)
