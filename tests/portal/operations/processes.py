"""Starting real processes in tests, and looking at what is left of them."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], object], seconds: float, what: str) -> object:
    """What ``condition`` gives once it is true; fails with ``what`` after ``seconds``."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"after {seconds} s: {what}")


def is_alive(pid: int) -> bool:
    """Whether the process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def descendants(pid: int) -> set[int]:
    """All processes below ``pid``."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    found, edge = set(), {pid}
    while edge:
        edge = {child for child, parent in parents.items() if parent in edge} - found
        found |= edge
    return found


def command_line(pid: int) -> str:
    """The command of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def campus_environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a campus of its own: the data folder ``data``, nothing of the tests' settings.

    Each process keeps what it compiled, even where the tests are told not to: dozens are started, and compiling the campus
    takes as long as starting it.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SALERNO_")}
    for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):
        kept.pop(name, None)
    base = {"DJANGO_SETTINGS_MODULE": "salerno.config.settings.dev", "SALERNO_DATA": str(data)}
    return {**kept, **base, "PYTHONPATH": str(PROJECT / "src"), **more}


@contextlib.contextmanager
def started(command: list[str], *, log: Path, **options: object) -> Iterator[subprocess.Popen]:
    """A process whose words go to ``log``; whatever is left of it and below it is killed at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen([sys.executable, *command], stdout=output, stderr=subprocess.STDOUT, cwd=PROJECT, **options)
    below: set[int] = set()
    try:
        yield process
    finally:
        below |= descendants(process.pid)
        for pid in (process.pid, *below):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
