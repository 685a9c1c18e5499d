"""``salerno ewp check FILE.xml`` and ``salerno ewp iia-hash FILE.xml``."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from salerno.mobility.ewp import face

_VERBS = {"check": face.check_file, "iia-hash": face.iia_hash_file}


class Command(BaseCommand):
    help = "Documents of Erasmus Without Paper. docs/how-to/agree-with-a-partner.md tells what is checked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for name, said in (
            ("check", "which document it is, and what is wrong with it; exit 1 when it is not valid"),
            ("iia-hash", "the hash of each agreement in it; exit 1 when one is not as stated"),
        ):
            verb = verbs.add_parser(name, help=said)
            verb.add_argument("file", type=Path, metavar="FILE.xml")
            verb.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        try:
            answer = _VERBS[options["verb"]](options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        self.stdout.write(answer.told(as_json=bool(options["json"])))
        if not answer.is_good:
            raise SystemExit(1)
