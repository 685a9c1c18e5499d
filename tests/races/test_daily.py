"""The daily run on PostgreSQL: workers who ask at once, and who take it up at once, with real threads."""

from datetime import UTC, datetime

import pytest
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.support.races import at_once

from salerno.audit.models import Entry
from salerno.audit.services import verify_chain
from salerno.common import daily as registry
from salerno.common.daily import Duty
from salerno.portal.operations.daily import ask_for_due_run, due_day, task_of
from salerno.portal.operations.worker import CampusWorker

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
WORKERS = 8


def test_workers_that_ask_at_once_ask_for_one_run():
    asked = at_once(lambda number: ask_for_due_run(NOON), WORKERS)

    assert sorted(map(str, asked)) == ["False"] * (WORKERS - 1) + ["True"]
    assert DBTaskResult.objects.get().pk == task_of(due_day(NOON))


def test_of_workers_that_start_at_once_one_does_each_duty_once(monkeypatch, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
    done = []
    monkeypatch.setattr(registry, "_DUTIES", {})
    registry.register(Duty("count", lambda *, at: done.append(at) or "counted"))

    def work(number):
        ask_for_due_run(NOON)
        return CampusWorker(worker_id=f"worker-{number}").run()

    results = at_once(work, WORKERS)

    assert results == [None] * WORKERS
    assert len(done) == 1
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert Entry.objects.filter(action="daily.run").count() == 1
    assert verify_chain()[1] == []
