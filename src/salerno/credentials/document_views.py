"""Degree documents: the holder's own, each file, and the desk of those who have them made."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.courseware import blobs
from salerno.credentials import rules, services
from salerno.credentials.cohort_documents import cohorts_with_degrees, sets_of
from salerno.credentials.document_archive import archive_of
from salerno.credentials.document_selectors import boards_administered_by, documents_of_board, papers_of, progress_of
from salerno.credentials.errors import DocumentsRefused
from salerno.credentials.forms import AnewForm
from salerno.credentials.models import DegreeDocument, DocumentJob
from salerno.credentials.tables import BOARDS, DOCUMENTS
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.rules import sees_people
from salerno.people.access import record_list_opening, record_opening


@login_required
@require_safe
def my_documents(request: HttpRequest) -> HttpResponse:
    """The person's own degrees with their documents."""
    return render(request, "credentials/my_documents.html", {"degrees": papers_of(request.user)})


@login_required
@require_safe
def archive(request: HttpRequest) -> HttpResponseBase:
    """All of them in one file; nothing is there for whom nothing was awarded."""
    degrees = papers_of(request.user)
    if not degrees:
        raise Http404
    return _private(FileResponse(archive_of(degrees), as_attachment=True, filename="degree-documents.zip"))


@login_required
@require_safe
def document(request: HttpRequest, document: uuid.UUID) -> HttpResponseBase:
    """One document, byte for byte. PRIVACY: for its holder and the staff who awarded it; staff leave a line."""
    row = found(DegreeDocument.objects.visible_to(request.user).select_related("award__learner"), uuid=document)
    record_opening(viewer=request.user, person=row.award.learner, what=f"document {row.kind}", at=timezone.now())
    return file_of(row)


def file_of(row: DegreeDocument) -> HttpResponseBase:
    """The exact bytes of ``row``, to be saved. SECURITY: never shown by a browser, never kept by a cache on the way."""
    file = blobs.blob_path(row.blob).open("rb")
    return _private(FileResponse(file, as_attachment=True, filename=row.file_name, content_type=row.media_type))


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@desk_page(sees_people)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """Signed boards whose documents one may have made."""
    rows = boards_administered_by(request.user)
    context = {"cohorts": list(cohorts_with_degrees(request.user))}
    return show_table(request, BOARDS, rows, "credentials/desk/boards.html", context, counts_people=False)


@desk_page(sees_people)
def cohort_documents(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """GET previews what is missing for a whole cohort, and what waits; POST has it made. htmx asks again while it is made."""
    row = found(cohorts_with_degrees(request.user), uuid=cohort)
    if request.method == "POST":
        try:
            jobs = services.order_for_cohort(cohort=row, by=request.user, at=timezone.now())
        except DocumentsRefused as error:
            messages.error(request, str(error))
        else:
            if not jobs:
                messages.info(request, _("Nothing is missing that could be made now."))
        return redirect("credentials:cohort_documents", row.uuid)
    sets = sets_of(row, request.user)
    if not request.htmx:
        record_list_opening(viewer=request.user, what="cohort documents", count=sets.total, at=timezone.now(), subject=row)
    return show(request, "credentials/desk/cohort.html", {"cohort": row, "sets": sets})


@desk_page(sees_people)
def board_documents(request: HttpRequest, board: uuid.UUID) -> HttpResponse:
    """The documents of a board's degrees; POST has what is missing made, or with a reason all of them anew."""
    row = found(boards_administered_by(request.user), uuid=board)
    form = AnewForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            job = services.order_documents(board=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DocumentsRefused as error:
            messages.error(request, str(error))
            return redirect("credentials:board_documents", row.uuid)
        return redirect("credentials:job", job.uuid)
    refusal = rules.why_not_order(row, request.user)
    job = row.document_jobs.first()
    context = {
        "board": row,
        "form": form,
        "why_not": refusal.label if refusal else "",
        "job": job,
        "progress": progress_of(job) if job else None,
    }
    return show_table(
        request, DOCUMENTS, documents_of_board(row, request.user), "credentials/desk/documents.html", context, about=row
    )


@desk_page(sees_people)
@require_safe
def job(request: HttpRequest, job: uuid.UUID) -> HttpResponse:
    """How far a job is: a page that one may leave and come back to. htmx asks for it again while it runs."""
    rows = DocumentJob.objects.filter(board__in=boards_administered_by(request.user).order_by().values("pk"))
    row = found(rows.select_related("board__offering__programme"), uuid=job)
    progress = progress_of(row)
    if progress.problems and not request.htmx:
        record_list_opening(
            viewer=request.user, what="document problems", count=len(progress.problems), at=timezone.now(), subject=row
        )
    return show(request, "credentials/desk/job.html", {"job": row, "progress": progress})
