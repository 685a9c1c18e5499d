"""Backup and restore with PostgreSQL's own tools."""

import pytest
from django.db import connection
from tests.support.credentials import passed_course
from tests.support.moments import LATER, NOON

from salerno.credentials.models import Credential
from salerno.people.models import Person
from salerno.portal.operations.safekeeping.backup import make_backup
from salerno.portal.operations.safekeeping.errors import BackupRefused, RestoreRefused
from salerno.portal.operations.safekeeping.restore import restore_backup

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def data(settings, tmp_path, file_folder):
    settings.DATA = tmp_path
    passed_course()
    yield tmp_path
    with connection.cursor() as cursor:
        for schema in schemas():
            cursor.execute(f'DROP SCHEMA "{schema}" CASCADE')


def schemas():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before_restore_%'")
        return [name for (name,) in cursor.fetchall()]


def test_restore_brings_back_what_was_saved_and_keeps_the_old_schema(data):
    made = make_backup(target=data / "b.tar.gz", with_secrets=False, at=NOON)
    Person.objects.create_user("late@example.org")

    restored = restore_backup(source=made.path, replace=True, at=LATER)

    assert list(Person.objects.values_list("email", flat=True)) == ["lea@example.org"]
    assert Credential.objects.count() == 1
    assert schemas() == ["before_restore_20261124_130000"]
    assert (restored.kept / "files").is_dir()


def test_a_dump_that_cannot_be_loaded_leaves_the_old_database(data, monkeypatch):
    made = make_backup(target=data / "b.tar.gz", with_secrets=False, at=NOON)
    monkeypatch.setattr("salerno.portal.operations.safekeeping.databases._contents_without_schema", lambda *_: "/dev/null/x")

    with pytest.raises(RestoreRefused, match="the old database stands"):
        restore_backup(source=made.path, replace=True, at=LATER)

    assert list(Person.objects.values_list("email", flat=True)) == ["lea@example.org"]
    assert schemas() == []
    assert (data / "files" / "blobs").is_dir()


def test_backup_without_pg_dump_says_what_to_install(data, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda _name: None)

    with pytest.raises(BackupRefused, match="postgresql-client"):
        make_backup(target=data / "b.tar.gz", with_secrets=False, at=NOON)

    assert not (data / "b.tar.gz").exists()
