"""A person's account: who may open which address, and what each page does."""

import json
import uuid
from datetime import UTC, datetime

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import LegalTextFactory, PersonFactory, RoleAssignmentFactory

from salerno.audit.models import Entry
from salerno.people.enums import ErasureState, LegalKind, Role
from salerno.people.models import ApiToken, ErasureRequest, Person
from salerno.people.services import ask_erasure
from salerno.people.tokens import create_token, find_token

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SOME_UUID = uuid.UUID(int=7)

STATUS = {
    # name and arguments: (GET, POST without fields), signed in
    ("account",): (200, 422),
    ("data",): (200, 405),
    ("download",): (405, 200),
    ("ask_erasure",): (200, 302),
    ("cancel_erasure",): (405, 302),
    ("erase_now",): (302, 302),
    ("tokens",): (200, 422),
    ("revoke_token", SOME_UUID): (405, 404),
}


def url(name, *arguments):
    return reverse(f"portal:{name}", args=arguments)


@pytest.fixture
def ada():
    return PersonFactory(email="ada@example.org", full_name="Ada Lovelace")


@pytest.fixture
def page(client, ada):
    """A client in which Ada is signed in."""
    client.force_login(ada)
    return client


def new_token(person, name="script"):
    return create_token(person=person, name=name, scopes=["studies:read"], by=person, at=timezone.now())


@pytest.mark.parametrize("target", STATUS)
def test_nobody_is_sent_to_sign_in_and_back(client, target):
    address = url(*target)

    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("role", [None, Role.TEACHER, Role.ADMINISTRATOR, Role.COORDINATOR])
@pytest.mark.parametrize("target", STATUS)
def test_everybody_opens_their_own_account_alike(client, role, target):
    person = RoleAssignmentFactory(role=role).person if role else PersonFactory()
    client.force_login(person)

    assert (client.get(url(*target)).status_code, client.post(url(*target)).status_code) == STATUS[target]


@pytest.mark.parametrize("target", STATUS)
def test_every_form_of_the_account_demands_its_csrf_token(ada, target):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)

    assert client.post(url(*target)).status_code in (403, 405)


@pytest.mark.parametrize("name", ["account", "data", "tokens", "ask_erasure"])
def test_pages_of_the_account_are_kept_by_no_cache(page, name):
    assert "no-store" in page.get(url(name))["Cache-Control"]


def test_the_account_changes_what_was_typed_and_says_which_fields(page, ada):
    home = InstitutionFactory()
    fields = {
        "full_name": "Ada King",
        "language": "en",
        "time_zone": "Europe/Stockholm",
        "home_institution": home.pk,
        "email": "eve@example.org",
        "is_active": "",
    }

    answer = page.post(url("account"), fields)

    ada.refresh_from_db()
    assert answer.status_code == 302
    assert (ada.full_name, ada.time_zone, ada.home_institution) == ("Ada King", "Europe/Stockholm", home)
    assert (ada.email, ada.is_active) == ("ada@example.org", True)
    assert Entry.objects.get().detail == {"fields": ["full_name", "home_institution", "time_zone"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [("full_name", ""), ("full_name", "x" * 151), ("language", "xx"), ("time_zone", "../etc"), ("home_institution", "7")],
)
def test_the_account_refuses_what_is_not(page, ada, field, value):
    fields = {"full_name": "Ada", "language": "en", "time_zone": "Europe/Paris"} | {field: value}

    answer = page.post(url("account"), fields)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    assert Person.objects.get(pk=ada.pk).full_name == "Ada Lovelace"


def test_a_language_of_the_account_is_stronger_than_the_switch_was(page):
    page.cookies["django_language"] = "en"

    answer = page.post(url("account"), {"full_name": "Ada", "language": "fr", "time_zone": "Europe/Paris"})

    assert answer.cookies["django_language"]["max-age"] == 0
    del page.cookies["django_language"]
    assert page.get(url("account")).wsgi_request.LANGUAGE_CODE == "fr"


def test_the_account_asks_for_a_changed_text_until_it_is_accepted(page, ada):
    LegalTextFactory(kind=LegalKind.TERMS, change="Shorter.")
    assert "Shorter." in page.get(url("account")).content.decode()

    page.post(url("account"), {"accept": "1"})

    assert "Shorter." not in page.get(url("account")).content.decode()
    assert ada.acceptances.get().text.kind == "terms"
    assert Entry.objects.filter(action="text.accepted", actor=ada.uuid).count() == 1


def test_the_data_page_counts_each_kind(page, ada):
    ask_erasure(person=ada, at=NOON)

    held = {str(kind.title): kind.count for kind in page.get(url("data")).context["held"]}

    assert held["Account, roles, acceptances"] == 1
    assert held["Notices by e-mail"] == 1
    assert held["Enrolments"] == 0


def test_the_download_is_ones_own_file_and_is_recorded(page, ada):
    PersonFactory(email="eve@example.org")

    answer = page.post(url("download"))

    held = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].startswith('attachment; filename="salerno-my-data-')
    assert held["person"] == str(ada.uuid)
    assert "eve@example.org" not in answer.content.decode()
    assert Entry.objects.get().action == "person.data_downloaded"


