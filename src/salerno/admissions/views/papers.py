"""Papers: handed in, opened by those who may, deleted; and the letter of a referee."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from salerno.admissions import rules
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms import LetterForm, UploadForm
from salerno.admissions.models import Document
from salerno.admissions.refusals import RefereeRefusal
from salerno.admissions.scanning import MOST_BYTES
from salerno.admissions.selectors.papers import document_for
from salerno.admissions.services import letters, papers
from salerno.admissions.views.common import own


def _bytes(file: UploadedFile) -> bytes:
    """No more than it takes to know that there is too much."""
    return file.read(MOST_BYTES + 1)


@require_POST
@login_required
def upload(request: HttpRequest, application: uuid.UUID, kind: str) -> HttpResponse:
    """Take a paper of one kind; what is wrong with it is said on the page of papers."""
    row = own(request, application)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Choose a file first."))
        return redirect("admissions:step", row.uuid, "papers")
    file = form.cleaned_data["file"]
    try:
        papers.add_document(application=row, kind=kind, name=file.name, data=_bytes(file), by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The paper was handed in."))
    return redirect("admissions:step", row.uuid, "papers")


@require_safe
@login_required
def document(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """A paper, to those who may open it. SECURITY: always as a download, of the type that it was found to be, in a sandbox."""
    row = document_for(viewer=request.user, document=document)
    if row is None:
        raise Http404
    data = papers.open_document(document=row, viewer=request.user, at=timezone.now())
    response = HttpResponse(data, content_type=row.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=row.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@login_required
def delete(request: HttpRequest, document: uuid.UUID) -> HttpResponse:
    """Delete one's own paper while one writes."""
    row = Document.objects.filter(uuid=document, application__applicant=request.user, referee__isnull=True).first()
    if row is None:
        raise Http404
    application = row.application
    try:
        papers.remove_document(document=row, by=request.user, at=timezone.now())
    except AdmissionsRefused as error:
        messages.error(request, str(error))
    return redirect("admissions:step", application.uuid, "papers")


@never_cache
def letter(request: HttpRequest, token: str) -> HttpResponse:
    """A referee's page: no account, one letter."""
    referee = letters.find_referee(token)
    if referee is None:
        return _no_letter(request, RefereeRefusal.REPLACED, status=404)
    if refusal := rules.why_not_answer_as_referee(referee=referee, at=timezone.now()):
        return _no_letter(request, refusal, status=422 if request.method == "POST" else 200)
    form = LetterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            data = _bytes(file) if file else None
            referee = letters.hand_in_letter(token=token, text=form.cleaned_data["letter"], data=data, at=timezone.now())
        except AdmissionsRefused as error:
            if error.refusal == RefereeRefusal.REPLACED:
                return _no_letter(request, RefereeRefusal.REPLACED, status=404)
            form.add_error(None, str(error))
        else:
            return render(request, "admissions/letter_done.html", {"referee": referee})
    context = {"referee": referee, "form": form}
    return render(request, "admissions/letter.html", context, status=422 if form.is_bound else 200)


def _no_letter(request: HttpRequest, refusal: RefereeRefusal, *, status: int) -> HttpResponse:
    """Why no letter is taken, and the letter that was written, to be copied: nothing is lost."""
    context = {"refusal": refusal, "is_replaced": refusal == RefereeRefusal.REPLACED, "text": request.POST.get("letter", "")}
    return render(request, "admissions/no_letter.html", context, status=status)
