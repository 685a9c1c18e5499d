"""``salerno credential verify FILE``, ``… rotate-key INSTITUTION`` and ``… issue-demo --out FILE``."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q
from django.utils import timezone

from salerno.credentials.checking import check
from salerno.credentials.demonstration import issue_demonstration
from salerno.credentials.proving.carriers import MAX_FILE
from salerno.credentials.proving.verification import Check, Outcome
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
        verify.add_argument("file", type=Path)
        verify.add_argument("--did", type=Path, action="append", default=[], help="DID document or key (JWK) of another issuer")
        verify.add_argument("--status", type=Path, action="append", default=[], help="status list of another issuer")
        verify.add_argument("--at", type=datetime.fromisoformat, help="as of this moment (ISO 8601)")
        verify.add_argument("--json", action="store_true")
        rotate = verbs.add_parser("rotate-key", help="sign with a new key from now on; what older keys signed stays valid")
        rotate.add_argument("institution", nargs="+", help="slug (as in its address here) or SCHAC code")
        rotate.add_argument("--by", metavar="EMAIL", help="who does it; without, the record of acts names the campus itself")
        demo = verbs.add_parser("issue-demo", help="one fresh credential of a made-up learner")
        demo.add_argument("--out", type=Path, required=True)

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "verify":
            self._verify(options)
        elif options["verb"] == "rotate-key":
            self._rotate_keys(options["institution"], options["by"])
        else:
            self._issue_demo(options["out"])

    def _verify(self, options: dict[str, object]) -> None:
        path: Path = options["file"]
        if not path.is_file() or path.stat().st_size > MAX_FILE:
            raise CommandError(f"{path} is no file of at most 5 MB.")
        at = options["at"] or timezone.now()
        verdict = check(
            path.read_bytes(),
            at=at if at.tzinfo else timezone.make_aware(at),
            did_documents=tuple(map(_read_json, options["did"])),
            status_lists=tuple(map(_read_json, options["status"])),
        )
        if options["json"]:
            self.stdout.write(json.dumps(_plain(verdict), indent=2, ensure_ascii=False))
        else:
            for item in verdict.checks:
                self.stdout.write(f"{_mark(item)} {item.name} {item.detail}".rstrip())
            self.stdout.write(f"{verdict.outcome}: {verdict.summary.achievement_name} by {verdict.summary.issuer_id}")
        if verdict.outcome != Outcome.VALID:
            raise CommandError(f"{verdict.outcome}: {verdict.reason} {verdict.detail}".rstrip())

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


def _mark(item: Check) -> str:
    if item.passed:
        return "ok  "
    return "?   " if item.is_open else "FAIL"


def _read_json(path: Path) -> dict[str, object]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error


def _plain(verdict: object) -> dict[str, object]:
    return {
        "outcome": str(verdict.outcome),
        "reason": str(verdict.reason) if verdict.reason else None,
        "detail": verdict.detail,
        "issuer": verdict.summary.issuer_id,
        "achievement": verdict.summary.achievement_name,
        "checks": [{"name": item.name, "passed": item.passed, "detail": item.detail} for item in verdict.checks],
    }
