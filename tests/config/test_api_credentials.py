"""Credentials through the API: the holder's own, and verification of anybody's."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.support.credentials import passed_course
from tests.support.moments import NOON

from salerno.credentials import forms_of
from salerno.credentials.models import Credential
from salerno.credentials.services import suspend

pytestmark = pytest.mark.django_db


@pytest.fixture
def credential(lea, program):
    return passed_course(lea)


def test_my_credentials_are_listed(program, credential):
    answer = program.get("me/credentials").json()

    assert answer["total"] == 1
    assert answer["items"][0] == {
        "uuid": str(credential.uuid),
        "kind": "course",
        "title": {"en": "Counting"},
        "course": "CODE-counting",
        "institution": credential.award.institution.slug,
        "state": "valid",
        "issued_at": "2026-11-24T12:00:00Z",
        "is_shared": False,
        "url": f"http://testserver/credentials/{credential.uuid}/",
        "files": {
            form: f"http://testserver/credentials/{credential.uuid}/credential.{form}" for form in ("json", "png", "svg", "pdf")
        },
    }


def test_a_credential_comes_exactly_as_it_was_signed(program, credential):
    answer = program.get(f"me/credentials/{credential.uuid}")

    assert answer.content.decode() == credential.document
    assert answer["Content-Type"] == "application/vc+ld+json"


def test_somebody_elses_credential_does_not_exist_even_when_it_is_shared(other_program, credential):
    Credential.objects.update(shared_at=NOON)

    answers = [other_program.get(f"me/credentials/{credential.uuid}"), other_program.get("me/credentials")]

    assert (answers[0].status_code, answers[1].json()["total"]) == (404, 0)


def test_the_list_makes_the_same_queries_with_one_row_and_with_more(program, lea, credential, django_assert_num_queries):
    program.get("me")
    with django_assert_num_queries(3):
        program.get("me/credentials")
    for number in range(3):
        passed_course(lea, slug=f"more-{number}")

    with django_assert_num_queries(3):
        answer = program.get("me/credentials").json()

    assert answer["total"] == 4


@pytest.mark.parametrize("form", ["object", "text"])
def test_a_good_credential_is_valid(stranger, credential, form):
    body = json.loads(credential.document) if form == "object" else credential.document

    answer = stranger.post("verify", {"credential": body})

    verdict = answer.json()
    assert (answer.status_code, verdict["outcome"], verdict["is_valid"], verdict["reason"]) == (200, "valid", True, None)
    assert [(check["name"], check["passed"]) for check in verdict["checks"]] == [
        ("readable", True),
        ("structure", True),
        ("proof", True),
        ("status", True),
        ("period", True),
    ]
    assert verdict["words"]["headline"] == "Valid"
    assert verdict["summary"]["achievement_name"] == "Counting"


def test_the_words_follow_the_language_that_is_asked_for(stranger, credential):
    answer = stranger.post("verify", {"credential": credential.document}, {"Accept-Language": "fr"})

    assert answer["Content-Language"] == "fr"
    assert answer.json()["outcome"] == "valid"


def test_an_altered_credential_is_refused(stranger, credential):
    document = json.loads(credential.document)
    document["credentialSubject"]["achievement"]["name"] = "Something better"

    verdict = stranger.post("verify", {"credential": document}).json()

    assert (verdict["outcome"], verdict["is_valid"], verdict["reason"]) == ("altered", False, "bad_signature")
    assert verdict["words"]["reason"] == "The signature does not fit the content."


def test_a_suspended_credential_says_so_with_the_reason(stranger, credential, lea):
    suspend(credential=credential, reason="Under review", by=lea, at=NOON)

    verdict = stranger.post("verify", {"credential": credential.document}).json()

    assert (verdict["outcome"], verdict["detail"]) == ("suspended", "Under review")


def test_a_stranger_issuer_is_known_by_the_document_handed_in(stranger):
    sample = _sample("simple-did-web-method.json")
    without = stranger.post("verify", {"credential": sample}).json()

    assert without["outcome"] == "unknown_issuer"


def _sample(name):
    from pathlib import Path

    return json.loads((Path(__file__).parent.parent / "data" / "openbadges3" / "samples" / name).read_text())


@pytest.mark.parametrize("form", ["json", "png", "svg", "pdf"])
def test_every_form_is_verified_as_a_file(stranger, credential, form):
    makers = {"png": forms_of.as_png, "svg": forms_of.as_svg, "pdf": forms_of.as_pdf}
    content = makers[form](credential, "en") if form in makers else forms_of.as_json(credential)

    answer = stranger.client.post("/api/v1/verify", {"file": SimpleUploadedFile(f"credential.{form}", content)})

    assert (answer.status_code, answer.json()["outcome"]) == (200, "valid")


@pytest.mark.parametrize(
    ("raw", "outcome", "reason"),
    [
        (b'{"credential": {"a": 1, "a": 2}}', "unreadable", "duplicate_key"),
        (b"{", "unreadable", "not_json"),
        (b'{"credential": {"a": NaN}}', "unreadable", "bad_number"),
        (b'{"credential": ' + b"[" * 70 + b"]" * 70 + b"}", "unreadable", "too_deep"),
        (b'{"credential": "' + b"x" * 1_000_001 + b'"}', "unreadable", "too_large"),
        (b'{"credential": "not a credential"}', "unreadable", "not_json"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_reason(stranger, raw, outcome, reason):
    answer = stranger.client.post("/api/v1/verify", raw, "application/json")

    assert (answer.status_code, answer.json()["outcome"], answer.json()["reason"]) == (200, outcome, reason)


@pytest.mark.parametrize(
    "body",
    [{}, {"credential": 7}, {"credential": ""}, {"credential": {}, "more": 1}, {"credential": {"a": 1}, "did_documents": {}}],
)
def test_a_body_of_another_shape_is_refused(stranger, body):
    answer = stranger.post("verify", body)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_form_without_anything_is_refused(stranger):
    answer = stranger.client.post("/api/v1/verify", {"text": ""})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


def test_a_file_that_is_too_large_is_refused_by_its_length_alone(stranger):
    length = {"Content-Length": str(64 * 2**20)}

    answer = stranger.client.generic("POST", "/api/v1/verify", b"{}", "application/json", headers=length)

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
