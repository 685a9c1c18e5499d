"""An export that comes from somebody else: it is read from inside its folder alone."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.support.moments import NOON

from salerno.institutions.services import load_consortium
from salerno.people.models import Person
from salerno.portal.operations.transfer.errors import TransferRefused
from salerno.portal.operations.transfer.exporting import export_all
from salerno.portal.operations.transfer.importing import import_all

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = "data/people.person.jsonl"


@pytest.fixture
def export(file_folder: Path, tmp_path: Path) -> Path:
    """A small export; the installation is empty again."""
    load_consortium()
    export_all(folder=tmp_path / "export", with_keys=False, at=NOON)
    call_command("flush", verbosity=0, interactive=False)
    return tmp_path / "export"


def in_manifest(export: Path, change: dict[str, object], without: str = "") -> None:
    """Change the files that the manifest names."""
    path = export / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["files"] = {name: facts for name, facts in {**manifest["files"], **change}.items() if name != without}
    path.write_text(json.dumps(manifest))


def test_a_folder_that_is_a_link_leads_nowhere(export: Path, tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.txt").write_text("a secret")
    (export / "courses").mkdir(exist_ok=True)
    (export / "courses" / "x").symlink_to(tmp_path / "outside")
    in_manifest(export, {"courses/x/secret.txt": {"size": 8, "sha256": hashlib.sha256(b"a secret").hexdigest()}})

    with pytest.raises(TransferRefused, match="outside the export"):
        import_all(folder=export)


def test_rows_that_the_manifest_does_not_know_are_not_read(export: Path, tmp_path: Path):
    in_manifest(export, {}, without=PEOPLE)

    with pytest.raises(TransferRefused, match="does not know the rows"):
        import_all(folder=export)

    assert not Person.objects.exists()
