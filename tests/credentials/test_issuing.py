"""Issued once, signed by the institution, frozen, verifiable; suspended, reinstated, revoked; keys rotated."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from tests.support.courses import person
from tests.support.credentials import passed_course
from tests.support.moments import LATER, NOON

from salerno.audit.models import Entry
from salerno.credentials.checking import check
from salerno.credentials.enums import State
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import Credential, SigningKey, StatusList
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.status_list import StatusList as Bits
from salerno.credentials.proving.verification import Outcome
from salerno.credentials.selectors import did_document
from salerno.credentials.services import issue, reinstate, revoke, rotate_key, suspend
from salerno.credentials.services.keys import open_key
from salerno.messaging.models import Message

pytestmark = pytest.mark.django_db


def outcome_of(credential, **values):
    return check(credential.document.encode(), at=values.pop("at", LATER), **values).outcome


def test_a_fresh_credential_is_valid_and_says_what_was_achieved():
    credential = passed_course()

    document = json.loads(credential.document)

    assert outcome_of(credential) == Outcome.VALID
    assert document["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert document["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert [proof["cryptosuite"] for proof in document["proof"]] == ["eddsa-rdfc-2022"]
    assert document["issuer"]["id"] == "did:web:testserver:institutions:aix-marseille-university"
    assert document["credentialSubject"]["achievement"]["name"] == "Counting"
    assert document["credentialStatus"]["type"] == "BitstringStatusListEntry"
    rows = document["credentialSubject"]["achievement"]["alignment"]
    alignments = {row["targetFramework"]: row["targetCode"] for row in rows if {"targetFramework", "targetCode"} <= set(row)}
    assert alignments["European Qualifications Framework"] == "6"
    assert alignments["ISCED-F 2013"] == "0988"


def test_the_address_stands_in_it_as_a_salted_hash_alone():
    credential = passed_course()

    assert "lea@example.org" not in credential.document
    hashes = [row for row in json.loads(credential.document)["credentialSubject"]["identifier"] if row["hashed"]]
    assert [row["identityType"] for row in hashes] == ["emailAddress"]


def test_issuing_again_gives_the_credential_that_stands():
    credential = passed_course()

    assert issue(award=credential.award, at=LATER).pk == credential.pk
    assert Credential.objects.count() == 1
    assert Message.objects.filter(template="credentials/issued").count() == 1


@pytest.mark.parametrize("name", ["Counting", "Lea Learner", "univ", "2026"])
def test_a_changed_credential_is_refused(name):
    credential = passed_course()

    changed = credential.document.replace(name, name[:-1] + "X", 1)

    assert changed != credential.document
    assert check(changed.encode(), at=LATER).outcome != Outcome.VALID


def test_suspending_and_reinstating_moves_the_bit_and_tells_the_holder():
    credential, registrar = passed_course(), person("registrar@example.org")

    suspend(credential=credential, reason="Identity in doubt", by=registrar, at=LATER)
    suspended = check(credential.document.encode(), at=LATER)
    reinstate(credential=credential, reason="Identity shown", by=registrar, at=LATER)

    assert (suspended.outcome, suspended.detail) == (Outcome.SUSPENDED, "Identity in doubt")
    assert outcome_of(credential) == Outcome.VALID
    subjects = Message.objects.filter(template="credentials/status_changed").values_list("subject", flat=True)
    assert list(subjects) == ["Your credential “Counting” is now: Suspended", "Your credential “Counting” is now: Valid"]


def test_revoking_is_for_good():
    credential, registrar = passed_course(), person("registrar@example.org")

    revoke(credential=credential, reason="Issued by mistake", by=registrar, at=LATER)

    verdict = check(credential.document.encode(), at=LATER)
    assert (verdict.outcome, verdict.reason, verdict.detail) == (Outcome.REVOKED, Reason.REVOKED, "Issued by mistake")
    with pytest.raises(CredentialRefused):
        reinstate(credential=credential, reason="Changed our mind", by=registrar, at=LATER)
    assert Entry.objects.filter(action="credential.revoked", actor=registrar.uuid).count() == 1


def test_a_change_of_status_needs_a_reason():
    credential = passed_course()

    with pytest.raises(CredentialRefused, match="Say why"):
        suspend(credential=credential, reason="  ", by=None, at=LATER)

    credential.refresh_from_db()
    assert credential.state == State.VALID


def test_outsiders_see_a_halted_credential_in_the_published_list():
    credential = passed_course()
    suspend(credential=credential, reason="Identity in doubt", by=None, at=LATER)

    published = json.loads(StatusList.objects.get().document)
    bits = Bits.decode(published["credentialSubject"]["encodedList"])

    assert [index for index in range(len(bits)) if bits[index]] == [credential.status_index]
    assert published["credentialSubject"]["statusPurpose"] == "suspension"


def test_rotating_a_key_keeps_older_credentials_valid():
    older = passed_course()
    rotate_key(institution=older.award.institution, by=person("registrar@example.org"), at=LATER)
    newer = passed_course(person("second@example.org"), slug="weighing")

    document = did_document(older.key.controller)

    assert newer.key.method_id.endswith("#key-2")
    assert older.key_id != newer.key_id
    assert document["assertionMethod"] == [older.key.method_id, newer.key.method_id]
    at = LATER + timedelta(days=1)
    assert [outcome_of(older, at=at), outcome_of(newer, at=at)] == [Outcome.VALID, Outcome.VALID]


def test_a_signing_key_opens_only_with_the_secret_of_its_sealing(settings):
    key = passed_course().key
    settings.SALERNO_KEY_SECRET = "another secret that is long enough to derive a key from"

    with pytest.raises(CredentialRefused, match="SALERNO_KEY_SECRET"):
        open_key(key)


def test_no_private_key_stands_in_audit_or_export():
    from salerno.people.services import everything_held

    credential = passed_course()
    sealed = bytes(SigningKey.objects.get().sealed)
    text = json.dumps(everything_held(credential.award.learner), default=str)
    text += json.dumps(list(Entry.objects.values("detail")), default=str)

    assert sealed.hex() not in text
    assert "sealed" not in text


def test_an_unknown_issuer_is_named_and_accepted_with_its_document(settings):
    credential = passed_course()
    document, did = credential.document.encode(), did_document(credential.key.controller)
    listing = json.loads(credential.status_list.document)
    Credential.objects.all().delete()
    StatusList.objects.all().delete()
    SigningKey.objects.all().delete()
    settings.SALERNO_BASE_URL = "https://elsewhere.example.org"

    assert check(document, at=LATER).outcome == Outcome.UNKNOWN_ISSUER
    assert check(document, at=LATER, did_documents=(did,), status_lists=(listing,)).outcome == Outcome.VALID


def test_a_document_handed_in_cannot_speak_for_one_of_our_institutions():
    from salerno.credentials.proving.did import VerificationMethod, controller_document
    from salerno.credentials.proving.keys import SigningKey as Key
    from salerno.credentials.proving.proofs import sign

    credential = passed_course()
    forged_key = Key.generate(credential.key.method_id)
    forged = {key: value for key, value in json.loads(credential.document).items() if key != "proof"}
    forged["name"] = "Doctor of everything"
    signed = sign(forged, key=forged_key, created=NOON)
    did = controller_document(credential.key.controller, [VerificationMethod(forged_key.id, forged_key.public)])

    verdict = check(json.dumps(signed).encode(), at=LATER, did_documents=(did,))

    assert verdict.outcome == Outcome.ALTERED


def test_the_command_verifies_and_writes_a_demonstration(tmp_path, capsys):
    from tests.support.courses import offered_course

    offered_course()
    out = tmp_path / "demo.json"

    call_command("credential", "issue-demo", "--out", str(out))
    call_command("credential", "verify", str(out))

    assert json.loads((tmp_path / "demo.json.did.json").read_text())["id"] == json.loads(out.read_text())["issuer"]["id"]
    out.write_text(out.read_text().replace("Made-up", "Madeup"))
    with pytest.raises(CommandError, match="altered"):
        call_command("credential", "verify", str(out))
