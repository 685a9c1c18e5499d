"""The data: database, keys, background work, record of acts, files."""

import hashlib
import random
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from salerno.admissions.services.rights import kept_long_enough
from salerno.audit.models import Entry, Head
from salerno.audit.services import verify_chain
from salerno.common.daily import duties
from salerno.courseware.blobs import blob_path
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import ElectronicSeal, SigningKey
from salerno.credentials.services.keys import open_key
from salerno.credentials.services.seals import certificates_of, opens
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.portal.operations.daily import latest_outcomes
from salerno.portal.operations.doctor.findings import Finding, ok, warn, wrong
from salerno.portal.operations.preparing import migrations_waiting
from salerno.portal.operations.transfer.readable import blobs_named_by_rows

_SAMPLE = 200
_LATE = timedelta(minutes=5)
_ENDS_SOON = timedelta(days=60)
_DAY = timedelta(hours=26)


def database() -> list[Finding]:
    """It answers, its tables are those of this version, and SQLite writes ahead and is whole."""
    try:
        connection.ensure_connection()
        waiting = migrations_waiting()
    except DatabaseError as error:
        return [wrong("Database", f"cannot be reached: {error}".strip(), "Is it running? Is DATABASE_URL right?")]
    found = [ok("Database", f"{connection.vendor} answers")]
    if waiting:
        found.append(wrong("Database", f"{waiting} migrations are waiting", "salerno prepare, or start the campus."))
    if connection.vendor == "sqlite":
        found += _sqlite()
    return found


def _sqlite() -> list[Finding]:
    with connection.cursor() as cursor:
        mode = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        state = cursor.execute("PRAGMA quick_check(3)").fetchone()[0]
    found = []
    if mode not in {"wal", "memory"}:
        advice = "Is the data folder on a network disk? SQLite's write-ahead log needs a local one."
        found.append(warn("Database", f"the journal mode is {mode}, not wal", advice))
    if state != "ok":
        found.append(wrong("Database", f"is damaged: {state}", "Stop the campus and restore the latest backup."))
    return found


def signing_keys() -> Finding:
    """The key secret opens every signing key that is in use."""
    rows = list(SigningKey.objects.filter(retired_at__isnull=True))
    if shut := [str(row) for row in rows if not _opens(row)]:
        advice = "Put back the key secret they were sealed with, or rotate these keys. See docs/operations/keys.md."
        return wrong("Signing keys", f"the key secret does not open {', '.join(shut)}", advice)
    return ok("Signing keys", f"{len(rows)} open with the key secret" if rows else "none yet")


def electronic_seals() -> Finding:
    """The key secret opens every seal that is in use, and none of them ends soon. Test seals are made anew by themselves."""
    rows = list(ElectronicSeal.objects.filter(retired_at__isnull=True).select_related("institution"))
    if shut := [row.institution.code for row in rows if not opens(row)]:
        advice = "Put back the key secret they were sealed with, or the seal files. See docs/operations/keys.md."
        return wrong("Electronic seals", f"the key secret does not open those of {', '.join(shut)}", advice)
    soon = timezone.now() + _ENDS_SOON
    if ending := [row.institution.code for row in rows if not row.is_test and certificates_of(row)[0].not_valid_after_utc < soon]:
        advice = "Ask the trust service for a new one and put it into the folder of the seals."
        return warn("Electronic seals", f"those of {', '.join(ending)} end within 60 days, or have ended", advice)
    return ok("Electronic seals", f"{len(rows)} open with the key secret" if rows else "none yet")


def _opens(row: SigningKey) -> bool:
    try:
        open_key(row)
    except CredentialRefused:
        return False
    return True


def worker() -> Finding:
    """Nobody waits for the worker."""
    now = timezone.now()
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, run_after__lt=now - _LATE)
    if late := waiting.filter(enqueued_at__lt=now - _LATE).count():
        return wrong("Worker", f"{late} tasks wait for more than 5 minutes", "Start it: salerno run, or salerno worker.")
    week = now - timedelta(days=7)
    if failed := DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gt=week).count():
        return warn("Worker", f"{failed} tasks failed this week", "The log of the worker tells why.")
    return ok("Worker", "no task waits")


