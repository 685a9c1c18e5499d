"""Servers on a scratch folder: the campus as it runs in production, and the floor beside it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from rounds import NotMeasured

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent
STARTS_WITHIN_SECONDS = 60


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True)
class Campus:
    """A campus with data of its own in ``folder``, reached at ``url`` while it is served."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """The address of the home page, without the slash."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: nothing of this machine's settings but the search path."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SALERNO_", "DATABASE_", "DJANGO_"))}
        return {
            **kept,
            "SALERNO_DATA": str(self.folder / "data"),
            "SALERNO_BASE_URL": self.url,
            "SALERNO_DEMO": "no",
            "SALERNO_DAILY": "no",
            "DJANGO_SETTINGS_MODULE": "salerno.config.settings.dev",
            "PORT": str(self.port),
            "PYTHONPATH": os.pathsep.join([str(PROJECT / "src"), str(HERE)]),
        }

    def salerno(self, *arguments: str) -> str:
        """Run one command of the campus; return what it printed."""
        return self.python("-m", "salerno", *arguments)

    def python(self, *arguments: str) -> str:
        """Run Python in the campus's environment; return what it printed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NotMeasured(f"{' '.join(arguments[:4])} failed: {(done.stderr or done.stdout).strip()[-1500:]}")
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[int]:
        """The server that ``salerno run`` starts, with two workers; gives its process. What it says goes to ``server.log``."""
        command = ["-m", "salerno.portal.operations.server", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "2"]
        with running(command, self.environment, self.folder, f"{self.url}/healthz") as process:
            yield process


@contextmanager
def floor(folder: Path) -> Iterator[tuple[str, int]]:
    """The floor on a fresh database below ``folder``, served; gives its address and its process."""
    port, folder = free_port(), Path(mkdtemp(prefix="floor-", dir=folder))
    environment = {**os.environ, "FLOOR_DATA": str(folder), "PYTHONPATH": str(HERE)}
    subprocess.run([sys.executable, str(HERE / "floor_app.py")], env=environment, check=True)
    url = f"http://127.0.0.1:{port}"
    command = [
        *("-m", "granian", "floor_app:application", "--interface", "wsgi", "--http", "1", "--no-ws", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), "--workers", "2", "--blocking-threads", "1"),
    ]
    with running(command, environment, folder, f"{url}/bare") as process:
        yield url, process


@contextmanager
def running(command: list[str], environment: dict[str, str], folder: Path, probe: str) -> Iterator[int]:
    """A server in Python, from its first answer at ``probe`` to the end of the block; gives its process."""
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command], env=environment, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_for(probe, process, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(20)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when ``url`` answers."""
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise NotMeasured(f"{url} did not answer: {log.read_text(errors='replace')[-1500:]}")
