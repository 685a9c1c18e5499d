"""Backup and restore of a real campus on SQLite, by the commands that an operator uses."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.portal.operations.campus import Campus
from tests.portal.operations.processes import PROJECT

from salerno.portal.operations.demo import DEMO_PEOPLE
from salerno.portal.operations.lifelines import hold

pytestmark = pytest.mark.sqlite

COUNTS = """
from salerno.people.models import Person
from salerno.credentials.models import Credential
from salerno.audit.services import verify_chain
print(Person.objects.count(), Credential.objects.count(), verify_chain()[1])
"""
JOIN = "from salerno.people.models import Person; Person.objects.create_user('late@example.org')"
WRITE_PAIRS = """
import django
django.setup()
from django.db import transaction
from django.utils import timezone
from salerno.messaging.models import Message
number = 0
while True:
    with transaction.atomic():
        for half in "ab":
            Message.objects.create(key=f"{number}{half}", template="t", recipient="x@example.org", subject="s" * 200,
                                   body="b" * 2000, queued_at=timezone.now())
    number += 1
    if number == 20:
        print("writing", flush=True)
"""


UNTOUCHED = f"{1 + len(DEMO_PEOPLE)} 1 []"


@dataclass(frozen=True)
class Backups:
    """Backups of one campus: as one is made without further wishes, and with the secrets."""

    plain: Path
    whole: Path


@pytest.fixture(scope="module")
def saved(prepared_campus, tmp_path_factory):
    """Backups of a campus like that of each test. Made once: none of these tests changes what they hold."""
    folder = tmp_path_factory.mktemp("saved")
    shutil.copytree(prepared_campus.data, folder / "data")
    campus, backups = Campus(folder / "data"), Backups(folder / "plain.tar.gz", folder / "whole.tar")
    campus.salerno("backup", backups.plain)
    campus.salerno("backup", backups.whole, "--with-secrets")
    return backups


def members(path):
    with tarfile.open(path) as archive:
        return set(archive.getnames())


def contents(folder):
    """Every file below ``folder`` but for the lock: the file stays where a campus ran once."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "running.lock"}


def test_restore_brings_back_what_was_saved_and_keeps_what_stood(campus, saved):
    campus.python(JOIN)
    blobs = next((campus.data / "files" / "blobs").glob("*/*"))
    blobs.unlink()

    said = campus.salerno("restore", saved.plain, "--replace")

    assert campus.python(COUNTS) == UNTOUCHED
    assert blobs.exists()
    [kept] = campus.data.glob("before-restore-*")
    assert {path.name for path in kept.iterdir()} >= {"salerno.sqlite3", "files"}
    assert "wrong" not in said


def test_backup_has_no_secrets_unless_asked_and_restore_says_that_they_are_missing(campus, saved, tmp_path):
    elsewhere, with_secrets = Campus(tmp_path / "elsewhere"), Campus(tmp_path / "with-secrets")

    said = elsewhere.salerno("restore", saved.plain, expect=1)
    with_secrets.salerno("restore", saved.whole)

    assert members(saved.whole) - members(saved.plain) == {"secrets.toml"}
    assert "the key secret does not open did:web:localhost%3A8000:institutions:aix-marseille-university#key-1" in said
    assert (with_secrets.data / "secrets.toml").read_bytes() == (campus.data / "secrets.toml").read_bytes()
    assert (with_secrets.data / "secrets.toml").stat().st_mode & 0o777 == 0o600


def test_restore_refuses_a_folder_in_use_and_a_campus_that_runs(campus, saved):
    before = contents(campus.data)

    in_use = campus.salerno("restore", saved.plain, expect=1)
    lock = hold(campus.data)
    try:
        running = campus.salerno("restore", saved.plain, "--replace", expect=1)
    finally:
        os.close(lock)

    assert "holds data. Say --replace" in in_use
    assert "is running" in running
    assert contents(campus.data) == before
    assert campus.python(COUNTS) == UNTOUCHED


def test_restore_of_a_damaged_backup_changes_nothing(campus, saved, tmp_path):
    before = contents(campus.data)
    text = bytearray(saved.whole.read_bytes())
    text[2000] ^= 1
    (tmp_path / "b.tar").write_bytes(text)

    said = campus.salerno("restore", tmp_path / "b.tar", "--replace", expect=1)

    assert "not as they were saved" in said
    assert contents(campus.data) == before
    assert campus.python(COUNTS) == UNTOUCHED
    assert not list(campus.data.glob("before-restore-*")) + list(campus.data.glob(".restoring-*"))


def test_restore_refuses_a_backup_of_a_newer_salerno(campus, saved, tmp_path):
    newer = tmp_path / "newer.tar"
    with tarfile.open(saved.whole) as old, tarfile.open(newer, "w") as new:
        for member in old:
            data = old.extractfile(member).read()
            if member.name == "manifest.json":
                manifest = json.loads(data)
                manifest["schema"]["people"] = "9999_from_the_future"
                data = json.dumps(manifest).encode()
                member.size = len(data)
            new.addfile(member, io.BytesIO(data))

    assert "newer Salerno" in campus.salerno("restore", newer, "--replace", expect=1)


def test_backup_taken_while_others_write_holds_whole_changes_only(campus, tmp_path):
    """Each change writes two rows; a copy with an odd number would hold half a change."""
    writer = subprocess.Popen([sys.executable, "-c", WRITE_PAIRS], env=campus.environment(), cwd=PROJECT, stdout=subprocess.PIPE)
    try:
        assert writer.stdout.readline() == b"writing\n"
        campus.salerno("backup", tmp_path / "b.tar.gz")
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    campus.salerno("restore", tmp_path / "b.tar.gz", "--replace")

    count = "from salerno.messaging.models import Message as M; print(M.objects.filter(template='t').count())"
    saved = int(campus.python(count))
    assert saved >= 40
    assert saved % 2 == 0
