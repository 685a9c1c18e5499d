"""Papers: only what they really are, nothing that acts, seen by those who may, each opening recorded, gone when deleted."""

import io
import zipfile

import pytest
from django.urls import reverse
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from tests.factories.admissions import ApplicationFactory, ReviewFactory
from tests.factories.people import PersonFactory
from tests.support.admissions import AMU, ASKING, failing_scan, jpeg, open_call, pdf, staff, suspicious_scan
from tests.support.moments import NOON

from salerno.admissions import files, scanning
from salerno.admissions.enums import ApplicationState, MediaType
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Conflict, Document
from salerno.admissions.refusals import ApplyRefusal, DocumentRefusal
from salerno.admissions.scanning import examine
from salerno.admissions.services.papers import add_document, plain_name, remove_document
from salerno.audit.models import Entry


def refusal(act):
    with pytest.raises(AdmissionsRefused) as error:
        act()
    return error.value.refusal


def acting(**root):
    """A PDF with more in its catalogue."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, value in root.items():
        writer.root_object[NameObject(f"/{name}")] = value
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def action(kind, **more):
    return DictionaryObject({NameObject("/S"): NameObject(kind), **{NameObject(f"/{key}"): value for key, value in more.items()}})


def with_attachment():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.add_attachment("a.exe", b"MZ")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def behind(data):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("a.txt", "x")
    return data + archive.getvalue()


def test_a_pdf_and_a_picture_are_known_by_what_they_are():
    assert (examine(pdf()), examine(jpeg())) == (MediaType.PDF, MediaType.JPEG)


def test_a_link_to_a_page_or_an_address_is_no_harm():
    assert examine(acting(OpenAction=action("/URI", URI=TextStringObject("https://example.org/")))) == MediaType.PDF


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: b"", DocumentRefusal.EMPTY),
        (lambda: b"%PDF-" + b"0" * (10 * 2**20), DocumentRefusal.TOO_LARGE),
        (lambda: b"MZ\x90", DocumentRefusal.NOT_THIS_KIND),
        (lambda: b"<html>", DocumentRefusal.NOT_THIS_KIND),
        (lambda: b"\n" + pdf(), DocumentRefusal.NOT_THIS_KIND),
        (lambda: behind(pdf()), DocumentRefusal.NOT_THIS_KIND),
        (lambda: behind(jpeg()), DocumentRefusal.NOT_THIS_KIND),
        (lambda: b"%PDF-1.7\nnothing", DocumentRefusal.UNREADABLE),
        (lambda: jpeg(64, 64)[:-40], DocumentRefusal.UNREADABLE),
        (lambda: b"\xff\xd8\xff\xe0" + b"0" * 50, DocumentRefusal.UNREADABLE),
        (lambda: pdf(pages=0), DocumentRefusal.UNREADABLE),
        (lambda: pdf(password="secret"), DocumentRefusal.ENCRYPTED),
        (lambda: acting(OpenAction=action("/JavaScript", JS=TextStringObject("app.alert(1)"))), DocumentRefusal.ACTIVE),
        (lambda: pdf(pages=201), DocumentRefusal.TOO_MANY_PAGES),
        (lambda: acting(OpenAction=action("/Launch", F=TextStringObject("cmd.exe"))), DocumentRefusal.ACTIVE),
        (lambda: acting(OpenAction=action("/SubmitForm")), DocumentRefusal.ACTIVE),
        (lambda: acting(Odd=ArrayObject([action("/GoTo", Next=action("/JavaScript"))])), DocumentRefusal.ACTIVE),
        (lambda: acting(AA=DictionaryObject()), DocumentRefusal.ACTIVE),
        (with_attachment, DocumentRefusal.ACTIVE),
    ],
)
def test_what_may_do_harm_or_cannot_be_read_is_refused(make, expected):
    assert refusal(lambda: examine(make())) == expected


def test_a_picture_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(scanning, "MOST_POINTS", 1000)

    assert refusal(lambda: examine(jpeg(64, 64))) == DocumentRefusal.TOO_BIG_A_PICTURE


@pytest.mark.parametrize(
    ("scan", "expected"), [(failing_scan, DocumentRefusal.UNCHECKED), (suspicious_scan, DocumentRefusal.SUSPECT)]
)
def test_a_further_check_must_answer_and_find_nothing(settings, scan, expected):
    settings.SALERNO_DOCUMENT_SCAN = f"tests.support.admissions.{scan.__name__}"

    assert refusal(lambda: examine(pdf())) == expected


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Relevé.PDF", "Relevé.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"b\r\nX: y.exe', "abX y.pdf"),
        ("C:\\papers\\cv.docx", "cv.pdf"),
        ("\u202egpj.exe", "gpj.pdf"),
        ("", "document.pdf"),
    ],
)
def test_a_name_is_plain_and_ends_as_what_it_is(given, kept):
    assert plain_name(given, MediaType.PDF) == kept


@pytest.fixture
def draft(db, file_folder):
    return ApplicationFactory(call=open_call(**ASKING), state=ApplicationState.DRAFT, submitted_at=None)


def hand_in(application, kind="transcript", data=None):
    return add_document(application=application, kind=kind, name="a.pdf", data=data or pdf(), by=application.applicant, at=NOON)


def test_a_paper_lies_apart_and_is_replaced_and_deleted_with_its_bytes(draft, django_capture_on_commit_callbacks):
    first = hand_in(draft)
    with django_capture_on_commit_callbacks(execute=True):
        second = hand_in(draft, data=pdf(pages=2))

    assert list(draft.documents.all()) == [second]
    assert (files.path_of(first.uuid).exists(), files.get(second.uuid)) == (False, pdf(pages=2))
    with django_capture_on_commit_callbacks(execute=True):
        remove_document(document=second, by=draft.applicant, at=NOON)
    assert (draft.documents.count(), files.path_of(second.uuid).exists()) == (0, False)


def test_papers_are_taken_of_the_applicant_for_what_is_asked_while_it_is_written(draft):
    paper = hand_in(draft)
    stranger = PersonFactory()

    found = [
        refusal(lambda: hand_in(draft, kind="photo")),
        refusal(lambda: add_document(application=draft, kind="transcript", name="a", data=pdf(), by=stranger, at=NOON)),
        refusal(lambda: remove_document(document=paper, by=stranger, at=NOON)),
    ]
    draft.state = ApplicationState.SUBMITTED
    draft.save()
    found += [refusal(lambda: hand_in(draft)), refusal(lambda: remove_document(document=paper, by=draft.applicant, at=NOON))]

    assert found == [
        DocumentRefusal.UNKNOWN_KIND,
        ApplyRefusal.NOT_YOURS,
        ApplyRefusal.NOT_YOURS,
        ApplyRefusal.NOT_DRAFT,
        ApplyRefusal.NOT_DRAFT,
    ]


def test_a_full_disk_leaves_neither_row_nor_file(draft, monkeypatch):
    def full(document, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "put", full)

    with pytest.raises(OSError, match="No space"):
        hand_in(draft)
    assert (Document.objects.count(), Entry.objects.filter(action="document.added").count()) == (0, 0)


def opened(client, viewer, document):
    client.force_login(viewer)
    return client.get(reverse("admissions:document", args=[document.uuid]))


def test_who_opens_which_paper(draft, client):
    transcript, identity = hand_in(draft), hand_in(draft, "identity")
    draft.state = ApplicationState.ELIGIBLE
    draft.save()
    reviewer, barred = (ReviewFactory(application=draft).reviewer for _ in range(2))
    Conflict.objects.create(application=draft, person=barred, kind="work", declared_at=NOON)
    board = staff(AMU, "board-member")
    people = {
        "applicant": draft.applicant,
        "reviewer": reviewer,
        "barred": barred,
        "board": board,
        "teacher": staff(AMU, "teacher"),
    }
    people["somebody"] = PersonFactory()

    found = {name: (opened(client, who, transcript).status_code, opened(client, who, identity).status_code)
             for name, who in people.items()}  # fmt: skip

    assert found == {
        "applicant": (200, 200),
        "reviewer": (200, 404),
        "barred": (404, 404),
        "board": (200, 200),
        "teacher": (404, 404),
        "somebody": (404, 404),
    }
    entries = Entry.objects.filter(action="person.opened", subject_person=draft.applicant.uuid)
    assert sorted(entries.values_list("actor", flat=True)) == sorted([reviewer.uuid, board.uuid, board.uuid])


def test_staff_see_no_papers_of_what_is_still_written(draft, client):
    paper = hand_in(draft)

    assert opened(client, staff(AMU), paper).status_code == 404


def test_a_paper_is_a_download_and_nothing_else(draft, client):
    response = opened(client, draft.applicant, hand_in(draft))

    assert response.content == pdf()
    assert {
        name: response[name] for name in ("Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control")
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="a.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
