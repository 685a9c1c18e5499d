"""Frozen dataclasses as values that JSON knows, and back: how facts are kept for as long as their documents last.

A dataclass may hold texts, numbers, ``Decimal``, ``date``, ``datetime``, mappings of plain values, tuples of one kind, other such
dataclasses, and None.
"""

import dataclasses
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def plain(value: Any) -> Any:
    """``value`` in dicts, lists, texts, numbers and None. A ``Decimal`` or a date becomes its text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return plain(dataclasses.asdict(value))
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    """The fields of a dataclass with what they hold: read once, since asking Python costs more than all the rest."""
    return get_type_hints(kind)


def built(kind: Any, value: Any) -> Any:
    """The ``kind`` that ``plain`` wrote as ``value``. Raises ``KeyError``, ``TypeError`` or ``ValueError`` for anything else."""
    if value is None:
        return None
    if get_origin(kind) in (UnionType, Union):
        kind = next(option for option in get_args(kind) if option is not type(None))
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)
        return kind(**{name: built(hints[name], item) for name, item in value.items()})
    if get_origin(kind) is tuple:
        return tuple(built(get_args(kind)[0], item) for item in value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    return Decimal(value) if kind is Decimal else value
