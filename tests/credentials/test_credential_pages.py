"""The holder's pages, sharing, downloads, and the public verification."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.courses import person
from tests.support.credentials import passed_course
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.credentials.services import revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential():
    return passed_course()


def address(credential, rest=""):
    return f"/credentials/{credential.uuid}/{rest}"


def test_a_credential_is_the_holders_alone_until_it_is_shared(client, credential):
    stranger = client.get(address(credential)).status_code
    client.force_login(credential.award.learner)
    holder = client.get(address(credential)).status_code
    client.post(address(credential, "share/"), {"share": "on"})
    client.logout()
    shared = client.get(address(credential)).status_code
    client.force_login(credential.award.learner)
    client.post(address(credential, "share/"), {"share": "off"})
    client.logout()

    assert (stranger, holder, shared, client.get(address(credential)).status_code) == (404, 200, 200, 404)


def test_another_person_can_neither_see_nor_share_it(client, credential):
    client.force_login(person("eve@example.org"))

    assert client.get(address(credential)).status_code == 404
    assert client.post(address(credential, "share/"), {"share": "on"}).status_code == 404
    for form in ("json", "png", "svg", "pdf"):
        assert client.get(address(credential, f"credential.{form}")).status_code == 404


@pytest.mark.parametrize("form", ["json", "png", "svg", "pdf"])
def test_every_form_verifies_on_the_public_page(client, credential, form):
    client.force_login(credential.award.learner)
    data = client.get(address(credential, f"credential.{form}"))
    client.logout()

    response = client.post("/verify/", {"file": SimpleUploadedFile(f"mine.{form}", data.content)})

    assert data.status_code == 200
    assert "verdict--valid" in response.content.decode()


def test_the_exact_signed_bytes_are_served(client, credential):
    client.force_login(credential.award.learner)

    assert client.get(address(credential, "credential.json")).content == credential.document.encode()


def test_a_pasted_credential_verifies_and_a_changed_one_is_called_altered(client, credential):
    good = client.post("/verify/", {"text": credential.document}).content.decode()
    bad = client.post("/verify/", {"text": credential.document.replace("Counting", "Flying")}).content.decode()

    assert "verdict--valid" in good
    assert "verdict--altered" in bad


@pytest.mark.parametrize("text", ["", "hello", "{", "[]", '{"a": NaN}', "<svg/>", "é" * 100])
def test_what_is_no_credential_gets_a_clear_answer(client, text):
    response = client.post("/verify/", {"text": text})

    assert response.status_code == (422 if not text else 200)
    if text:
        assert "verdict--unreadable" in response.content.decode()


def test_the_qr_codes_page_says_the_state_and_hides_the_name_until_shared(client, credential):
    hidden = client.get(f"/verify/{credential.uuid}/").content.decode()
    revoke(credential=credential, reason="Issued by mistake", by=None, at=LATER)
    revoked = client.get(f"/verify/{credential.uuid}/").content.decode()

    assert "verdict--valid" in hidden
    assert "Lea Learner" not in hidden
    assert "verdict--revoked" in revoked
    assert "Issued by mistake" in revoked


def test_a_number_that_was_never_issued_is_said_to_be_unknown(client):
    response = client.get("/verify/00000000-0000-4000-8000-000000000000/")

    assert response.status_code == 404
    assert "This campus has issued no credential with this number" in response.content.decode()


def test_did_document_and_status_list_are_public(client, credential):
    did = client.get("/institutions/aix-marseille-university/did.json")
    listing = client.get(f"/credentials/status/{credential.status_list.uuid}")

    assert json.loads(did.content)["assertionMethod"] == [credential.key.method_id]
    assert (did.headers["Access-Control-Allow-Origin"], listing.headers["Access-Control-Allow-Origin"]) == ("*", "*")
    assert json.loads(listing.content)["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert client.get("/institutions/inria/did.json").status_code == 404


def test_staffs_opening_of_a_credential_is_recorded(client, credential):
    from salerno.people.services import assign_role

    registrar = person("registrar@example.org")
    assign_role(person=registrar, institution=credential.award.institution, role="administrator", by=None, on=LATER.date())
    client.force_login(registrar)

    assert client.get(address(credential)).status_code == 200
    opened = Entry.objects.get(action="person.opened")
    assert (opened.actor, opened.subject_person) == (registrar.uuid, credential.award.learner.uuid)
