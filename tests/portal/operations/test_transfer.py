"""Leaving with everything: what is exported can be loaded, and is then the same to the byte."""

import hashlib
import json
import shutil
import stat
import threading
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from tests.portal.operations.full_campus import build_full_campus
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.audit.services import verify_chain
from salerno.catalogue.models import Course
from salerno.courseware import blobs
from salerno.credentials.checking import check
from salerno.credentials.models import Credential, SigningKey
from salerno.credentials.proving.verification import Outcome
from salerno.institutions.services import load_consortium
from salerno.people.models import Person
from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.exporting import export_all
from salerno.portal.operations.transfer.identities import exported_models
from salerno.portal.operations.transfer.importing import import_all

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Left:
    """What was exported of a full campus, with keys and without, and what it had held."""

    with_keys: Path
    plain: Path
    credential: UUID
    document: str
    sealed: bytes
    acts: int
    models_without_rows: list[str]


@pytest.fixture(scope="module")
def left(django_db_setup, django_db_blocker, tmp_path_factory):
    """A full campus that was exported and is gone. Made once: that takes seconds, and every test looks at the same bytes."""
    folder = tmp_path_factory.mktemp("left")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder / "files"):
        try:
            credential = build_full_campus()
            export_all(folder=folder / "with-keys", with_keys=True, at=NOON)
            export_all(folder=folder / "plain", with_keys=False, at=NOON)
            assert Authenticator.objects.exists()
            exported = Left(
                with_keys=folder / "with-keys",
                plain=folder / "plain",
                credential=credential.uuid,
                document=Credential.objects.get(award__kind="course").document,
                sealed=bytes(SigningKey.objects.first().sealed),
                acts=Entry.objects.count(),
                models_without_rows=[
                    model._meta.label for model in exported_models(with_keys=True) if not model._base_manager.exists()
                ],
            )
        finally:
            call_command("flush", verbosity=0, interactive=False)
    return exported


@pytest.fixture
def export(left, tmp_path, file_folder):
    """A folder of this test alone with everything of a full campus, with keys; and another installation: no row, no file."""
    shutil.copytree(left.with_keys, tmp_path / "export")
    return tmp_path / "export"


