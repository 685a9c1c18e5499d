"""An empty SQLite database that was migrated once for this state of the migrations; every later run begins with a copy of it.

To migrate takes longer than most tests do. What all migrations do together is shown by every run nonetheless: the campus of
``tests/portal/operations`` is prepared from nothing, by the command that an operator uses.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / "build" / "migrated"


@cache
def _kept() -> Path:
    """Where the copy for this state lies: migrations, models (each has its rows of rights) and versions of the libraries."""
    sha = hashlib.sha256(" ".join(model._meta.label for model in apps.get_models()).encode())
    folders = [Path(app.path) / "migrations" for app in apps.get_app_configs()]
    for path in sorted([*PROJECT.glob("requirements/*.txt"), *(path for folder in folders for path in folder.glob("*.py"))]):
        sha.update(f"{path.parent.parent.name}/{path.name}".encode() + path.read_bytes())
    return FOLDER / f"{sha.hexdigest()}.sqlite3"


def begin_with_copy() -> None:
    """Put the copy where the tests will have their database, if there is one."""
    if _kept().exists():
        shutil.copyfile(_kept(), connection.creation._get_test_db_name())


def keep_copy() -> None:
    """Keep what has just been migrated, unless it is kept already, and nothing of older states."""
    if _kept().exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in FOLDER.glob("*.sqlite3"):
        path.unlink(missing_ok=True)
    handle, name = tempfile.mkstemp(dir=FOLDER)
    os.close(handle)
    with closing(sqlite3.connect(name)) as copy:
        connection.connection.backup(copy)
    os.replace(name, _kept())
