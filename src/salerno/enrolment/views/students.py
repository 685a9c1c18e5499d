"""One student on the desk: civil data, registrations, courses, and what the offices do about the studies."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from salerno.desk.pages import desk_page, found, show
from salerno.desk.rules import describes_institutions as administers
from salerno.enrolment import rules, services
from salerno.enrolment.enums import LIVE, ProgrammeRefusal, ProgrammeState
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.forms import EndRegistrationForm, ReasonForm, RegisterOneForm, RegistrationForm
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.selectors.students import ending_of, places_to_register, student_page
from salerno.people.access import record_opening


def _student_or_404(request: HttpRequest, studies: uuid.UUID) -> ProgrammeEnrolment:
    """The studies, when the person administers them. PRIVACY: whichever page it is, the opening is recorded."""
    rows = ProgrammeEnrolment.objects.governed_by(request.user).select_related(
        "student", "offering__programme", "offering__academic_session", "offering__regulations"
    )
    row = found(rows, uuid=studies)
    record_opening(viewer=request.user, person=row.student, what="desk: student", at=timezone.now())
    return row


def _registration_or_404(request: HttpRequest, registration: uuid.UUID) -> Registration:
    rows = Registration.objects.governed_by(request.user).open().filter(enrolment__state__in=LIVE)
    row = found(rows.select_related("institution", "enrolment__student"), uuid=registration)
    record_opening(viewer=request.user, person=row.enrolment.student, what="desk: registration", at=timezone.now())
    return row


@desk_page(administers)
def student(request: HttpRequest, studies: uuid.UUID) -> HttpResponse:
    """Everything that the offices know of a student's studies."""
    page = student_page(_student_or_404(request, studies), request.user)
    acts = [(_STATE_ACTS[state], state) for state in page.next_states]
    return show(request, "enrolment/desk/student.html", {"page": page, "studies": page.studies, "acts": acts})


@dataclass(frozen=True)
class Act:
    """A change of somebody's studies: its question, its verb, what follows from it, whether it asks why."""

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    asks_why: bool = True
    is_danger: bool = False


_STATE_ACTS = {
    ProgrammeState.INTERRUPTED.value: Act(
        gettext_lazy("Interrupt the studies of %(name)s?"),
        gettext_lazy("No course can be begun until they are resumed. Registrations and seats stay as they are."),
        gettext_lazy("Interrupt the studies"),
        gettext_lazy("The studies are interrupted."),
    ),
    ProgrammeState.ACTIVE.value: Act(
        gettext_lazy("Resume the studies of %(name)s?"),
        gettext_lazy("Courses can be begun again."),
        gettext_lazy("Resume the studies"),
        gettext_lazy("The studies are resumed."),
        asks_why=False,
    ),
    ProgrammeState.WITHDRAWN.value: Act(
        gettext_lazy("Withdraw %(name)s from the programme?"),
        gettext_lazy("This ends the studies without a degree and cannot be taken back. Only a new admission begins them again."),
        gettext_lazy("Withdraw the student"),
        gettext_lazy("The student is withdrawn from the programme."),
        is_danger=True,
    ),
}


@desk_page(administers)
def change_state(request: HttpRequest, studies: uuid.UUID, state: str) -> HttpResponse:
    """GET asks, with what would end; POST interrupts, resumes or withdraws."""
    if state not in _STATE_ACTS:
        raise Http404
    row, act = _student_or_404(request, studies), _STATE_ACTS[state]
    form = ReasonForm(request.POST or None) if act.asks_why else None
    refusal = rules.why_not_move(enrolment=row, state=ProgrammeState(state))
    if request.method == "POST" and not refusal and (form is None or form.is_valid()):
        try:
            _move(row, state, form, request)
        except ProgrammeRefused as error:
            refusal = error.refusal
        else:
            messages.success(request, str(act.done))
            return redirect("enrolment:student", row.uuid)
    ending = ending_of(row, timezone.now().date()) if state == ProgrammeState.WITHDRAWN else None
    title = act.title % {"name": row.full_name}
    context = {"studies": row, "act": act, "title": title, "form": form, "refusal": refusal, "ending": ending}
    return show(request, "enrolment/desk/change_state.html", context, status=422 if request.method == "POST" else 200)


