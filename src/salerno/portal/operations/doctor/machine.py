"""The machine: Python, folder, disk, secrets, clock, address, mail."""

import os
import shutil
import stat
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from salerno.portal.operations.doctor.findings import Finding, ok, warn, wrong

_LOW_DISK = 2**30
_NO_DISK = 100 * 2**20
_WRITTEN_IN = datetime(2026, 11, 1, tzinfo=UTC)
_SECRET_BYTES = 32


def python_version() -> Finding:
    """Which one runs: setup refuses older ones than 3.11."""
    return ok("Python", sys.version.split()[0])


def folder_is_writable() -> Finding:
    """A file can be written, flushed to the disk and removed where database and files lie."""
    folder = Path(settings.DATA)
    try:
        with tempfile.NamedTemporaryFile(dir=folder) as file:
            file.write(b"salerno")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        advice = f"Give the campus's account the folder: it must own {folder}. Is the disk full or read-only?"
        return wrong("Data folder", f"{folder} cannot be written: {error.strerror}", advice)
    return ok("Data folder", str(folder))


def disk_space() -> Finding:
    """At least 1 GB is free."""
    folder = Path(settings.DATA)
    free = shutil.disk_usage(folder if folder.exists() else folder.parent).free
    said = f"{free / 2**30:.1f} GB free"
    if free < _NO_DISK:
        return wrong("Disk", said, "Free space now: nothing can be saved when the disk is full.")
    if free < _LOW_DISK:
        return warn("Disk", said, "Free space, or move the data folder to a larger disk.")
    return ok("Disk", said)


def secrets() -> list[Finding]:
    """Both secrets are there, long enough, and for nobody else to read. (Without SECRET_KEY Django itself does not start.)"""
    found = []
    for name in ("SECRET_KEY", "SALERNO_KEY_SECRET"):
        text = getattr(settings, name)
        if not text:
            found.append(wrong("Secrets", f"{name} is missing", "See docs/operations/keys.md."))
        elif len(text.encode()) < _SECRET_BYTES:
            found.append(wrong("Secrets", f"{name} is shorter than {_SECRET_BYTES} bytes", "Make a longer one: keys.md"))
    path = Path(settings.DATA) / "secrets.toml"
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        found.append(wrong("Secrets", f"others can read {path}", f"chmod 600 {path}"))
    return found or [ok("Secrets", "present, and readable by their owner alone")]


def clock() -> Finding:
    """The clock is not before this version was written: signatures and sign-in codes carry times."""
    now = datetime.now(tz=UTC)
    if now < _WRITTEN_IN:
        return wrong("Clock", f"it says {now:%d %B %Y}", "Set the clock, for example with systemd-timesyncd.")
    return ok("Clock", f"{now:%d %B %Y %H:%M} UTC, time zone of the machine {time.tzname[0]}")


def base_url() -> Finding:
    """The public address is whole: it stands in every credential for ever."""
    address = settings.SALERNO_BASE_URL
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        return wrong("Address", f"{address!r} is no base address", "Set SALERNO_BASE_URL to https://campus.example.org")
    if parts.hostname in {"localhost", "127.0.0.1", "::1"} or parts.scheme == "http":
        advice = "Well for trying out. Before issuing credentials set SALERNO_BASE_URL to the public https address."
        return warn("Address", address, advice)
    return ok("Address", address)


def mail() -> Finding:
    """Mail leaves the machine, or it is plain that it does not."""
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        advice = "Well for trying out: salerno last-code EMAIL prints codes. Otherwise set SALERNO_MAIL_URL."
        return warn("Mail", f"is written to {folder}, nothing is sent", advice)
    host = getattr(settings, "EMAIL_HOST", "")
    if not host or host.endswith(".invalid"):
        return wrong("Mail", "there is no mail server", "Set SALERNO_MAIL_URL=smtp://user:password@host:587")
    return ok("Mail", f"through {host}, from {settings.DEFAULT_FROM_EMAIL}")


CHECKS = (python_version, folder_is_writable, disk_space, secrets, clock, base_url, mail)
