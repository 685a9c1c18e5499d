"""The page that verifies: how often, how large, what is handed in with it, and what it says where it could not check."""

import base64
import json
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from tests.support.credentials import passed_course
from tests.support.moments import NOON
from tests.support.staff import sign_in_as

from salerno.credentials.addresses import did_for
from salerno.credentials.checking import check
from salerno.credentials.elmo.documents import MAX_BYTES as MOST_OF_ELMO
from salerno.credentials.elmo.refusals import ElmoReason
from salerno.credentials.europass.envelope import MAX_CHARACTERS as MOST_OF_A_SEAL
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.forms import MAX_BYTES, VerifyForm
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.proving.baking import MAX_PICTURE
from salerno.credentials.proving.carriers import MAX_FILE, carried
from salerno.credentials.proving.keys import SigningKey as Key
from salerno.credentials.proving.reading import MAX_BYTES as MAX_JSON
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Note, Outcome
from salerno.credentials.seal_words import ELMO_REASONS, JOINT_REASONS, NOTES, SEAL_REASONS
from salerno.credentials.verdict_words import CHECKS, HEADLINES, OPEN_CHECKS, REASONS, SENTENCES
from salerno.institutions.models import Institution

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parent.parent / "data" / "openbadges3" / "samples"
TOKEN = carried((SAMPLES / "simple-jwt.png").read_bytes())
JWK = json.loads(base64.urlsafe_b64decode(TOKEN.split(b".")[0] + b"=="))["jwk"]
KEY_OF_COMPLETE = "z6Mknyb2Gb4NxzW3xSr9ChTtdQZ1zs77piQ3r9SaJ9vMzmrs"
LIST_OF_COMPLETE = {
    "id": "https://1edtech.edu/credentials/3732/revocations",
    "issuer": "https://1edtech.edu/issuers/565049",
    "revokedCredentials": [],
}


@pytest.fixture(autouse=True)
def _nobody_has_verified_yet():
    cache.clear()
    yield
    cache.clear()


