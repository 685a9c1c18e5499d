"""``salerno import-all FOLDER``: an export into an empty installation."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from salerno.portal.operations.lifelines import AlreadyRunning, hold
from salerno.portal.operations.preparing import migrations_waiting
from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.importing import import_all


class Command(BaseCommand):
    help = "Load what export-all wrote into an installation that holds nothing yet. All of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: object, **options: object) -> None:
        try:
            hold(Path(settings.DATA))
            if migrations_waiting():
                call_command("migrate", verbosity=0, interactive=False)
            counts = import_all(folder=Path(options["folder"]))
        except (AlreadyRunning, TransferRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sum(counts.values())} rows loaded. `salerno doctor` examines the installation.")
