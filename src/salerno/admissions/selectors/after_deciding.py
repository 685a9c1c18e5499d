"""What the committee follows after it has decided: offers and their deadlines, the waiting list, appeals."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from salerno.admissions.models import Appeal, Application, Call, Offer
from salerno.admissions.selectors.committee import Line, lines_of
from salerno.admissions.selectors.kept_ranking import kept_ranking
from salerno.people.models import Person

MOST_WAITING = 100


@dataclass(frozen=True)
class AfterPage:
    """``waiting``: the first of the list, in order; ``digest``: handed back with a decision about them."""

    waiting: list[Line]
    waiting_count: int
    places_left: int
    digest: str
    appeals: list[Appeal]


def after_page(*, call: Call, viewer: Person) -> AfterPage:
    """The waiting list and the appeals of a call that ``viewer`` governs."""
    kept = kept_ranking(call)
    waiting = kept.ranking.waiting
    return AfterPage(
        waiting=lines_of(call, viewer, kept, waiting[:MOST_WAITING]),
        waiting_count=len(waiting),
        places_left=max(call.places - len(kept.ranking.holding), 0),
        digest=kept.ranking.digest,
        appeals=list(appeals_for(viewer).filter(application__call=call)),
    )


def offers_of(call: Call, viewer: Person) -> QuerySet[Offer]:
    """The offers of a call, to whom ``viewer`` may judge."""
    return Offer.objects.filter(application__call=call, application__in=_judged_by(viewer)).select_related("application__call")


def appeals_for(viewer: Person) -> QuerySet[Appeal]:
    """The appeals that ``viewer`` may answer, the oldest first."""
    rows = Appeal.objects.filter(application__in=_judged_by(viewer)).order_by("answered_at", "asked_at", "pk")
    return rows.select_related("application__call", "application__applicant", "answered_by")


def _judged_by(viewer: Person) -> QuerySet[Any]:
    return Application.objects.governed_by(viewer).values("pk")
