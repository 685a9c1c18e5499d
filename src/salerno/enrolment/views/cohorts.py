"""Cohorts on the desk: the list, one of them with its students, its regulations."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.catalogue.models import ProgrammeOffering
from salerno.catalogue.regulations.comparison import differences
from salerno.common.translated import in_language
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.desk.rules import describes_institutions as administers
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.forms import StudentFilter
from salerno.enrolment.rules import why_not_pin_regulations
from salerno.enrolment.selectors.cohorts import cohort_page, cohorts_of, students_of
from salerno.enrolment.services import pin_regulations as pin
from salerno.enrolment.tables import COHORTS, students_table


def cohort_or_404(request: HttpRequest, cohort: uuid.UUID) -> ProgrammeOffering:
    """The cohort with its numbers, when an institution of the person gives its programme."""
    return found(cohorts_of(request.user), uuid=cohort)


def cohort_title(cohort: ProgrammeOffering) -> str:
    """``JM-AIH, Academic year 2027–2028``."""
    names = {"programme": cohort.programme.code, "session": in_language(cohort.academic_session.name)}
    return _("%(programme)s, %(session)s") % names


@desk_page(administers)
@require_safe
def cohorts(request: HttpRequest) -> HttpResponse:
    """The cohorts of programmes that the person's institutions give."""
    return show_table(request, COHORTS, cohorts_of(request.user), "enrolment/desk/cohorts.html", {}, counts_people=False)


@desk_page(administers)
@require_safe
def cohort(request: HttpRequest, cohort: uuid.UUID) -> HttpResponse:
    """One cohort: its regulations, its places, and those of its students whom the person administers."""
    page = cohort_page(cohort_or_404(request, cohort), request.user)
    form = StudentFilter(request.GET, institutions=page.institutions, tracks=page.tracks)
    rows = students_of(page.cohort, request.user, form.filters())
    newest = page.versions[0] if page.versions else None
    context = {
        "page": page,
        "title": cohort_title(page.cohort),
        "filter": form,
        "kept": {name: value for name, value in form.understood.items() if name != "page"},
        "why_not_pin": newest and why_not_pin_regulations(offering=page.cohort, regulations=newest, by=request.user),
    }
    return show_table(request, students_table(page), rows, "enrolment/desk/cohort.html", context, about=page.cohort)


@desk_page(administers)
def pin_regulations(request: HttpRequest, cohort: uuid.UUID, regulations: uuid.UUID) -> HttpResponse:
    """What another version of the regulations would change for the cohort; POST lets it hold."""
    row = cohort_or_404(request, cohort)
    version = found(row.programme.regulations.all(), uuid=regulations)
    refusal = why_not_pin_regulations(offering=row, regulations=version, by=request.user)
    if request.method == "POST" and not refusal:
        try:
            pin(offering=row, regulations=version, by=request.user, at=timezone.now())
        except ProgrammeRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, _("Version %(number)d holds for this cohort now.") % {"number": version.number})
            return redirect("enrolment:cohort", row.uuid)
    changes = differences(row.regulations.body, version.body) if row.regulations else []
    context = {"cohort": row, "title": cohort_title(row), "version": version, "changes": changes, "refusal": refusal}
    return show(request, "enrolment/desk/pin_regulations.html", context, status=422 if request.method == "POST" else 200)
