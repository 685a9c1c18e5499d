"""What the campus says of sealed credentials, ELMO, joint credentials and PDFs: page, API, own records, certificates handed in."""

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.test import override_settings
from tests.credentials.europass.made_up import ESEAL_AUTHORITY, SAMPLES, sample, sample_certificates
from tests.support.degree_documents import signed_board, with_documents
from tests.support.moments import LATER

from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.models import Award
from salerno.courseware import blobs
from salerno.credentials.anchors import read_certificates
from salerno.credentials.checking import check
from salerno.credentials.demonstration_set import demonstration_set
from salerno.credentials.elmo.refusals import ElmoReason
from salerno.credentials.europass.refusals import SealReason
from salerno.credentials.europass.seals import make_test_seal
from salerno.credentials.joint.refusals import JointReason
from salerno.credentials.models import DegreeDocument, SigningKey
from salerno.credentials.proving.refusals import Reason
from salerno.credentials.proving.verification import Form, Note, Outcome
from salerno.institutions.models import Institution

pytestmark = pytest.mark.django_db

MUCH_LATER = LATER + timedelta(days=1000)  # a test seal holds for two years
Released = dict[tuple[str, str], bytes]


@pytest.fixture(scope="module", autouse=True)
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """The documents of one student, and one set that is in no row of ours: made once. What a test changes is undone after it."""
    folder = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), transaction.atomic():
        job = with_documents(signed_board())
        rows = job.documents.select_related("award__institution").exclude(language="fr", kind="supplement")
        yield {(row.award.institution.code, row.kind): blobs.get(row.blob) for row in rows}, demonstration_set(at=LATER)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _nobody_has_verified_yet():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def released(world) -> Released:
    """What was released to the student, by institution and kind."""
    return world[0]


@pytest.fixture
def made_up(world) -> dict[str, bytes]:
    """What no row knows, by name."""
    return world[1]


def checks(verdict):
    return [(each.name, each.passed, each.is_open) for each in verdict.checks]


def test_a_sealed_credential_is_told_step_by_step(made_up):
    verdict = check(made_up["edc-univ-amu.fr.jsonld"], at=LATER)

    assert (verdict.outcome, verdict.form) == (Outcome.VALID, Form.EDC)
    assert checks(verdict) == [(name, True, False) for name in ("readable", "proof", "trust", "period")]
    assert set(verdict.notes) == {Note.TEST_SEAL, Note.CERTIFICATE_NOT_LOOKED_UP, Note.OUR_SEAL}
    summary = verdict.summary
    assert (summary.holder, summary.issuer_name) == ("Made Up-Graduate", "Aix-Marseille University")
    assert summary.achievement_name == "Master in AI & Health (made up)"


def test_an_elmo_is_told_step_by_step(made_up):
    verdict = check(made_up["elmo.xml"], at=LATER)

    assert (verdict.outcome, verdict.form) == (Outcome.VALID, Form.ELMO)
    assert checks(verdict) == [(name, True, False) for name in ("readable", "proof", "trust", "period")]
    assert (verdict.summary.holder, verdict.summary.valid_from) == ("Made Up-Graduate", LATER)
    assert verdict.summary.achievement_id.split() == ["MADE-UP-AMU-2026-00001", "MADE-UP-UNIPI-2026-00001"]


def test_a_joint_credential_says_who_signed(made_up):
    verdict = check(made_up["joint-credential.json"], at=LATER)

    assert (verdict.outcome, verdict.form) == (Outcome.VALID, Form.JOINT)
    signed = [each.detail.partition(":")[0] for each in verdict.checks if each.name == "proof"]
    assert signed == ["Aix-Marseille University", "University of Pisa"]


def test_a_joint_credential_without_one_signature_names_whose_is_missing(made_up):
    document = json.loads(made_up["joint-credential.json"])
    document["proof"] = document["proof"][:1]

    verdict = check(json.dumps(document).encode(), at=LATER)

    assert (verdict.outcome, verdict.reason) == (Outcome.ALTERED, JointReason.PROOF_MISSING)
    assert verdict.detail.endswith(":institutions:university-of-pisa")


def test_a_joint_credential_of_a_consortium_that_is_not_here_has_unknown_issuers(made_up):
    SigningKey.objects.update(method_id=Concat(Value("did:web:elsewhere.example#"), Cast("pk", CharField())))

    verdict = check(made_up["joint-credential.json"], at=LATER)

    assert (verdict.outcome, verdict.reason) == (Outcome.UNKNOWN_ISSUER, JointReason.UNKNOWN_CONSORTIUM)
    assert verdict.checks[-1].is_open