def outbox() -> Finding:
    """No message is stuck."""
    if failed := Message.objects.filter(state=State.FAILED).count():
        return wrong("Outbox", f"{failed} messages failed for good", "Mend the mail settings; messages stay in the outbox.")
    late = Message.objects.filter(state__in=[State.QUEUED, State.SENDING], queued_at__lt=timezone.now() - _LATE)
    if late.exists():
        problem = late.exclude(problem="").values_list("problem", flat=True).first() or "no attempt was made"
        return wrong("Outbox", f"{late.count()} messages wait: {problem}", "Is the worker running? Is the mail server right?")
    return ok("Outbox", "nothing waits")


def daily_run() -> Finding:
    """What falls due with the day was done within it, by the campus itself or, where it is told not to, by somebody."""
    latest = latest_outcomes()
    if failed := [str(outcome) for _at, outcome in latest.values() if outcome.has_failed]:
        return wrong("Daily run", "; ".join(failed), "The log of the worker tells why. Then: salerno daily")
    ran = f"last on {timezone.localtime(min(at for at, _outcome in latest.values())):%d %B %Y %H:%M}" if latest else "never yet"
    if not settings.SALERNO_DAILY:
        return ok("Daily run", f"{ran}; it does not run by itself (SALERNO_DAILY is no)")
    if not latest:
        return warn("Daily run", ran, "The worker does it soon after its start: salerno run, or salerno worker.")
    of_today = [name for name, (at, _outcome) in latest.items() if at > timezone.now() - _DAY]
    if late := [duty.name for duty in duties() if duty.name not in of_today]:
        return wrong("Daily run", f"{ran}; not within a day: {', '.join(late)}", "Is the worker running? By hand: salerno daily")
    return ok("Daily run", ran)


def kept_too_long() -> Finding:
    """No application names a person for longer than its call told the applicant. A person decides it: it cannot be undone."""
    if count := kept_long_enough(at=timezone.now()).count():
        advice = "Does a court or an appeal need one of them? If not: salerno admissions pseudonymise"
        return warn("Applications", f"{count} are kept for longer than their calls say", advice)
    return ok("Applications", "none is kept for longer than its call says")


def record_of_acts(*, deep: bool) -> Finding:
    """The chain ends where its head says; with ``deep`` every entry is read."""
    head = Head.objects.filter(pk=1).first() or Head()
    last = Entry.objects.order_by("-sequence").values_list("sequence", "hash").first() or (0, "0" * 64)
    count, faults = verify_chain() if deep else (head.sequence, [])
    if faults or last != (head.sequence, head.hash):
        advice = "salerno audit verify names each fault. Compare with the latest backup."
        return wrong("Record of acts", f"{len(faults) or 'its end has'} faults", advice)
    return ok("Record of acts", f"{count} entries{', each verified' if deep else ''}, head {head.hash[:12]}")


def files(*, deep: bool) -> Finding:
    """Every file that a row names is there; a sample, or with ``deep`` each, has the bytes of its name."""
    digests = sorted(blobs_named_by_rows())
    looked_at = digests if deep else random.Random(0).sample(digests, min(_SAMPLE, len(digests)))  # noqa: S311
    missing = [digest for digest in digests if not blob_path(digest).exists()]
    altered = [digest for digest in looked_at if blob_path(digest).exists() and not _is_whole(blob_path(digest))]
    if missing or altered:
        said = f"{len(missing)} missing, {len(altered)} altered, for example {(missing + altered)[0]}"
        return wrong("Files", said, "Restore the folder files/blobs from the latest backup.")
    return ok("Files", f"{len(digests)} there, {len(looked_at)} read and whole")


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == path.parent.name + path.name


def static_files() -> Finding:
    """Styles, scripts and fonts were collected."""
    root = Path(settings.STATIC_ROOT)
    fonts = list(root.glob("theme/fonts/*.woff2"))
    if not (root / "staticfiles.json").exists() or not fonts:
        return wrong("Static files", f"were not collected into {root}", "salerno prepare")
    return ok("Static files", f"collected, {len(fonts)} font files")


def translations() -> Finding:
    """Each language of the interface is compiled."""
    sources = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    if stale := [path for path in sources if not path.with_suffix(".mo").exists()]:
        return wrong("Translations", f"{len(stale)} are not compiled", "salerno prepare")
    return ok("Translations", f"{len(sources)} compiled")
