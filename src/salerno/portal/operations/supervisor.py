"""The process that starts server and worker, restarts what dies, and stops all of it on Ctrl-C or SIGTERM.

``salerno run`` prepares the data and then becomes this process by ``exec``: it imports nothing of Django and stays small.
Its one argument is the plan as JSON (see ``Plan``).
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field

from salerno.portal.operations.lifelines import end_with_parent

SIGNALS = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
GRACE_SECONDS = 8.0
LONGEST_WAIT = 30.0
LIVED_LONG = 60.0
GIVE_UP_AFTER = 5


@dataclass(frozen=True)
class Plan:
    """``kept`` are commands to keep alive, by name; ``once`` run beside them and end; ``probe`` is the host and
    port that are asked until a page answers."""

    kept: dict[str, list[str]]
    once: dict[str, list[str]]
    probe: tuple[str, int]
    greeting: str

    def to_json(self) -> str:
        """The argument of this module."""
        return json.dumps(asdict(self))


@dataclass
class Child:
    """A command in a process group of its own."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    failures: int = 0

    def start(self, now: float) -> None:
        """Start it; the kernel will end it with us."""
        self.started_at, self.restart_at = now, 0.0
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_in_the_child)  # noqa: PLW1509

    def has_ended(self) -> bool:
        """Whether it was started and is no longer there."""
        return self.process is not None and self.process.poll() is not None

    def sweep(self) -> None:
        """Kill what the ended process left of its group, so that no old server process holds the port."""
        if self.process is not None:
            _signal_group(self.process.pid, signal.SIGKILL)

    def wait_before_restart(self, now: float) -> float:
        """How long to wait: nothing at first, then twice as long each time, unless it had lived long."""
        self.failures = 1 if now - self.started_at > LIVED_LONG else self.failures + 1
        wait = min(0.25 * 2 ** (self.failures - 1), LONGEST_WAIT)
        self.restart_at = now + wait
        return wait


def _in_the_child() -> None:
    """Between fork and exec: die with the supervisor, and hear signals again."""
    end_with_parent()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)


def _signal_group(group: int, sign: int) -> None:
    try:
        os.killpg(group, sign)
    except (ProcessLookupError, PermissionError):
        return


@dataclass
class Supervisor:
    """Keeps the plan's commands alive until told to stop."""

    plan: Plan
    say: Callable[[str], None]
    kept: list[Child] = field(default_factory=list)
    once: list[Child] = field(default_factory=list)
    is_ready: bool = False

    def run(self) -> int:
        """Start everything, watch it, stop it; return the exit code."""
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        self.kept = [Child(name, command) for name, command in self.plan.kept.items()]
        self.once = [Child(name, command) for name, command in self.plan.once.items()]
        for child in self.kept + self.once:
            child.start(time.monotonic())
        code = self._watch()
        self._stop()
        return code

    def _watch(self) -> int:
        while True:
            received = signal.sigtimedwait(SIGNALS, 0.5 if self.is_ready else 0.1)
            if received and received.si_signo != signal.SIGCHLD:
                return 0
            if failed := self._tend():
                self.say(f"The {failed} does not stay up. What it said stands above; `salerno doctor` looks for the cause.")
                return 1
            if not self.is_ready:
                self._greet_when_ready()

    def _tend(self) -> str | None:
        """Restart what died; return the name of what dies again and again before the campus was ready."""
        now = time.monotonic()
        for child in self.kept:
            if child.has_ended() and not child.restart_at:
                child.sweep()
                wait = child.wait_before_restart(now)
                if child.failures >= GIVE_UP_AFTER and not self.is_ready:
                    return child.name
                self.say(f"The {child.name} ended ({child.process.returncode}): starting it again in {wait:g} s.")
            if child.restart_at and now >= child.restart_at:
                child.start(now)
        return None

    def _greet_when_ready(self) -> None:
        """Say the address once the preparations have ended and a page answers."""
        if all(child.has_ended() for child in self.once) and answers(self.plan.probe):
            self.is_ready = True
            self.say(self.plan.greeting)

    def _stop(self) -> None:
        """SIGTERM to each, then SIGKILL to what is left of its group after the grace."""
        running = [child for child in self.kept + self.once if child.process and child.process.poll() is None]
        for child in running:
            child.process.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in running:
            try:
                child.process.wait(max(deadline - time.monotonic(), 0.01))
            except subprocess.TimeoutExpired:
                self.say(f"The {child.name} did not stop in {GRACE_SECONDS:g} s and was killed.")
        for child in self.kept + self.once:
            child.sweep()


def answers(probe: tuple[str, int]) -> bool:
    """Whether the campus answers ``/healthz`` with anything short of a failure. (``http.client`` would double our size.)"""
    try:
        with socket.create_connection(tuple(probe), timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            status = connection.recv(64).split(b" ")[1:2]
    except OSError:
        return False
    return bool(status) and status[0] < b"500"


def main(argument: str) -> int:
    """Run the plan that ``argument`` holds."""
    return Supervisor(Plan(**json.loads(argument)), say=_say).run()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
