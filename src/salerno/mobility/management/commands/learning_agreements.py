"""``salerno learning-agreements remind``: what is due each day."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from salerno.mobility.learning_agreements.services.reminders import remind


class Command(BaseCommand):
    help = "remind: tell whoever is next that a learning agreement is due or late. Daily; the same day again tells nobody twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["remind"])

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"{remind(at=timezone.now())} reminders were queued.")
