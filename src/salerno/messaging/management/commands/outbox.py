"""``salerno outbox``: what waits, and what failed; ``salerno outbox send`` delivers it now."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils import timezone

from salerno.messaging.models import Message
from salerno.messaging.services import deliver_waiting


class Command(BaseCommand):
    help = "Count the messages of the outbox by state; with 'send', deliver what waits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", nargs="?", choices=["show", "send"], default="show")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "send":
            self.stdout.write(f"{deliver_waiting(at=timezone.now())} sent")
        for row in Message.objects.order_by().values("state").annotate(n=Count("pk")).order_by("state"):
            self.stdout.write(f"{row['state']}: {row['n']}")
