"""The doctor: well where all is well, and a line with advice for each thing that is not."""

import json
import os
import shutil
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from tests.portal.operations.tasks import waiting_task
from tests.support.credentials import passed_course

from salerno.audit.models import Entry
from salerno.courseware.blobs import blob_path
from salerno.courseware.models import VersionFile
from salerno.credentials.models import ElectronicSeal
from salerno.credentials.services.seals import seal_of
from salerno.institutions.models import Institution
from salerno.institutions.services import load_consortium
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.portal.operations.doctor import data, machine
from salerno.portal.operations.doctor.examination import examine, is_well
from salerno.portal.operations.doctor.findings import Level


@pytest.fixture
def folder(settings, tmp_path, file_folder):
    """A data folder of this test alone, fit to serve."""
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "static/theme/fonts").mkdir(parents=True)
    (tmp_path / "static/theme/fonts/serif.woff2").touch()
    (tmp_path / "static/staticfiles.json").touch()
    settings.EMAIL_FILE_PATH, settings.EMAIL_HOST = None, "mail.example.org"
    return tmp_path


def levels(findings):
    return {finding.about: finding.level for finding in findings if finding.level != Level.OK}


@pytest.mark.django_db
def test_examine_finds_nothing_wrong_where_all_is_well(folder):
    findings = examine(deep=True)

    assert is_well(findings)
    assert levels(findings) == {"Address": Level.WARN}


@pytest.mark.django_db
def test_a_check_that_breaks_is_a_finding(folder, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: 1 / 0)

    findings = examine()

    assert levels(findings)["Disk space"] == Level.WRONG


def test_folder_is_writable_tells_a_folder_that_is_not_there(settings, tmp_path):
    settings.DATA = tmp_path / "nowhere"

    assert machine.folder_is_writable().level == Level.WRONG


@pytest.mark.parametrize(
    ("free", "level"), [(2**31, Level.OK), (2**29, Level.WARN), (2**20, Level.WRONG)], ids=["2 GB", "0.5 GB", "1 MB"]
)
def test_disk_space(folder, monkeypatch, free, level):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: type("Usage", (), {"free": free}))

    assert machine.disk_space().level == level


def test_secrets_are_missing_short_or_open_to_others(folder, settings):
    settings.SECRET_KEY, settings.SALERNO_KEY_SECRET = "short", ""
    (folder / "secrets.toml").touch()
    os.chmod(folder / "secrets.toml", 0o644)

    said = [(finding.level, finding.said) for finding in machine.secrets()]

    assert said == [
        (Level.WRONG, "SECRET_KEY is shorter than 32 bytes"),
        (Level.WRONG, "SALERNO_KEY_SECRET is missing"),
        (Level.WRONG, f"others can read {folder}/secrets.toml"),
    ]


@pytest.mark.parametrize(
    ("address", "level"),
    [
        ("https://campus.example.org", Level.OK),
        ("http://localhost:8000", Level.WARN),
        ("http://campus.example.org", Level.WARN),
        ("campus.example.org", Level.WRONG),
        ("https://campus.example.org/salerno", Level.WRONG),
    ],
)
def test_base_url(settings, address, level):
    settings.SALERNO_BASE_URL = address

    assert machine.base_url().level == level


@pytest.mark.django_db
def test_signing_keys_that_the_secret_does_not_open(folder, settings):
    passed_course()
    assert data.signing_keys().level == Level.OK
    settings.SALERNO_KEY_SECRET = "another secret, as long as it should be, but not the one"

    finding = data.signing_keys()

    assert finding.level == Level.WRONG
    assert "institutions:aix-marseille-university#key-1" in finding.said


@pytest.mark.django_db
def test_electronic_seals_that_do_not_open_or_end_soon(folder, settings):
    load_consortium()
    assert data.electronic_seals().said == "none yet"
    seal_of(Institution.objects.get(schac="unipi.it"), at=timezone.now() - timedelta(days=700))
    assert data.electronic_seals().level == Level.OK
    ElectronicSeal.objects.update(is_test=False)
    ending = data.electronic_seals()
    settings.SALERNO_KEY_SECRET = "another secret, as long as it should be, but not the one"
    shut = data.electronic_seals()

    assert (ending.level, shut.level) == (Level.WARN, Level.WRONG)
    assert all("UNIPI" in finding.said for finding in (ending, shut))


@pytest.mark.django_db
def test_worker_that_does_not_come(folder):
    row = waiting_task()
    assert data.worker().level == Level.OK
    row.enqueued_at = row.run_after = timezone.now() - timedelta(minutes=6)
    row.save()

    assert data.worker().level == Level.WRONG


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "minutes", "level"), [("queued", 1, "ok"), ("queued", 6, "wrong"), ("failed", 1, "wrong")])
def test_outbox(folder, state, minutes, level):
    Message.objects.create(
        template="t", recipient="x@example.org", state=State(state), queued_at=timezone.now() - timedelta(minutes=minutes)
    )

    assert data.outbox().level == level


@pytest.mark.django_db
def test_record_of_acts_that_was_changed(folder):
    passed_course()
    assert data.record_of_acts(deep=True).level == Level.OK
    Entry.objects.filter(sequence=1).update(action="nothing.happened")

    assert data.record_of_acts(deep=False).level == Level.OK
    assert data.record_of_acts(deep=True).level == Level.WRONG


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["missing", "altered"])
def test_files_that_are_missing_or_altered(folder, change):
    passed_course()
    assert data.files(deep=True).level == Level.OK
    path = blob_path(VersionFile.objects.first().blob)
    if change == "missing":
        path.unlink()
    else:
        os.chmod(path, 0o640)
        path.write_bytes(b"something else")

    finding = data.files(deep=False)

    assert finding.level == Level.WRONG
    assert f"1 {change}" in finding.said


@pytest.mark.django_db
def test_command_prints_json_and_ends_with_1_when_something_is_wrong(folder, capsys):
    (folder / "static/staticfiles.json").unlink()

    with pytest.raises(CommandError, match="wrong"):
        call_command("doctor", "--json")

    wrong = [row["about"] for row in json.loads(capsys.readouterr().out) if row["level"] == "wrong"]
    assert wrong == ["Static files"]
