"""From granted degrees to documents: made, judged as a stranger would, released whole or not at all."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from tests.support.degree_documents import ordered, registrar, signed_board, with_documents, worked_off
from tests.support.moments import LATER

from salerno.audit.models import Entry
from salerno.awards.degrees.services.degrees import withdraw_award
from salerno.awards.enums import BoardState
from salerno.awards.models import Award, Board
from salerno.catalogue.models import ProgrammeOffering
from salerno.courseware import blobs
from salerno.credentials.addresses import did_for, did_for_programme
from salerno.credentials.checking import check, own_status_list
from salerno.credentials.document_archive import archive_of
from salerno.credentials.document_selectors import papers_of
from salerno.credentials.enums import DocumentKind, DocumentsRefusal, ItemState, State
from salerno.credentials.errors import DocumentsRefused
from salerno.credentials.judging import judge_joint
from salerno.credentials.models import Credential, DegreeDocument, DocumentJob, ElectronicSeal
from salerno.credentials.proving.verification import Outcome
from salerno.credentials.selectors import did_document
from salerno.credentials.services import documents, make_next, order_documents, take_up_stalled_jobs
from salerno.credentials.services.sets import Workshop
from salerno.institutions.models import Institution
from salerno.messaging.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_folder")]

WHOLE_SET = {
    ("AMU", "diploma", "fr"), ("AMU", "supplement", "fr"), ("AMU", "supplement", "en"), ("AMU", "edc", "en"),
    ("AMU", "transcript", "en"), ("AMU", "elmo", "en"), ("AMU", "joint", "en"),
    ("UNIPI", "diploma", "it"), ("UNIPI", "supplement", "en"), ("UNIPI", "edc", "en"),
}  # fmt: skip


def made(job: DocumentJob) -> set[tuple[str, str, str]]:
    return {(row.award.institution.code, row.kind, row.language) for row in job.documents.select_related("award__institution")}


def did_documents() -> dict[str, dict]:
    """Those that an outside verifier of a joint credential fetches."""
    programme = ProgrammeOffering.objects.get().programme
    names = [did_for_programme(programme), *(did_for(row) for row in Institution.objects.filter(code__in=("AMU", "UNIPI")))]
    return {name: did_document(name) for name in names}


@pytest.fixture
def board():
    return signed_board()


def test_one_order_makes_the_whole_set_of_each_student():
    job = worked_off(ordered(signed_board(2)))

    assert made(job) == WHOLE_SET
    assert job.documents.count() == 2 * len(WHOLE_SET)
    assert [(item.state, item.problems) for item in job.items.all()] == [(ItemState.DONE, [])] * 2
    assert Message.objects.filter(template="credentials/documents_ready").count() == 2
    assert Entry.objects.filter(action="documents.made").get().detail == {"failed": 0}


def test_every_document_is_valid_for_a_stranger(board):
    job = with_documents(board)

    verdicts = {row.kind: check(blobs.get(row.blob), at=LATER).outcome for row in job.documents.all()}

    assert verdicts == dict.fromkeys(DocumentKind.values, Outcome.VALID)


def test_what_stands_is_left_as_it_is_and_only_what_is_missing_is_made(board):
    with_documents(board)
    DegreeDocument.objects.filter(kind="elmo").delete()

    second = worked_off(ordered(board))

    assert made(second) == {("AMU", "elmo", "en")}
    assert DegreeDocument.objects.standing().count() == len(WHOLE_SET)


def test_made_anew_with_a_reason_the_old_ones_stay_replaced(board):
    first = with_documents(board)

    second = worked_off(ordered(board, anew_because="A name was misspelt."))

    assert made(second) == WHOLE_SET
    assert first.documents.filter(superseded_at__isnull=True).count() == 0
    assert DegreeDocument.objects.standing().count() == len(WHOLE_SET)


def test_a_job_under_way_is_given_back_to_whoever_asks_again(board):
    job = ordered(board)

    assert ordered(board) == job
    assert DocumentJob.objects.count() == 1


def test_a_worker_that_was_killed_leaves_nothing_half_released_and_another_goes_on(board, monkeypatch):
    job = ordered(board)

    def killed(*_arguments):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(documents, "_release", killed)
        with pytest.raises(SystemExit):
            make_next(job_id=job.pk, at=LATER)

    assert not DegreeDocument.objects.exists()
    assert not make_next(job_id=job.pk, at=LATER)
    later = LATER + documents.CLAIM_LAPSES_AFTER + timedelta(seconds=1)
    assert made(worked_off(job, later)) == WHOLE_SET


def test_a_job_that_has_stalled_is_taken_up_again(board):
    job = ordered(board)
    DocumentJob.objects.filter(pk=job.pk).update(touched_at=LATER - timedelta(hours=1))

    assert take_up_stalled_jobs(LATER) == 1
    assert take_up_stalled_jobs(LATER) == 0


def test_a_kind_that_cannot_be_made_is_told_and_the_others_are_released(board, monkeypatch):
    def refused(*_arguments, **_values):
        raise documents_refusal

    from salerno.credentials.services import sets

    documents_refusal = sets.releasing.NotReleased("the pages are upside down")
    monkeypatch.setattr(sets.releasing, "check_elmo", refused)

    job = worked_off(ordered(board))

    assert made(job) == WHOLE_SET - {("AMU", "elmo", "en")}
    item = job.items.get()
    assert item.state == ItemState.FAILED
    assert item.problems == [{"kind": "elmo", "institution": "AMU", "why": "the pages are upside down"}]


def test_a_degree_withdrawn_while_its_documents_are_made_gets_none(board):
    job = ordered(board)
    item = job.items.select_related("student__offering__programme").get()
    workshop = Workshop(item.student, job, LATER)
    workshop.work()
    withdraw_award(award=workshop.awards[1], reason="A mistake.", by=board.chair, at=LATER)

    documents._release(item, workshop, {each.uuid: blobs.put(each.content) for each in workshop.made})

    released = {(row.award.institution.code, row.kind) for row in job.documents.select_related("award__institution")}
    assert released == {("AMU", kind) for kind in ("diploma", "supplement", "edc", "transcript")}


def test_withdrawing_a_degree_revokes_its_badge_and_marks_its_documents(board):
    with_documents(board)
    award = Award.objects.get(institution__code="UNIPI")

    withdraw_award(award=award, reason="Awarded by mistake.", by=board.chair, at=LATER)

    assert Credential.objects.get(award=award).state == State.REVOKED
    gone = DegreeDocument.objects.filter(withdrawn_at__isnull=False).values_list("award__institution__code", "kind")
    assert set(gone) == {("UNIPI", "diploma"), ("UNIPI", "supplement"), ("UNIPI", "edc"), ("AMU", "elmo"), ("AMU", "joint")}
    joint = DegreeDocument.objects.get(kind="joint")
    told = check(blobs.get(joint.blob), at=LATER)
    assert (told.outcome, told.detail) == (Outcome.REVOKED, "Awarded by mistake.")
    outside = judge_joint(blobs.get(joint.blob), did_documents(), lookup=own_status_list, at=LATER)
    assert outside.outcome == Outcome.SUSPENDED  # decision 0004
    for kind in ("diploma", "edc"):
        document = DegreeDocument.objects.get(kind=kind, award=award)
        assert check(blobs.get(document.blob), at=LATER).outcome == Outcome.REVOKED, kind


def test_a_changed_byte_is_noticed_in_every_kind(board):
    job = with_documents(board)

    for row in job.documents.exclude(kind__in=("diploma", "supplement", "transcript")):
        content = blobs.get(row.blob).replace(b"Made", b"Mode", 1)
        assert content != blobs.get(row.blob)
        assert check(content, at=LATER).outcome != Outcome.VALID, row.kind


@pytest.mark.parametrize("state", [BoardState.CONVENED, BoardState.SITTING, BoardState.CLOSED])
def test_nothing_is_made_before_the_minutes_are_signed(board, state):
    Board.objects.update(state=state)

    with pytest.raises(DocumentsRefused) as error:
        order_documents(board=board, by=registrar(), at=LATER)

    assert error.value.refusal == DocumentsRefusal.NOT_SIGNED


def test_only_the_administration_of_an_awarding_university_orders(board):
    with pytest.raises(DocumentsRefused) as error:
        order_documents(board=board, by=registrar("inria.fr"), at=LATER)

    assert error.value.refusal == DocumentsRefusal.NOT_YOURS


def test_a_board_that_granted_nothing_has_nothing_to_make(board):
    board.items.update(not_granted_because="Left.")

    with pytest.raises(DocumentsRefused) as error:
        order_documents(board=board, by=registrar(), at=LATER)

    assert error.value.refusal == DocumentsRefusal.NO_DEGREES


def test_the_archive_holds_every_document_byte_for_byte(board):
    job = with_documents(board)
    holder = job.items.get().student.student

    with zipfile.ZipFile(BytesIO(archive_of(papers_of(holder)).read())) as archive:
        contents = [archive.read(name) for name in archive.namelist()]
        badges = [name for name in archive.namelist() if name.endswith("open-badge.json")]

    assert {blobs.get(row.blob) for row in job.documents.all()} <= set(contents)
    assert len(badges) == 2


def test_the_seals_of_a_demonstration_say_that_they_are_tests(board):
    with_documents(board)

    assert set(ElectronicSeal.objects.values_list("institution__code", "is_test")) == {("AMU", True), ("UNIPI", True)}
