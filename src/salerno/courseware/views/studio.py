"""The Studio's list of courses, and the page of a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.courseware import draft_selectors
from salerno.courseware.models import Draft
from salerno.courseware.services import draft_publishing, drafts
from salerno.courseware.views.studio_common import author_required, checked, course_for, crumbs
from salerno.people.access import reach_of


@author_required
@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    """The courses that the person may edit. SECURITY: without any there is no Studio."""
    rows = draft_selectors.courses_for(request.user)
    reach = reach_of(request.user)
    if not rows and not (reach.everything or reach.courses_of):
        raise Http404
    return render(request, "courseware/studio.html", {"rows": rows})


@author_required
@require_safe
def draft(request: HttpRequest, slug: str) -> HttpResponse:
    """A course's draft: its texts in order, what the checker finds, and what can be done; or how to start one."""
    course = course_for(request, slug)
    found = Draft.objects.filter(course=course).select_related("course", "base").first()
    newest = draft_selectors.newest_version(course)
    context = {"course": course, "newest": newest, "crumbs": crumbs(course)}
    if found is None:
        return render(request, "courseware/no_draft.html", context)
    stored = draft_selectors.stored_of(found)
    examined = checked(found)
    context |= {
        "draft": found,
        "outline": draft_selectors.outline_of(stored, examined),
        "examined": examined,
        "deleted": draft_selectors.deleted_files(found),
        "taking_up": draft_publishing.taking_up(found, stored),
    }
    return render(request, "courseware/draft.html", context)


@author_required
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start the draft of a course; where there is one, go to it."""
    course = course_for(request, slug)
    drafts.start(course=course, by=request.user, at=timezone.now())
    messages.success(request, _("The draft is ready. Nothing that you write is seen by learners before you publish."))
    return redirect("courseware:draft", slug)
