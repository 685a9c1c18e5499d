"""What the worker does for the outbox."""

from django.utils import timezone
from django_tasks import task

from salerno.messaging import services


@task()
def deliver_message(message_id: int) -> bool:
    """Send one message."""
    return services.deliver(message_id=message_id, at=timezone.now())
