"""A PostgreSQL cluster for the length of a test run: made, used over its own socket, and thrown away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=100", "listen_addresses=")


def find_programs() -> Path | None:
    """The folder with ``initdb`` and ``pg_ctl``, of the newest version there is; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


@contextmanager
def temporary_postgresql() -> Iterator[str]:
    """The address (``DATABASE_URL``) of an empty database of a cluster of its own. Nothing of it outlives the block.

    PostgreSQL refuses to run as root, so root hands the folder to the account ``postgres``. Safety is switched off: a test
    run that loses its power starts again.
    """
    programs = find_programs()
    if programs is None:
        raise SystemExit("PostgreSQL is missing: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="salerno-pg-"))
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    cluster, log = folder / "data", folder / "log"
    settings = " ".join(f"-c {setting}" if not setting.endswith("=") else f"-c {setting}''" for setting in _FAST)
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(cluster), "-s", "-w"]
    try:
        initdb = [str(programs / "initdb"), "-D", str(cluster), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run([*as_user, *initdb, "--locale=C.UTF-8"])
        _run([*control, "-l", str(log), "-o", f"-k {folder} {settings}", "start"])
        _run([*as_user, str(programs / "createdb"), "-h", str(folder), "-U", "postgres", "salerno"])
        yield f"postgres://postgres@{quote(str(folder), safe='')}/salerno"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], cwd="/", check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stdout}{done.stderr}")
