"""The way in: a code by mail, sent at once; ``next`` leads nowhere else."""

from smtplib import SMTPException, SMTPRecipientsRefused
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.factories.people import LegalTextFactory, PersonFactory
from tests.people.way_in import ADDRESS, ask_code, code_in, is_signed_in, sign_in, sign_up

from salerno.audit.models import Entry
from salerno.messaging.models import Message
from salerno.people.enums import LegalKind
from salerno.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_signup_by_passkey"])
def test_the_ways_in_are_pages_without_a_query(client, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(reverse(name))

    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_sign_up_asks_three_things_then_the_code_then_leads_on(client):
    LegalTextFactory(kind=LegalKind.TERMS)
    LegalTextFactory(kind=LegalKind.PRIVACY)

    asked = sign_up(client, email="Trota@Example.org", query="?next=/account/tokens/")
    arrived = client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})

    person = Person.objects.get()
    assert arrived["Location"] == "/account/tokens/"
    assert is_signed_in(client)
    assert (person.email, person.full_name, person.language) == (ADDRESS, "Trota of Salerno", "en")
    assert not person.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert set(person.acceptances.values_list("text__kind", flat=True)) == {"terms", "privacy"}
    assert Entry.objects.filter(action="person.joined", actor=person.uuid).count() == 1


@pytest.mark.parametrize("missing", ["email", "full_name", "accepted"])
def test_sign_up_without_one_of_the_three_opens_nothing(client, missing):
    page = sign_up(client, **{missing: ""})

    assert page.context["form"].errors.keys() == {missing}
    assert not Person.objects.exists()
    assert mail.outbox == []


def test_sign_up_takes_the_language_of_the_page(client):
    client.cookies["django_language"] = "fr"

    sign_up(client)

    assert Person.objects.get().language == "fr"


def test_an_account_without_its_code_is_not_open(client):
    sign_up(client)

    assert not is_signed_in(client)
    assert not EmailAddress.objects.get().verified


def test_who_lost_the_code_of_the_sign_up_signs_in_with_another(client):
    sign_up(client)
    other_device = Client()

    sign_in(other_device, ADDRESS)

    assert is_signed_in(other_device)
    assert EmailAddress.objects.get().verified


def test_sign_in_by_code_in_any_writing_of_address_and_code(client):
    PersonFactory(email=ADDRESS)
    ask_code(client, "TROTA@example.org")
    code = code_in(mail.outbox[-1]).lower().replace("-", " ")

    answer = client.post(reverse("account_confirm_login_code"), {"code": code})

    assert answer.status_code == 302
    assert is_signed_in(client)


def test_a_code_works_once_and_on_one_device(client):
    PersonFactory(email=ADDRESS)
    sign_in(client, ADDRESS)
    code, thief = code_in(mail.outbox[-1]), Client()

    ask_code(thief, ADDRESS)
    thief.post(reverse("account_confirm_login_code"), {"code": code})

    assert not is_signed_in(thief)


def test_three_wrong_codes_end_the_try(client):
    PersonFactory(email=ADDRESS)
    ask_code(client, ADDRESS)
    confirm = reverse("account_confirm_login_code")
    for _ in range(3):
        client.post(confirm, {"code": "AAAA-AAAA"})

    late = client.post(confirm, {"code": code_in(mail.outbox[-1])})

    assert late.status_code == 302
    assert not is_signed_in(client)


def test_codes_are_sent_at_once_and_lie_in_no_table(client):
    PersonFactory(email=ADDRESS)

    ask_code(client, ADDRESS)

    assert len(mail.outbox) == 1
    assert not Message.objects.exists()


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "https:///evil.example",
    "javascript:alert(1)",
    "/\\evil.example",
    "http://testserver@evil.example/",
]


@pytest.mark.parametrize("target", ELSEWHERE)
def test_next_leads_to_no_other_site(client, target):
    PersonFactory(email=ADDRESS)
    query = "?" + urlencode({"next": target})

    signed_in = sign_in(client, ADDRESS, query, next=target)
    left = client.post(reverse("account_logout"), {"next": target})
    joined = sign_up(client, email="new@example.org", query=query, next=target)
    joined = client.post(joined["Location"], {"code": code_in(mail.outbox[-1]), "next": target})

    assert signed_in["Location"] == joined["Location"] == reverse("portal:my_studies")
    assert left["Location"] == reverse("portal:home")


def test_next_leads_on_within_the_campus(client):
    PersonFactory(email=ADDRESS)

    assert sign_in(client, ADDRESS, "?next=/account/data/")["Location"] == "/account/data/"


def test_signing_out_is_a_post(client):
    client.force_login(PersonFactory())
    client.get(reverse("account_logout"))
    assert is_signed_in(client)

    client.post(reverse("account_logout"))

    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_logout", "mfa_login_webauthn"])
def test_forms_of_the_way_in_demand_their_csrf_token(name):
    client = Client(enforce_csrf_checks=True)

    assert client.post(reverse(name), {"login": ADDRESS, "email": ADDRESS}).status_code == 403


@pytest.mark.parametrize("failure", [SMTPException("no"), SMTPRecipientsRefused({ADDRESS: (550, b"no")}), OSError("unreachable")])
@pytest.mark.parametrize("known", [True, False])
def test_a_mail_server_that_fails_is_said_clearly(client, monkeypatch, caplog, failure, known):
    if known:
        PersonFactory(email=ADDRESS)

    def refuse(*arguments, **options):
        raise failure

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    for page in (ask_code(client, ADDRESS), sign_up(Client())):
        assert page.status_code == 503
        assert "The e-mail could not be sent" in page.content.decode()
        assert page["Retry-After"] == "120"
    assert ADDRESS not in caplog.text


def test_a_text_that_changed_is_told_once_after_sign_in(client):
    PersonFactory(email=ADDRESS)
    LegalTextFactory(kind=LegalKind.TERMS)

    page = client.get(sign_in(client, ADDRESS, "?next=/account/data/")["Location"])
    again = client.get("/account/data/")

    assert "changed since you accepted them" in page.content.decode()
    assert "changed since you accepted them" not in again.content.decode()


@pytest.mark.parametrize("address", ["erased-1@invalid", "a@b.invalid", "no address", "a@b", "x" * 250 + "@example.org"])
def test_addresses_that_cannot_be_mailed_are_refused(client, address):
    page = sign_up(client, email=address)

    assert page.context["form"].errors.keys() == {"email"}
    assert not Person.objects.exists()


def test_a_new_address_holds_once_it_is_confirmed_and_the_old_one_is_told(client, settings):
    settings.ACCOUNT_CHANGE_EMAIL = True
    person = PersonFactory(email=ADDRESS)
    client.force_login(person)

    asked = client.post(reverse("account_email"), {"action_add": "1", "email": "new@example.org"})
    person.refresh_from_db()
    assert person.email == ADDRESS
    client.post(asked["Location"], {"code": code_in(mail.outbox[-1])})

    person.refresh_from_db()
    assert person.email == "new@example.org"
    assert list(EmailAddress.objects.values_list("email", "verified")) == [("new@example.org", True)]
    assert Message.objects.get().recipient == ADDRESS
    assert Entry.objects.filter(action="person.address_changed").count() == 1
