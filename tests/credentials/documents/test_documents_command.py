"""``salerno documents``: one made-up set of every kind, each of which verifies."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from tests.support.studies import made_up_cohort

from salerno.awards.models import Award
from salerno.catalogue.models import Programme
from salerno.credentials.models import ElectronicSeal
from salerno.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(django_db_setup, django_db_blocker, tmp_path_factory):
    """One set, made once; no test changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made_up_cohort()
        path = tmp_path_factory.mktemp("documents") / "set"
        call_command("documents", "demo", out=path, stdout=StringIO())
        yield path
        transaction.set_rollback(True)


def verdict_of(path):
    out = StringIO()
    call_command("documents", "verify", str(path), json=True, stdout=out)
    return json.loads(out.getvalue())["outcome"]


def test_a_set_of_every_kind_is_written_and_each_verifies(folder):
    names = sorted(path.name for path in folder.iterdir())
    documents = [name for name in names if not name.endswith((".did.json", "-payload.json", ".pem", ".txt"))]

    assert len(names) == 20
    assert {name: verdict_of(folder / name) for name in documents} == dict.fromkeys(documents, "valid")


def test_everything_says_that_it_is_made_up_and_nobody_was_awarded(folder):
    badge = json.loads((folder / "open-badge-unipi.it.json").read_text())

    assert "made up" in badge["name"]
    assert not Award.objects.exists()
    assert not Person.objects.filter(email__startswith="made").exists()


def test_the_payload_is_the_exact_text_under_the_seal_and_the_seal_is_a_test(folder):
    sealed = json.loads((folder / "edc-unipi.it.jsonld").read_text())
    out = StringIO()

    call_command("documents", "verify", str(folder / "edc-unipi.it.jsonld"), stdout=out)

    assert (folder / "edc-unipi.it-payload.json").read_text() == sealed["payload"]
    assert "note test_seal" in out.getvalue().splitlines()


def test_a_campus_that_is_no_demonstration_seals_with_a_fresh_test_that_must_be_handed_in(tmp_path, settings):
    settings.SALERNO_DEMO = False
    made_up_cohort()
    before = ElectronicSeal.objects.count()
    call_command("documents", "demo", out=tmp_path / "set", stdout=StringIO())
    path, authority = tmp_path / "set" / "edc-unipi.it.jsonld", tmp_path / "set" / "test-authority-unipi.it.pem"

    with pytest.raises(CommandError, match="unknown_issuer"):
        call_command("documents", "verify", str(path), stdout=StringIO())
    out = StringIO()
    call_command("documents", "verify", str(path), trust=[authority], stdout=out)

    assert "note handed_in" in out.getvalue().splitlines()
    assert ElectronicSeal.objects.count() == before


def test_a_changed_file_is_refused_with_exit_1(folder, tmp_path):
    path = tmp_path / "elmo.xml"
    path.write_bytes((folder / "elmo.xml").read_bytes().replace(b"Up-Graduate", b"Up-Somebody", 1))

    with pytest.raises(CommandError, match="altered"):
        call_command("documents", "verify", str(path), stdout=StringIO())


def test_a_folder_with_something_in_it_is_left_alone(folder):
    before = {path: path.read_bytes() for path in folder.iterdir()}

    with pytest.raises(CommandError, match="there already"):
        call_command("documents", "demo", out=folder, stdout=StringIO())

    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_without_a_joint_programme_there_is_nothing_to_sign(tmp_path):
    Programme.objects.update(is_joint=False)

    with pytest.raises(CommandError, match="salerno prepare"):
        call_command("documents", "demo", out=tmp_path / "set", stdout=StringIO())
