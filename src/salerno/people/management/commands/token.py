"""``salerno token create EMAIL --scope …``: print a new API token."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.people.enums import Scope
from salerno.people.errors import PeopleRefused
from salerno.people.models import Person
from salerno.people.tokens import create_token


class Command(BaseCommand):
    help = "Make a personal API token and print it once. Scopes: " + ", ".join(Scope.values)

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        create = verbs.add_parser("create", help="make a token")
        create.add_argument("email")
        create.add_argument("--scope", action="append", required=True, help="may be repeated, or a list with commas")
        create.add_argument("--name", default="command line")

    def handle(self, *args: object, **options: object) -> None:
        person = Person.objects.filter(email__iexact=str(options["email"])).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        scopes = [scope.strip() for item in options["scope"] for scope in item.split(",") if scope.strip()]
        try:
            _token, text = create_token(
                person=person, name=str(options["name"]), scopes=scopes, by=None, at=timezone.now()
            )
        except PeopleRefused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(text)