def contents(folder):
    """Every file below ``folder`` but for the moment of the export."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads(found["manifest.json"])
    del manifest["exported_at"]
    return found | {"manifest.json": manifest}


def rewrite(folder, name, change):
    """Change a file of the export and its entry in the manifest, as a forger would."""
    path, manifest = folder / name, json.loads((folder / "manifest.json").read_bytes())
    path.write_bytes(change(path.read_bytes()))
    manifest["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_no_model_of_ours_is_forgotten(left):
    """A new model needs rows in ``full_campus``, so that its round trip is tested too."""
    rows = json.loads((left.with_keys / "manifest.json").read_bytes())["rows"]

    assert left.models_without_rows == []
    assert {label: count for label, count in rows.items() if count == 0} == {}


@pytest.mark.parametrize("with_keys", [True, False])
def test_export_loaded_and_exported_again_gives_the_same_bytes(left, file_folder, tmp_path, with_keys):
    first, second = left.with_keys if with_keys else left.plain, tmp_path / "second"

    import_all(folder=first)
    export_all(folder=second, with_keys=with_keys, at=LATER)

    assert contents(second) == contents(first)


def test_what_was_loaded_works(left, file_folder):
    import_all(folder=left.with_keys)

    assert verify_chain() == (left.acts, [])
    assert check(Credential.objects.get(award__kind="course").document.encode(), at=LATER).outcome == Outcome.SUSPENDED
    toml = Course.objects.get(slug="counting").versions.get().files.get(path="course.toml")
    assert len(blobs.get(toml.blob)) == toml.size
    assert Course.objects.get(slug="counting").programmes.count() == 1
    assert Person.objects.create_user("new@example.org").pk > Person.objects.get(email="lea@example.org").pk


def test_credentials_are_exported_in_the_bytes_that_were_signed(left):
    path = left.with_keys / "credentials" / f"{left.credential}.json"

    assert path.read_bytes() == left.document.encode()


def test_packages_are_folders_that_can_be_published(left):
    from salerno.courseware.package.checker import check as check_package

    [package] = (left.with_keys / "courses").glob("*/v1")

    assert [finding for finding in check_package(package) if finding.severity == "error"] == []


def test_export_is_for_its_owner_alone(left):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in left.with_keys.rglob("*") if path.is_file()}

    assert stat.S_IMODE(left.with_keys.stat().st_mode) == 0o700
    assert modes == {0o600}


def test_keys_stay_behind_unless_asked_for(left):
    for table in ("credentials.signingkey", "credentials.electronicseal"):
        with_keys, without = (
            [json.loads(line)["sealed"] for line in (folder / f"data/{table}.jsonl").read_text().splitlines()]
            for folder in (left.with_keys, left.plain)
        )
        assert all(with_keys)
        assert set(without) == {""}
    assert not (left.plain / "data/mfa.authenticator.jsonl").exists()
    assert all(left.sealed not in path.read_bytes() for path in left.plain.rglob("*") if path.is_file())


def test_export_refuses_a_folder_that_holds_something(export):
    with pytest.raises(TransferRefused, match="not empty"):
        export_all(folder=export, with_keys=False, at=NOON)


def test_import_refuses_an_installation_that_holds_something(export):
    load_consortium()

    with pytest.raises(TransferRefused, match="holds data already"):
        import_all(folder=export)


BROKEN = {
    "an altered file": lambda folder: (folder / "README.md").write_text("Hello"),
    "a missing file": lambda folder: (folder / "README.md").unlink(),
    "a manifest of something else": lambda folder: (folder / "manifest.json").write_text('{"format": "x"}'),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "an altered act": lambda folder: rewrite(
        folder, "data/audit.entry.jsonl", lambda data: data.replace(b"text.published", b"text.retracted", 1)
    ),
    "a line less": lambda folder: rewrite(folder, "data/audit.entry.jsonl", lambda data: data[: data[:-1].rindex(b"\n") + 1]),
    "a row that points nowhere": lambda folder: rewrite(
        folder, "data/institutions.institution.jsonl", lambda data: data.replace(b'"fr-20"', b'"xx-20"')
    ),
    "a row that is no JSON": lambda folder: rewrite(folder, "data/people.person.jsonl", lambda data: b"{" + data),
}


@pytest.mark.parametrize("break_it", BROKEN.values(), ids=BROKEN.keys())
def test_import_loads_nothing_of_an_export_that_is_not_whole(export, break_it):
    break_it(export)

    with pytest.raises(TransferRefused):
        import_all(folder=export)

    assert [model._meta.label for model in exported_models(with_keys=True) if model._base_manager.exists()] == []


def test_import_refuses_names_that_lead_out_of_the_folder(export, tmp_path):
    manifest = json.loads((export / "manifest.json").read_bytes())
    manifest["files"]["courses/../../secret"] = {"size": 1, "sha256": "0" * 64}
    (export / "manifest.json").write_text(json.dumps(manifest))
    (tmp_path / "secret").write_text("x")

    with pytest.raises(TransferRefused, match="outside"):
        import_all(folder=export)


@pytest.mark.postgresql
def test_export_sees_one_moment_while_others_write(file_folder, tmp_path, monkeypatch):
    """A person who joins during the export is in none of its files."""
    build_full_campus()
    from salerno.portal.operations.transfer import exporting

    def join_meanwhile(put):
        thread = threading.Thread(target=_join)
        thread.start()
        thread.join()
        original(put)

    original = exporting.put_tables
    monkeypatch.setattr(exporting, "put_tables", join_meanwhile)
    manifest = export_all(folder=tmp_path / "export", with_keys=False, at=NOON)

    assert Person.objects.count() == manifest["rows"]["people.person"] + 1
    assert "late@example.org" not in (tmp_path / "export/tables/people.csv").read_text()


def _join():
    Person.objects.create_user("late@example.org")
    connection.close()
