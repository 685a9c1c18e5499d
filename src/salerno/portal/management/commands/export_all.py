"""``salerno export-all FOLDER``: the whole consortium in open formats."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.exporting import export_all


class Command(BaseCommand):
    help = "Write everything into a new folder: rows as JSON Lines, courses as packages, credentials as signed, lists as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="also signing keys, sealed with the campus's key secret, and people's passkeys",
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            manifest = export_all(folder=Path(options["folder"]), with_keys=bool(options["with_keys"]), at=timezone.now())
        except (TransferRefused, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        total = sum(manifest["rows"].values())
        self.stdout.write(f"{total} rows and {len(manifest['files'])} files in {options['folder']}. Personal data are in it.")
        self.stdout.write(f"{options['folder']}/README.md tells what is what.")
