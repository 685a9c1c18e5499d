"""What the commands that verify share: ``salerno credential verify`` and ``salerno documents verify``."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone

from salerno.credentials.anchors import Certificates, read_certificates
from salerno.credentials.checking import check
from salerno.credentials.forms import MAX_BYTES
from salerno.credentials.proving.verification import Check, Outcome, Verdict


def add_verify_arguments(parser: ArgumentParser) -> None:
    """The file, what is handed in with it, the moment, the form of the answer."""
    parser.add_argument("file", type=Path)
    parser.add_argument("--did", type=Path, action="append", default=[], help="DID document or key (JWK) of another issuer")
    parser.add_argument("--status", type=Path, action="append", default=[], help="status list of another issuer")
    parser.add_argument("--trust", type=Path, action="append", default=[], help="certificates (PEM) that vouch for a seal")
    parser.add_argument("--at", type=datetime.fromisoformat, help="as of this moment (ISO 8601)")
    parser.add_argument("--json", action="store_true")


def verify_file(options: dict[str, object], write: Callable[[str], object]) -> None:
    """Write the verdict; ``CommandError`` (exit 1) when it is not valid."""
    path: Path = options["file"]
    if not path.is_file() or path.stat().st_size > MAX_BYTES:
        raise CommandError(f"{path} is no file of at most 20 MB.")
    at = options["at"] or timezone.now()
    verdict = check(
        path.read_bytes(),
        at=at if at.tzinfo else timezone.make_aware(at),
        did_documents=tuple(map(_read_json, options["did"])),
        status_lists=tuple(map(_read_json, options["status"])),
        certificates=tuple(each for path in options["trust"] for each in _read_pem(path)),
    )
    if options["json"]:
        write(json.dumps(_plain(verdict), indent=2, ensure_ascii=False))
    else:
        for item in verdict.checks:
            write(f"{_mark(item)} {item.name} {item.detail}".rstrip())
        for note in verdict.notes:
            write(f"note {note}")
        write(f"{verdict.outcome}: {verdict.summary.achievement_name} by {verdict.summary.issuer_id}")
    if verdict.outcome != Outcome.VALID:
        raise CommandError(f"{verdict.outcome}: {verdict.reason} {verdict.detail}".rstrip())


def _mark(item: Check) -> str:
    if item.passed:
        return "ok  "
    return "?   " if item.is_open else "FAIL"


def _read_json(path: Path) -> dict[str, object]:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{path}: {error}") from error


def _read_pem(path: Path) -> Certificates:
    try:
        found = read_certificates(path.read_bytes())
    except OSError as error:
        raise CommandError(f"{path}: {error}") from error
    if not found:
        raise CommandError(f"{path} holds no certificate in PEM.")
    return found


def _plain(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": str(verdict.outcome),
        "reason": str(verdict.reason) if verdict.reason else None,
        "detail": verdict.detail,
        "form": str(verdict.form),
        "notes": [str(note) for note in verdict.notes],
        "issuer": verdict.summary.issuer_id,
        "achievement": verdict.summary.achievement_name,
        "checks": [{"name": item.name, "passed": item.passed, "detail": item.detail} for item in verdict.checks],
    }
