"""``salerno mobility lapse``: what is due each day."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from salerno.mobility.services.accepting import lapse_places


class Command(BaseCommand):
    help = "lapse: end offered places whose deadline has passed and give on what is free. Daily; the same run again does nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["lapse"])

    def handle(self, *args: object, **options: object) -> None:
        lapsed, gained = lapse_places(at=timezone.now())
        self.stdout.write(f"{lapsed} places have lapsed, {gained} students got a place or moved up.")
