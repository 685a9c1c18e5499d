"""Jobs that make the documents of a board's degrees: ordered, worked off set by set, taken up again."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from salerno.audit.services import record
from salerno.awards.enums import GRANTS
from salerno.awards.models import Award, Board
from salerno.catalogue.models import ProgrammeOffering
from salerno.courseware import blobs
from salerno.credentials import rules
from salerno.credentials.addresses import absolute
from salerno.credentials.cohort_documents import sets_of
from salerno.credentials.enums import NAMES_EVERY_DEGREE, ItemState
from salerno.credentials.errors import DocumentsRefused
from salerno.credentials.models import DegreeDocument, DocumentJob, DocumentJobItem
from salerno.credentials.services.sets import Made, Workshop
from salerno.messaging.services import send_later
from salerno.people.models import Person

CLAIM_LAPSES_AFTER = timedelta(minutes=5)
STALLED_AFTER = timedelta(minutes=2)


@transaction.atomic
def order_documents(
    *, board: Board, by: Person, at: datetime, anew_because: str = "", students: Collection[int] | None = None
) -> DocumentJob:
    """Have what is missing of the documents of ``board``'s degrees made; with ``anew_because`` all of them, in place of those
    that stand. ``students`` (primary keys): of these alone.

    The board row is locked first; a job that is under way is given back, whoever asks again.
    """
    board = Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    if refusal := rules.why_not_order(board, by):
        raise DocumentsRefused(refusal)
    if under_way := DocumentJob.objects.unfinished().filter(board=board).first():
        return under_way
    job = DocumentJob.objects.create(board=board, asked_by=by, asked_at=at, touched_at=at, anew_because=anew_because.strip()[:300])
    granted = board.items.filter(decision__in=GRANTS, not_granted_because="").values_list("student", flat=True)
    chosen = [student for student in granted if students is None or student in students]
    DocumentJobItem.objects.bulk_create(DocumentJobItem(job=job, student_id=student) for student in chosen)
    detail = {"students": len(chosen), "anew_because": job.anew_because}
    record(action="documents.ordered", actor=by, subject=job, detail=detail, at=at)
    transaction.on_commit(partial(_wake_the_worker, job.pk))
    return job


def order_for_cohort(*, cohort: ProgrammeOffering, by: Person, at: datetime) -> list[DocumentJob]:
    """Have everything made that is missing for ``cohort``: a job for each board with students whose set is not complete.

    A board whose documents are being made keeps its job; a refusal of one board orders nothing for any.
    """
    with transaction.atomic():
        todo = [row for row in sets_of(cohort, by).boards if row.missing]
        return [order_documents(board=row.board, by=by, at=at, students=row.missing) for row in todo]


def _wake_the_worker(job_id: int) -> None:
    """Ask for the work. A lost call costs little: the worker's sweep takes up what has stalled."""
    from salerno.credentials.tasks import make_documents

    make_documents.enqueue(job_id)


def take_up_stalled_jobs(at: datetime) -> int:
    """Wake the worker for every job that has shown no sign of life for a while; return how many. The worker's sweep."""
    stalled = DocumentJob.objects.unfinished().filter(touched_at__lt=at - STALLED_AFTER)
    ids = list(stalled.values_list("pk", flat=True))
    DocumentJob.objects.filter(pk__in=ids).update(touched_at=at)
    for job_id in ids:
        _wake_the_worker(job_id)
    return len(ids)


def make_next(*, job_id: int, at: datetime) -> bool:
    """Make, validate and release the set of one student of the job; False when there is nothing left to take up.

    The claim is committed first, so two workers never make the same set at once; the claim of a worker that was killed lapses.
    Released is all of what was made of a set, in one transaction, or nothing.
    """
    item = _claim(job_id, at)
    if item is None:
        _finish(job_id, at)
        return False
    workshop = Workshop(item.student, item.job, at)
    workshop.work()
    kept = {made.uuid: blobs.put(made.content) for made in workshop.made}
    _release(item, workshop, kept)
    return True


