"""What the adapters decide by themselves: fresh sign-ins, second factors, notices of changes, names of passkeys."""

import time

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.test import RequestFactory
from django.urls import reverse
from tests.factories.people import PersonFactory

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.people.adapter import FRESH_SECONDS, SIGNED_IN_AT, AccountAdapter, PasskeyAdapter

pytestmark = pytest.mark.django_db


def passkey(person, name="Phone"):
    return Authenticator.objects.create(user=person, type="webauthn", data={"name": name, "credential": {}})


def signed_in(client, person, seconds_ago):
    client.force_login(person)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - seconds_ago
    session.save()
    return client


def test_a_passkey_is_no_second_lock_behind_the_code():
    assert not [stage for stage in AccountAdapter().get_login_stages() if "mfa.stages" in stage]


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_changing_a_passkey_asks_an_old_session_for_one(client, name):
    person = PersonFactory()
    url = reverse(name, args=[passkey(person).pk])

    fresh = signed_in(client, person, FRESH_SECONDS - 60).get(url)
    stale = signed_in(client, person, FRESH_SECONDS + 60).get(url)

    assert fresh.status_code == 200
    assert stale["Location"].startswith(reverse("mfa_reauthenticate_webauthn"))


def test_an_old_session_removes_no_passkey_by_post(client):
    person = PersonFactory()
    key = passkey(person)

    signed_in(client, person, FRESH_SECONDS + 60).post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("name", ["mfa_edit_webauthn", "mfa_remove_webauthn"])
def test_somebody_elses_passkey_does_not_exist(client, name):
    key = passkey(PersonFactory())
    client = signed_in(client, PersonFactory(), 0)

    assert client.get(reverse(name, args=[key.pk])).status_code == 404
    assert client.post(reverse(name, args=[key.pk]), {"name": "Mine"}).status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Phone"


def test_removing_a_passkey_is_recorded_and_told(client):
    person = PersonFactory(language="en")

    signed_in(client, person, 0).post(reverse("mfa_remove_webauthn", args=[passkey(person).pk]))

    assert not Authenticator.objects.exists()
    assert list(Entry.objects.values_list("action", "actor")) == [("passkey.removed", person.uuid)]
    message = Message.objects.get()
    assert (message.recipient, message.subject) == (person.email, "A passkey was removed from your account")


def test_renaming_a_passkey(client):
    person = PersonFactory()
    key = passkey(person)

    signed_in(client, person, 0).post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "Ward computer"})

    key.refresh_from_db()
    assert key.wrap().name == "Ward computer"


def test_other_notices_of_allauth_are_not_sent():
    AccountAdapter().send_notification_mail("account/email/password_changed", PersonFactory())

    assert not Message.objects.exists()
    assert not Entry.objects.exists()


def test_passkeys_without_a_name_are_counted():
    person = PersonFactory()
    passkey(person)

    name = PasskeyAdapter().generate_authenticator_name(person, Authenticator.Type.WEBAUTHN)

    assert name == "Passkey 2"


def test_a_device_is_shown_the_campus_and_bound_to_its_host():
    with context.request_context(RequestFactory().get("/")):
        entity = PasskeyAdapter().get_public_key_credential_rp_entity()

    assert entity == {"id": "testserver", "name": "Salerno"}
