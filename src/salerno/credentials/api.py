"""The API of credentials: one's own, and verification of anybody's."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from ninja import Query, Router

from salerno.credentials.api_shapes import (
    CredentialOut,
    DocumentOut,
    Submitted,
    VerdictOut,
    read_submitted,
    verdict_out,
    verify_body,
)
from salerno.credentials.checking import check
from salerno.credentials.document_views import file_of
from salerno.credentials.forms import MAX_BYTES, VerifyForm
from salerno.credentials.models import Credential, DegreeDocument
from salerno.credentials.proving.refusals import ProofRefused
from salerno.credentials.proving.verification import Check, Verdict, outcome_of
from salerno.people.api_access import CredentialsRead
from salerno.people.api_shapes import ApiRefused, Page, Window, page_of, problems

router = Router(tags=["Credentials"])
ROOM_FOR_FIELDS = 2 * 2**20


@router.get(
    "/me/credentials",
    response={200: Page[CredentialOut], **problems(401, 403, 422)},
    auth=CredentialsRead(),
    summary="My credentials",
)
def credentials(request: HttpRequest, window: Query[Window]) -> dict[str, Any]:
    """The caller's own credentials, the latest first."""
    rows = Credential.objects.of(request.auth).select_related("award").order_by("-issued_at", "-pk")
    return page_of(rows, window)


@router.get(
    "/me/credentials/{uuid:credential}",
    response={200: dict[str, Any], **problems(401, 403, 404)},
    auth=CredentialsRead(),
    summary="One credential, as it was signed",
)
def credential(request: HttpRequest, credential: uuid.UUID) -> HttpResponse:
    """The exact text that was signed (Open Badges 3.0, Verifiable Credentials 2.0): keep it byte by byte."""
    row = Credential.objects.of(request.auth).filter(uuid=credential).first()
    if row is None:
        raise Http404
    return HttpResponse(row.document, content_type="application/vc+ld+json")


@router.get(
    "/me/documents",
    response={200: Page[DocumentOut], **problems(401, 403, 422)},
    auth=CredentialsRead(),
    summary="My degree documents",
)
def documents(request: HttpRequest, window: Query[Window]) -> dict[str, Any]:
    """The documents of the caller's own degrees, the latest first: also what was replaced or withdrawn, which says so."""
    rows = DegreeDocument.objects.of(request.auth).select_related("award__institution").order_by("-made_at", "-pk")
    return page_of(rows, window)


@router.get(
    "/me/documents/{uuid:document}",
    response={200: bytes, **problems(401, 403, 404)},
    auth=CredentialsRead(),
    summary="One degree document, byte for byte",
)
def document(request: HttpRequest, document: uuid.UUID) -> HttpResponseBase:
    """The exact bytes in the media type that the list names: a diploma, supplement or transcript (PDF/UA), a sealed European
    Digital Credential, an ELMO, a joint credential. Keep them as they are."""
    row = DegreeDocument.objects.of(request.auth).select_related("award").filter(uuid=document).first()
    if row is None:
        raise Http404
    return file_of(row)


@router.post(
    "/verify",
    response={200: VerdictOut, **problems(413, 422)},
    summary="Verify a credential",
    openapi_extra={"requestBody": verify_body()},
)
def verify(request: HttpRequest) -> dict[str, Any]:
    """Whether a credential is genuine and still holds, with what was checked. Nothing is fetched and nothing is kept.

    The answer is 200 whatever the verdict is: read `outcome`. Send JSON of up to 1 MB, or a file as multipart form: a credential, a
    badge (PNG, SVG), a certificate or a diploma (PDF, up to 5 MB), a sealed European Digital Credential or an ELMO (up to 20 MB).
    """
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES + ROOM_FOR_FIELDS:
        raise ApiRefused(413, "too-large", "This is larger than 20 MB. No document that is read here is.")
    try:
        submitted = _from_form(request) if request.content_type == "multipart/form-data" else read_submitted(request)
    except ProofRefused as error:
        readable = Check("readable", passed=False, detail=error.detail, reason=error.reason)
        return verdict_out(Verdict(outcome_of(error.reason), error.reason, error.detail, (readable,)))
    verdict = check(
        submitted.document,
        at=timezone.now(),
        did_documents=submitted.did_documents,
        status_lists=submitted.status_lists,
        certificates=submitted.certificates,
    )
    return verdict_out(verdict)


def _from_form(request: HttpRequest) -> Submitted:
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        field, errors = next(iter(form.errors.items()))
        raise ApiRefused(413 if field == "file" else 422, "too-large" if field == "file" else "invalid", errors[0])
    return Submitted(form.document(), **form.handed_in())
