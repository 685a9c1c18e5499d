"""Papers: taken, opened, deleted. Each opening by anybody but the applicant is recorded."""

import re
import unicodedata
from datetime import datetime
from functools import partial

from django.db import transaction

from salerno.admissions import files, rules
from salerno.admissions.enums import MediaType
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Document, Referee
from salerno.admissions.refusals import DocumentRefusal
from salerno.admissions.scanning import examine
from salerno.admissions.services.rows import locked_application, refuse_if
from salerno.audit.services import record
from salerno.common.digests import sha256_hex
from salerno.people.access import record_opening
from salerno.people.models import Person

LETTER = "letter"
_ENDINGS = {MediaType.PDF: ".pdf", MediaType.JPEG: ".jpg"}


def add_document(*, application: Application, kind: str, name: str, data: bytes, by: Person, at: datetime) -> Document:
    """Take a paper of a kind that the call asks for, instead of an earlier one. The file is examined before anything is locked."""
    media_type = examine(data)
    with transaction.atomic():
        application = locked_application(application)
        refuse_if(rules.why_not_write(application=application, by=by, at=at))
        if kind not in {each.key for each in application.call.read_documents}:
            raise AdmissionsRefused(DocumentRefusal.UNKNOWN_KIND)
        for earlier in application.documents.filter(kind=kind, referee__isnull=True):
            _delete(earlier)
        document = keep(application=application, kind=kind, name=name, data=data, media_type=media_type, at=at)
        record(action="document.added", actor=by, subject=document, detail={"kind": kind, "digest": document.digest}, at=at)
    return document


def keep(
    *,
    application: Application,
    kind: str,
    name: str,
    data: bytes,
    media_type: MediaType,
    at: datetime,
    referee: Referee | None = None,
) -> Document:
    """The row and the bytes of an examined file. A file whose row is not committed is never named and does no harm."""
    document = Document.objects.create(
        application=application,
        referee=referee,
        kind=kind,
        name=plain_name(name, media_type),
        media_type=media_type,
        size=len(data),
        digest=sha256_hex(data),
        uploaded_at=at,
    )
    files.put(document.uuid, data)
    return document


@transaction.atomic
def remove_document(*, document: Document, by: Person, at: datetime) -> None:
    """Delete one's own paper, as long as the application is written."""
    application = locked_application(document.application_id)
    refuse_if(rules.why_not_write(application=application, by=by, at=at))
    refuse_if(DocumentRefusal.UNKNOWN_KIND if document.referee_id else None)
    record(action="document.removed", actor=by, subject=document, detail={"kind": document.kind}, at=at)
    _delete(document)


def _delete(document: Document) -> None:
    transaction.on_commit(partial(files.remove, document.uuid))
    document.delete()


def open_document(*, document: Document, viewer: Person, at: datetime) -> bytes:
    """The bytes of a paper that ``viewer`` may see (``selectors.papers``); that they were opened is recorded first."""
    applicant = document.application.applicant
    if applicant is not None:
        record_opening(viewer=viewer, person=applicant, what=f"document {document.uuid} {document.kind}", at=at)
    return files.get(document.uuid)


def plain_name(name: str, media_type: MediaType) -> str:
    """The name in letters, digits and spaces, with the ending of what it is, whatever the sender called it."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0] or base
    letters = "".join(letter for letter in unicodedata.normalize("NFC", stem) if letter.isalnum() or letter in " -_.")
    return (re.sub(r"\s+", " ", letters).strip(" .")[:80] or "document") + _ENDINGS[media_type]
