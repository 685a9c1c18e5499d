"""Editing one file of a draft: text with preview, or an uploaded file; and what happens to files as such."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from salerno.courseware import snippets
from salerno.courseware.draft_selectors import diff_of
from salerno.courseware.errors import DraftConflict
from salerno.courseware.forms import FigureForm, LanguageForm, RenameForm, RevisionForm, TextForm
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_texts, drafts
from salerno.courseware.studio_pages import EditorPage, editor_page, is_edited
from salerno.courseware.views.serving import serve_blob
from salerno.courseware.views.studio_common import author_required, checked, crumbs, draft_for, file_of, refused
from salerno.courseware.views.studio_conflicts import chosen_text, conflict


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """The editor of a text, or the page of another file. POST saves."""
    draft = draft_for(request, slug)
    file = file_of(draft, path)
    if request.method == "POST":
        return _save(request, draft, file)
    if file.is_deleted:
        return redirect("courseware:history", slug, path)
    if not is_edited(file):
        return _asset(request, draft, file)
    return _editor(request, draft, editor_page(draft, file))


def _asset(request: HttpRequest, draft: Draft, file: DraftFile) -> HttpResponse:
    """A file that is not edited as text. An image can be made into a figure to paste, once it has words that stand for it."""
    form = FigureForm(request.GET or None)
    values = form.cleaned_data if form.is_valid() else {}
    context = {
        "draft": draft,
        "file": file,
        "form": form,
        "snippet": snippets.figure(file.path, **values) if values else "",
        "crumbs": crumbs(draft.course, (file.path, "")),
    }
    return render(request, "courseware/asset.html", context)


@author_required
@require_POST
def preview(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """How a text that is not saved looks, and what the checker finds in it: the piece, or the whole editor without JavaScript."""
    draft = draft_for(request, slug)
    file = file_of(draft, path)
    form = TextForm(request.POST)
    if not form.is_valid():
        return render(request, "courseware/_preview_refused.html", {"form": form}, status=422)
    page = editor_page(draft, file, form.cleaned_data["text"])
    if request.htmx:
        return render(request, "courseware/_beside.html", {"draft": draft, "page": page})
    return _editor(request, draft, page, revision=form.cleaned_data["revision"])


def _editor(
    request: HttpRequest,
    draft: Draft,
    page: EditorPage,
    *,
    revision: int | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft": draft,
        "page": page,
        "revision": revision or page.file.revision,
        "problem": problem,
        "crumbs": crumbs(draft.course, (page.preview.title or page.file.path, "")),
    }
    return render(request, "courseware/editor.html", context, status=status)


def _save(request: HttpRequest, draft: Draft, file: DraftFile) -> HttpResponse:
    if request.POST.get("take") == "theirs":
        return redirect("courseware:edit", draft.course.slug, file.path)
    form = TextForm(request.POST)
    if not form.is_valid():
        problem = _("Nothing was saved: the text holds a character that cannot be kept, or the form is not whole.")
        return _not_saved(request, draft, editor_page(draft, file), file.revision, problem)
    text, revision = form.cleaned_data["text"], form.cleaned_data["revision"]
    seen = form.cleaned_data["seen"] or revision
    if request.POST.get("take") == "together":
        together = chosen_text(request, file, mine=text, made_from=revision, seen=seen)
        if together is None:
            problem = _("Nothing was saved yet. Choose for each place where the two texts meet.")
            return conflict(request, draft, file, mine=text, made_from=revision, problem=problem)
        text = together
    try:
        saved = drafts.save(draft=draft, path=file.path, text=text, made_from=seen, by=request.user, at=timezone.now())
    except DraftConflict:
        return conflict(request, draft, file_of(draft, file.path), mine=text, made_from=seen)
    except DraftRefused as error:
        return _not_saved(request, draft, editor_page(draft, file, text), revision, str(error))
    checked(draft)
    if request.htmx:
        return render(request, "courseware/_saved.html", {"draft": draft, "page": editor_page(draft, saved)})
    messages.success(request, _("Saved as revision %(number)d.") % {"number": saved.revision})
    return redirect("courseware:edit", draft.course.slug, file.path)


def _not_saved(request: HttpRequest, draft: Draft, page: EditorPage, revision: int, problem: str) -> HttpResponse:
    if request.htmx:
        return render(request, "courseware/_not_saved.html", {"problem": problem}, status=422)
    return _editor(request, draft, page, revision=revision, problem=problem, status=422)


@author_required
@require_safe
def history(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Every state that the file had, and what changed from the chosen one to now."""
    draft = draft_for(request, slug)
    file = file_of(draft, path)
    revisions = list(file.revisions.select_related("edited_by"))
    wanted = request.GET.get("revision", "")
    chosen = next((row for row in revisions if str(row.revision) == wanted), revisions[min(1, len(revisions) - 1)])
    context = {
        "draft": draft,
        "file": file,
        "revisions": revisions,
        "chosen": chosen,
        "is_text": is_edited(file),
        "rows": diff_of(chosen.blob, file.blob) if is_edited(file) else None,
        "crumbs": crumbs(draft.course, (path, "")),
    }
    return render(request, "courseware/history.html", context)


