"""One application before the committee: papers, rules, reviews, and what can be done with it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.admissions.enums import ApplicationState, ConflictKind
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import ConflictForm
from salerno.admissions.sections import decides_on_applications
from salerno.admissions.selectors.desk import staff_page
from salerno.admissions.services import reviewing
from salerno.admissions.views.desk.common import did, governed_application, show_call
from salerno.desk.pages import desk_page
from salerno.people.access import record_opening


@require_safe
@desk_page(decides_on_applications)
def application(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """All of it. The opening is recorded."""
    row = governed_application(request, application)
    if row.applicant is not None:
        record_opening(viewer=request.user, person=row.applicant, what="application", at=timezone.now())
    context = {
        "application": row,
        "page": staff_page(application=row, viewer=request.user),
        "waits": row.state == ApplicationState.SUBMITTED,
    }
    return show_call(request, "application", row.call, context)


@require_POST
@desk_page(decides_on_applications)
def ask_third(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """Ask for a third review."""
    row = governed_application(request, application)
    done = _("A third reviewer finds the application on the desk now.")
    did(request, lambda: reviewing.assign_third(application=row, by=request.user, at=timezone.now()), done)
    return redirect("admissions:desk_application", row.uuid)


@desk_page(decides_on_applications)
def stay_out(request: HttpRequest, application: uuid.UUID) -> HttpResponse:
    """GET asks what ties a member of the committee to the applicant; POST declares it."""
    row = governed_application(request, application)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = ConflictKind(form.cleaned_data["kind"])
        try:
            reviewing.declare_conflict(application=row, kind=kind, by=request.user, at=timezone.now())
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The application is no longer yours to judge, and you no longer see it."))
            return redirect("admissions:desk_applications", row.call.uuid)
    context = {"form": form, "application": row, "name": row.full_name}
    return show_call(request, "recuse", row.call, context, status=422 if form.is_bound else 200)
