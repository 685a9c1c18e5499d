"""Acts on several students of a cohort at once: each shows what it would do to whom before it does it."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from salerno.desk.pages import desk_page, show
from salerno.desk.rules import describes_institutions as administers
from salerno.enrolment.forms import ChooseOfferingForm, RegisterForm, StudentFilter
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.selectors.choosing import (
    BulkPreview,
    enrolling_preview,
    offerings_to_enrol_in,
    places_to_register_at,
    registering_preview,
)
from salerno.enrolment.selectors.cohorts import CohortPage, cohort_page, students_of
from salerno.enrolment.services import enrol_people, register_each
from salerno.enrolment.views.cohorts import cohort_or_404, cohort_title
from salerno.people.access import record_list_opening

MOST_AT_ONCE = 500
_PREFIX = "act"


def _chosen(request: HttpRequest, page: CohortPage) -> list[ProgrammeEnrolment]:
    """Those who were ticked; with ``everyone``, all whom the filters of the list leave. In the order of the list."""
    given = request.POST if request.method == "POST" else request.GET
    form = StudentFilter(given if given.get("everyone") else {}, institutions=page.institutions, tracks=page.tracks)
    rows = students_of(page.cohort, request.user, form.filters())
    if not given.get("everyone"):
        rows = rows.filter(uuid__in=_numbers(given.getlist("chosen")))
    rows = list(rows.live()[:MOST_AT_ONCE])
    record_list_opening(viewer=request.user, what="students", count=len(rows), at=timezone.now(), subject=page.cohort)
    return rows


def _numbers(given: list[str]) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(number) for number in given[:MOST_AT_ONCE]]
    except ValueError as error:
        raise Http404 from error


def _nobody(request: HttpRequest, page: CohortPage) -> HttpResponse:
    messages.info(request, _("Nobody was chosen who studies here. Tick students in the list first."))
    return redirect("enrolment:cohort", page.cohort.uuid)


@desk_page(administers)
def register_students(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """GET: whom, where and since when, then what would happen. POST registers them; their numbers follow."""
    page = cohort_page(cohort_or_404(request, cohort), request.user)
    students = _chosen(request, page)
    if not students:
        return _nobody(request, page)
    places = places_to_register_at(page.cohort, request.user)
    initial = {"starts_on": page.cohort.academic_session.starts_on}
    form = RegisterForm(_asked(request, "institution"), prefix=_PREFIX, institutions=places, initial=initial)
    if not (form.is_bound and form.is_valid()):
        return _show(request, page, students, form, _register_words())
    values = form.cleaned_data
    if request.method != "POST":
        return _show(request, page, students, form, _register_words(), registering_preview(students, values["institution"]))
    results = register_each(enrolments=students, by=request.user, at=timezone.now(), **values)
    count = _taken(results)
    said = ngettext("%(n)d student is registered. The number follows.", "%(n)d students are registered. The numbers follow.", count)
    _tell(request, said, count, len(results))
    return redirect("enrolment:numbers", page.cohort.uuid, values["institution"].uuid)


def _register_words() -> dict[str, Any]:
    """What the page of registering says."""
    return {
        "title": _("Register students at an institution"),
        "label": _("Register them"),
        "taken": _("Will be registered"),
        "left_out": _("Will not be registered"),
    }


@desk_page(administers)
def enrol_students(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """GET: whom, in which course, then who may and why not. POST gives those a seat who may have one."""
    page = cohort_page(cohort_or_404(request, cohort), request.user)
    students = _chosen(request, page)
    if not students:
        return _nobody(request, page)
    now = timezone.now()
    offerings = offerings_to_enrol_in(page.cohort, request.user, now)
    form = ChooseOfferingForm(_asked(request, "offering"), prefix=_PREFIX, offerings=offerings)
    if not (form.is_bound and form.is_valid()):
        return _show(request, page, students, form, _enrol_words())
    offering = form.cleaned_data["offering"]
    if request.method != "POST":
        return _show(request, page, students, form, _enrol_words(), enrolling_preview(students, offering, now))
    results = enrol_people(people=[row.student for row in students], offering=offering, by=request.user, at=now)
    count = _taken(results)
    _tell(request, ngettext("%(n)d student was enrolled.", "%(n)d students were enrolled.", count), count, len(results))
    return redirect("enrolment:cohort", page.cohort.uuid)


def _enrol_words() -> dict[str, Any]:
    """What the page of enrolling says."""
    return {
        "title": _("Enrol students in a course"),
        "label": _("Enrol them"),
        "taken": _("Will be enrolled"),
        "left_out": _("Will not be enrolled"),
    }


def _asked(request: HttpRequest, name: str) -> Any:
    """What was sent, once the question was answered: the first visit brings students alone."""
    given = request.POST if request.method == "POST" else request.GET
    return given if f"{_PREFIX}-{name}" in given else None


def _show(
    request: HttpRequest,
    page: CohortPage,
    students: list[ProgrammeEnrolment],
    form: forms.Form,
    words: dict[str, Any],
    preview: BulkPreview | None = None,
) -> HttpResponse:
    context = {
        **words,
        "cohort": page.cohort,
        "cohort_title": cohort_title(page.cohort),
        "students": students,
        "form": form,
        "preview": preview,
        "kept": _kept(request),
        "answers": [(field.html_name, field.value()) for field in form],
    }
    return show(request, "enrolment/desk/bulk.html", context, status=422 if form.is_bound and form.errors else 200)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What the address says of who was chosen, the answers to the form aside."""
    return [(name, value) for name, values in request.GET.lists() for value in values if not name.startswith(_PREFIX)]


def _taken(results: dict[int, Any]) -> int:
    return sum(refusal is None for refusal in results.values())


def _tell(request: HttpRequest, said: str, count: int, of: int) -> None:
    messages.success(request, said % {"n": count})
    if left_out := of - count:
        said = ngettext("%(n)d student was left out.", "%(n)d students were left out.", left_out)
        messages.info(request, said % {"n": left_out})
