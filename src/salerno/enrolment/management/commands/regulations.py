"""``salerno regulations check|compare|publish|pin``: a programme's structure and degree rules, from a TOML file to a cohort."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import ProgrammeOffering, Regulations
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.catalogue.regulations.mistakes import RegulationsRefused
from salerno.catalogue.regulations.reader import read_file
from salerno.catalogue.selectors import changes_by
from salerno.catalogue.services import publish_regulations
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.services import pin_regulations


class Command(BaseCommand):
    help = "Check, compare and publish the regulations of a programme, and let a version hold for a cohort."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, words in (
            ("check", "tell every mistake with its line; exit 1 when there is one"),
            ("compare", "say what publishing the file would change"),
            ("publish", "freeze the file as the next version"),
        ):
            one = verbs.add_parser(verb, help=words)
            one.add_argument("file", type=Path)
            if verb == "publish":
                one.add_argument("--note", default="", help="why there is a new version")
        pin = verbs.add_parser("pin", help="let a version hold for a cohort that has no students yet")
        pin.add_argument("programme", help="code of the programme")
        pin.add_argument("session", help="code of the session in which the cohort starts")
        pin.add_argument("number", type=int, help="number of the version")

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "pin":
            self._pin(options)
        else:
            getattr(self, f"_{options['verb']}")(self._read(options["file"]), options)

    def _read(self, path: Path) -> ProgrammeRules:
        try:
            return read_file(path)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        except RegulationsRefused as error:
            raise CommandError(f"{error}\n{len(error.mistakes)} mistakes.") from error

    def _check(self, rules: ProgrammeRules, options: dict[str, object]) -> None:
        self.stdout.write(f"Nothing bars publication. {len(rules.courses)} courses, {len(rules.tracks)} tracks, {rules.digest}")

    def _compare(self, rules: ProgrammeRules, options: dict[str, object]) -> None:
        changes = changes_by(rules)
        for change in changes:
            self.stdout.write(f"{change.place}: {change.before or '–'} → {change.after or '–'}")
        if not changes:
            self.stdout.write("Nothing would change.")

    def _publish(self, rules: ProgrammeRules, options: dict[str, object]) -> None:
        try:
            regulations, is_new = publish_regulations(rules=rules, note=str(options["note"]), by=None, at=timezone.now())
        except CatalogueRefused as error:
            raise CommandError(str(error)) from error
        said = "published" if is_new else "was published already: nothing to do"
        self.stdout.write(f"{regulations} {regulations.digest} {said}")

    def _pin(self, options: dict[str, object]) -> None:
        programme, session = options["programme"], options["session"]
        offering = ProgrammeOffering.objects.filter(programme__code=programme, academic_session__code=session).first()
        regulations = Regulations.objects.filter(programme__code=programme, number=options["number"]).first()
        if offering is None or regulations is None:
            raise CommandError(f"{programme} has no cohort that starts in {session}, or no regulations {options['number']}.")
        try:
            pin_regulations(offering=offering, regulations=regulations, by=None, at=timezone.now())
        except ProgrammeRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{regulations} holds for {offering}")