@pytest.mark.parametrize("name", ["diploma-unipi.it-it.pdf", "transcript-univ-amu.fr-en.pdf"])
def test_a_pdf_that_is_not_known_here_says_that_its_pages_are_not_signed(made_up, name):
    verdict = check(made_up[name], at=LATER)

    assert (verdict.outcome, verdict.form, verdict.notes) == (Outcome.VALID, Form.PDF, (Note.PAGES_NOT_SIGNED,))


@pytest.mark.parametrize(
    ("damage", "outcome", "reason", "at"),
    [
        (lambda text: text.replace("Up-Graduate", "Up-Doctor"), Outcome.ALTERED, SealReason.BAD_SIGNATURE, LATER),
        (lambda text: text.replace('"signatures":[', '"signatures":[{},'), Outcome.UNREADABLE, SealReason.SEVERAL_SEALS, LATER),
        (lambda text: text[:-10], Outcome.UNREADABLE, SealReason.NOT_JSON, LATER),
        (lambda text: text + " " * 10_000_000, Outcome.UNREADABLE, SealReason.TOO_LARGE, LATER),
        (lambda text: text, Outcome.ALTERED, SealReason.SEALED_IN_THE_FUTURE, LATER - timedelta(days=1)),
    ],
    ids=["changed", "two seals", "cut", "large", "future"],
)
def test_a_sealed_credential_that_does_not_hold_says_why(made_up, damage, outcome, reason, at):
    text = damage(made_up["edc-univ-amu.fr.jsonld"].decode())

    verdict = check(text.encode(), at=at)

    assert (verdict.outcome, verdict.reason, verdict.checks[-1].passed) == (outcome, reason, False)


def test_bytes_that_are_no_text_are_no_sealed_credential():
    verdict = check(b'{"payload": "\xff"}', at=LATER)

    assert (verdict.outcome, verdict.reason, verdict.form) == (Outcome.UNREADABLE, SealReason.NOT_JSON, Form.EDC)


@pytest.mark.parametrize(
    ("damage", "outcome", "reason"),
    [
        (lambda data: data.replace(b"Up-Graduate", b"Up-Doctor", 1), Outcome.ALTERED, ElmoReason.CONTENT_CHANGED),
        (lambda data: data.replace(b"Signature", b"Signatura"), Outcome.UNCHECKABLE, ElmoReason.NOT_SIGNED),
        (lambda data: data[:-10], Outcome.UNREADABLE, ElmoReason.NOT_XML),
        (
            lambda data: data.replace(b"<elmo", b'<!DOCTYPE elmo [<!ENTITY a "aaaa">]><elmo', 1),
            Outcome.UNREADABLE,
            ElmoReason.DOCUMENT_TYPE,
        ),
    ],
    ids=["changed", "unsigned", "cut", "entities"],
)
def test_an_elmo_that_does_not_hold_says_why(made_up, damage, outcome, reason):
    verdict = check(damage(made_up["elmo.xml"]), at=LATER)

    assert (verdict.outcome, verdict.reason) == (outcome, reason)


@pytest.mark.parametrize("name", ["edc-univ-amu.fr.jsonld", "elmo.xml"])
def test_when_the_certificate_has_ended_the_verdict_rests_on_a_claimed_time(made_up, name):
    verdict = check(made_up[name], at=MUCH_LATER)

    assert verdict.is_valid
    assert Note.RESTS_ON_CLAIM in verdict.notes


@pytest.mark.parametrize("name", ["edc-univ-amu.fr.jsonld", "elmo.xml"])
def test_outside_a_demonstration_a_test_seal_vouches_for_nothing(made_up, name, settings):
    settings.SALERNO_DEMO = False

    verdict = check(made_up[name], at=LATER)

    assert (verdict.outcome, verdict.checks[-1].name, verdict.checks[-1].is_open) == (Outcome.UNKNOWN_ISSUER, "trust", True)
    assert Note.OUR_SEAL not in verdict.notes


