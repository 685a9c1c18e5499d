"""What the Studio's views share: finding a draft that the person may edit, crumbs, and requests that are too large."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from salerno.catalogue.models import Course
from salerno.common.translated import in_language
from salerno.courseware.draft_selectors import Examined, examined, stored_of
from salerno.courseware.models import Draft, DraftFile
from salerno.courseware.services import drafts

View = Callable[..., HttpResponseBase]


def course_for(request: HttpRequest, slug: str) -> Course:
    """A course whose text the person may change; else 404."""
    return get_object_or_404(Course.objects.editable_by(request.user), slug=slug)


def draft_for(request: HttpRequest, slug: str) -> Draft:
    """The draft of such a course; else 404."""
    drafts_seen = Draft.objects.visible_to(request.user).select_related("course", "base")
    return get_object_or_404(drafts_seen, course__slug=slug)


def file_of(draft: Draft, path: str) -> DraftFile:
    """A file of the draft, deleted or not; else 404."""
    return get_object_or_404(draft.files.select_related("edited_by"), path=path)


def checked(draft: Draft) -> Examined:
    """The draft as the checker sees it now; how much it found is kept for the list of courses."""
    found = examined(stored_of(draft))
    drafts.note_counts(draft=draft, errors=found.errors, warnings=found.warnings)
    return found


def crumbs(course: Course | None = None, *rest: tuple[str, str]) -> list[dict[str, str]]:
    """Where a page stands: the Studio, the course, and what is below; the last has no address."""
    found = [(_("Studio"), reverse("courseware:studio"))]
    if course is not None:
        found.append((in_language(course.title) or course.code, reverse("courseware:draft", args=[course.slug])))
    found += rest
    return [{"label": label, "url": url if at < len(found) - 1 else ""} for at, (label, url) in enumerate(found)]


def refused(request: HttpRequest, message: str, to: str, *args: object) -> HttpResponse:
    """Say why an act did not happen, on the page ``to``."""
    messages.error(request, message)
    return redirect(to, *args)


def author_required(view: View) -> View:
    """A view for people who are signed in. Others are sent to sign in; a piece of a page is refused with 401 instead, so that the
    sign-in page is never taken for an answer and what was typed stays where it is."""

    @wraps(view)
    def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return HttpResponse(status=401) if request.htmx else redirect_to_login(request.get_full_path())

    return inner


def limited(most: int) -> Callable[[View], View]:
    """A view whose requests have at most ``most`` bytes.

    SECURITY: the length is judged before the body is read, and so before the token against forgery, which stands in it.
    """

    def wrap(view: View) -> View:
        guarded = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def inner(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            length = request.META.get("CONTENT_LENGTH") or "0"
            if not length.isdecimal() or int(length) > most:
                context = {"most": most // 2**20, "crumbs": crumbs()}
                return render(request, "courseware/too_large.html", context, status=413)
            return guarded(request, *args, **kwargs)

        return inner

    return wrap
