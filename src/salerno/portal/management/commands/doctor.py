"""``salerno doctor``: what is wrong with this installation, and what to do."""

import json
from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from salerno.portal.operations.doctor.examination import examine, is_well


class Command(BaseCommand):
    help = "Examine machine, settings, database, keys, worker, outbox and files. Exit 1 when something is wrong."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--deep", action="store_true", help="read every file and every entry of the record")
        parser.add_argument("--at-rest", action="store_true", help="do not ask for what the next start brings")
        parser.add_argument("--json", action="store_true", help="for other programs")

    def handle(self, *args: object, **options: object) -> None:
        findings = examine(deep=bool(options["deep"]), is_serving=not options["at_rest"])
        if options["json"]:
            self.stdout.write(json.dumps([finding.to_json() for finding in findings], indent=2, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(str(finding))
        if not is_well(findings):
            raise CommandError("Something is wrong.")
