"""The OpenAPI document, arranged for the page that people read."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Parameter:
    """One thing that an operation takes."""

    name: str
    place: str
    kind: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Operation:
    """One operation as the page shows it. ``needs`` is what the security scheme says, empty for what is open to all."""

    identifier: str
    method: str
    path: str
    summary: str
    description: str
    needs: str
    parameters: tuple[Parameter, ...]
    body: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chapter:
    """The operations of one room."""

    title: str
    operations: tuple[Operation, ...]


def chapters(document: dict[str, Any]) -> list[Chapter]:
    """The operations of ``document`` by tag, in their order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, facts in methods.items():
            tag = (facts.get("tags") or ["Other"])[0]
            found.setdefault(tag, []).append(_operation(document, path, method, facts))
    return [Chapter(title, tuple(operations)) for title, operations in found.items()]


def _operation(document: dict[str, Any], path: str, method: str, facts: dict[str, Any]) -> Operation:
    return Operation(
        identifier=facts["operationId"],
        method=method.upper(),
        path=path,
        summary=facts.get("summary", ""),
        description=facts.get("description", ""),
        needs=_needs(document, facts),
        parameters=tuple(_parameter(item) for item in facts.get("parameters", [])),
        body=", ".join(f"{media}: {_kind(item.get('schema', {}))}" for media, item in _content(facts.get("requestBody"))),
        answers=tuple((str(status), _answer(item)) for status, item in sorted(facts["responses"].items(), key=str)),
    )


def _needs(document: dict[str, Any], facts: dict[str, Any]) -> str:
    schemes = document.get("components", {}).get("securitySchemes", {})
    names = [name for item in facts.get("security", []) for name in item]
    return " ".join(schemes[name].get("description", name) for name in names)


def _parameter(item: dict[str, Any]) -> Parameter:
    schema = item.get("schema", {})
    description = item.get("description") or schema.get("description") or ""
    return Parameter(item["name"], item["in"], _kind(schema), item.get("required", False), description)


def _content(holder: dict[str, Any] | None) -> list[tuple[str, dict[str, Any]]]:
    return list((holder or {}).get("content", {}).items())


def _answer(item: dict[str, Any]) -> str:
    kinds = [_kind(content.get("schema", {})) for _media, content in _content(item)]
    return ", ".join(kinds) or item.get("description", "")


def _kind(schema: dict[str, Any]) -> str:
    """A schema in a few words: the name of what it refers to, else its type."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    for word in ("anyOf", "oneOf", "allOf"):
        if word in schema:
            return " or ".join(_kind(item) for item in schema[word])
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"] if value != "")
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object" and schema.get("properties"):
        return "{" + ", ".join(schema["properties"]) + "}"
    return schema.get("format") or schema.get("type", "anything")
