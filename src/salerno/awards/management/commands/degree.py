"""``salerno degree audit STUDENT_UUID``: what a student's degree still asks for."""

import json
import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from salerno.awards.degree_rules.audit import Line
from salerno.awards.degrees.selectors.degrees import DegreePage, degree_page, studies_named
from salerno.awards.degrees.words import missing_of, reached_of, title_of


class Command(BaseCommand):
    help = "Audit a student's results against the rules of the degree."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        audit = verbs.add_parser("audit", help="each rule: satisfied, or what is missing")
        audit.add_argument("student", type=uuid.UUID, help="uuid of the studies in the programme, or of the person")
        audit.add_argument(
            "--plan", action="append", default=[], metavar="CODE", help="as if this course were passed; may be repeated"
        )
        audit.add_argument("--json", action="store_true")

    def handle(self, *args: object, **options: Any) -> None:
        studies = studies_named(options["student"])
        if studies is None:
            raise CommandError(f"{options['student']} names no studies in a programme, and nobody who has any.")
        page = degree_page(studies=studies, planned=options["plan"])
        if unknown := sorted({*options["plan"]} - {*page.audit.planned}):
            raise CommandError(f"The track {studies.track} does not contain {', '.join(unknown)}.")
        if options["json"]:
            self.stdout.write(json.dumps(as_json(page), indent=2, ensure_ascii=False))
        else:
            self._say(page)

    def _say(self, page: DegreePage) -> None:
        for line in page.audit.lines:
            verdict = line.then if page.audit.planned else line.now
            title = title_of(line, page.rules, page.institutions, page.audit.track)
            said = f"{title}: {reached_of(line, verdict)}. {missing_of(line, verdict, page.rules)}".rstrip()
            self.stdout.write(f"{'ok     ' if verdict.is_satisfied else 'MISSING'} {said}")


def as_json(page: DegreePage) -> dict[str, Any]:
    """The audit as plain values; amounts are text, as decimals are."""
    audit, regulations = page.audit, page.studies.offering.regulations
    return {
        "studies": str(page.studies.uuid),
        "programme": page.rules.programme,
        "regulations": {"number": regulations.number, "digest": regulations.digest, "made_up": page.rules.is_made_up},
        "track": audit.track,
        "satisfied": audit.is_satisfied,
        "satisfied_with_planned": audit.would_be_satisfied,
        "planned": list(audit.planned),
        "rules": [_line(line, page) for line in audit.lines],
        "allocation": audit.allocation,
        "compensated": list(audit.compensated),
        "outside": list(audit.outside),
    }


def _line(line: Line, page: DegreePage) -> dict[str, Any]:
    return {
        "rule": line.key,
        "subject": line.subject,
        "title": title_of(line, page.rules, page.institutions, page.audit.track),
        "unit": line.unit,
        "needed": str(line.now.needed),
        "reached": str(line.now.reached),
        "missing": str(line.now.missing),
        "lacking": list(line.now.lacking),
        "satisfied": line.now.is_satisfied,
        "missing_with_planned": str(line.then.missing),
        "satisfied_with_planned": line.then.is_satisfied,
    }
