"""``salerno demo cohort``: the made-up cohort of the joint Master, which ``salerno run`` makes by itself."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.catalogue.models import Programme
from salerno.portal.operations.demo_cohort.parts import make_cohort
from salerno.portal.operations.demo_cohort.people import PROGRAMME


class Command(BaseCommand):
    help = "Make up what a demonstration shows: 48 students with four semesters of history. Safe to repeat."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("cohort", help="only where SALERNO_DEMO is yes; what stands already is not made again")

    def handle(self, *args: object, **options: object) -> None:
        if not settings.SALERNO_DEMO:
            raise CommandError("This campus shows nobody made up (SALERNO_DEMO is no). Nothing was made.")
        if not Programme.objects.filter(code=PROGRAMME).exists():
            raise CommandError(f"The programme {PROGRAMME} is not loaded. Run `salerno prepare` first.")
        made = make_cohort(at=timezone.now(), tell=lambda name: self.stdout.write(f"Made: {name}"))
        if not made:
            self.stdout.write("The cohort is there already.")
