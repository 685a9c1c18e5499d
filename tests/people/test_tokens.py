"""API tokens: shown once, found by their text alone, ended for good."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.factories.people import PersonFactory

from salerno.audit.models import Entry
from salerno.people.enums import Scope
from salerno.people.errors import PeopleRefused
from salerno.people.models import ApiToken
from salerno.people.tokens import LIVES_FOR, create_token, find_token, revoke_token

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def new_token(person=None, scopes=(Scope.STUDIES_READ,)):
    person = person or PersonFactory()
    return create_token(person=person, name="script", scopes=list(scopes), by=person, at=NOON)


def test_create_token_keeps_no_text_of_it():
    token, text = new_token()

    token.refresh_from_db()
    kept = " ".join(str(value) for value in ApiToken.objects.values().get().values())
    logged = str(Entry.objects.values().get())
    assert text.startswith("salerno_")
    assert len(text) > 40
    assert text not in kept + logged
    assert text.removeprefix("salerno_") not in kept + logged


@pytest.mark.parametrize("scopes", [[], ["studies:delete"], [Scope.STUDIES_READ, "*"]])
def test_create_token_refuses_scopes_that_are_not(scopes):
    with pytest.raises(PeopleRefused):
        new_token(scopes=scopes)

    assert ApiToken.objects.count() == 0


def test_find_token_finds_the_living_one_and_notes_the_day_once(django_assert_num_queries):
    token, text = new_token()
    assert find_token(text, at=NOON) == token

    with django_assert_num_queries(1):
        again = find_token(text, at=NOON + timedelta(hours=1))

    assert again.last_used_on == NOON.date()


@pytest.mark.parametrize("text", ["", "salerno_", "salerno_wrong", "x" * 5000])
def test_find_token_finds_nothing_by_another_text(text):
    new_token()

    assert find_token(text, at=NOON) is None


def test_find_token_refuses_expired_revoked_and_closed():
    _expired, expired_text = new_token()
    revoked, revoked_text = new_token()
    revoke_token(token=revoked, by=revoked.person, at=NOON)
    closed, closed_text = new_token()
    closed.person.is_active = False
    closed.person.save()

    assert find_token(expired_text, at=NOON + LIVES_FOR) is None
    assert find_token(revoked_text, at=NOON) is None
    assert find_token(closed_text, at=NOON) is None


def test_revoke_token_twice_keeps_the_first_moment():
    token, _text = new_token()
    revoke_token(token=token, by=token.person, at=NOON)

    revoke_token(token=token, by=token.person, at=NOON + timedelta(days=1))

    token.refresh_from_db()
    assert token.revoked_at == NOON


def test_the_command_prints_a_token_that_works(capsys):
    person = PersonFactory(email="ada@example.org")

    call_command("token", "create", "Ada@example.org", "--scope", "studies:read,credentials:read")

    found = find_token(capsys.readouterr().out.strip(), at=datetime.now(UTC))
    assert (found.person, found.scopes) == (person, ["credentials:read", "studies:read"])


@pytest.mark.parametrize(("email", "scope"), [("nobody@example.org", "studies:read"), ("ada@example.org", "all")])
def test_the_command_refuses_in_a_sentence(email, scope):
    PersonFactory(email="ada@example.org")

    with pytest.raises(CommandError, match=r"\w+ .*\."):
        call_command("token", "create", email, "--scope", scope)
