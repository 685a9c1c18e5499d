"""``salerno daily``: do now what falls due with the day. The worker does it by itself each morning."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.common.daily import duties
from salerno.portal.operations.daily import run_duties


class Command(BaseCommand):
    help = "Do every daily duty now; done again it changes nothing. Exit 1 when one failed. docs/operations/daily.md lists them."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", choices=[duty.name for duty in duties()], help="this duty alone")
        parser.add_argument("--json", action="store_true", help="for other programs")

    def handle(self, *args: object, **options: Any) -> None:
        outcomes = run_duties(at=timezone.now(), only=options["only"])
        as_json = json.dumps([outcome.to_json() for outcome in outcomes], indent=2)
        self.stdout.write(as_json if options["json"] else "\n".join(map(str, outcomes)))
        if failed := [outcome.duty for outcome in outcomes if outcome.has_failed]:
            raise CommandError(f"{', '.join(failed)} failed. The log above tells why; the others were done.")
