"""The daily run: every duty of every room, once each morning. What was done is one entry in the record of acts.

One task stands for one day, and its identifier is made of the day: however many workers on however many servers ask for it, the
primary key lets one row in, and one worker claims it.
"""

import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

from django_tasks_db.models import DBTaskResult

from salerno.audit.models import Entry
from salerno.audit.services import record
from salerno.common.daily import Duty, duties

log = logging.getLogger("salerno.daily")
PARIS = ZoneInfo("Europe/Paris")
HOUR = 5
"""In Paris: after the end of the day that deadlines mean, and before anybody is at a desk."""
ACTION = "daily.run"
_RUNS_LOOKED_AT = 30


@dataclass(frozen=True)
class Outcome:
    """What a duty said that it did, or the kind of error that ended it."""

    duty: str
    said: str
    has_failed: bool = False

    def __str__(self) -> str:
        return f"{self.duty}: {'failed with ' if self.has_failed else ''}{self.said}"

    def to_json(self) -> dict[str, object]:
        """For other programs, and for the record."""
        return asdict(self)


def run_duties(*, at: datetime, only: str | None = None) -> list[Outcome]:
    """Do every duty, or the one named ``only``; one that fails does not keep the next from being done. Recorded as one act."""
    outcomes = [_done(duty, at) for duty in duties() if only in (None, duty.name)]
    record(action=ACTION, actor=None, detail={"duties": [outcome.to_json() for outcome in outcomes]}, at=at)
    return outcomes


def _done(duty: Duty, at: datetime) -> Outcome:
    """PRIVACY: an error may quote a person's row. Its kind is recorded for ever, its text goes to the log alone."""
    try:
        return Outcome(duty.name, duty.do(at=at))
    except Exception as error:
        log.exception("The daily duty %s failed", duty.name)
        return Outcome(duty.name, type(error).__name__, has_failed=True)


def latest_outcomes() -> dict[str, tuple[datetime, Outcome]]:
    """Of each duty by name: when it was last done or tried, and what came of it. Without those that never were."""
    entries = Entry.objects.filter(action=ACTION).order_by("-sequence")[:_RUNS_LOOKED_AT]
    found = {row["duty"]: (entry.at, Outcome(**row)) for entry in reversed(entries) for row in entry.detail["duties"]}
    return {duty.name: found[duty.name] for duty in duties() if duty.name in found}


def due_day(at: datetime) -> date:
    """The latest day whose run is due: today from ``HOUR`` o'clock in Paris, before that yesterday."""
    local = at.astimezone(PARIS)
    return local.date() - timedelta(days=local.hour < HOUR)


def task_of(day: date) -> UUID:
    """The identifier of the one task that stands for the run of ``day``."""
    return uuid5(NAMESPACE_URL, f"salerno:daily:{day.isoformat()}")


def ask_for_due_run(at: datetime) -> bool:
    """Put the run that is due by now into the queue unless somebody has; whether it was this call.

    Days on which nothing ran are not run one by one: each duty makes up for them.
    """
    from salerno.portal.tasks import run_daily_duties

    day = due_day(at)
    if DBTaskResult.objects.filter(pk=task_of(day)).exists():
        return False
    task = run_daily_duties
    facts = {"task_path": task.module_path, "queue_name": task.queue_name, "priority": task.priority, "backend_name": task.backend}
    asked = {"args_kwargs": {"args": [], "kwargs": {}}, "run_after": at}
    _row, is_new = DBTaskResult.objects.get_or_create(pk=task_of(day), defaults={**facts, **asked})
    return is_new