@author_required
@require_POST
def bring_back(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Make an earlier state the newest."""
    draft = draft_for(request, slug)
    file = file_of(draft, path)
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Choose a state to bring back."), "courseware:history", slug, path)
    revision = get_object_or_404(file.revisions, revision=form.cleaned_data["revision"]).revision
    made_from = form.cleaned_data["made_from"]
    try:
        drafts.bring_back(draft=draft, path=path, revision=revision, made_from=made_from, by=request.user, at=timezone.now())
    except DraftConflict:
        message = _("Somebody changed the file after you opened this page. Nothing was changed: look again.")
        return refused(request, message, "courseware:history", slug, path)
    checked(draft)
    messages.success(request, _("Revision %(number)d is the newest state again.") % {"number": revision})
    return redirect("courseware:edit", slug, path)


@author_required
@require_POST
def delete(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Take the file out of the draft; it can be put back."""
    draft = draft_for(request, slug)
    get_object_or_404(draft.files, path=path, is_deleted=False)
    try:
        drafts.delete(draft=draft, path=path, by=request.user, at=timezone.now())
    except DraftRefused as error:
        return refused(request, str(error), "courseware:edit", slug, path)
    checked(draft)
    messages.success(request, _("%(path)s is deleted from the draft. Under “Deleted files” it can be put back.") % {"path": path})
    return redirect("courseware:draft", slug)


@author_required
@require_POST
def restore(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Put a deleted file back."""
    draft = draft_for(request, slug)
    get_object_or_404(draft.files, path=path, is_deleted=True)
    try:
        drafts.restore(draft=draft, path=path, by=request.user, at=timezone.now())
    except DraftRefused as error:
        return refused(request, str(error), "courseware:draft", slug)
    checked(draft)
    messages.success(request, _("%(path)s is back.") % {"path": path})
    return redirect("courseware:edit", slug, path)


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Give a file another name, and so another place in the order."""
    draft = draft_for(request, slug)
    file = get_object_or_404(draft.files, path=path, is_deleted=False)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"new_path": path})
    if request.method == "POST" and form.is_valid():
        new_path = form.cleaned_data["new_path"]
        try:
            drafts.rename(draft=draft, path=path, new_path=new_path, by=request.user, at=timezone.now())
        except DraftRefused as error:
            form.add_error("new_path" if error.refusal != "needed" else None, str(error))
        else:
            checked(draft)
            messages.success(request, _("%(old)s is now %(new)s.") % {"old": path, "new": new_path})
            return redirect("courseware:edit", slug, new_path)
    context = {"draft": draft, "file": file, "form": form, "crumbs": crumbs(draft.course, (path, ""))}
    return render(request, "courseware/rename.html", context, status=422 if form.errors else 200)


@author_required
@require_POST
def translate(request: HttpRequest, slug: str, path: str) -> HttpResponse:
    """Add the file of a translation beside a text."""
    draft = draft_for(request, slug)
    get_object_or_404(draft.files, path=path, is_deleted=False)
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return refused(request, _("Choose a language."), "courseware:edit", slug, path)
    language = form.cleaned_data["language"]
    try:
        file = draft_texts.add_translation(draft=draft, path=path, language=language, by=request.user, at=timezone.now())
    except DraftRefused as error:
        return refused(request, str(error), "courseware:edit", slug, path)
    checked(draft)
    messages.success(request, _("The translation stands beside the source, with the source's text to write over."))
    return redirect("courseware:edit", slug, file.path)


@author_required
@require_GET
def draft_file(request: HttpRequest, slug: str, path: str) -> HttpResponseBase:
    """The bytes of a draft's file, or of one of its earlier states, for its authors."""
    draft = draft_for(request, slug)
    found = file_of(draft, path)
    wanted = request.GET.get("revision", "")
    if wanted:
        found = get_object_or_404(found.revisions, revision=wanted if wanted.isdecimal() and len(wanted) < 9 else 0)
    return serve_blob(request, path=path, blob=found.blob, caching="private, no-cache")