def _move(row: ProgrammeEnrolment, state: str, form: ReasonForm | None, request: HttpRequest) -> None:
    values: dict[str, Any] = {"enrolment": row, "by": request.user, "at": timezone.now()}
    if form is None:
        services.resume(**values)
    elif state == ProgrammeState.INTERRUPTED:
        services.interrupt(reason=form.cleaned_data["reason"], **values)
    else:
        services.withdraw_from_programme(reason=form.cleaned_data["reason"], **values)


@desk_page(administers)
def register_student(request: HttpRequest, studies: uuid.UUID) -> HttpResponse:
    """A registration at one of the person's institutions, with or without the number."""
    row = _student_or_404(request, studies)
    initial = {"starts_on": row.offering.academic_session.starts_on}
    form = RegisterOneForm(request.POST or None, institutions=places_to_register(row, request.user), initial=initial)
    if request.method == "POST" and form.is_valid():
        if refusal := _register(row, form.cleaned_data, request):
            form.add_error(None if refusal == ProgrammeRefusal.ENDED else "student_number", refusal.label)
        else:
            messages.success(request, _("The student is registered."))
            return redirect("enrolment:student", row.uuid)
    title = _("Register %(name)s") % {"name": row.full_name}
    return _show_form(request, row, form, title, _("Register the student"))


def _register(row: ProgrammeEnrolment, values: dict[str, Any], request: HttpRequest) -> ProgrammeRefusal | None:
    number = values.pop("student_number")
    values |= {"by": request.user, "at": timezone.now()}
    if not number:
        return services.register_each(enrolments=[row], **values)[row.pk]
    try:
        services.register_at(enrolment=row, student_number=number, **values)
    except ProgrammeRefused as error:
        return error.refusal
    return None


@desk_page(administers)
def change_registration(request: HttpRequest, registration: uuid.UUID) -> HttpResponse:
    """Who pays for a registration at one's own institution. Its number stands on the sheet of numbers."""
    row = _registration_or_404(request, registration)
    form = RegistrationForm(request.POST or None, initial={"fee_status": row.fee_status})
    if request.method == "POST" and form.is_valid():
        services.change_fee_status(registration=row, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The registration is changed."))
        return redirect("enrolment:student", row.enrolment.uuid)
    title = _("Change the registration at %(institution)s") % {"institution": row.institution.code}
    return _show_form(request, row.enrolment, form, title, _("Keep the changes"))


@desk_page(administers)
def end_registration(request: HttpRequest, registration: uuid.UUID) -> HttpResponse:
    """The last day of a registration at one's own institution."""
    row = _registration_or_404(request, registration)
    form = EndRegistrationForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_registration(registration=row, on=form.cleaned_data["ends_on"], by=request.user, at=timezone.now())
        except ProgrammeRefused as error:
            form.add_error("ends_on", error.refusal.label)
        else:
            messages.success(request, _("The registration ends on that day."))
            return redirect("enrolment:student", row.enrolment.uuid)
    title = _("End the registration at %(institution)s") % {"institution": row.institution.code}
    return _show_form(request, row.enrolment, form, title, _("End the registration"))


def _show_form(request: HttpRequest, studies: ProgrammeEnrolment, form: forms.Form, title: str, label: str) -> HttpResponse:
    back = reverse("enrolment:student", args=[studies.uuid])
    context = {"form": form, "title": title, "label": label, "back_url": back, "studies": studies}
    return show(request, "enrolment/desk/form.html", context, status=422 if form.is_bound else 200)
