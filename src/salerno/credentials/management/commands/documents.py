"""``salerno documents verify FILE`` and ``… demo --out DIR``."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.credentials.demonstration_set import demonstration_set
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.management.verifying import add_verify_arguments, verify_file


class Command(BaseCommand):
    help = "Verify a document of a degree (PDF, European Digital Credential, ELMO, credential), or write one made-up set."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="say whether it is valid; exit 1 when it is not")
        add_verify_arguments(verify)
        demo = verbs.add_parser("demo", help="one complete set of a graduate who does not exist")
        demo.add_argument("--out", type=Path, required=True, metavar="DIR")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "verify":
            verify_file(options, self.stdout.write)
        else:
            self._demo(options["out"])

    def _demo(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there already. Name a folder that is new or empty.")
        try:
            found = demonstration_set(at=timezone.now())
        except CredentialRefused as error:
            raise CommandError(str(error)) from error
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in sorted(found.items()):
            (folder / name).write_bytes(content)
            self.stdout.write(str(folder / name))
