"""``salerno load-consortium``: the partners and their grading scales."""

from django.core.management.base import BaseCommand

from salerno.institutions.services import load_consortium


class Command(BaseCommand):
    help = "Create the consortium's institutions that are not there yet. Safe to repeat."

    def handle(self, *args: object, **options: object) -> None:
        created = load_consortium()
        self.stdout.write(f"{len(created)} institutions created")
