"""``salerno backup FILE.tar.gz``: database and files, while the campus runs."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.safekeeping.backup import make_backup
from salerno.portal.operations.safekeeping.errors import BackupRefused


class Command(BaseCommand):
    help = "Save database and files into one archive. Needs no stop. Personal data are in it: keep it as you keep them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="also the secrets that open the signing keys; who holds both can issue degrees",
        )

    def handle(self, *args: object, **options: object) -> None:
        try:
            made = make_backup(target=Path(options["file"]), with_secrets=bool(options["with_secrets"]), at=timezone.now())
        except (BackupRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made.path}: the database and {made.files} files, {made.size / 2**20:.1f} MB.")
        if not options["with_secrets"]:
            self.stdout.write("Without secrets.toml: keep a copy of it in another place. See docs/operations/keys.md.")
