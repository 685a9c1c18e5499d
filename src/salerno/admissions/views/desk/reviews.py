"""A reviewer's own pages: what is to be read, scoring by the rubric, declaring a conflict of interest."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.admissions import rules
from salerno.admissions.enums import ConflictKind, ReviewState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.forms_desk import ConflictForm, ReviewForm, ReviewsFilter
from salerno.admissions.models import Application, Review
from salerno.admissions.sections import reads_applications
from salerno.admissions.selectors.desk import scored
from salerno.admissions.selectors.pages import shown_rules
from salerno.admissions.selectors.papers import reviewer_page
from salerno.admissions.services import reviewing
from salerno.admissions.tables import REVIEWS, name_for_a_reviewer
from salerno.desk.pages import desk_page, found, show, show_table
from salerno.people.access import record_opening


@require_safe
@desk_page(reads_applications)
def reviews(request: HttpRequest) -> HttpResponse:
    """The person's own reviews."""
    form = ReviewsFilter(request.GET)
    rows = Review.objects.of(request.user).filter(**form.understood).select_related("application__call")
    return show_table(request, REVIEWS, rows, "admissions/desk/reviews.html", {"filter": form})


@desk_page(reads_applications)
def review(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """One application as the reviewer may see it; POST keeps the review or, with ``submit``, submits it for good."""
    row = _own(request, review)
    rubric, is_final = row.application.call.read_rubric, "submit" in request.POST
    is_draft = request.method == "POST" and not is_final
    form = ReviewForm(request.POST or None, rubric=rubric, review=row, is_draft=is_draft)
    if request.method == "POST" and form.is_valid() and _write(request, row, form, is_final=is_final):
        return redirect("admissions:desk_reviews" if is_final else request.path)
    _record(request, row.application)
    page = reviewer_page(row)
    context: dict[str, Any] = {
        "page": page,
        "row": row,
        "call": row.application.call,
        "name": name_for_a_reviewer(row.application),
        "form": form,
        "refusal": rules.why_not_review(review=row, by=request.user),
        "rules": shown_rules(page.statements, row.application.call),
        "own": scored(row),
        "others": [scored(other) for other in page.others],
        "following": _next(request, row),
    }
    return show(request, "admissions/desk/review.html", context, status=422 if form.is_bound else 200)


def _write(request: HttpRequest, row: Review, form: ReviewForm, *, is_final: bool) -> bool:
    try:
        if is_final:
            reviewing.submit_review(review=row, **form.values, by=request.user, at=timezone.now())
        else:
            reviewing.save_review(review=row, **form.values, by=request.user)
    except AdmissionsRefused as error:
        form.add_error(None, str(error))
        return False
    said = _("Your review is submitted.") if is_final else _("Your review is kept. Nobody else sees it before you submit it.")
    messages.success(request, said)
    return True


@desk_page(reads_applications)
def recuse(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """GET asks what ties the reviewer to the applicant; POST hands the application back."""
    row = _own(request, review)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind = ConflictKind(form.cleaned_data["kind"])
        try:
            reviewing.declare_conflict(application=row.application, kind=kind, by=request.user, at=timezone.now())
        except AdmissionsRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. The application is no longer yours to judge, and you no longer see it."))
            return redirect("admissions:desk_reviews")
    context = {"form": form, "row": row, "name": name_for_a_reviewer(row.application)}
    return show(request, "admissions/desk/recuse.html", context, status=422 if form.is_bound else 200)


def _own(request: HttpRequest, review: uuid.UUID) -> Review:
    """SECURITY: the person's own review of an application that is still there to read, or 404."""
    rows = Review.objects.of(request.user)
    return found(rows.select_related("application__call", "application__applicant", "reviewer", "institution"), uuid=review)


def _next(request: HttpRequest, row: Review) -> Review | None:
    """The one to be written after this."""
    return (
        Review.objects.of(request.user).filter(state=ReviewState.ASSIGNED).exclude(pk=row.pk).order_by("assigned_at", "pk").first()
    )


def _record(request: HttpRequest, application: Application) -> None:
    if application.applicant is not None:
        record_opening(viewer=request.user, person=application.applicant, what="application to review", at=timezone.now())
