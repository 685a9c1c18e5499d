"""What the worker does for the outbox."""

from django.utils import timezone
from django_tasks import task

from salerno.messaging import services


@task()
def deliver_messages(message_ids: list[int]) -> int:
    """Send each of these messages once; return how many went out."""
    return sum(services.deliver(message_id=message_id, at=timezone.now()) for message_id in message_ids)
