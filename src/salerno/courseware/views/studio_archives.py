"""Bytes into a draft and out of it: uploads, and the whole course as an archive."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from salerno.courseware.archives import ARCHIVE_BYTES, ArchiveRefused, write_archive
from salerno.courseware.draft_files import StoredFiles
from salerno.courseware.draft_selectors import outline_of, stored_of
from salerno.courseware.forms import ImportForm, UploadForm
from salerno.courseware.package.limits import MEDIA_BYTES, MEGABYTE
from salerno.courseware.services import draft_imports
from salerno.courseware.uploads import UploadRefused
from salerno.courseware.views.studio_common import author_required, checked, crumbs, draft_for, limited

UPLOAD_BYTES = MEDIA_BYTES + 10 * MEGABYTE


@limited(UPLOAD_BYTES)
@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def uploads(request: HttpRequest, slug: str) -> HttpResponse:
    """The images, media and data of a draft, and a form to add to them."""
    draft = draft_for(request, slug)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_bound and form.is_valid():
        files = form.cleaned_data["files"]
        try:
            rows = draft_imports.upload(draft=draft, files=files, by=request.user, at=timezone.now())
        except UploadRefused as error:
            form.add_error("files", str(error))
        else:
            checked(draft)
            names = ", ".join(row.path for row in rows)
            messages.success(request, _("In the draft now: %(names)s.") % {"names": names})
            only = rows[0].path if len(rows) == 1 else ""
            return redirect("courseware:edit", slug, only) if only else redirect("courseware:uploads", slug)
    context = {
        "draft": draft,
        "form": form,
        "files": outline_of(stored_of(draft), checked(draft)).uploads,
        "crumbs": crumbs(draft.course, (_("Images, media and data"), "")),
    }
    return render(request, "courseware/uploads.html", context, status=422 if form.errors else 200)


@limited(ARCHIVE_BYTES)
@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_archive(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a course folder in as a .zip. It becomes draft files; nothing is published."""
    draft = draft_for(request, slug)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_bound and form.is_valid():
        source, delete_others = form.cleaned_data["archive"].file, form.cleaned_data["delete_others"]
        try:
            found = draft_imports.import_archive(
                draft=draft, source=source, delete_others=delete_others, by=request.user, at=timezone.now()
            )
        except (ArchiveRefused, UploadRefused) as error:
            form.add_error("archive", str(error))
        else:
            checked(draft)
            messages.success(request, _said(found))
            return redirect("courseware:compare", slug)
    context = {"draft": draft, "form": form, "crumbs": crumbs(draft.course, (_("Import an archive"), ""))}
    return render(request, "courseware/import.html", context, status=422 if form.errors else 200)


def _said(found: draft_imports.Imported) -> str:
    counts = {name: len(getattr(found, name)) for name in ("added", "changed", "deleted", "skipped")}
    return _("Taken in: %(added)d new files, %(changed)d changed, %(deleted)d deleted. Left out: %(skipped)d.") % counts


@author_required
@require_GET
def export(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The draft as a .zip of its folder, for Git."""
    draft = draft_for(request, slug)
    archive = write_archive(StoredFiles(stored_of(draft)), slug)
    response = FileResponse(archive, as_attachment=True, filename=f"{slug}.zip", content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response
