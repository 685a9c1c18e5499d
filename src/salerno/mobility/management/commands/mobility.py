"""``salerno mobility allocate FILE.json --method deferred|best``: give out places, with a sentence for every student;
``lapse`` and ``remind``: what is due each day.
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
from salerno.mobility.stays.services.accepting import lapse_places
from salerno.mobility.traineeships.services.reminders import remind

MOST_BYTES = 64 * 2**20


class Command(BaseCommand):
    help = "allocate gives out places (docs/how-to/allocate-places.md); lapse ends late offers; remind writes to trainees."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        allocate = verbs.add_parser("allocate", help="who gets which place and why; nothing is written; exit 1 when refused")
        allocate.add_argument("file", type=Path, metavar="FILE.json")
        allocate.add_argument("--method", choices=list(Method), default=Method.DEFERRED)
        allocate.add_argument("--seconds", type=float, default=None, help="give up after so many seconds (best only)")
        allocate.add_argument("--json", action="store_true", help="assignment, reasons and figures as one object")
        verbs.add_parser("lapse", help="end offered places whose deadline has passed, and give them on; daily, can be repeated")

        verbs.add_parser("remind", help="write to trainees whose log is open or whose tutor is not asked; daily, can be repeated")

    def handle(self, *args: object, **options: Any) -> None:
        {"allocate": self._allocate, "lapse": self._lapse, "remind": self._remind}[options["verb"]](**options)

    def _lapse(self, **options: Any) -> None:
        lapsed, gained = lapse_places(at=timezone.now())
        self.stdout.write(f"{lapsed} places have lapsed, {gained} students got a place or moved up.")

    def _remind(self, **options: Any) -> None:
        self.stdout.write(f"{remind(at=timezone.now())} letters to trainees were queued.")

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