def test_a_certificate_handed_in_is_believed_for_strangers_and_never_for_our_own_institutions(made_up, settings):
    settings.SALERNO_DEMO = False
    document = made_up["edc-unipi.it.jsonld"]
    _seal, authority = make_test_seal(name="x", country="IT", legal_identifier="y", at=LATER)
    handed_in = read_certificates(made_up["test-authority-unipi.it.pem"])

    believed = check(document, at=LATER, certificates=handed_in)
    wrong = check(document, at=LATER, certificates=(authority,))
    Institution.objects.filter(schac="unipi.it").update(legal_identifier="TESTIT-unipi.it")
    ours = check(document, at=LATER, certificates=handed_in)

    assert (believed.outcome, Note.HANDED_IN in believed.notes) == (Outcome.VALID, True)
    assert (wrong.outcome, ours.outcome) == (Outcome.UNKNOWN_ISSUER, Outcome.UNKNOWN_ISSUER)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_commissions_samples_verify_as_of_their_sealing_with_their_authority_handed_in(client, name):
    text = sample(name)
    pem = sample_certificates(text)[ESEAL_AUTHORITY].public_bytes(Encoding.PEM).decode()
    file = {"file": SimpleUploadedFile("sample.jsonld", text.encode())}

    without = client.post("/verify/", file).content.decode()
    file["file"].seek(0)
    answer = client.post("/verify/", {**file, "documents": pem}).content.decode()

    assert "verdict--unknown_issuer" in without
    assert "verdict--valid" in answer
    assert "because of a certificate that you handed in" in answer
    assert "not an institution of this campus" in answer


def test_nonsense_in_place_of_a_certificate_is_said_to_be_none(client):
    answer = client.post("/verify/", {"text": "x", "documents": "-----BEGIN CERTIFICATE-----\nx"})

    assert answer.status_code == 422
    assert "This is no certificate in PEM" in answer.content.decode()


def test_the_page_and_the_api_tell_form_and_notes(client, released):
    content = released["UNIPI", "edc"]

    page = client.post("/verify/", {"file": SimpleUploadedFile("mine.jsonld", content)}).content.decode()
    answer = client.post("/api/v1/verify", {"file": SimpleUploadedFile("mine.jsonld", content)}).json()

    assert "The seal is a TEST made for a demonstration" in page
    assert "byte for byte as this campus released it" in page
    assert "not an institution of this campus" not in page
    assert (answer["outcome"], answer["form"]) == ("valid", "edc")
    assert {note["code"] for note in answer["notes"]} == {
        "test_seal", "certificate_not_looked_up", "our_seal", "as_released",
    }  # fmt: skip
    assert all(note["words"] for note in answer["notes"])


@pytest.mark.parametrize("key", [("UNIPI", "diploma"), ("AMU", "transcript"), ("AMU", "elmo"), ("AMU", "joint"), ("UNIPI", "edc")])
def test_a_document_as_it_was_released_is_known_and_a_replaced_one_is_said_to_be(released, key):
    fresh = check(released[key], at=LATER)
    DegreeDocument.objects.update(superseded_at=LATER)
    replaced = check(released[key], at=LATER)

    assert (fresh.outcome, replaced.outcome) == (Outcome.VALID, Outcome.VALID)
    assert (Note.AS_RELEASED in fresh.notes, Note.REPLACED in fresh.notes) == (True, False)
    assert (Note.REPLACED in replaced.notes, Note.PAGES_NOT_SIGNED in replaced.notes) == (True, False)


def test_a_withdrawn_degree_is_known_in_copies_that_were_saved_again(released):
    award = Award.objects.get(institution__code="UNIPI")
    withdraw_award(award=award, reason="A mistake.", by=award.learner, at=LATER)
    copies = {
        "edc": json.dumps(json.loads(released["UNIPI", "edc"]), indent=1).encode(),
        "elmo": released["AMU", "elmo"] + b"\n",
        "joint": json.dumps(json.loads(released["AMU", "joint"])).encode(),
        "diploma": released["UNIPI", "diploma"],
    }

    verdicts = {name: check(content, at=LATER) for name, content in copies.items()}

    assert {name: (each.outcome, each.reason, each.detail) for name, each in verdicts.items()} == dict.fromkeys(
        copies, (Outcome.REVOKED, Reason.REVOKED, "A mistake.")
    )
    assert check(released["AMU", "edc"], at=LATER).is_valid


def test_a_seal_of_somebody_else_cannot_withdraw_by_naming_our_number(made_up, settings):
    """Numbers of diplomas are ours only under our seal."""
    settings.SALERNO_DEMO = False
    award = Award.objects.get(institution__code="UNIPI")
    award.number = "MADE-UP-UNIPI-2026-00001"
    award.save(update_fields=["number"])
    withdraw_award(award=award, reason="A mistake.", by=award.learner, at=LATER)

    verdict = check(made_up["elmo.xml"], at=LATER, certificates=read_certificates(made_up["test-authority-univ-amu.fr.pem"]))

    assert verdict.is_valid
