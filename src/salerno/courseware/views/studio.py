"""The Studio's list of courses, and the page of a draft."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from salerno.courseware import draft_selectors
from salerno.courseware.enums import Refusal
from salerno.courseware.forms import CourseForm
from salerno.courseware.models import Draft
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing, drafts, new_courses
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
    context = {"rows": rows, "may_begin": draft_selectors.may_begin_at(request.user).exists()}
    return render(request, "courseware/studio.html", context)


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_course(request: HttpRequest) -> HttpResponse:
    """A form for a new course; afterwards its draft. SECURITY: institutions that the person does not lead are no choices."""
    institutions = draft_selectors.may_begin_at(request.user)
    if not institutions:
        raise Http404
    form = CourseForm(request.POST if request.method == "POST" else None, institutions=institutions)
    if form.is_bound and form.is_valid():
        try:
            begun = new_courses.begin_course(**form.cleaned_data, by=request.user, at=timezone.now())
        except DraftRefused as error:
            form.add_error("slug" if error.refusal == Refusal.SLUG_TAKEN else None, str(error))
        else:
            checked(begun)
            messages.success(request, _("The course has begun as a draft. Nobody but its authors sees it before you publish it."))
            return redirect("courseware:draft", begun.course.slug)
    context = {"form": form, "crumbs": crumbs(None, (_("New course"), ""))}
    return render(request, "courseware/new_course.html", context, status=422 if form.errors else 200)


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
