"""Degree documents through the API and in the download of one's data: the holder's own, byte for byte, and nobody else's."""

import json

import pytest
from django.test import Client
from tests.config.conftest import Program, token_for
from tests.factories.people import PersonFactory
from tests.support.degree_documents import document_of
from tests.support.moments import LATER

from salerno.common.digests import sha256_hex
from salerno.credentials.models import DegreeDocument
from salerno.people.enums import Scope
from salerno.people.services import everything_held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]
CONTENT = b"%PDF-1.7 the exact bytes"


@pytest.fixture
def document(lea):
    return document_of(lea, CONTENT)


def test_my_documents_are_listed_with_what_one_needs_to_keep_them(program, document):
    answer = program.get("me/documents").json()

    assert answer["total"] == 1
    assert answer["items"][0] == {
        "uuid": str(document.uuid),
        "kind": "diploma",
        "language": "fr",
        "number": document.award.number,
        "institution": document.award.institution.slug,
        "media_type": "application/pdf",
        "size": len(CONTENT),
        "sha256": sha256_hex(CONTENT),
        "state": "released",
        "made_at": LATER.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "url": f"http://testserver/documents/{document.uuid}/",
        "file": f"http://testserver/api/v1/me/documents/{document.uuid}",
    }


@pytest.mark.parametrize(("field", "state"), [("superseded_at", "replaced"), ("withdrawn_at", "withdrawn")])
def test_what_no_longer_counts_says_so_and_can_still_be_had(program, document, field, state):
    DegreeDocument.objects.update(**{field: LATER})

    assert program.get("me/documents").json()["items"][0]["state"] == state
    assert b"".join(program.get(f"me/documents/{document.uuid}").streaming_content) == CONTENT


def test_a_document_comes_byte_for_byte_to_be_saved_and_not_to_be_kept_on_the_way(program, document):
    answer = program.get(f"me/documents/{document.uuid}")

    assert b"".join(answer.streaming_content) == CONTENT
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "private, no-store"


def test_somebody_elses_document_does_not_exist(other_program, document):
    answers = [other_program.get(f"me/documents/{document.uuid}"), other_program.get("me/documents")]

    assert (answers[0].status_code, answers[1].json()["total"]) == (404, 0)


def test_a_token_that_reads_studies_reads_no_documents(lea, document):
    program = Program(Client(), token_for(lea, Scope.STUDIES_READ))

    answers = [program.get("me/documents"), program.get(f"me/documents/{document.uuid}")]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "scope-missing")}


def test_the_download_of_ones_data_lists_ones_documents_and_no_others(lea, document):
    people = (lea, PersonFactory())
    mine, theirs = (json.loads(json.dumps(everything_held(each)["data"]["degree_documents"], default=str)) for each in people)

    assert theirs == []
    assert [(row["uuid"], row["sha256"], row["state"], row["degree"]) for row in mine] == [
        (str(document.uuid), sha256_hex(CONTENT), "released", document.award.number)
    ]
