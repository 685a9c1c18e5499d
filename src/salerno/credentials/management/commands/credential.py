"""``salerno credential verify FILE`` and ``salerno credential issue-demo --out FILE``."""

import json
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from salerno.credentials.checking import check
from salerno.credentials.demonstration import issue_demonstration
from salerno.credentials.proving.verification import Outcome
from salerno.credentials.selectors import did_document

MAX_BYTES = 10 * 2**20


class Command(BaseCommand):
    help = "Verify a credential (JSON, PNG, SVG, PDF), or write a fresh one of this configuration for outside verifiers."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verify = verbs.add_parser("verify", help="say whether it is valid; exit 1 when it is not")
        verify.add_argument("file", type=Path)
        verify.add_argument("--did", type=Path, action="append", default=[], help="DID document of another issuer")
        verify.add_argument("--status", type=Path, action="append", default=[], help="status list of another issuer")
        verify.add_argument("--at", type=datetime.fromisoformat, help="as of this moment (ISO 8601)")
        verify.add_argument("--json", action="store_true")
        demo = verbs.add_parser("issue-demo", help="one fresh credential of a made-up learner")
        demo.add_argument("--out", type=Path, required=True)

    def handle(self, *args: object, **options: object) -> None:
        if options["verb"] == "verify":
            self._verify(options)
        else:
            self._issue_demo(options["out"])

    def _verify(self, options: dict[str, object]) -> None:
        path: Path = options["file"]
        if not path.is_file() or path.stat().st_size > MAX_BYTES:
            raise CommandError(f"{path} is no file of at most 10 MB.")
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
                self.stdout.write(f"{'ok  ' if item.passed else 'FAIL'} {item.name} {item.detail}".rstrip())
            self.stdout.write(f"{verdict.outcome}: {verdict.summary.achievement_name} by {verdict.summary.issuer_id}")
        if verdict.outcome != Outcome.VALID:
            raise CommandError(f"{verdict.outcome}: {verdict.reason} {verdict.detail}".rstrip())

    def _issue_demo(self, out: Path) -> None:
        credential = issue_demonstration(at=timezone.now())
        out.write_text(credential.document, encoding="utf-8")
        beside = out.with_name(out.name + ".did.json")
        beside.write_text(json.dumps(did_document(credential.key.controller), indent=2), encoding="utf-8")
        self.stdout.write(f"{out}\n{beside}")


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
