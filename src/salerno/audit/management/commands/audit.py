"""``salerno audit verify``: prove that the record of acts is whole."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from salerno.audit.services import verify_chain


class Command(BaseCommand):
    help = "Check the hash chain of the record of acts. Exit 1 when an entry was changed, removed or reordered."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["verify"])

    def handle(self, *args: object, **options: object) -> None:
        count, faults = verify_chain()
        for fault in faults:
            self.stderr.write(f"entry {fault.sequence}: {fault.problem}")
        if faults:
            raise CommandError(f"{len(faults)} faults in {count} entries. Compare with the latest backup.")
        self.stdout.write(f"{count} entries, all in order.")
