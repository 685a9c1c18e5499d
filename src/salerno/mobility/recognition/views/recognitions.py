"""Deciding on a result, answering an appeal, taking back an error; and the student's appeal."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.desk.pages import desk_page, found, show
from salerno.mobility.enums import RecognitionState
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Recognition
from salerno.mobility.recognition import rules, services
from salerno.mobility.recognition.forms import AppealAnswerForm, AppealForm, DecisionForm
from salerno.mobility.recognition.selectors import converted_for, is_agreed_on
from salerno.mobility.recognition.views.results import said
from salerno.mobility.stays.forms import ReasonForm
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.people.access import record_opening


def governed_recognition(request: HttpRequest, recognition: uuid.UUID) -> Recognition:
    """SECURITY: a result of a student whom the person's institution sends, or 404."""
    return found(Recognition.objects.governed_by(request.user).with_the_stay(), uuid=recognition)


@desk_page(coordinates_mobility)
def decide(request: HttpRequest, recognition: uuid.UUID) -> HttpResponse:
    """GET shows the result with what is proposed; POST decides. After an appeal: answers it."""
    row = governed_recognition(request, recognition)
    is_appeal = row.state == RecognitionState.APPEALED
    form = (AppealAnswerForm if is_appeal else DecisionForm)(request.POST or None, recognition=row)
    if request.method == "POST" and form.is_valid():
        act = _answer if is_appeal else _decide
        if _did(form, lambda: act(request, row, form)):
            messages.success(request, _("It is decided, and the student is told."))
            return redirect("mobility:desk_stay", row.result.mobility.uuid)
    wanted = RecognitionState.UPHELD if is_appeal else RecognitionState.REFUSED
    refusal = rules.why_not_decide(recognition=row, state=wanted, by=request.user)
    context = {"form": form, "refusal": refusal, "converted": converted_for(row.result), "is_agreed": is_agreed_on(row)}
    return _show(request, "decide", row, context)


def _decide(request: HttpRequest, row: Recognition, form: DecisionForm) -> None:
    data = form.cleaned_data
    who = {"recognition": row, "by": request.user, "at": timezone.now()}
    if data["outcome"] == "recognise":
        services.recognise(course_code=data["course_code"], ects=data["ects"], others=form.chosen, **who)
    else:
        services.refuse(reason=data["reason"], **who)


def _answer(request: HttpRequest, row: Recognition, form: DecisionForm) -> None:
    data = form.cleaned_data
    who = {"recognition": row, "by": request.user, "at": timezone.now(), "answer": data["reason"]}
    if data["outcome"] == "recognise":
        services.grant_appeal(course_code=data["course_code"], ects=data["ects"], **who)
    else:
        services.dismiss_appeal(**who)


@desk_page(coordinates_mobility)
def take_back(request: HttpRequest, recognition: uuid.UUID) -> HttpResponse:
    """Undo a recognition that was decided in error, with the reason."""
    row = governed_recognition(request, recognition)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if _did(form, lambda: services.take_back(recognition=row, reason=reason, by=request.user, at=timezone.now())):
            messages.success(request, _("It counts no more, and waits for a decision again."))
            return redirect("mobility:desk_stay", row.result.mobility.uuid)
    return _show(request, "take_back", row, {"form": form})


def _did(form: forms.Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except MobilityRefused as error:
        for sentence in said(error):
            form.add_error(None, sentence)
        return False
    return True


def _show(request: HttpRequest, template: str, row: Recognition, context: dict[str, Any]) -> HttpResponse:
    stay = row.result.mobility
    record_opening(viewer=request.user, person=stay.wish.student, what="recognition", at=timezone.now())
    context = {"recognition": row, "stay": stay, **context}
    return show(request, f"mobility/stays/{template}.html", context, status=422 if request.method == "POST" else 200)


@login_required
def appeal(request: HttpRequest, recognition: uuid.UUID) -> HttpResponse:
    """SECURITY: one's own refused result. Ask for another look, once."""
    row = Recognition.objects.of(request.user).with_the_stay().filter(uuid=recognition).first()
    if row is None:
        raise Http404
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if _did(form, lambda: services.appeal(recognition=row, text=text, by=request.user, at=timezone.now())):
            messages.success(request, _("Your appeal was handed in. Your university answers it, and we write to you."))
            return redirect("mobility:stay", row.result.mobility.uuid)
    refusal = rules.why_not_appeal(recognition=row, by=request.user, at=timezone.now())
    context = {"recognition": row, "stay": row.result.mobility, "form": form, "refusal": refusal}
    return render(request, "mobility/stays/appeal.html", context, status=422 if form.is_bound else 200)
