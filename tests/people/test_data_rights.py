"""Download and erasure: all kinds of data take part, and what is erased is gone."""

import json
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from tests.factories.people import LegalTextFactory, PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.people import data_rights, services
from salerno.people.data_rights import Holding
from salerno.people.enums import ErasureState
from salerno.people.errors import PeopleRefused
from salerno.people.models import ApiToken
from salerno.people.tokens import create_token

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def ada():
    """Somebody about whom there is something of every kind that this room holds."""
    person = RoleAssignmentFactory(person__email="ada@example.org", person__full_name="Ada Lovelace").person
    LegalTextFactory()
    services.accept_texts(person=person, at=NOON, language="en")
    create_token(person=person, name="script", scopes=["studies:read"], by=person, at=NOON)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "Phone", "credential": {}})
    return person


def test_registering_the_same_kind_twice_is_refused():
    before = data_rights.holdings()
    impostor = Holding("account", "Something else", lambda person: [], lambda person: 0)

    with pytest.raises(ValueError, match="registered twice"):
        data_rights.register(impostor)

    assert data_rights.holdings() == before


def test_download_holds_every_kind_and_no_secret(ada):
    services.ask_erasure(person=ada, at=NOON)

    held = json.loads(services.download_own_data(person=ada, at=NOON))

    assert held["format"] == "salerno-personal-data-1"
    assert list(held["data"]) == [holding.key for holding in data_rights.holdings()]
    account = held["data"]["account"][0]
    assert (account["email"], account["full_name"]) == ("ada@example.org", "Ada Lovelace")
    assert [role["role"] for role in account["roles"]] == ["teacher"]
    assert [token["name"] for token in account["api_tokens"]] == ["script"]
    assert len(account["accepted"]) == 1
    assert [notice["subject"] for notice in held["data"]["notices"]] == ["You asked to be erased"]
    assert ApiToken.objects.get().digest not in json.dumps(held)
    assert Entry.objects.filter(action="person.data_downloaded").count() == 1


def test_download_holds_nothing_of_somebody_else(ada):
    other = PersonFactory(email="eve@example.org")

    assert "ada@example.org" not in services.download_own_data(person=other, at=NOON).decode()


def test_ask_erasure_twice_is_one_request_and_one_notice(ada):
    first = services.ask_erasure(person=ada, at=NOON)

    second = services.ask_erasure(person=ada, at=NOON)

    assert first == second
    assert Message.objects.get().recipient == "ada@example.org"
    assert Entry.objects.filter(action="erasure.asked").count() == 1


def test_cancelled_requests_cannot_be_carried_out(ada):
    request = services.ask_erasure(person=ada, at=NOON)
    services.cancel_erasure(request=request, by=ada, at=NOON)

    with pytest.raises(PeopleRefused):
        services.erase(request=request, by=ada, at=NOON)

    ada.refresh_from_db()
    assert (ada.is_active, ada.email) == (True, "ada@example.org")


def test_erase_leaves_an_empty_shell_and_says_what_is_kept(ada):
    request = services.ask_erasure(person=ada, at=NOON)
    other = PersonFactory()

    kept = services.erase(request=request, by=ada, at=NOON)

    ada.refresh_from_db()
    request.refresh_from_db()
    assert (ada.is_active, ada.full_name, ada.home_institution, ada.erased_at) == (False, "", None, NOON)
    assert "ada" not in ada.email
    assert not ada.roles.exists()
    assert not ada.acceptances.exists()
    assert not ada.api_tokens.exists()
    assert not EmailAddress.objects.filter(user_id=ada.pk).exists()
    assert not Authenticator.objects.filter(user_id=ada.pk).exists()
    assert not Message.objects.exists()
    assert (request.state, request.kept) == (ErasureState.DONE, kept)
    assert [item["what"] for item in kept] == ["Record of acts"]
    assert EmailAddress.objects.filter(user_id=other.pk).exists()


def test_erase_twice_is_refused(ada):
    request = services.ask_erasure(person=ada, at=NOON)
    services.erase(request=request, by=ada, at=NOON)

    with pytest.raises(PeopleRefused):
        services.erase(request=request, by=ada, at=NOON)


def test_the_address_of_an_erased_account_is_free_again(ada):
    services.erase(request=services.ask_erasure(person=ada, at=NOON), by=ada, at=NOON)

    assert PersonFactory(email="ada@example.org").pk != ada.pk


def test_no_entry_of_the_record_names_the_erased_person(ada):
    services.change_account(person=ada, values={"full_name": "Ada King"}, by=ada)
    services.erase(request=services.ask_erasure(person=ada, at=NOON), by=ada, at=NOON)

    written = " ".join(str(row) for row in Entry.objects.values())
    assert str(ada.uuid) in written.replace("UUID('", "").replace("')", "")
    assert not any(word in written for word in ("ada@example.org", "Lovelace", "King"))
