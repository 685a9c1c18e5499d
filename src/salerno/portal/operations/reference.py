"""Pages of the docs that are drawn from the code by ``salerno docs``: the states of rows, and the register of personal data."""

from collections.abc import Iterator, Mapping
from enum import Enum
from importlib import import_module
from inspect import getdoc
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import translation

from salerno.people.data_rights import holdings

Table = Mapping[Enum, set[Enum]]
_INTRODUCTION = "Drawn from the code by `salerno docs`; do not edit it here."


def pages() -> dict[str, str]:
    """The pages by their name below ``docs/``."""
    return {"states.md": states_page(), "personal-data.md": personal_data_page()}


def write(folder: Path) -> list[Path]:
    """Write the pages into ``folder``; return those that changed."""
    changed = []
    for name, text in pages().items():
        path = folder / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            changed.append(path)
    return changed


def own_models() -> list[type[models.Model]]:
    """The models of our rooms, by room and name."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("salerno.")]
    return sorted(ours, key=lambda model: (model._meta.app_label, model.__name__))


def state_tables() -> Iterator[tuple[str, str, Table]]:
    """Each table of transitions in a room's enums: the room, what changes, the table."""
    for config in sorted(apps.get_app_configs(), key=lambda config: config.label):
        if not config.name.startswith("salerno."):
            continue
        try:
            enums = import_module(f"{config.name}.enums")
        except ModuleNotFoundError:
            continue
        for name, table in vars(enums).items():
            if name.startswith("NEXT") and isinstance(table, Mapping):
                yield config.label, name.removeprefix("NEXT").strip("_").replace("_", " ").lower(), table


def states_page() -> str:
    """Every table of transitions as a diagram."""
    parts = ["# States", "", _INTRODUCTION, "", "A row moves along an arrow and no other way: services ask the same tables.", ""]
    for room, what, table in state_tables():
        parts += [f"## {room}{f': {what}' if what else ''}", "", "```mermaid", "stateDiagram-v2", *_arrows(table), "```", ""]
    return "\n".join(parts)


def _arrows(table: Table) -> Iterator[str]:
    for state, following in table.items():
        name = _name(state)
        yield f'    state "{_words(state)}" as {name}'
        if not following:
            yield f"    {name} --> [*]"
        for other in sorted(following, key=lambda each: list(table).index(each)):
            yield f"    {name} --> {_name(other)}"


def _name(state: Enum) -> str:
    return str(state.value).replace("-", "_")


def _words(state: Enum) -> str:
    return state.name.replace("_", " ").capitalize()


def personal_data_page() -> str:
    """What each table holds about people, and what becomes of it when they ask for it or want to be erased."""
    parts = ["# Register of personal data", "", _INTRODUCTION, ""]
    parts += ["What each table holds about people (GDPR, Article 30). Those that hold nothing about anybody come last.", ""]
    parts += ["| room | table | what for | about people |", "|---|---|---|---|"]
    parts += [_row(model) for model in own_models() if model.personal_data]
    without = ", ".join(f"{model._meta.app_label}.{model.__name__}" for model in own_models() if not model.personal_data)
    parts += ["", f"Nothing about anybody: {without}.", "", "## A person's own data", ""]
    parts += ["The person can download every kind (Articles 15 and 20). When they want to be erased (Article 17):", ""]
    parts += ["| kind | on erasure |", "|---|---|"]
    for holding in holdings():
        kept = f"kept: {_english(holding.kept_because)}" if holding.kept_because else "deleted or emptied"
        parts.append(f"| {_english(holding.title)} | {kept} |")
    return "\n".join(parts) + "\n"


def _row(model: type[models.Model]) -> str:
    purpose = (getdoc(model) or "").split("\n\n")[0].replace("\n", " ").replace("|", "\\|").replace("``", "`")
    names = ", ".join(f"`{name}`" for name in model.personal_data)
    return f"| {model._meta.app_label} | {model.__name__} | {purpose} | {names} |"


def _english(text: Any) -> str:
    """``text`` in English, whatever language is active."""
    with translation.override("en"):
        return str(text)
