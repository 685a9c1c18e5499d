"""``salerno prepare``: everything a start needs, without starting: for servers that another program keeps alive."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.portal.operations.preparing import prepare_site, publish_own_courses


class Command(BaseCommand):
    help = "Migrate, collect static files, load the consortium, publish its courses. Safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--courses-only", action="store_true", help="only publish and offer the courses")

    def handle(self, *args: object, **options: object) -> None:
        if not options["courses_only"]:
            prepare_site(say=self.stdout.write, at=timezone.now())
        if not publish_own_courses(say=self.stdout.write, at=timezone.now()):
            raise CommandError("Not every course was published. `salerno course check FOLDER` repeats the findings.")
