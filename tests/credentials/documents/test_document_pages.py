"""Degree documents are seen by their holder and by whoever awarded them, and each opening by staff is recorded."""

import pytest
from django.urls import reverse
from tests.factories.people import PersonFactory
from tests.support.degree_documents import ordered, registrar, signed_board, worked_off

from salerno.audit.models import Entry
from salerno.credentials.models import DegreeDocument, DocumentJob

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]


@pytest.fixture
def board():
    return signed_board()


@pytest.fixture
def job(board):
    return worked_off(ordered(board))


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