def test_a_token_is_shown_once(page, ada):
    fields = {"name": "Notebook", "scopes": ["studies:read", "credentials:read"]}

    made = page.post(url("tokens"), fields)
    later = page.get(url("tokens"))

    text = made.context["text"]
    assert find_token(text, at=timezone.now()).person == ada
    assert text in made.content.decode()
    assert text not in later.content.decode()
    assert "Notebook" in later.content.decode()


@pytest.mark.parametrize(
    "fields", [{"name": "", "scopes": ["studies:read"]}, {"name": "x"}, {"name": "x", "scopes": ["studies:delete"]}]
)
def test_a_token_without_name_or_scope_is_not_made(page, fields):
    assert page.post(url("tokens"), fields).status_code == 422
    assert not ApiToken.objects.exists()


def test_revoking_ends_ones_own_token_once(page, ada):
    token, text = new_token(ada)

    for _ in range(2):
        assert page.post(url("revoke_token", token.uuid)).status_code == 302

    assert find_token(text, at=timezone.now()) is None
    assert Entry.objects.filter(action="token.revoked").count() == 1


def test_somebody_elses_token_does_not_exist(page):
    token, text = new_token(PersonFactory(), "theirs")

    assert page.post(url("revoke_token", token.uuid)).status_code == 404
    assert find_token(text, at=timezone.now()) == token
    assert "theirs" not in page.get(url("tokens")).content.decode()


@pytest.mark.parametrize("name", ["account", "data", "tokens", "ask_erasure"])
def test_queries_do_not_grow_with_rows(page, ada, name, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(60) as asked:
            page.get(url(name))
        return len(asked)

    def more():
        new_token(ada)
        RoleAssignmentFactory(person=ada)
        InstitutionFactory()

    more()
    page.get(url(name))
    few = queries()
    for _ in range(29):
        more()

    assert queries() == few


def test_erasure_from_the_first_word_to_the_last_row(page, ada):
    other_device, api = Client(), new_token(ada)[1]
    other_device.force_login(ada)
    eve = Client()
    eve.force_login(PersonFactory())

    asked = page.post(url("ask_erasure"))
    wrong = page.post(url("erase_now"), {"word": "yes"})
    assert (asked["Location"], wrong.status_code) == (url("erase_now"), 422)
    assert Person.objects.get(pk=ada.pk).is_active
    told = page.post(url("erase_now"), {"word": "Erase"})

    assert told.status_code == 200
    assert "You are erased" in told.content.decode()
    assert "Record of acts" in told.content.decode()
    ada.refresh_from_db()
    assert (ada.is_active, ada.full_name, ada.email) == (False, "", f"erased-{ada.uuid}@invalid")
    assert ErasureRequest.objects.get().state == ErasureState.DONE
    assert not ApiToken.objects.exists()
    assert find_token(api, at=timezone.now()) is None
    for client in (page, other_device):
        assert client.get(url("account")).status_code == 302
    assert eve.get(url("account")).status_code == 200
    assert Session.objects.count() == 1
    assert [entry.action for entry in Entry.objects.order_by("sequence") if entry.actor == ada.uuid] == [
        "token.created",
        "erasure.asked",
        "erasure.done",
    ]


def test_the_page_before_erasure_names_what_is_kept_and_why(page, ada):
    new_token(ada)

    context = page.get(url("ask_erasure")).context

    assert [str(kind.title) for kind in context["kept"]] == ["Record of acts"]
    assert "Article 5(2)" in str(context["kept"][0].kept_because)
    assert not {str(kind.title) for kind in context["erased"]} & {"Record of acts", "Awards", "Credentials"}


def test_nothing_is_erased_without_a_request(page, ada):
    answer = page.post(url("erase_now"), {"word": "erase"})

    assert answer["Location"] == url("ask_erasure")
    assert Person.objects.get(pk=ada.pk).is_active


def test_a_request_can_be_cancelled(page, ada):
    ask_erasure(person=ada, at=NOON)

    page.post(url("cancel_erasure"))

    assert ErasureRequest.objects.get().state == ErasureState.CANCELLED
    assert page.get(url("erase_now"))["Location"] == url("ask_erasure")
