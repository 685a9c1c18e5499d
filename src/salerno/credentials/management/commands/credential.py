"""``salerno credential verify FILE``, ``… rotate-key INSTITUTION`` and ``… issue-demo --out FILE``."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from salerno.credentials.demonstration import issue_demonstration
from salerno.credentials.management.verifying import add_verify_arguments, verify_file
from salerno.credentials.selectors import did_document
from salerno.credentials.services import rotate_key
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Command(BaseCommand):
    help = (
        "Verify a credential (JSON, token, PNG, SVG, PDF), give an institution a new signing key, or write a fresh credential "
        "of this configuration for outside verifiers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="say whether it is valid; exit 1 when it is not")
        add_verify_arguments(verify)
        rotate = verbs.add_parser("rotate-key", help="sign with a new key from now on; what older keys signed stays valid")
        rotate.add_argument("institution", nargs="+", help="slug (as in its address here) or SCHAC code")
        rotate.add_argument("--by", metavar="EMAIL", help="who does it; without, the record of acts names the campus itself")
        demo = verbs.add_parser("issue-demo", help="one fresh credential of a made-up learner")
        demo.add_argument("--out", type=Path, required=True)

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "verify":
            verify_file(options, self.stdout.write)
        elif options["verb"] == "rotate-key":
            self._rotate_keys(options["institution"], options["by"])
        else:
            self._issue_demo(options["out"])

    def _rotate_keys(self, names: list[str], email: str | None) -> None:
        """Every institution and the person are found before the first key is made."""
        by = Person.objects.filter(email__iexact=email).first() if email else None
        if email and by is None:
            raise CommandError(f"Nobody has the address {email}.")
        for institution in [_institution(name) for name in names]:
            row = rotate_key(institution=institution, by=by, at=timezone.now())
            self.stdout.write(f"{institution.slug}: {row.method_id}")

    def _issue_demo(self, out: Path) -> None:
        credential = issue_demonstration(at=timezone.now())
        out.write_text(credential.document, encoding="utf-8")
        beside = out.with_name(out.name + ".did.json")
        beside.write_text(json.dumps(did_document(credential.key.controller), indent=2), encoding="utf-8")
        self.stdout.write(f"{out}\n{beside}")


def _institution(name: str) -> Institution:
    row = Institution.objects.filter(Q(slug=name) | Q(schac=name)).first()
    if row is None:
        raise CommandError(f"No institution has the slug or SCHAC code {name}.")
    return row
