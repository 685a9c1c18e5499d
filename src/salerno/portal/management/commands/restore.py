"""``salerno restore FILE``: put a backup back, then let the doctor look, in a process that reads the restored secrets."""

import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.lifelines import AlreadyRunning, hold
from salerno.portal.operations.preparing import migrations_waiting
from salerno.portal.operations.safekeeping.errors import RestoreRefused
from salerno.portal.operations.safekeeping.restore import restore_backup


class Command(BaseCommand):
    help = "Put a backup into an empty data folder; with --replace the data that stand are moved aside and kept."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="the old data are kept beside")

    def handle(self, *args: object, **options: object) -> None:
        try:
            hold(Path(settings.DATA))
            restored = restore_backup(source=Path(options["file"]), replace=bool(options["replace"]), at=timezone.now())
        except (AlreadyRunning, RestoreRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Restored what was saved on {restored.manifest['made_at']}.")
        if restored.kept:
            self.stdout.write(f"The old data are in {restored.kept}.")
        if migrations_waiting():
            call_command("migrate", verbosity=0, interactive=False)
        self.stdout.flush()
        if subprocess.run([sys.executable, "-m", "salerno", "doctor", "--at-rest"], check=False).returncode:
            raise CommandError("The data are back, and something is wrong: see above.")
