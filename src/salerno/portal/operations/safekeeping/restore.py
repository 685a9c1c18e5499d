"""Putting a backup back: proven first, then moved into place, the old kept beside."""

import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, connections

from salerno.portal.operations.safekeeping import databases
from salerno.portal.operations.safekeeping.archives import unpack
from salerno.portal.operations.safekeeping.backup import FORMAT
from salerno.portal.operations.safekeeping.errors import RestoreRefused
from salerno.portal.operations.schema_state import unknown_migrations


@dataclass(frozen=True)
class Restored:
    """What was put back, and where the old data lie now (None when there were none)."""

    manifest: dict[str, Any]
    kept: Path | None


def restore_backup(*, source: Path, replace: bool, at: datetime) -> Restored:
    """Put the backup ``source`` into the data folder. Raises ``RestoreRefused`` with everything as it was.

    The caller holds the data folder (see ``lifelines.hold``): no campus runs on it. A folder with data is refused unless
    ``replace``, which moves the old data into ``before-restore-…`` inside the folder.
    """
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    if not source.is_file():
        raise RestoreRefused(f"There is no file {source}.")
    if not replace and not is_unused(data):
        raise RestoreRefused(f"{data} holds data. Say --replace to put the backup in their place; they are kept beside.")
    with tempfile.TemporaryDirectory(dir=data, prefix=".restoring-") as folder:
        staged = Path(folder)
        manifest = unpack(source, staged)
        _check_kind(manifest, staged)
        kept = _swap(staged, data, at)
    return Restored(manifest, kept)


def is_unused(data: Path) -> bool:
    """Whether neither the database nor the file folder holds anything."""
    root = Path(settings.MEDIA_ROOT)
    return databases.is_empty() and not (root.exists() and any(path.is_file() for path in root.rglob("*")))


def _check_kind(manifest: dict[str, Any], staged: Path) -> None:
    if manifest.get("format") != FORMAT:
        raise RestoreRefused(f"This is no backup of the form {FORMAT}.")
    if not (staged / databases.member_name()).exists():
        raise RestoreRefused(f"The backup is not of a {connection.vendor} database. Set DATABASE_URL as it was then.")
    allowed = {databases.member_name(), "secrets.toml"}
    strange = [name for name in manifest["members"] if name not in allowed and PurePosixPath(name).parts[0] != "files"]
    if strange:
        raise RestoreRefused(f"A backup does not hold {strange[0]}.")
    if newer := unknown_migrations(manifest.get("schema", {})):
        raise RestoreRefused(f"The backup is of a newer Salerno ({newer[0]}). Install that version first.")
    if connection.vendor == "sqlite":
        _check_sqlite(staged / databases.SQLITE_NAME)


def _check_sqlite(path: Path) -> None:
    try:
        with closing(sqlite3.connect(path)) as copy:
            state = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
    except sqlite3.DatabaseError as error:
        state = str(error)
    if state != "ok":
        raise RestoreRefused(f"The database in the backup is damaged: {state}")


def _swap(staged: Path, data: Path, at: datetime) -> Path | None:
    """Move the old data aside and the new into place, the database last: it decides what the campus is."""
    stamp = f"{at:%Y%m%d-%H%M%S}"
    kept = data / f"before-restore-{stamp}"
    secrets = ["secrets.toml"] if (staged / "secrets.toml").exists() else []
    connections.close_all()
    moved = _move_aside(data, kept, secrets)
    (staged / "files").mkdir(exist_ok=True)
    shutil.move(staged / "files", settings.MEDIA_ROOT)
    for name in secrets:
        shutil.move(staged / name, data / name)
        (data / name).chmod(0o600)
    if connection.vendor == "sqlite":
        shutil.move(staged / databases.SQLITE_NAME, connection.settings_dict["NAME"])
    else:
        _put_back_postgresql(staged, moved, stamp)
    return kept if moved else None


def _move_aside(data: Path, kept: Path, secrets: list[str]) -> list[tuple[Path, Path]]:
    """Move what stands into ``kept``; return each old and new place. SQLite's log belongs to its database and moves with it."""
    places = [Path(settings.MEDIA_ROOT), *(data / name for name in secrets)]
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        places += [name, name.with_name(name.name + "-wal"), name.with_name(name.name + "-shm")]
    moved = []
    for place in places:
        if place.exists():
            kept.mkdir(exist_ok=True, mode=0o700)
            shutil.move(place, kept / place.name)
            moved.append((place, kept / place.name))
    return moved


def _put_back_postgresql(staged: Path, moved: list[tuple[Path, Path]], stamp: str) -> None:
    try:
        databases.put_back_postgresql(staged / databases.POSTGRESQL_NAME, keep_as=f"before_restore_{stamp.replace('-', '_')}")
    except RestoreRefused:
        for place, aside in moved:
            if place.is_dir():
                shutil.rmtree(place)
            shutil.move(aside, place)
        raise
