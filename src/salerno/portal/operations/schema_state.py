"""Which tables a database has, told by the last migration of each app."""

from importlib.metadata import version

from django.db import connection
from django.db.migrations.loader import MigrationLoader

SALERNO = "salerno."


def salerno_version() -> str:
    """The version of the installed package."""
    return version("salerno")


def schema_state() -> dict[str, str]:
    """The newest applied migration of each app of ours, by label."""
    loader = MigrationLoader(connection)
    ours = {label for label, _name in loader.disk_migrations if _is_ours(loader, label)}
    state: dict[str, str] = {}
    for label, name in sorted(loader.applied_migrations):
        if label in ours:
            state[label] = name
    return state


def unknown_migrations(state: dict[str, str]) -> list[str]:
    """The migrations of ``state`` that this version of Salerno does not have: it is older than what made the state."""
    known = set(MigrationLoader(connection).disk_migrations)
    return [f"{label} {name}" for label, name in sorted(state.items()) if (label, name) not in known]


def _is_ours(loader: MigrationLoader, label: str) -> bool:
    return any(
        migration.__module__.startswith(SALERNO) for (app, _name), migration in loader.disk_migrations.items() if app == label
    )
