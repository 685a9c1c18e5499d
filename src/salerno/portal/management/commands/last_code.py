"""``salerno last-code EMAIL``: the newest sign-in code in the mail folder."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from salerno.portal.operations.mailbox import last_code


class Command(BaseCommand):
    help = "Print the newest code that was mailed to EMAIL, on a campus whose mail goes to a folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: object, **options: object) -> None:
        folder = getattr(settings, "EMAIL_FILE_PATH", None)
        if folder is None:
            raise CommandError("This campus sends real mail: the code is in the person's mailbox.")
        code = last_code(folder=Path(folder), address=str(options["email"]))
        if code is None:
            raise CommandError(f"No code was mailed to {options['email']}. Ask for one on the sign-in page first.")
        self.stdout.write(code)
