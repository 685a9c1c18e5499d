"""Rows of the task queue, as the database backend writes them."""

from django.utils import timezone
from django_tasks_db.models import DBTaskResult


def waiting_task() -> DBTaskResult:
    """A task that waits for a worker: to deliver a message that is not there, which does nothing."""
    return DBTaskResult.objects.create(
        task_path="salerno.messaging.tasks.deliver_messages",
        args_kwargs={"args": [[1]], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )
