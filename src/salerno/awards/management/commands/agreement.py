"""``salerno agreement publish FILE``: the consortium agreement as data, frozen as the next version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.awards.agreements import AgreementFacts, AgreementRefused, read_agreement
from salerno.awards.boards.services.boards import publish_agreement
from salerno.catalogue.models import Programme

_MOST_BYTES = 1_000_000


class Command(BaseCommand):
    help = "Publish a version of the consortium agreement: clauses that boards cite, and the rules by which they sit."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        publish = verbs.add_parser("publish", help="freeze FILE (TOML) as the next version; the same text again changes nothing")
        publish.add_argument("file", type=Path, metavar="FILE")
        publish.add_argument("--programme", default="", metavar="CODE", help="needed where there are several joint programmes")

    def handle(self, *args: object, **options: Any) -> None:
        programme = _programme(options["programme"])
        agreement, is_new = publish_agreement(facts=_facts(options["file"]), programme=programme, by=None, at=timezone.now())
        said = "published" if is_new else "is published already; nothing was changed"
        self.stdout.write(f"{programme.code}: version {agreement.number} {said} (SHA-256 {agreement.digest}).")


def _programme(code: str) -> Programme:
    rows = list(Programme.objects.filter(code=code) if code else Programme.objects.filter(is_joint=True))
    if len(rows) == 1:
        return rows[0]
    known = ", ".join(Programme.objects.values_list("code", flat=True)) or "none"
    raise CommandError(f"Choose a programme with --programme. There are: {known}.")


def _facts(path: Path) -> AgreementFacts:
    if not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise CommandError(f"{path} is no file of at most {_MOST_BYTES // 1_000_000} MB.")
    try:
        return read_agreement(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CommandError(f"{path}: it is not UTF-8.") from error
    except AgreementRefused as error:
        raise CommandError(f"{path}: {error}") from error
