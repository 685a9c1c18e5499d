"""``salerno docs``: write the pages of ``docs/`` that are drawn from the code."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from salerno.portal.operations.reference import write


class Command(BaseCommand):
    help = "Write docs/states.md and docs/personal-data.md from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=settings.PROJECT / "docs", help="where the pages stand (docs)")

    def handle(self, *args: object, **options: object) -> None:
        changed = write(Path(str(options["folder"])))
        self.stdout.write("\n".join(f"Wrote {path}" for path in changed) or "Nothing has changed.")
