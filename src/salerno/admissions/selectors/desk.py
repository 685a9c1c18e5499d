"""What the desk's pages about calls, applications and reviewers show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from salerno.admissions import rules
from salerno.admissions.completeness import statements_of
from salerno.admissions.enums import PREPARES, AppealState, ApplicationState, CallState, ReviewState
from salerno.admissions.models import Application, Call, Document, Referee, Review
from salerno.admissions.querysets import institutions_with
from salerno.admissions.refusals import CallRefusal
from salerno.admissions.selectors.kept_ranking import kept_ranking
from salerno.admissions.selectors.pages import ShownRule, said, shown_rules
from salerno.admissions.wording import sentence_of
from salerno.catalogue.models import ProgrammeOffering
from salerno.common.translated import in_language
from salerno.people.access import reach_of
from salerno.people.models import Person

_UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE, ApplicationState.REVIEWED)
_NOT_HANDED_IN = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)


def calls_for(person: Person) -> QuerySet[Call]:
    """Calls whose committee the person belongs to, with how many were handed in and how many are undecided."""
    rows = Call.objects.governed_by(person).select_related("offering__programme", "offering__academic_session")
    return rows.annotate(
        handed_in=Count("applications", filter=~Q(applications__state__in=_NOT_HANDED_IN)),
        undecided=Count("applications", filter=Q(applications__state__in=_UNDECIDED)),
    )


def cohorts_for(person: Person) -> QuerySet[ProgrammeOffering]:
    """Cohorts with regulations, of programmes for which the person may prepare a call; the latest first."""
    rows = ProgrammeOffering.objects.filter(regulations__isnull=False)
    if not reach_of(person).everything:
        rows = rows.filter(pk__in=rows.filter(programme__institutions__institution__in=institutions_with(person, PREPARES)))
    related = rows.select_related("programme", "academic_session", "regulations")
    return related.order_by("-academic_session__starts_on", "programme__code", "pk")


def applications_for(call: Call, viewer: Person) -> QuerySet[Application]:
    """The handed-in applications of ``call`` that ``viewer`` may judge, with counts of papers, letters and reviews.

    What the entry rules look at comes with the rows of a page, in two more queries.
    """
    required = [kind.key for kind in call.read_documents if kind.required]
    papers = Document.objects.filter(kind__in=required, referee__isnull=True)
    reviews = Review.objects.standing()
    rows = call.applications.governed_by(viewer).annotate(
        missing=Value(len(required)) - _counted(papers),
        letters=_counted(Referee.objects.filter(answered_at__isnull=False)),
        reviews_all=_counted(reviews),
        reviews_in=_counted(reviews.filter(state=ReviewState.SUBMITTED)),
        mean=Subquery(_of_each(reviews.filter(state=ReviewState.SUBMITTED)).annotate(n=Avg("total")).values("n")),
    )
    return rows.prefetch_related("transcript", "documents")


def _of_each(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(application=OuterRef("pk")).order_by().values("application")


def _counted(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(_of_each(rows).annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0)


def filtered(rows: QuerySet[Application], wanted: dict[str, Any]) -> QuerySet[Application]:
    """``rows`` as the filters of the list say."""
    for word in str(wanted.get("q", "")).split():
        rows = rows.filter(Q(family_name__icontains=word) | Q(given_names__icontains=word))
    rows = rows.filter(**{name: wanted[name] for name in ("state", "track") if name in wanted})
    if "missing" in wanted:
        rows = rows.filter(missing__gt=0) if wanted["missing"] == "yes" else rows.filter(missing=0)
    return rows.filter(disagrees=True) if "disagrees" in wanted else rows


@dataclass(frozen=True)
class Scored:
    """A review as it was submitted: criteria with score and comment, what was found all in all."""

    review: Review
    rows: list[tuple[str, int | None, str]]
    total: Decimal | None


def scored(review: Review) -> Scored:
    """A review by the rubric of its call."""
    criteria = review.application.call.read_rubric.criteria
    rows = [(in_language(each.title), review.scores.get(each.key), review.comments.get(each.key, "")) for each in criteria]
    return Scored(review, rows, review.total)


@dataclass(frozen=True)
class StaffPage:
    """An application as the committee sees it. ``reviews``: those that ``Review.objects.visible_to`` lets the viewer see."""

    application: Application
    answers: list[tuple[str, Any]]
    rules: list[ShownRule]
    reviews: list[Scored]
    waiting_reviews: int
    letters: list[Referee]
    moments: list[dict[str, str]]
    proposal: str
    why_no_third: bool


def staff_page(*, application: Application, viewer: Person) -> StaffPage:
    """All of an application that the viewer governs, but what reviewers found as long as the viewer has to review it too."""
    call = application.call
    visible = Review.objects.visible_to(viewer).filter(application=application).select_related("reviewer", "institution")
    reviews = [row for row in visible if row.state == ReviewState.SUBMITTED]
    for row in reviews:
        row.application = application
    ranked = kept_ranking(call).ranking.of(str(application.uuid))
    has_third = application.reviews.filter(is_third=True).standing().exists()
    return StaffPage(
        application=application,
        answers=[(in_language(field.label), application.answers.get(field.key)) for field in call.read_fields],
        rules=shown_rules(statements_of(application), call),
        reviews=[scored(row) for row in reviews],
        waiting_reviews=application.reviews.filter(state=ReviewState.ASSIGNED).count(),
        letters=list(application.referees.all()),
        moments=_moments(application, viewer),
        proposal=sentence_of(ranked, call) if ranked else "",
        why_no_third=not application.disagrees or has_third or application.state != ApplicationState.ELIGIBLE,
    )


def _moments(application: Application, viewer: Person) -> list[dict[str, str]]:
    """What happened to it, for ``components/timeline.html``."""
    found: list[tuple[datetime, str, str]] = [(application.begun_at, _("Begun"), "")]
    if application.submitted_at:
        found.append((application.submitted_at, _("Handed in"), ""))
    for decision in application.decisions.select_related("by"):
        by = decision.by.display_name if decision.by else _("The waiting list moved up")
        found.append(
            (decision.at, str(decision.get_outcome_display()), " · ".join(filter(None, (by, decision.reason, decision.note))))
        )
    for offer in application.offers.all():
        found.append((offer.made_at, _("Offer made"), _("open until %(until)s") % {"until": said(offer.expires_at, viewer)}))
        if offer.answered_at:
            found.append((offer.answered_at, str(offer.get_state_display()), ""))
    if hasattr(application, "appeal"):
        found.append((application.appeal.asked_at, _("Appeal"), application.appeal.text))
        if application.appeal.answered_at:
            found.append((application.appeal.answered_at, str(application.appeal.get_state_display()), application.appeal.answer))
    moments = [{"when": said(at, viewer), "what": what, "detail": detail, "state": "done"} for at, what, detail in sorted(found)]
    return [*moments, {"when": str(application.get_state_display()), "what": application.reason, "detail": "", "state": "now"}]


@dataclass(frozen=True)
class Load:
    """A reviewer of a call with how much there is to read, and the habit of scoring."""

    person: Person
    institution: str
    assigned: int
    submitted: int
    mean: float | None

    @property
    def has_work(self) -> bool:
        """Whether something is still to be read."""
        return self.assigned > self.submitted


def loads_of(call: Call) -> list[Load]:
    """The reviewers of a call: one query."""
    of_call = Q(person__reviews__application__call=call)
    standing = of_call & ~Q(person__reviews__state=ReviewState.RECUSED)
    submitted = of_call & Q(person__reviews__state=ReviewState.SUBMITTED)
    rows = call.reviewers.select_related("person", "institution").annotate(
        assigned=Count("person__reviews", filter=standing, distinct=True),
        submitted=Count("person__reviews", filter=submitted, distinct=True),
        mean=Avg("person__reviews__total", filter=submitted),
    )
    return [
        Load(row.person, row.institution.code, row.assigned, row.submitted, None if row.mean is None else float(row.mean))
        for row in rows
    ]


@dataclass(frozen=True)
class CallOverview:
    """A call with what waits in it and what can be done with it as a whole: acts with the reason against each."""

    counts: list[tuple[str, int, str]]
    appeals: int
    acts: list[tuple[CallState, CallRefusal | None]]
    opens: str
    closes: str


def call_overview(*, call: Call, viewer: Person, counts: Iterable[tuple[str, int]], states: Iterable[CallState]) -> CallOverview:
    """``counts``: applications by state; ``states``: into which the call could be brought next."""
    numbers = dict(counts)
    return CallOverview(
        counts=[(str(state.label), numbers[state], state.value) for state in ApplicationState if numbers.get(state)],
        appeals=call.applications.filter(appeal__state=AppealState.ASKED).count(),
        acts=[(state, rules.why_not_move_call(call=call, state=state, by=viewer)) for state in states],
        opens=said(call.opens_at, viewer),
        closes=said(call.closes_at, viewer),
    )


def judged(application: Application) -> list[ShownRule]:
    """What each entry rule comes to for an application whose papers are at hand."""
    return shown_rules(statements_of(application), application.call)
