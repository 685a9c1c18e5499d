"""``salerno admissions pseudonymise``: take people out of what calls need not keep any longer."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from salerno.admissions.services.rights import kept_long_enough, pseudonymise_all


class Command(BaseCommand):
    help = (
        "pseudonymise: take the people out of applications that their call need not keep any longer. It cannot be undone; "
        "--count only says how many. salerno doctor tells when it is due."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["pseudonymise"])
        parser.add_argument("--count", action="store_true", help="change nothing")

    def handle(self, *args: object, **options: object) -> None:
        if options["count"]:
            self.stdout.write(f"{kept_long_enough(at=timezone.now()).count()} applications may be pseudonymised.")
        else:
            self.stdout.write(f"{pseudonymise_all(at=timezone.now())} applications were pseudonymised.")
