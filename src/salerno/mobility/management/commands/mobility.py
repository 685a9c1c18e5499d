"""``salerno mobility allocate FILE.json --method deferred|best``: give out places, with a sentence for every student;
``lapse``: what is due each day.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.mobility.allocation.errors import AllocationRefused
from salerno.mobility.allocation.face import answer
from salerno.mobility.allocation.outcome import Method
from salerno.mobility.nominations.services import forget_unanswered
from salerno.mobility.stays.services.accepting import lapse_places

MOST_BYTES = 64 * 2**20


class Command(BaseCommand):
    help = "Places for students: allocate reads a file (docs/how-to/allocate-places.md); lapse ends offers that are past."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        allocate = verbs.add_parser("allocate", help="who gets which place and why; nothing is written; exit 1 when refused")
        allocate.add_argument("file", type=Path, metavar="FILE.json")
        allocate.add_argument("--method", choices=list(Method), default=Method.DEFERRED)
        allocate.add_argument("--seconds", type=float, default=None, help="give up after so many seconds (best only)")
        allocate.add_argument("--json", action="store_true", help="assignment, reasons and figures as one object")
        verbs.add_parser("lapse", help="end offered places whose deadline has passed, and give them on; daily, can be repeated")

    def handle(self, *args: object, **options: Any) -> None:
        {"allocate": self._allocate, "lapse": self._lapse}[options["verb"]](**options)

    def _lapse(self, **options: Any) -> None:
        lapsed, gained = lapse_places(at=timezone.now())
        forgotten = forget_unanswered(at=timezone.now())
        self.stdout.write(f"{lapsed} places have lapsed, {gained} students got a place or moved up.")
        self.stdout.write(f"{forgotten} nominations from elsewhere were not answered, and are deleted.")

    def _allocate(self, **options: Any) -> None:
        try:
            given = answer(_text(options["file"]), Method(options["method"]), seconds=options["seconds"])
        except AllocationRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(given, indent=2, ensure_ascii=False) if options["json"] else "\n".join(_lines(given)))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path} is larger than {MOST_BYTES // 2**20} MB.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} cannot be read: {error}") from error


def _lines(given: dict[str, Any]) -> list[str]:
    figures = given["figures"]
    placed = [f"{student}: {given['assignment'][student] or '–'}. {said}" for student, said in given["reasons"].items()]
    return [*placed, f"{figures['placed']} of {figures['students']} placed ({figures['method']})."]
