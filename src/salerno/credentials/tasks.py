"""What the worker does for documents of degrees."""

import time

from django.utils import timezone
from django_tasks import task

from salerno.credentials import services

_TURN_SECONDS = 20.0


@task(priority=-10)
def make_documents(job_id: int) -> None:
    """Work on the job for a turn, then stand at the end of the queue again, so that letters do not wait for a whole cohort."""
    ends = time.monotonic() + _TURN_SECONDS
    while services.make_next(job_id=job_id, at=timezone.now()):
        if time.monotonic() > ends:
            make_documents.enqueue(job_id)
            return
