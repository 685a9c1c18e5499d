"""``salerno admissions lapse-offers`` and ``salerno admissions pseudonymise``: what is due each day."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.utils import timezone

from salerno.admissions.services.offers import lapse_offers, remind_of_offers
from salerno.admissions.services.rights import pseudonymise_all


class Command(BaseCommand):
    help = (
        "lapse-offers: end offers whose deadline has passed, let waiting lists move up, remind of offers that end soon. "
        "pseudonymise: take the people out of applications that the call need not keep any longer. Both daily."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["lapse-offers", "pseudonymise"])

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "lapse-offers":
            lapsed, moved = lapse_offers(at=timezone.now())
            remind_of_offers(at=timezone.now())
            self.stdout.write(f"{lapsed} offers have lapsed, {moved} applicants moved up.")
        else:
            count = pseudonymise_all(at=timezone.now())
            self.stdout.write(f"{count} applications were pseudonymised.")
