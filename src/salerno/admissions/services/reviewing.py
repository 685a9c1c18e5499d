"""Eligibility, reviewers, conflicts, reviews."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.assignment import assign
from salerno.admissions.enums import ApplicationState, ConflictKind, ReviewState
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Call, Conflict, Review, Reviewer
from salerno.admissions.normalising import apart
from salerno.admissions.refusals import CallRefusal, DecisionRefusal, ReviewRefusal
from salerno.admissions.services.notices import tell
from salerno.admissions.services.rows import locked_application, locked_applications, locked_call, move, refuse_if
from salerno.audit.services import record
from salerno.people.models import Person


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether an application is eligible; ``reason`` is what an applicant reads who is not."""

    is_eligible: bool
    reason: str = ""


@transaction.atomic
def find_eligibility(*, call: Call, findings: Mapping[str, Finding], by: Person, at: datetime) -> int:
    """Find applications (by uuid) eligible or not; all of it or, with the ``detail`` of what stops it, nothing."""
    call = locked_call(call)
    refuse_if(rules.why_not_judge(call=call, by=by))
    rows = {str(row.uuid): row for row in locked_applications(call, (ApplicationState.SUBMITTED,)) if row.applicant_id != by.pk}
    if gone := {key: DecisionRefusal.NOT_SUBMITTED.label for key in findings if key not in rows}:
        raise AdmissionsRefused(DecisionRefusal.CHANGED_MEANWHILE, gone)
    mute = {
        key: DecisionRefusal.NO_REASON.label for key, found in findings.items() if not (found.is_eligible or found.reason.strip())
    }
    if mute:
        raise AdmissionsRefused(DecisionRefusal.NO_REASON, mute)
    for key, found in findings.items():
        _find(rows[key], found, by, at)
    return len(findings)


def _find(application: Application, found: Finding, by: Person, at: datetime) -> None:
    state = ApplicationState.ELIGIBLE if found.is_eligible else ApplicationState.INELIGIBLE
    move(application, state, DecisionRefusal.NOT_SUBMITTED)
    if not found.is_eligible:
        application.reason, application.decided_at = found.reason.strip()[:2000], at
    application.save(update_fields=["state", "reason", "decided_at"])
    record(action=f"application.{state.value}", actor=by, subject=application, person=application.applicant, at=at)
    if not found.is_eligible:
        tell(application, "ineligible", at=at, occasion=at.isoformat())


@transaction.atomic
def assign_reviewers(*, call: Call, by: Person, at: datetime) -> dict[str, int]:
    """Give every eligible application the reviewers it lacks, evenly; return by uuid how many some still lack.

    Reviews that are there stay. Who declared a conflict, is of the applicant's institution, is a referee or the applicant, is
    left out (``conflicts_in``).
    """
    call = locked_call(call)
    refuse_if(CallRefusal.NOT_YOURS if not Call.objects.governed_by(by).filter(pk=call.pk).exists() else None)
    pool = {str(each.person_id): each for each in call.reviewers.select_related("person")}
    refuse_if(CallRefusal.NO_REVIEWERS if len({each.institution_id for each in pool.values()}) < 2 else None)
    applications = {str(row.uuid): row for row in locked_applications(call, (ApplicationState.ELIGIBLE,))}
    new, short = _planned(call, applications, pool)
    reviews = [_assigned(applications[key], pool[who], at) for key, people in new.items() for who in people]
    Review.objects.bulk_create(reviews)
    detail = {"reviews": len(reviews), "short": sum(short.values())}
    record(action="reviewers.assigned", actor=by, subject=call, detail=detail, at=at)
    return short


