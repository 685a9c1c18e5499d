"""Degree documents are seen by their holder and by whoever awarded them, and each opening by staff is recorded."""

import uuid
import zipfile
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.degree_documents import ordered, registrar, signed_board, with_documents, worked_off
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.models import Award
from salerno.credentials.models import DegreeDocument, DocumentJob, DocumentJobItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]


@pytest.fixture
def board():
    return signed_board()


@pytest.fixture
def job(board):
    return with_documents(board)


def holder_of(job):
    return job.items.get().student.student


def test_the_holder_sees_and_downloads_what_is_hers(client, job):
    client.force_login(holder_of(job))
    page = client.get(reverse("credentials:my_documents"))
    document = DegreeDocument.objects.get(kind="diploma", language="fr")

    answer = client.get(reverse("credentials:document", args=[document.uuid]))

    assert reverse("credentials:document", args=[document.uuid]) in page.content.decode()
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not Entry.objects.filter(action="person.opened").exists()


def test_the_archive_is_there_for_a_graduate_alone(client, job):
    client.force_login(PersonFactory())
    assert client.get(reverse("credentials:archive")).status_code == 404

    client.force_login(holder_of(job))
    assert b"".join(client.get(reverse("credentials:archive")).streaming_content).startswith(b"PK")


def test_staff_who_open_a_document_leave_a_line_and_strangers_find_nothing(client, job):
    document = DegreeDocument.objects.get(kind="diploma", language="fr")
    address = reverse("credentials:document", args=[document.uuid])
    client.force_login(registrar("univ-amu.fr"))
    assert client.get(address).status_code == 200
    assert Entry.objects.filter(action="person.opened", detail__what="document diploma").count() == 1

    for schac in ("inria.fr", "su.se"):
        client.force_login(registrar(schac))
        assert client.get(address).status_code == 404
    client.force_login(PersonFactory())
    assert client.get(address).status_code == 404


def test_one_button_orders_and_the_progress_can_be_left_and_come_back_to(client, board):
    client.force_login(registrar())
    assert client.get(reverse("credentials:boards")).status_code == 200

    answer = client.post(reverse("credentials:board_documents", args=[board.uuid]))

    job = DocumentJob.objects.get()
    assert answer["Location"] == reverse("credentials:job", args=[job.uuid])
    worked_off(job)
    page = client.get(answer["Location"])
    assert page.context["progress"].done == 1
    listed = client.get(reverse("credentials:board_documents", args=[board.uuid]))
    assert listed.context["table"]["page"].paginator.count == DegreeDocument.objects.filter(award__institution__code="AMU").count()


def test_another_institution_finds_neither_board_nor_job(client, board, job):
    client.force_login(registrar("inria.fr"))

    assert client.get(reverse("credentials:board_documents", args=[board.uuid])).status_code == 404
    assert client.post(reverse("credentials:board_documents", args=[board.uuid])).status_code == 404
    assert client.get(reverse("credentials:job", args=[job.uuid])).status_code == 404


def test_who_has_no_degree_is_told_what_will_stand_here(client):
    client.force_login(PersonFactory())

    assert "No degree yet" in client.get(reverse("credentials:my_documents")).content.decode()


def test_many_documents_cost_as_many_queries_as_few(client, board, job):
    client.force_login(registrar())
    address = reverse("credentials:board_documents", args=[board.uuid])
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    for _number in range(10):
        for row in list(job.documents.filter(superseded_at__isnull=True)):
            row.pk, row.uuid, row.superseded_at = None, uuid.uuid4(), LATER
            row.save()

    with CaptureQueriesContext(connection) as many:
        assert client.get(address).context["table"]["page"].paginator.count > 50

    assert len(many) == len(few)


def test_the_progress_that_htmx_asks_for_again_is_no_opening(client, board, job):
    DocumentJobItem.objects.update(state="failed", problems=[{"kind": "elmo", "institution": "AMU", "why": "No seal."}])
    client.force_login(registrar())
    address = reverse("credentials:job", args=[job.uuid])

    again = client.get(address, headers={"HX-Request": "true"}).content.decode()
    before = Entry.objects.filter(action="people.listed").count()
    page = client.get(address).content.decode()

    assert "AMU: Transcript as data (ELMO): No seal." in page
    assert 'hx-trigger="every 2s"' not in again  # finished: nothing more to ask for
    assert (before, Entry.objects.filter(action="people.listed").count()) == (0, 1)


def test_while_it_runs_the_page_asks_again_and_says_that_one_may_leave(client, board):
    job = ordered(board)
    client.force_login(registrar())

    page = client.get(reverse("credentials:job", args=[job.uuid])).content.decode()

    assert 'hx-trigger="every 2s"' in page
    assert "You can leave this page and come back" in page
    assert '<progress class="progress__bar" value="0" max="1"' in page


def test_a_withdrawn_degree_says_so_and_its_documents_no_longer_count(client, board, job):
    holder = holder_of(job)
    award = Award.objects.get(institution__code="UNIPI")
    withdraw_award(award=award, reason="A mistake.", by=board.chair, at=LATER)
    client.force_login(holder)

    page = client.get(reverse("credentials:my_documents")).content.decode()
    with zipfile.ZipFile(BytesIO(b"".join(client.get(reverse("credentials:archive")).streaming_content))) as archive:
        names = archive.namelist()

    assert "A mistake." in page
    assert "Documents that no longer count" in page
    assert not [name for name in names if "elmo" in name or "joint" in name or "unipi-2027-00001-edc" in name]
