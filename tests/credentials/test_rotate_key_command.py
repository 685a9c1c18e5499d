"""``salerno credential rotate-key``: another key signs, and what older ones signed stays valid."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.support.courses import person
from tests.support.credentials import passed_course
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.credentials.checking import check
from salerno.credentials.models import SigningKey
from salerno.credentials.services import signing_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return passed_course()


@pytest.mark.parametrize("name", ["slug", "schac"])
def test_a_new_key_signs_and_the_old_signature_stays_valid(credential, capsys, name):
    institution = credential.award.institution

    call_command("credential", "rotate-key", getattr(institution, name))

    old, new = SigningKey.objects.filter(institution=institution).order_by("made_at")
    assert capsys.readouterr().out == f"{institution.slug}: {new.method_id}\n"
    assert (old.retired_at is not None, new.retired_at) == (True, None)
    assert signing_key(institution, at=LATER).id == new.method_id
    assert check(credential.document.encode(), at=LATER).is_valid


def test_the_record_names_who_did_it_or_the_campus_itself(credential):
    registrar = person("registrar@example.org")
    slug = credential.award.institution.slug

    call_command("credential", "rotate-key", slug, "--by", "Registrar@example.org")
    call_command("credential", "rotate-key", slug)

    actors = Entry.objects.filter(action="key.made").order_by("pk").values_list("actor", flat=True)
    assert list(actors) == [None, registrar.uuid, None]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "No institution has the slug or SCHAC code nowhere"),
        (["aix-marseille-university", "nowhere"], "No institution has the slug or SCHAC code nowhere"),
        (["aix-marseille-university", "--by", "nobody@example.org"], "Nobody has the address nobody@example.org"),
    ],
)
def test_what_is_misspelt_changes_nothing(credential, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("credential", "rotate-key", *arguments)

    assert SigningKey.objects.count() == 1