def test_past_the_limit_the_page_says_when_to_go_on_and_keeps_what_was_pasted(client, settings):
    settings.SALERNO_API_ANONYMOUS_PER_MINUTE = 2
    pasted = {"text": "a pasted credential", "documents": '{"id": "did:web:kept.example"}'}

    answers = [client.post("/verify/", pasted) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    page = answers[2].content.decode()
    assert "Many credentials were verified from your address in this minute, so this one was not." in page
    assert "a pasted credential" in page
    assert "did:web:kept.example" in page
    assert "verdict--" not in page
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert (answers[2]["X-RateLimit-Limit"], answers[2]["Cache-Control"]) == ("2", "no-store")


def test_the_page_itself_and_the_limit_of_others_are_not_touched(client, settings):
    settings.SALERNO_API_ANONYMOUS_PER_MINUTE = 1
    client.post("/verify/", {"text": "x"})

    pages = [client.get("/verify/").status_code for _ in range(3)]
    elsewhere = client.post("/verify/", {"text": "x"}, REMOTE_ADDR="192.0.2.7").status_code
    sign_in_as(client, passed_course().award.institution)

    assert (pages, elsewhere) == ([200] * 3, 200)
    assert client.post("/verify/", {"text": "x"}).status_code == 200


def test_the_page_of_a_qr_code_is_counted_too(client, settings):
    settings.SALERNO_API_ANONYMOUS_PER_MINUTE = 1
    credential = passed_course()

    answers = [client.get(f"/verify/{credential.uuid}/") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert "verdict--" not in answers[1].content.decode()


def test_the_words_and_the_limits_agree():
    words = str(VerifyForm.base_fields["file"].help_text)

    assert (MAX_FILE, MAX_PICTURE, MAX_JSON) == (5_000_000, 5_000_000, 1_000_000)
    assert MAX_BYTES == MOST_OF_ELMO == 20_000_000
    assert MOST_OF_A_SEAL == 10_000_000
    assert all(f"up to {limit} MB" in words for limit in (1, 5, 10, 20))


@pytest.mark.parametrize(("size", "status"), [(20_000_000, 200), (20_000_001, 422)])
def test_a_file_is_read_up_to_the_limit(client, size, status):
    answer = client.post("/verify/", {"file": SimpleUploadedFile("large.bin", bytes(size))})

    assert answer.status_code == status
    assert ("This file is larger than 20 MB." in answer.content.decode()) == (status == 422)


@pytest.mark.parametrize(("size", "is_too_large"), [(5_000_000, False), (5_000_001, True)])
def test_a_pdf_is_opened_up_to_a_smaller_limit(client, size, is_too_large):
    head = b"%PDF-1.7\n"

    answer = client.post("/verify/", {"file": SimpleUploadedFile("large.pdf", head + bytes(size - len(head)))})

    assert ("larger than any credential" in answer.content.decode()) == is_too_large


@pytest.mark.parametrize("handed_in", [JWK, [JWK], {"keys": [JWK]}])
def test_a_token_is_valid_with_a_key_handed_in_on_the_page(client, handed_in):
    without = client.post("/verify/", {"text": TOKEN.decode()}).content.decode()
    with_key = client.post("/verify/", {"text": TOKEN.decode(), "documents": json.dumps(handed_in)}).content.decode()

    assert "verdict--unknown_issuer" in without
    assert "verdict--valid" in with_key
    assert "not an institution of this campus" in with_key


def test_a_token_is_valid_with_a_key_handed_in_through_the_api_and_by_command(client, tmp_path, capsys):
    body = json.dumps({"credential": TOKEN.decode(), "did_documents": [JWK]})
    files = {"token.jwt": TOKEN.decode(), "key.json": json.dumps(JWK)}
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    answer = client.post("/api/v1/verify", body, "application/json").json()
    call_command("credential", "verify", str(tmp_path / "token.jwt"), "--did", str(tmp_path / "key.json"))

    assert (answer["outcome"], "valid:" in capsys.readouterr().out) == ("valid", True)


def test_a_key_handed_in_never_speaks_for_an_institution_of_this_campus(settings):
    settings.SALERNO_BASE_URL = "https://campus.example.org"
    name = did_for(Institution(slug="inria"))
    key = Key.generate(f"{name}#key-1")
    payload = json.loads((SAMPLES / "simple.json").read_text("utf-8"))
    del payload["proof"]
    payload["issuer"]["id"] = name
    signed = f"{_part({'alg': 'EdDSA'})}.{_part(payload)}"
    token = f"{signed}.{_text(key.sign(signed.encode()))}".encode()
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": _text(key.public)}

    ours = check(token, at=NOON, did_documents=(jwk,))
    settings.SALERNO_BASE_URL = "https://another.example.org"
    foreign = check(token, at=NOON, did_documents=(jwk,))

    assert (ours.outcome, ours.reason) == (Outcome.UNKNOWN_ISSUER, Reason.TOKEN_NAMES_NO_KEY)
    assert foreign.outcome == Outcome.VALID


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _part(value: dict) -> str:
    return _text(json.dumps(value).encode())


def issuer_of_complete() -> dict:
    issuer = "https://1edtech.edu/issuers/565049"
    key = {"id": f"{issuer}#{KEY_OF_COMPLETE}", "controller": issuer, "publicKeyMultibase": KEY_OF_COMPLETE}
    return {"id": issuer, "assertionMethod": [key]}


def test_a_status_that_could_not_be_checked_is_said_so_and_not_denied(client):
    document = (SAMPLES / "complete.json").read_text("utf-8")
    issuer, listing = issuer_of_complete(), LIST_OF_COMPLETE

    without = client.post("/verify/", {"text": document, "documents": json.dumps(issuer)}).content.decode()
    with_list = client.post("/verify/", {"text": document, "documents": json.dumps([issuer, listing])}).content.decode()

    assert "verdict--status_unchecked" in without
    assert str(HEADLINES[Outcome.STATUS_UNCHECKED]) in without
    assert "Whether the issuer has suspended or revoked it could not be checked" in without
    assert "No:" not in without
    assert "verdict--valid" in with_list


def test_the_api_and_the_command_tell_an_open_check_from_a_failed_one(client, tmp_path, capsys):
    document = json.loads((SAMPLES / "complete.json").read_text("utf-8"))
    (tmp_path / "issuer.json").write_text(json.dumps(issuer_of_complete()), encoding="utf-8")
    body = json.dumps({"credential": document, "did_documents": [issuer_of_complete()]})

    answer = client.post("/api/v1/verify", body, "application/json").json()
    with pytest.raises(CommandError, match="status_unchecked: status_unavailable"):
        call_command("credential", "verify", str(SAMPLES / "complete.json"), "--did", str(tmp_path / "issuer.json"))

    status = next(item for item in answer["checks"] if item["name"] == "status")
    assert (answer["outcome"], answer["is_valid"], answer["reason"]) == ("status_unchecked", False, "status_unavailable")
    assert (status["passed"], status["reason"], status["words"]) == (False, "status_unavailable", str(OPEN_CHECKS["status"]))
    assert "?    status" in capsys.readouterr().out


def test_every_outcome_check_and_reason_has_words_of_its_own():
    sentences = [str(text) for text in REASONS.values()]

    assert (set(HEADLINES), set(SENTENCES), set(REASONS)) == (set(Outcome), set(Outcome), set(Reason))
    assert len(set(sentences)) == len(sentences)
    assert set(OPEN_CHECKS) == set(CHECKS)


def test_every_reason_of_a_seal_an_elmo_and_a_joint_credential_has_words_too():
    only_for_sealing = {SealReason.BAD_SEAL_FILE, SealReason.KEY_MISMATCH}
    sentences = [str(text) for table in (SEAL_REASONS, ELMO_REASONS, JOINT_REASONS, NOTES) for text in table.values()]

    assert set(SEAL_REASONS) == set(SealReason) - only_for_sealing
    assert (set(ELMO_REASONS), set(JOINT_REASONS), set(NOTES)) == (set(ElmoReason), set(JointReason), set(Note))
    assert len(set(sentences)) == len(sentences)