def _planned(
    call: Call, applications: Mapping[str, Application], pool: Mapping[str, Reviewer]
) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Whom each application gets, grouped by how many it lacks, those that lack most first."""
    standing = Review.objects.standing().filter(application__call=call)
    taken: dict[str, list[str]] = {}
    for key, who in standing.values_list("application__uuid", "reviewer_id"):
        taken.setdefault(str(key), []).append(str(who))
    loads = Counter(who for people in taken.values() for who in people)
    barred = conflicts_in(call, list(applications.values()), list(pool.values()))
    places = {who: str(each.institution_id) for who, each in pool.items()}
    new: dict[str, list[str]] = {}
    short: dict[str, int] = {}
    for lacking in range(call.reviews_each, 0, -1):
        keys = [key for key in applications if call.reviews_each - len(taken.get(key, [])) == lacking]
        plan = assign(keys, places, barred, each=lacking, seed=call.seed, loads=loads, taken=taken)
        for key, people in plan.reviewers.items():
            new[key] = list(people)
            loads.update(people)
        short |= plan.short
    return new, short


def conflicts_in(call: Call, applications: Sequence[Application], pool: Sequence[Reviewer]) -> set[tuple[str, str]]:
    """Pairs (application's uuid, reviewer's key) that must not meet."""
    declared = Conflict.objects.filter(application__call=call).values_list("application__uuid", "person_id")
    recused = Review.objects.filter(application__call=call, state=ReviewState.RECUSED).values_list(
        "application__uuid", "reviewer_id"
    )
    barred = {(str(key), str(who)) for key, who in [*declared, *recused]}
    referees = {
        (str(key), email.casefold())
        for key, email in Application.objects.filter(call=call, referees__isnull=False).values_list("uuid", "referees__email")
    }
    for application in applications:
        key = str(application.uuid)
        barred |= {
            (key, str(each.person_id))
            for each in pool
            if each.institution_id == application.partner_id
            or each.person_id == application.applicant_id
            or (key, each.person.email.casefold()) in referees
        }
    return barred


def _assigned(application: Application, reviewer: Reviewer, at: datetime, *, is_third: bool = False) -> Review:
    return Review(
        application=application,
        reviewer=reviewer.person,
        institution_id=reviewer.institution_id,
        assigned_at=at,
        is_third=is_third,
    )


@transaction.atomic
def assign_third(*, application: Application, by: Person, at: datetime) -> Review:
    """Ask for a third review where two disagree: of the least loaded, from a third institution if one has somebody left."""
    call = locked_call(application.call_id)
    refuse_if(rules.why_not_judge(call=call, by=by))
    application = locked_application(application)
    waits = application.reviews.filter(is_third=True).standing().exists()
    refuse_if(None if application.disagrees and not waits else ReviewRefusal.NO_DISAGREEMENT)
    refuse_if(None if application.state == ApplicationState.ELIGIBLE else ReviewRefusal.NOT_ELIGIBLE)
    pool = {str(each.person_id): each for each in call.reviewers.select_related("person")}
    places = {who: str(each.institution_id) for who, each in pool.items()}
    barred = conflicts_in(call, [application], list(pool.values()))
    key = str(application.uuid)
    readers = [str(who) for who in application.reviews.standing().values_list("reviewer_id", flat=True)]
    loads = Counter(
        str(who) for who in Review.objects.standing().filter(application__call=call).values_list("reviewer_id", flat=True)
    )
    plan = assign([key], places, barred, each=1, seed=call.seed, loads=loads, taken={key: readers})
    if plan.short:
        barred |= {(key, who) for who in readers}
        plan = assign([key], places, barred, each=1, seed=call.seed, loads=loads)
    refuse_if(ReviewRefusal.NOBODY_LEFT if plan.short else None)
    review = _assigned(application, pool[plan.reviewers[key][0]], at, is_third=True)
    review.save()
    record(action="review.third_asked", actor=by, subject=review, person=application.applicant, at=at)
    return review


@transaction.atomic
def declare_conflict(*, application: Application, kind: ConflictKind, by: Person, at: datetime) -> Conflict:
    """Stay out: the review goes back, what was found is not counted, and the application is no longer seen."""
    application = locked_application(application)
    may_see = Application.objects.governed_by(by) | Application.objects.reviewed_by(by)
    refuse_if(None if may_see.filter(pk=application.pk).exists() else ReviewRefusal.NOT_YOURS)
    conflict = Conflict.objects.create(application=application, person=by, kind=kind, declared_at=at)
    if application.reviews.standing().filter(reviewer=by).update(state=ReviewState.RECUSED):
        _settle(application)
    record(action="conflict.declared", actor=by, subject=application, person=application.applicant, detail={"kind": kind}, at=at)
    return conflict


@transaction.atomic
def save_review(*, review: Review, scores: Mapping[str, int], comments: Mapping[str, str], comment: str, by: Person) -> Review:
    """Keep a review as it is typed; nobody else sees it."""
    review = _locked_review(review)
    refuse_if(rules.why_not_review(review=review, by=by))
    review.scores, review.comments, review.comment = dict(scores), dict(comments), comment[:4000]
    review.save(update_fields=["scores", "comments", "comment"])
    return review


@transaction.atomic
def submit_review(
    *, review: Review, scores: Mapping[str, int], comments: Mapping[str, str], comment: str, by: Person, at: datetime
) -> Review:
    """Submit it for good. With the last one the application is reviewed, or flagged where the reviewers disagree."""
    review = save_review(review=review, scores=scores, comments=comments, comment=comment, by=by)
    rubric = review.application.call.read_rubric
    refuse_if(rules.why_not_these_scores(rubric=rubric, scores=scores, comment=comment))
    review.state, review.submitted_at, review.total = ReviewState.SUBMITTED, at, round(rubric.total(scores), 3)
    review.save(update_fields=["state", "submitted_at", "total"])
    _settle(review.application)
    record(action="review.submitted", actor=by, subject=review, person=review.application.applicant, at=at)
    return review


def _locked_review(review: Review) -> Review:
    application = locked_application(review.application_id)
    review = Review.objects.select_for_update(of=("self",)).get(pk=review.pk)
    review.application = application
    return review


def _settle(application: Application) -> None:
    """Bring an application to where its reviews are: wait for more, flagged, or reviewed."""
    standing = list(application.reviews.standing())
    submitted = [float(review.total) for review in standing if review.state == ReviewState.SUBMITTED]
    is_whole = len(submitted) == len(standing) and len(submitted) >= application.call.reviews_each
    limit = application.call.disagreement
    application.disagrees = is_whole and limit is not None and apart(submitted) >= float(limit)
    has_third = any(review.is_third for review in standing)
    is_done = is_whole and (has_third or not application.disagrees)
    if application.state in (ApplicationState.ELIGIBLE, ApplicationState.REVIEWED):
        application.state = ApplicationState.REVIEWED if is_done else ApplicationState.ELIGIBLE
    application.save(update_fields=["state", "disagrees"])
