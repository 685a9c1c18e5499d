"""``salerno iia follow-calendar``: what is due each day."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from salerno.mobility.agreements.services.agreements import follow_the_calendar


class Command(BaseCommand):
    help = "follow-calendar: agreements whose first day has come are in force, those whose last day has passed are ended. Daily."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["follow-calendar"])

    def handle(self, *args: object, **options: object) -> None:
        begun, ended = follow_the_calendar(at=timezone.now())
        self.stdout.write(f"{begun} agreements came into force, {ended} ended.")
