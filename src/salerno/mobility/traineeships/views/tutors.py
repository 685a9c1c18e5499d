"""Asking the tutor, by the trainee or by the sending university: who is asked, when, again, at another address."""

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from salerno.desk.pages import desk_page, show
from salerno.mobility.errors import MobilityRefused
from salerno.mobility.models import Mobility, TutorRequest
from salerno.mobility.stays.sections import coordinates_mobility
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.forms import AskForm, OfficeAskForm, TutorForm
from salerno.mobility.traineeships.selectors import agreed_on, tutor_of
from salerno.mobility.traineeships.services.tutors import ask_again, ask_tutor, correct_tutor
from salerno.mobility.traineeships.views.desk import sent_traineeship
from salerno.mobility.traineeships.views.log import own_traineeship
from salerno.people.access import record_opening


@login_required
def tutor(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """The student asks: the address is that of the agreement."""
    row = own_traineeship(request, stay)
    context, done = _page(request, row, AskForm)
    if done:
        messages.success(request, done)
        return redirect("mobility:tutor", row.uuid)
    return render(request, "mobility/traineeships/tutor.html", context, status=422 if request.method == "POST" else 200)


@desk_page(coordinates_mobility)
def desk_tutor(request: HttpRequest, stay: uuid.UUID) -> HttpResponse:
    """The sending university asks, and may say who supervises by now."""
    row = sent_traineeship(request, stay)
    context, done = _page(request, row, OfficeAskForm)
    if done:
        messages.success(request, done)
        return redirect("mobility:desk_tutor", row.uuid)
    record_opening(viewer=request.user, person=row.wish.student, what="tutor of a traineeship", at=timezone.now())
    return show(request, "mobility/traineeships/desk_tutor.html", context, status=422 if request.method == "POST" else 200)


def _page(request: HttpRequest, row: Mobility, kind: type[forms.Form]) -> tuple[dict[str, Any], str]:
    """What the page shows, and what was done, in a sentence; nothing when nothing was."""
    act = request.POST.get("act", "") if request.method == "POST" else ""
    agreed, at = agreed_on(row), timezone.now()
    name, email = tutor_of(row, agreed)
    asked = TutorRequest.objects.filter(mobility=row).first()
    ask = kind(request.POST if act == "ask" else None, initial={"name": name, "email": email})
    initial = {"name": asked.name, "email": asked.email} if asked else {}
    correct = TutorForm(request.POST if act == "correct" else None, initial=initial)
    done = _do(request, row, act, ask, correct)
    takes_address = issubclass(kind, TutorForm)
    context = {
        "stay": row,
        "asked": asked,
        "name": name,
        "email": email,
        "is_open": asked is not None and asked.is_open(at),
        "ask": ask,
        "correct": correct,
        "why_not_ask": rules.why_not_ask_tutor(
            mobility=row, request=asked, version=agreed.version, email=email or ("-" if takes_address else ""), by=request.user
        ),
        "why_not_again": rules.why_not_ask_again(mobility=row, request=asked, by=request.user, at=at),
        "why_not_correct": rules.why_not_correct(mobility=row, request=asked, by=request.user),
    }
    return context, done


def _do(request: HttpRequest, row: Mobility, act: str, ask: forms.Form, correct: forms.Form) -> str:
    by, at = request.user, timezone.now()
    if act == "ask" and ask.is_valid():
        return _did(request, lambda: ask_tutor(mobility=row, by=by, at=at, **ask.cleaned_data), ask)
    if act == "again":
        return _did(request, lambda: ask_again(mobility=row, by=by, at=at), None)
    if act == "correct" and correct.is_valid():
        return _did(request, lambda: correct_tutor(mobility=row, by=by, at=at, **correct.cleaned_data), correct)
    return ""


def _did(request: HttpRequest, act: Callable[[], object], form: forms.Form | None) -> str:
    try:
        act()
    except MobilityRefused as error:
        if form is None:
            messages.error(request, str(error))
        else:
            form.add_error(None, str(error))
        return ""
    return _("The mail is on its way. A link that was sent before does not work any more.")
