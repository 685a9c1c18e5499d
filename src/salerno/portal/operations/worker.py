"""The worker: tasks as they come, and between them the sweeps that make a lost task or a lost wake-up cost nothing."""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from salerno.credentials.services import take_up_stalled_jobs
from salerno.messaging.services import deliver_waiting
from salerno.portal.operations.daily import ask_for_due_run
from salerno.portal.operations.supervisor import RENEW

log = logging.getLogger("salerno.worker")
INTERVAL_SECONDS = 0.5
KEEP_TASKS_DAYS = 14
LOOK_AT_MEMORY_SECONDS = 20.0
MOST_BYTES = 64_000_000
"""Of its own, beyond what it shares with the supervisor: to typeset and seal the documents of a degree takes three times that."""


def put_back_abandoned_tasks(*, worker_id: str) -> int:
    """Make tasks ready again that a worker of this name had begun when it was killed; return how many.

    Only the process that now bears the name may call this. Tasks fetch by id and call one service that may be repeated.
    """
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    mine = [task.pk for task in running if task.worker_ids and task.worker_ids[-1] == worker_id]
    return DBTaskResult.objects.filter(pk__in=mine, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def sweep_outbox(at: datetime) -> None:
    """Send what waits, whether or not a task asked for it."""
    deliver_waiting(at=at)


def sweep_documents(at: datetime) -> None:
    """Go on with jobs for degree documents whose worker was killed."""
    take_up_stalled_jobs(at)


def sweep_daily(at: datetime) -> None:
    """Have what falls due with the day done, by whichever worker is free. A start makes up for a morning that was missed."""
    if settings.SALERNO_DAILY:
        ask_for_due_run(at)


def tidy(at: datetime) -> None:
    """Remove ended sessions and the notes of tasks that ended long ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - timedelta(days=KEEP_TASKS_DAYS)).delete()
    call_command("clearsessions")


SWEEPS: tuple[tuple[Callable[[datetime], None], float], ...] = (
    (sweep_outbox, 20.0),
    (sweep_documents, 60.0),
    (sweep_daily, 60.0),
    (tidy, 3600.0),
)


def memory_of_its_own() -> int:
    """Bytes that this process shares with no other (``Private_Dirty`` of proc(5)); 0 where the system does not say."""
    try:
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))


class CampusWorker(Worker):
    """A django-tasks-db worker that sweeps when its queue is empty. A signal never cuts a sweep in two.

    ``most_bytes``: it ends with ``RENEW`` when its queue is empty and it holds more than that, for whoever starts it anew.
    """

    def __init__(self, *, worker_id: str, most_bytes: int | None = None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=INTERVAL_SECONDS,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=worker_id,
            excluded_queue_names=[],
        )
        self._due = {sweep: 0.0 for sweep, _every in SWEEPS}
        self._most_bytes, self._looks_at = most_bytes, 0.0

    def serve(self) -> None:
        """Work until a signal says stop. Raises ``SystemExit`` with ``RENEW`` when it has grown."""
        self.configure_signals()
        put_back_abandoned_tasks(worker_id=self.worker_id)
        while self.running:
            self._guarded(super().run)
            self._sweep()
            if self.running and self._has_grown():
                raise SystemExit(RENEW)
            if self.running:
                time.sleep(self.interval)

    def _has_grown(self) -> bool:
        if self._most_bytes is None or time.monotonic() < self._looks_at:
            return False
        self._looks_at = time.monotonic() + LOOK_AT_MEMORY_SECONDS
        return memory_of_its_own() > self._most_bytes

    def _sweep(self) -> None:
        self.running_task = True
        for sweep, every in SWEEPS:
            if self.running and time.monotonic() >= self._due[sweep]:
                self._due[sweep] = time.monotonic() + every
                self._guarded(lambda sweep=sweep: sweep(timezone.now()))
        self.running_task = False

    def _guarded(self, act: Callable[[], None]) -> None:
        """A database that is locked or away is met again in the next round; the worker stays up."""
        try:
            close_old_connections()
            act()
        except DatabaseError as error:
            log.warning("The worker could not reach the database and tries again: %s", error)
            time.sleep(2)
