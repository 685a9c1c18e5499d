"""The worker's sweeps, and tasks that a killed worker leaves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from tests.portal.operations.tasks import waiting_task

from salerno.messaging.models import Message
from salerno.portal.operations.supervisor import RENEW
from salerno.portal.operations.worker import (
    CampusWorker,
    memory_of_its_own,
    put_back_abandoned_tasks,
    sweep_outbox,
    tidy,
)

pytestmark = pytest.mark.django_db


def begun(worker):
    """A task that ``worker`` had begun."""
    row = waiting_task()
    row.claim(worker)
    return row


def test_put_back_takes_the_tasks_of_this_name_alone():
    mine, other = begun("one"), begun("two")

    assert put_back_abandoned_tasks(worker_id="one") == 1

    states = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert states == {mine.pk: TaskResultStatus.READY, other.pk: TaskResultStatus.RUNNING}


def test_sweep_sends_what_no_task_asked_for():
    Message.objects.create(template="t", recipient="x@example.org", subject="Hello", queued_at=timezone.now())

    sweep_outbox(timezone.now())

    assert [message.subject for message in mail.outbox] == ["Hello"]


def test_tidy_removes_what_ended_long_ago():
    old, new = begun("one"), begun("one")
    for row in (old, new):
        row.set_successful(None)
    DBTaskResult.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=15))

    tidy(timezone.now())

    assert list(DBTaskResult.objects.values_list("pk", flat=True)) == [new.pk]


def test_worker_sweeps_at_its_first_round_and_then_waits(monkeypatch):
    swept = []
    monkeypatch.setattr("salerno.portal.operations.worker.SWEEPS", ((swept.append, 3600.0),))
    worker = CampusWorker(worker_id="one")

    worker._sweep()
    worker._sweep()

    assert len(swept) == 1


def test_a_worker_that_has_grown_asks_for_another_when_its_queue_is_empty(monkeypatch):
    monkeypatch.setattr("salerno.portal.operations.worker.SWEEPS", ())
    monkeypatch.setattr(CampusWorker, "configure_signals", lambda worker: None)
    did = []
    monkeypatch.setattr(CampusWorker, "_guarded", lambda worker, act: did.append(act))
    worker = CampusWorker(worker_id="one", most_bytes=1_000_000)

    with pytest.raises(SystemExit) as ended:
        worker.serve()

    assert ended.value.code == RENEW
    assert len(did) == 1  # its queue


def test_a_worker_that_has_not_grown_or_stands_alone_goes_on():
    assert memory_of_its_own() > 1_000_000
    assert not CampusWorker(worker_id="one", most_bytes=memory_of_its_own() * 10)._has_grown()
    assert not CampusWorker(worker_id="one")._has_grown()


def test_memory_is_looked_at_now_and_then(monkeypatch):
    looked = []
    monkeypatch.setattr("salerno.portal.operations.worker.memory_of_its_own", lambda: looked.append(1) or 0)
    worker = CampusWorker(worker_id="one", most_bytes=1)

    assert [worker._has_grown(), worker._has_grown()] == [False, False]
    assert len(looked) == 1
