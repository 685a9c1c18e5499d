"""Comparing a draft with what is published, publishing it, and taking up what was published elsewhere."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from salerno.catalogue.errors import CatalogueRefused
from salerno.catalogue.models import Course, CourseOffering
from salerno.courseware.draft_files import is_text, state_of
from salerno.courseware.draft_selectors import (
    blobs_of,
    changes,
    diff_of,
    newest_version,
    stored_of,
    version_files,
)
from salerno.courseware.errors import PublicationRefused
from salerno.courseware.forms import PublishForm
from salerno.courseware.models import Draft
from salerno.courseware.rules import DraftRefused
from salerno.courseware.services import draft_publishing
from salerno.courseware.services.owners import owner_change
from salerno.courseware.text_diff import Row
from salerno.courseware.views.studio_common import author_required, checked, crumbs, draft_for
from salerno.people.access import reach_of
from salerno.people.models import Person


@author_required
@require_safe
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What the draft adds, changes and removes, file by file."""
    draft = draft_for(request, slug)
    newest = newest_version(draft.course)
    found = changes(version_files(newest), blobs_of(stored_of(draft)))
    path = request.GET.get("path", "")
    chosen = next((change for change in found if change.path == path), found[0] if found and not path else None)
    context = {
        "draft": draft,
        "newest": newest,
        "changes": found,
        "chosen": chosen,
        "rows": diff_of(chosen.before, chosen.after) if chosen and chosen.is_text else None,
        "crumbs": crumbs(draft.course, (_("Compare with the published version"), "")),
    }
    return render(request, "courseware/compare.html", context)


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what would change, and publish it."""
    draft = draft_for(request, slug)
    stored = stored_of(draft)
    offerings = _offerings(draft.course, request.user)
    form = PublishForm(request.POST if request.method == "POST" else None, offerings=offerings)
    form.fields["seen"].initial = state_of(stored)
    if form.is_bound and form.is_valid() and (number := _published(request, draft, form)):
        messages.success(request, _("Version %(number)d is published. The draft goes on from it.") % {"number": number})
        return redirect("courseware:draft", slug)
    newest, examined = newest_version(draft.course), checked(draft)
    again = PublishForm(offerings=offerings, initial={"seen": state_of(stored)})
    context = {
        "draft": draft,
        "form": again,
        "problems": form.non_field_errors() if form.is_bound else (),
        "findings": form.findings,
        "examined": examined,
        "owners": examined.package and owner_change(course=draft.course, package=examined.package, by=request.user),
        "refusal": draft_publishing.why_not(draft=draft, stored=stored, by=request.user),
        "changes": changes(version_files(newest), blobs_of(stored)),
        "number": (newest.number if newest else 0) + 1,
        "others": _others(draft.course, request.user),
        "crumbs": crumbs(draft.course, (_("Publish"), "")),
    }
    return render(request, "courseware/publish.html", context, status=422 if form.is_bound else 200)


def _published(request: HttpRequest, draft: Draft, form: PublishForm) -> int:
    """The number of the version that now stands; 0, with the reason in the form, where it was refused."""
    try:
        version, is_new = draft_publishing.publish_draft(
            draft=draft,
            seen=form.cleaned_data["seen"],
            offerings=list(form.cleaned_data["offerings"]),
            by=request.user,
            at=timezone.now(),
        )
    except (DraftRefused, PublicationRefused, CatalogueRefused) as error:
        form.findings = getattr(error, "findings", ())
        form.add_error(None, str(error))
        return 0
    if not is_new:
        messages.info(request, _("This content was published before, so the version that stands is used again."))
    return version.number


def _offerings(course: Course, person: Person) -> QuerySet[CourseOffering]:
    """Offerings that are not over and for which the person decides."""
    rows = course.offerings.not_over(timezone.now()).select_related("institution", "pinned__version")
    reach = reach_of(person)
    return rows if reach.everything else rows.filter(institution__in=reach.courses_of)


def _others(course: Course, person: Person) -> list[CourseOffering]:
    """Offerings for which somebody else decides."""
    rows = course.offerings.not_over(timezone.now()).select_related("institution", "pinned__version")
    return list(rows.exclude(pk__in=_offerings(course, person).values("pk")))


@author_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a newer version that was published elsewhere into the draft; the person decides where both changed a file."""
    draft = draft_for(request, slug)
    found = draft_publishing.taking_up(draft, stored_of(draft))
    if found is None:
        return redirect("courseware:draft", slug)
    chosen = {path: request.POST.get(f"file-{at}", "") for at, path in enumerate(found.both)}
    problem = ""
    if request.method == "POST" and all(chosen.values()) and request.POST.get("version") == str(found.newer.uuid):
        theirs = {path: choice == "theirs" for path, choice in chosen.items()}
        try:
            draft_publishing.take_up(draft=draft, version=found.newer, theirs=theirs, by=request.user, at=timezone.now())
        except DraftRefused as error:
            problem = str(error)
        else:
            checked(draft)
            messages.success(request, _("The draft goes on from version %(n)d.") % {"n": found.newer.number})
            return redirect("courseware:draft", slug)
    elif request.method == "POST":
        problem = _("Choose for each file which text goes on.")
    ours, theirs_now = blobs_of(stored_of(draft)), version_files(found.newer)
    both = [
        {"path": path, "name": f"file-{at}", "rows": _rows(path, ours.get(path, ""), theirs_now.get(path, ""))}
        for at, path in enumerate(found.both)
    ]
    context = {"draft": draft, "found": found, "both": both, "problem": problem}
    context["crumbs"] = crumbs(draft.course, (_("Take up the newer version"), ""))
    return render(request, "courseware/take_up.html", context, status=422 if problem else 200)


def _rows(path: str, before: str, after: str) -> list[Row] | None:
    return diff_of(before, after) if is_text(path) else None
