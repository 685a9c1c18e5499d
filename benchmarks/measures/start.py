"""From nothing to the first page; what was installed; what the processes hold after load."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench import Bench
from campus import PROJECT, free_port
from processes import family, is_polite, resident_megabytes
from rounds import NotMeasured, Target, interleaved
from table import Line, at_most, line

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis")
PATIENCE_SECONDS = 600
LOOK_AT_MEMORY_SECONDS = 20  # the worker's, ``portal/operations/worker.py``


def measure(bench: Bench) -> list[Line]:
    """What ``make run`` does, in a copy of the project that has neither ``.venv`` nor data. Packages come over the network."""
    copy = bench.folder / "copy"
    shutil.copytree(PROJECT, copy, ignore=LEFT_OUT)
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SALERNO_", "PYTHON", "VIRTUAL_"))}
    environment |= {"PORT": str(port), "SALERNO_DATA": str(copy / "var")}
    begun = time.monotonic()
    done = subprocess.run([python(), "scripts/setup.py"], cwd=copy, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotMeasured(f"The packages could not be installed: {done.stderr[-500:]}")
    installed = time.monotonic() - begun
    with (bench.folder / "start.log").open("wb") as log:
        server = subprocess.Popen([".venv/bin/salerno", "run"], cwd=copy, env=environment, stdout=log, stderr=log)
        try:
            first_page(f"http://127.0.0.1:{port}/", server, bench.folder / "start.log")
            waited = time.monotonic() - begun
            courses_published(bench.folder / "start.log")
            cohort_made(server.pid)
            settled(copy / "var" / "salerno.sqlite3")
            resident = after_load(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(30)
    return [
        line("Nothing → first page", waited, 30, at_most, unit="s", ours=f"{installed:.0f} s to install"),
        line("Installed", size_of(copy / ".venv") / 1e6, 377, at_most, unit="MB"),
        line("Resident after load", resident, 230, at_most, unit="MB"),
    ]


def python() -> str:
    """The Python beneath this one's environment, as whoever types ``make run`` has it."""
    return getattr(sys, "_base_executable", sys.executable)


def first_page(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when ``url`` answers with a page."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=20):
                return
        except urllib.error.HTTPError as error:
            raise NotMeasured(f"The first page answers {error.code}.") from error
        except OSError:
            time.sleep(0.05)
    raise NotMeasured(f"The campus did not start: {log.read_text(errors='replace')[-500:]}")


def courses_published(log: Path) -> None:
    """Return when the campus has greeted: it publishes its courses beside the first pages, in a process that then ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "Salerno is open at" not in log.read_text(errors="replace"):
        if time.monotonic() > deadline:
            raise NotMeasured("The campus answers, but never said that it is open.")
        time.sleep(0.2)


def cohort_made(pid: int) -> None:
    """Return when the made-up cohort stands: it is made after the greeting, in a polite process that then ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    time.sleep(2)
    while any(is_polite(member) for member in family(pid)):
        if time.monotonic() > deadline:
            raise NotMeasured("The made-up cohort was never made.")
        time.sleep(0.5)


def settled(database: Path) -> None:
    """Return when the worker has done what waited for it, and has had time to give its memory back."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    waiting = "SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status IN ('READY', 'RUNNING')"
    while time.monotonic() < deadline:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
            if connection.execute(waiting).fetchone() == (0,):
                break
        time.sleep(1)
    time.sleep(2 * LOOK_AT_MEMORY_SECONDS)


def after_load(url: str, pid: int) -> float:
    """Resident MB of supervisor, server and worker after 16 clients have read public pages and the sign-in page."""
    pages = ("/", "/catalogue/", "/institutions/", "/accounts/login/", "/verify/")
    targets = [Target(page, url + page, pid) for page in pages]
    interleaved(targets, rounds=2, seconds=2)
    return resident_megabytes(pid)


def size_of(folder: Path) -> int:
    """Bytes of the files below ``folder``."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
