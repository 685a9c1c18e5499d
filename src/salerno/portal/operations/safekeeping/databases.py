"""One consistent copy of a database in use, and its return: SQLite by its backup API, PostgreSQL by its own tools."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection, connections

from salerno.portal.operations.safekeeping.errors import BackupRefused, RestoreRefused

SQLITE_NAME = "database.sqlite3"
POSTGRESQL_NAME = "database.pgdump"


def member_name() -> str:
    """What the database is called inside a backup; it tells which kind it is of."""
    return SQLITE_NAME if connection.vendor == "sqlite" else POSTGRESQL_NAME


def copy_out(target: Path) -> None:
    """Write the whole database, as it is at one moment, to ``target``. Writers go on meanwhile."""
    if connection.vendor == "sqlite":
        _copy_sqlite(target)
    else:
        _dump_postgresql(target)


def _copy_sqlite(target: Path) -> None:
    """All pages in one step: one read transaction, so no half of a change is in the copy (sqlite.org/backup.html)."""
    source = Path(connection.settings_dict["NAME"])
    if not source.exists():
        raise BackupRefused(f"There is no database at {source} yet.")
    with closing(sqlite3.connect(source, timeout=30)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        if (state := copy.execute("PRAGMA integrity_check(1)").fetchone()[0]) != "ok":
            raise BackupRefused(f"The database is damaged: {state}. salerno doctor tells more.")


def _dump_postgresql(target: Path) -> None:
    command = [_tool("pg_dump", BackupRefused), "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
    done = subprocess.run([*command, f"--file={target}"], env=_environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupRefused(f"pg_dump failed: {done.stderr.strip()}")


def is_empty() -> bool:
    """Whether no table of ours holds anything: the database is not there, or was never migrated."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def put_back_postgresql(dump: Path, *, keep_as: str) -> None:
    """Load ``dump`` into the schema ``public``; what stood there stays as the schema ``keep_as``.

    When loading fails, the old schema takes its name again.
    """
    tool = _tool("pg_restore", RestoreRefused)
    _execute(f'ALTER SCHEMA public RENAME TO "{keep_as}"', "CREATE SCHEMA public")
    connections.close_all()
    command = [tool, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
    target = ["--dbname", _environment()["PGDATABASE"]]
    without_schema = _contents_without_schema(tool, dump)
    done = subprocess.run(
        [*command, "--use-list", str(without_schema), *target, str(dump)],
        env=_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        _execute("DROP SCHEMA public CASCADE", f'ALTER SCHEMA "{keep_as}" RENAME TO public')
        raise RestoreRefused(f"pg_restore failed, the old database stands: {done.stderr.strip()}")


def _contents_without_schema(tool: str, dump: Path) -> Path:
    """The dump's list of contents but for the schema itself, which is there already."""
    listed = subprocess.run([tool, "--list", str(dump)], capture_output=True, text=True, check=True).stdout
    path = dump.with_suffix(".list")
    path.write_text("\n".join(line for line in listed.splitlines() if " SCHEMA - " not in line))
    return path


def _execute(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _tool(name: str, refusal: type[Exception]) -> str:
    path = shutil.which(name)
    if path is None:
        raise refusal(f"{name} is missing. Install PostgreSQL's client programs: apt install postgresql-client")
    return path


def _environment() -> dict[str, str]:
    """How PostgreSQL's programs find the database. SECURITY: the password goes by environment, never by argument."""
    facts = connection.settings_dict
    named = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return {**os.environ, **{name: str(facts[key]) for name, key in named.items() if facts.get(key)}}
