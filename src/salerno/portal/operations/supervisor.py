"""The process that starts server and worker, restarts what dies, and stops all of it on Ctrl-C or SIGTERM.

It has loaded Django before it forks its children, so that all of them share that memory and none waits for imports. It holds no
database connection, no thread and no cache that changes: what it hands on is code.
"""

import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from salerno.portal.operations.lifelines import end_with_parent

SIGNALS = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
GRACE_SECONDS = 8.0
RENEW = 75
"""With this exit code a task that is kept alive asks to be started anew, as a process that shares all of our memory again."""
LONGEST_WAIT = 30.0
LIVED_LONG = 60.0
GIVE_UP_AFTER = 5

Task = Callable[[], object]


@dataclass(frozen=True)
class Plan:
    """``kept`` are tasks to keep alive, by name; ``once`` run beside them and end; ``probe`` is the host and port that are
    asked until a page answers; ``later`` run once from then on, and nobody waits for them."""

    kept: dict[str, Task]
    once: dict[str, Task]
    probe: tuple[str, int]
    greeting: str
    later: dict[str, Task] = field(default_factory=dict)


@dataclass
class Child:
    """A task in a process and process group of its own."""

    name: str
    task: Task
    pid: int | None = None
    exit_code: int | None = None
    started_at: float = 0.0
    restart_at: float = 0.0
    failures: int = 0

    def start(self, now: float) -> None:
        """Fork, and do the task there; the kernel ends it with us."""
        self.started_at, self.restart_at, self.exit_code = now, 0.0, None
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(_do(self.task))

    def has_ended(self) -> bool:
        """Whether it was started and is no longer there."""
        if self.exit_code is None and self.pid is not None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
        return self.exit_code is not None

    def send(self, sign: int) -> None:
        """Send a signal to the process itself, while it runs."""
        if self.pid is not None and not self.has_ended():
            os.kill(self.pid, sign)

    def sweep(self) -> None:
        """Kill what is left of its group, so that no old server process holds the port."""
        try:
            os.killpg(self.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return

    def wait_for_end(self) -> None:
        """Wait until the kernel has ended what was killed: before that its port is not free."""
        if not self.has_ended():
            self.exit_code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def wait_before_restart(self, now: float) -> float:
        """How long to wait: nothing at first, then twice as long each time, unless it had lived long."""
        self.failures = 1 if now - self.started_at > LIVED_LONG else self.failures + 1
        wait = min(0.25 * 2 ** (self.failures - 1), LONGEST_WAIT)
        self.restart_at = now + wait
        return wait


def _do(task: Task) -> int:
    """Do ``task`` in the forked child and return its exit code: it dies with the supervisor, and hears signals again."""
    code = 1
    try:
        os.setsid()
        end_with_parent()
        for sign in SIGNALS:
            signal.signal(sign, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        task()
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(bool(end.code))
    except BaseException:  # noqa: BLE001 -- the last frame of this process: say it and end
        sys.excepthook(*sys.exc_info())
    sys.stdout.flush()
    sys.stderr.flush()
    return code


@dataclass
class Supervisor:
    """Keeps the plan's tasks alive until told to stop."""

    plan: Plan
    say: Callable[[str], None]
    kept: list[Child] = field(default_factory=list)
    once: list[Child] = field(default_factory=list)
    later: list[Child] = field(default_factory=list)
    is_ready: bool = False

    def run(self) -> int:
        """Start everything, watch it, stop it; return the exit code.

        ``gc.freeze`` keeps the collector of the children from touching, and so copying, the pages they share.
        """
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        gc.collect()
        gc.freeze()
        self.kept = [Child(name, task) for name, task in self.plan.kept.items()]
        self.once = [Child(name, task) for name, task in self.plan.once.items()]
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
        for child in self.later:
            child.has_ended()  # asked, so that the kernel forgets it
        for child in self.kept:
            if child.has_ended() and child.exit_code == RENEW:
                child.sweep()
                child.start(now)
            elif child.has_ended() and not child.restart_at:
                child.sweep()
                wait = child.wait_before_restart(now)
                if child.failures >= GIVE_UP_AFTER and not self.is_ready:
                    return child.name
                self.say(f"The {child.name} ended ({child.exit_code}): starting it again in {wait:g} s.")
            if child.restart_at and now >= child.restart_at:
                child.start(now)
        return None

    def _greet_when_ready(self) -> None:
        """Say the address once the preparations have ended and a page answers; then begin what was left for later."""
        if all(child.has_ended() for child in self.once) and answers(self.plan.probe):
            self.is_ready = True
            self.say(self.plan.greeting)
            self.later = [Child(name, task) for name, task in self.plan.later.items()]
            for child in self.later:
                child.start(time.monotonic())

    def _stop(self) -> None:
        """SIGTERM to each, then SIGKILL to what is left of its group after the grace."""
        children = self.kept + self.once + self.later
        running = [child for child in children if not child.has_ended()]
        for child in running:
            child.send(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        while time.monotonic() < deadline and not all([child.has_ended() for child in running]):
            signal.sigtimedwait({signal.SIGCHLD}, 0.1)
        for child in running:
            if not child.has_ended():
                self.say(f"The {child.name} did not stop in {GRACE_SECONDS:g} s and was killed.")
        for child in children:
            child.sweep()
        for child in running:
            child.wait_for_end()


def answers(probe: tuple[str, int]) -> bool:
    """Whether the campus answers ``/healthz`` with anything short of a failure."""
    try:
        with socket.create_connection(probe, timeout=5) as connection:
            connection.sendall(b"GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")
            status = connection.recv(64).split(b" ")[1:2]
    except OSError:
        return False
    return bool(status) and status[0] < b"500"
