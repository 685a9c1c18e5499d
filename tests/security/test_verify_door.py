"""What strangers hand in to be verified: bombs are refused, and nobody speaks in our name.

Each bomb here held a server process for ten to eighty seconds before its kind was bounded: one that comes back shows in the suite.
"""

import json
import zlib

import pytest
from django.test import Client
from django.urls import reverse
from tests.support.credentials import passed_course
from tests.support.moments import LATER, NOON
from tests.support.staff import sign_in_as

from salerno.audit.models import Entry
from salerno.credentials.addresses import did_for, is_our_address, is_our_name
from salerno.credentials.checking import check
from salerno.credentials.proving.carriers import attached
from salerno.credentials.proving.did import VerificationMethod, controller_document
from salerno.credentials.proving.keys import SigningKey as Key
from salerno.credentials.proving.proofs import sign
from salerno.credentials.proving.reading import read_json
from salerno.credentials.proving.refusals import ProofRefused, Reason
from salerno.credentials.proving.verification import Outcome
from salerno.institutions.models import Institution


def pdf_with(stream: bytes, packing: str) -> bytes:
    """A PDF with ``stream`` attached as ``credential.json``."""
    name = b"(credential.json)"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + name + b" 3 0 R]>>>>>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Type/Filespec/F" + name + b"/UF" + name + b"/EF<</F 4 0 R>>>>",
        b"<</Type/EmbeddedFile/Filter/%s/Length %d>>stream\n%s\nendstream" % (packing.encode(), len(stream), stream),
    ]
    text, places = b"%PDF-1.7\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(text))
        text += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table
    return text + head + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(text)


HOSTILE_PDFS = {
    "packed by Flate": pdf_with(zlib.compress(bytes(300_000_000), 9), "FlateDecode"),
    "packed by LZW": pdf_with(b"\x80\x0b\x60\x50" * 1_200_000, "LZWDecode"),
    "packed by runs": pdf_with(b"\x81A" * 2_000_000 + b"\x80", "RunLengthDecode"),
    "a million objects without a table": b"%PDF-1.7\n" + b"1 0 obj\n" * 600_000,
    "two million dictionaries": b"%PDF-1.7\n1 0 obj" + b"<<" * 2_000_000 + b"\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF",
    "larger than any certificate": b"%PDF-1.7\n" + bytes(6_000_000),
}


def test_an_attached_credential_is_read_as_before():
    assert attached(pdf_with(zlib.compress(b'{"a": 1}'), "FlateDecode")) == b'{"a": 1}'


@pytest.mark.parametrize("pdf", HOSTILE_PDFS.values(), ids=HOSTILE_PDFS)
def test_a_hostile_pdf_is_refused(pdf: bytes):
    with pytest.raises(ProofRefused) as refused:
        attached(pdf)

    assert refused.value.reason in (Reason.HOSTILE_FILE, Reason.TOO_LARGE)


def test_a_double_key_among_many_is_found_in_one_pass():
    text = "{" + ",".join(f'"k{number}": 1' for number in range(60_000)) + ', "k59999": 2}'

    with pytest.raises(ProofRefused) as refused:
        read_json(text.encode())

    assert (refused.value.reason, refused.value.detail) == (Reason.DUPLICATE_KEY, "k59999")


def test_the_first_double_key_is_named():
    with pytest.raises(ProofRefused) as refused:
        read_json(b'{"a": 1, "b": 2, "b": 3, "a": 4}')

    assert (refused.value.reason, refused.value.detail) == (Reason.DUPLICATE_KEY, "b")


@pytest.mark.django_db
def test_a_document_handed_in_cannot_speak_for_an_institution_that_has_not_signed_yet():
    credential = passed_course()
    name = did_for(Institution.objects.filter(signing_keys=None).first())
    key = Key.generate(f"{name}#key-1")
    forged = {part: value for part, value in json.loads(credential.document).items() if part not in ("proof", "credentialStatus")}
    forged["issuer"] = {**forged["issuer"], "id": name}
    signed = json.dumps(sign(forged, key=key, created=NOON)).encode()
    document = controller_document(name, [VerificationMethod(key.id, key.public)])

    verdict = check(signed, at=LATER, did_documents=(document,))

    assert verdict.outcome == Outcome.UNKNOWN_ISSUER


def test_our_names_are_known_however_they_are_written(settings):
    settings.SALERNO_BASE_URL = "https://campus.example.org"
    host = "campus.example.org"
    ours = [f"did:web:{host}:x", "did:web:CAMPUS.example.org%3A443:x", f"https://{host}./x", "did:web:campus%2Eexample.org"]
    others = ["did:web:example.org", f"did:web:{host}.evil.example", "did:key:z6Mk", f"https://evil.example/{host}", "urn:x", ""]

    assert ([is_our_name(name) for name in ours], [is_our_name(name) for name in others]) == ([True] * 4, [False] * 6)


def test_localhost_is_everybodys_and_so_nobodys(settings):
    settings.SALERNO_BASE_URL = "http://localhost:8000"

    assert (is_our_name("did:web:localhost%3A8000:x"), is_our_address("http://localhost:8000/x")) == (False, False)


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["json", "png", "svg", "pdf"])
def test_staff_leave_a_line_for_each_file_of_somebodys_credential(client: Client, form: str):
    credential = passed_course()
    viewer = sign_in_as(client, credential.award.institution)

    response = client.get(reverse("credentials:download", args=[credential.uuid, form]))

    lines = Entry.objects.filter(action="person.opened").values_list("actor", "subject_person", "detail__what")
    assert (response.status_code, list(lines)) == (200, [(viewer.uuid, credential.award.learner.uuid, "credential")])


@pytest.mark.django_db
def test_the_holder_leaves_none(client: Client):
    credential = passed_course()
    client.force_login(credential.award.learner)

    client.get(reverse("credentials:download", args=[credential.uuid, "json"]))

    assert not Entry.objects.filter(action="person.opened").exists()
