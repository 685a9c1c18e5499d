"""Theses on the desk: what supervisors, juries and the administration do with them."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from salerno.awards.enums import ThesisRefusal, ThesisState
from salerno.awards.errors import ThesisRefused
from salerno.awards.models import Thesis
from salerno.awards.theses import rules
from salerno.awards.theses.forms import DefenceForm, JuryForm, ThesisGradeForm, ThesisReasonForm, key_of
from salerno.awards.theses.rules import Seat
from salerno.awards.theses.selectors import possible_jurors, with_everyone, works_on_theses
from salerno.awards.theses.services import juries as thesis_juries
from salerno.awards.theses.services import theses
from salerno.awards.theses.tables import THESES
from salerno.awards.theses.words import moments_of
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.people.access import record_opening
from salerno.people.models import Person


@desk_page(works_on_theses)
def desk_theses(request: HttpRequest) -> HttpResponse:
    """The theses that the person supervises, judges or administers."""
    rows = with_everyone(Thesis.objects.on_the_desk_of(request.user))
    return show_table(request, THESES, rows, "awards/desk/theses.html", {})


def _no_form(request: HttpRequest, thesis: Thesis) -> None:
    return None


def _reason_form(request: HttpRequest, thesis: Thesis) -> forms.Form:
    return ThesisReasonForm(request.POST or None)


def _jury_form(request: HttpRequest, thesis: Thesis) -> forms.Form:
    initial = {"members": [key_of(Seat(row.person, row.institution)) for row in thesis.jury.all()]}
    chair = next((row for row in thesis.jury.all() if row.is_chair), None)
    if chair:
        initial["chair"] = key_of(Seat(chair.person, chair.institution))
    return JuryForm(request.POST or None, seats=possible_jurors(thesis, timezone.localdate()), initial=initial)


def _defence_form(request: HttpRequest, thesis: Thesis) -> forms.Form:
    initial = {"defence_at": thesis.defence_at, "place": thesis.place}
    return DefenceForm(request.POST or None, zone=timezone.get_current_timezone_name(), initial=initial)


def _grade_form(request: HttpRequest, thesis: Thesis) -> forms.Form:
    return ThesisGradeForm(request.POST or None, thesis=thesis)


@dataclass(frozen=True)
class Act:
    """A step: its question, what follows from it, its verb; why not; what does it, with what the form says.

    ``is_office``: done by the administration; the other acts belong to a supervisor or a member of the jury, as their rules say.
    """

    title: str | Promise
    text: str | Promise
    label: str | Promise
    done: str | Promise
    why_not: Callable[[Thesis, Person, datetime], ThesisRefusal | None]
    do: Callable[..., object]
    form: Callable[[HttpRequest, Thesis], forms.Form | None] = _no_form
    is_office: bool = False
    is_danger: bool = False


ACTS = {
    "agree": Act(
        _("Agree to this thesis?"),
        _("You supervise it together with your colleague. When both have agreed, the student writes and deposits it."),
        _("Agree to the thesis"),
        _("You have agreed to the thesis."),
        lambda thesis, by, at: rules.why_not_agree(thesis, by),
        theses.agree,
    ),
    "send-back": Act(
        _("Send this thesis back?"),
        _("The student reads your reason, changes the proposal, and both supervisors are asked again."),
        _("Send the thesis back"),
        _("The student is told."),
        lambda thesis, by, at: rules.why_not_send_back(thesis, by),
        theses.send_back,
        _reason_form,
        is_danger=True,
    ),
    "jury": Act(
        _("Name the jury"),
        _("The members can open the thesis from now on, and the student can deposit nothing new."),
        _("Name this jury"),
        _("The jury is named and told."),
        lambda thesis, by, at: rules.why_not_name_jury(thesis),
        thesis_juries.name_jury,
        _jury_form,
        is_office=True,
    ),
    "defence": Act(
        _("Announce the defence"),
        _("The student, the supervisors and the jury are told by e-mail, each in their own time zone."),
        _("Announce the defence"),
        _("The defence is announced."),
        lambda thesis, by, at: rules.why_not_announce(thesis),
        thesis_juries.announce,
        _defence_form,
        is_office=True,
    ),
    "give-back": Act(
        _("Let the student deposit another version?"),
        _("Your reason stands on the page of the thesis. The jury must be named again; an announced defence is called off."),
        _("Give the thesis back"),
        _("The student can deposit another version."),
        lambda thesis, by, at: rules.why_not_give_back(thesis, by),
        thesis_juries.give_back,
        _reason_form,
        is_danger=True,
    ),
    "grade": Act(
        _("Enter the jury's grade"),
        _("In the scale of the institution that gives the thesis course. The chair confirms it, then it is published."),
        _("Enter the grade"),
        _("The grade waits for the chair now."),
        rules.why_not_enter_grade,
        thesis_juries.enter_grade,
        _grade_form,
    ),
    "confirm-grade": Act(
        _("Confirm the grade of the jury?"),
        _("It is published at once as the result of the thesis course. Afterwards only a correction with a reason changes it."),
        _("Confirm and publish the grade"),
        _("The grade is published, and the student is told."),
        lambda thesis, by, at: rules.why_not_confirm_grade(thesis, by),
        thesis_juries.confirm_grade,
    ),
    "return-grade": Act(
        _("Send the grade back to the jury?"),
        _("Whoever entered it reads your reason and enters it again."),
        _("Send the grade back"),
        _("The grade must be entered again."),
        lambda thesis, by, at: rules.why_not_return_grade(thesis, by),
        thesis_juries.return_grade,
        _reason_form,
        is_danger=True,
    ),
}
_WORTH_SAYING = frozenset({ThesisRefusal.NOT_DEFENDED, ThesisRefusal.STUDIES_ENDED, ThesisRefusal.AGREED_ALREADY})


@desk_page(works_on_theses)
def desk_thesis(request: HttpRequest, thesis: uuid.UUID) -> HttpResponse:
    """One thesis: its way, its people, its versions, and what the person can do now."""
    row = found(with_everyone(Thesis.objects.on_the_desk_of(request.user)), uuid=thesis)
    record_opening(viewer=request.user, person=row.enrolment.learner, what="thesis", at=timezone.now())
    context = {
        "thesis": row,
        "moments": moments_of(row),
        "acts": _acts_of(request, row),
        "embargo": rules.why_not_open_file(row, request.user, timezone.localdate()),
        "sees_grade": row.state == ThesisState.JUDGED and rules.juror_of(row, request.user) is not None,
    }
    return show(request, "awards/desk/thesis.html", context)


def _acts_of(request: HttpRequest, row: Thesis) -> list[dict[str, Any]]:
    """What the person can do now; and of what they cannot, that for which the reason tells them something."""
    governs = Thesis.objects.governed_by(request.user).filter(pk=row.pk).exists()
    judged = [
        (name, act, act.why_not(row, request.user, timezone.now())) for name, act in ACTS.items() if governs or not act.is_office
    ]
    return [
        {"name": name, "act": act, "refusal": refusal}
        for name, act, refusal in judged
        if refusal is None or refusal in _WORTH_SAYING
    ]


@desk_page(works_on_theses)
def act_on_thesis(request: HttpRequest, thesis: uuid.UUID, act: str) -> HttpResponse:
    """GET asks, POST acts."""
    step = ACTS.get(act)
    if step is None:
        raise Http404
    rows = Thesis.objects.governed_by(request.user) if step.is_office else Thesis.objects.on_the_desk_of(request.user)
    row = found(with_everyone(rows), uuid=thesis)
    form = step.form(request, row)
    refusal = step.why_not(row, request.user, timezone.now())
    if request.method == "POST" and not refusal and (form is None or form.is_valid()):
        values = form.cleaned_data if form else {}
        try:
            step.do(thesis=row, by=request.user, at=timezone.now(), **values)
        except ThesisRefused as error:
            if form is None:
                refusal = error.refusal
            else:
                form.add_error(None, str(error))
        else:
            messages.success(request, str(step.done))
            return redirect("awards:desk_thesis", row.uuid)
    record_opening(viewer=request.user, person=row.enrolment.learner, what="thesis", at=timezone.now())
    context = {"thesis": row, "act": step, "form": form, "refusal": refusal, "sees_grade": rules.juror_of(row, request.user)}
    return show(request, "awards/desk/thesis_act.html", context, status=422 if request.method == "POST" else 200)
