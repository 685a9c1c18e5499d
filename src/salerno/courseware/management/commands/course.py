"""``salerno course check|publish|new``: course packages from the command line."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.courseware.errors import PublicationRefused
from salerno.courseware.package.checker import check
from salerno.courseware.package.findings import to_json
from salerno.courseware.package.scaffold import new_course
from salerno.courseware.services.publishing import publish_folder


class Command(BaseCommand):
    help = "Check, publish or start a course package. docs/how-to/write-a-course.md teaches the format."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        check_verb = verbs.add_parser("check", help="tell every mistake with file and line; exit 1 when there is one")
        check_verb.add_argument("folder", type=Path)
        check_verb.add_argument("--json", action="store_true", help="for editors")
        verbs.add_parser("publish", help="freeze the folder as a version").add_argument("folder", type=Path)
        verbs.add_parser("new", help="write a small working course").add_argument("name")

    def handle(self, *args: object, **options: object) -> None:
        getattr(self, f"_{options['verb']}")(options)

    def _check(self, options: dict[str, object]) -> None:
        findings = check(options["folder"])
        if options["json"]:
            self.stdout.write(json.dumps(to_json(findings), indent=2, ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(str(finding))
        errors = sum(finding.severity == "error" for finding in findings)
        if errors:
            raise CommandError(f"{errors} mistakes.")
        if not options["json"]:
            self.stdout.write("Nothing bars publication.")

    def _publish(self, options: dict[str, object]) -> None:
        try:
            version, is_new = publish_folder(folder=options["folder"], by=None, at=timezone.now())
        except PublicationRefused as error:
            for finding in error.findings:
                self.stderr.write(str(finding))
            raise CommandError(str(error)) from error
        said = "published" if is_new else "was published already: nothing to do"
        self.stdout.write(f"{version} {version.digest} {said}")

    def _new(self, options: dict[str, object]) -> None:
        folder = Path(str(options["name"]))
        try:
            new_course(folder, folder.name)
        except (FileExistsError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{folder} is ready. Next: salerno course check {folder}")
