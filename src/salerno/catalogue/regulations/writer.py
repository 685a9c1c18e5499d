"""Regulations as a TOML file again: what a row keeps, in the form that ``reader.read_text`` takes."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(body: Mapping[str, Any]) -> str:
    """The plain values of regulations as TOML. Reading it gives the same values, and so the same digest; comments are lost."""
    return "\n".join(_table(body, "")) + "\n"


def _table(values: Mapping[str, Any], name: str) -> Iterator[str]:
    """Plain values first: in TOML a key that follows a header belongs to that header's table."""
    later: list[tuple[str, Any]] = []
    for key, value in values.items():
        if _is_tables(value) or (not name and isinstance(value, Mapping)):
            later.append((key, value))
        else:
            yield f"{_key(key)} = {_value(value)}"
    for key, value in later:
        inner = f"{name}.{_key(key)}" if name else _key(key)
        if isinstance(value, Mapping):
            yield from ("", f"[{inner}]", *_table(value, inner))
        else:
            for item in value:
                yield from ("", f"[[{inner}]]", *_table(item, inner))


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{_key(key)} = {_value(item)}' for key, item in value.items())} }}" if value else "{}"
    return _text(value)


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _text(key)


def _text(text: str) -> str:
    """A basic string (TOML 1.0): JSON escapes all that TOML forbids but the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