def _claim(job_id: int, at: datetime) -> DocumentJobItem | None:
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LAPSES_AFTER)
    waiting = DocumentJobItem.objects.filter(free, job_id=job_id, state=ItemState.WAITING)
    for item in waiting.select_related("job", "student__offering__programme"):
        if waiting.filter(pk=item.pk).update(claimed_at=at):
            DocumentJob.objects.filter(pk=job_id).update(touched_at=at)
            return item
    return None


@transaction.atomic
def _finish(job_id: int, at: datetime) -> None:
    job = DocumentJob.objects.select_for_update(of=("self",)).get(pk=job_id)
    if job.finished_at or job.items.filter(state=ItemState.WAITING).exists():
        return
    job.finished_at = job.touched_at = at
    job.save(update_fields=["finished_at", "touched_at"])
    failed = job.items.filter(state=ItemState.FAILED).count()
    record(action="documents.made", actor=None, subject=job, detail={"failed": failed}, at=at)


def export_documents(person: Person) -> list[dict[str, Any]]:
    """The documents of the person's degrees, for a download of their data; the exact bytes of each are at ``url``."""
    rows = DegreeDocument.objects.of(person).select_related("award__institution")
    return [
        {
            "uuid": row.uuid,
            "kind": row.kind,
            "language": row.language,
            "degree": row.award.number,
            "institution": row.award.institution.schac,
            "state": row.state,
            "made_at": row.made_at,
            "superseded_at": row.superseded_at,
            "withdrawn_at": row.withdrawn_at,
            "media_type": row.media_type,
            "size": row.size,
            "sha256": row.blob,
            "url": absolute("credentials:document", row.uuid),
        }
        for row in rows
    ]


@transaction.atomic
def _release(item: DocumentJobItem, workshop: Workshop, kept: dict[uuid.UUID, str]) -> None:
    """Let the set be seen; ``kept``: the blob of each document.

    The degrees are locked: one that was withdrawn meanwhile gets no document.
    """
    item = DocumentJobItem.objects.select_for_update(of=("self",)).select_related("job", "student").get(pk=item.pk)
    if item.state != ItemState.WAITING:
        return
    locked = Award.objects.select_for_update(of=("self",)).filter(pk__in=[award.pk for award in workshop.awards]).order_by("pk")
    withdrawn = {award.pk for award in locked if award.withdrawn_at is not None}
    released = [
        made for made in workshop.made if _may_be_seen(made, workshop, withdrawn) and _put_in_place(made, item.job, kept[made.uuid])
    ]
    item.state = ItemState.FAILED if workshop.problems or withdrawn else ItemState.DONE
    item.problems, item.done_at = workshop.problems, workshop.at
    item.save(update_fields=["state", "problems", "done_at"])
    if released:
        _note_release(item, released, workshop.at)


def _may_be_seen(made: Made, workshop: Workshop, withdrawn: set[int]) -> bool:
    named = workshop.awards if made.wanted.kind in NAMES_EVERY_DEGREE else [made.award]
    return not any(award.pk in withdrawn for award in named)


def _put_in_place(made: Made, job: DocumentJob, blob: str) -> bool:
    """Release one document; one that stands is replaced when the job makes all anew, and else kept."""
    kind, language = made.wanted.kind, made.wanted.language
    standing = DegreeDocument.objects.standing().filter(award=made.award, kind=kind, language=language)
    if job.anew_because:
        standing.update(superseded_at=made.at)
    elif standing.exists():
        return False
    DegreeDocument.objects.create(
        uuid=made.uuid,
        award=made.award,
        kind=kind,
        language=language,
        media_type=kind.media_type,
        blob=blob,
        size=len(made.content),
        job=job,
        made_at=made.at,
        validated_at=made.at,
    )
    return True


def _note_release(item: DocumentJobItem, released: list[Made], at: datetime) -> None:
    """One entry in the record of acts, and one message to the student."""
    person = item.student.student
    kinds = sorted({made.wanted.kind.value for made in released})
    record(action="documents.released", actor=None, subject=item.student, person=person, detail={"kinds": kinds}, at=at)
    send_later(
        "credentials/documents_ready",
        to=person.email,
        language=person.language,
        context={"person": person, "programme": item.student.offering.programme},
        at=at,
        person_uuid=person.uuid,
        key=f"credentials/documents_ready/{item.uuid}",
    )
