"""What the desk's pages about calls, places, wishes and scores show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from salerno.catalogue.models import ProgrammeOffering
from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import CallRefusal
from salerno.mobility.calls.selectors.scores import proposed_scores, scored_by
from salerno.mobility.enums import NEXT_CALL, CallState, MobilityState, WishState
from salerno.mobility.models import Choice, Mobility, MobilityCall, Place, Wish
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of
from salerno.people.models import Person

_HELD = (MobilityState.OFFERED, MobilityState.DECLINED, MobilityState.LAPSED, MobilityState.LOST, MobilityState.CANCELLED)


def calls_for(person: Person) -> QuerySet[MobilityCall]:
    """Calls of the programmes that the person's institutions give, with how many places there are and wishes handed in."""
    rows = MobilityCall.objects.governed_by(person).select_related("offering__programme", "offering__academic_session")
    return rows.annotate(
        handed_in=Count("wishes", filter=Q(wishes__state=WishState.SUBMITTED), distinct=True),
        place_count=Count("places", distinct=True),
    )


def cohorts_for(person: Person) -> QuerySet[ProgrammeOffering]:
    """Cohorts for which the person may prepare a call; the latest first."""
    rows = ProgrammeOffering.objects.all()
    if not reach_of(person).everything:
        rows = rows.filter(pk__in=rows.filter(programme__institutions__institution__in=coordinated_by(person)))
    return rows.select_related("programme", "academic_session").order_by("-academic_session__starts_on", "programme__code", "pk")


@dataclass(frozen=True)
class Funnel:
    """How far a cohort has come. ``begun``: wishes of any state but withdrawn."""

    cohort: int
    begun: int
    handed_in: int
    placed: int
    accepted: int


@dataclass(frozen=True)
class CallOverview:
    """One call on the desk. ``late``: students of the viewer's institutions who have not handed in, as far as names are shown."""

    funnel: Funnel
    seats: int
    late: list[ProgrammeEnrolment]
    late_count: int
    without_score: int
    acts: list[tuple[CallState, CallRefusal | None]]


MOST_NAMES = 50


def call_overview(*, call: MobilityCall, viewer: Person, at: datetime) -> CallOverview:
    """What waits in a call: as many queries for one student as for thirty."""
    late = late_students(call, viewer)
    states = [state for state in sorted(NEXT_CALL[CallState(call.state)]) if state != CallState.PUBLISHED]
    return CallOverview(
        funnel=funnel_of(call),
        seats=sum(call.places.values_list("capacity", flat=True)),
        late=list(late[:MOST_NAMES]),
        late_count=late.count(),
        without_score=scored_by(viewer, call).filter(score__isnull=True).count(),
        acts=[(state, _why_not(call, state, viewer, at)) for state in states],
    )


def _why_not(call: MobilityCall, state: CallState, viewer: Person, at: datetime) -> CallRefusal | None:
    """To open again one sets another date on the way, so that the old one is no reason."""
    refusal = rules.why_not_move(call=call, state=state, by=viewer, at=at)
    return None if refusal == CallRefusal.CLOSING_PASSED and call.state == CallState.CLOSED else refusal


def funnel_of(call: MobilityCall) -> Funnel:
    """Three queries."""
    wishes = Counter(call.wishes.values_list("state", flat=True))
    stays = list(Mobility.objects.filter(wish__call=call).values_list("wish", "state"))
    students = call.offering.enrolments.filter(state=ProgrammeState.ACTIVE).count()
    return Funnel(
        cohort=students,
        begun=wishes.total() - wishes[WishState.WITHDRAWN],
        handed_in=wishes[WishState.SUBMITTED],
        placed=len({wish for wish, _state in stays}),
        accepted=len({wish for wish, state in stays if state not in _HELD}),
    )


def late_students(call: MobilityCall, viewer: Person) -> QuerySet[ProgrammeEnrolment]:
    """Students of the cohort, registered where the viewer coordinates, who have not handed in and have not withdrawn."""
    done = call.wishes.filter(state__in=(WishState.SUBMITTED, WishState.WITHDRAWN)).values("student")
    rows = ProgrammeEnrolment.objects.governed_by(viewer).filter(offering=call.offering_id, state=ProgrammeState.ACTIVE)
    return rows.exclude(student__in=done).select_related("student")


def places_for(call: MobilityCall) -> QuerySet[Place]:
    """Places of a call with how many put them first, and anywhere."""
    handed_in = Q(chosen__wish__state=WishState.SUBMITTED)
    return call.places.select_related("institution", "condition__agreement", "condition__sending", "traineeship").annotate(
        wanted_first=Count("chosen", filter=handed_in & Q(chosen__rank=1)), wanted=Count("chosen", filter=handed_in)
    )


def wishes_for(call: MobilityCall, viewer: Person) -> QuerySet[Wish]:
    """Wishes of students whose home the viewer coordinates, with their choices and what came of them."""
    choices = Choice.objects.select_related("place__institution")
    stays = Mobility.objects.select_related("place__institution").order_by("-pk")
    rows = Wish.objects.governed_by(viewer).filter(call=call).exclude(state=WishState.DRAFT)
    return rows.select_related("student", "studies", "home").prefetch_related(
        Prefetch("choices", queryset=choices), Prefetch("mobilities", queryset=stays)
    )


@dataclass(frozen=True)
class ScoreLine:
    """One student on the list of scores. ``kept``: the score as it stands; ``text``: what stands in the cell; ``before``: the kept
    score when a file or a proposal would change it."""

    key: str
    number: str
    name: str
    home: str
    kept: str
    text: str
    problem: str = ""
    before: str | None = None


def score_lines(
    rows: Sequence[Wish], texts: Mapping[str, str] | None = None, problems: Mapping[str, str] | None = None
) -> list[ScoreLine]:
    """The list for ``rows``; ``texts`` (by uuid) stand in the cells instead of what is kept. One query."""
    numbers = _numbers(rows)
    lines = [_line(row, numbers.get((row.studies_id, row.home_id), ""), texts or {}, problems or {}) for row in rows]
    return sorted(lines, key=lambda line: (line.home, line.name, line.key))


def _line(row: Wish, number: str, texts: Mapping[str, str], problems: Mapping[str, str]) -> ScoreLine:
    key, kept = str(row.uuid), _plain(row.score)
    text = texts.get(key, kept)
    return ScoreLine(
        key=key,
        number=number,
        name=name_of(row),
        home=row.home.code,
        kept=kept,
        text=text,
        problem=problems.get(key, ""),
        before=kept if text.strip() != kept else None,
    )


def name_of(row: Wish) -> str:
    """The name under which a student is enrolled, family name first; of one from elsewhere that of the account."""
    return f"{row.studies.family_name}, {row.studies.given_names}" if row.studies else row.student.display_name


def _plain(score: Decimal | None) -> str:
    return "" if score is None else f"{score.normalize():f}"


def _numbers(rows: Sequence[Wish]) -> dict[tuple[Any, Any], str]:
    studies = [row.studies_id for row in rows if row.studies_id]
    found = Registration.objects.filter(enrolment__in=studies)
    registered = found.values_list("enrolment", "institution", "student_number")
    return {(enrolment, institution): number for enrolment, institution, number in registered}


def scored_rows(viewer: Person, call: MobilityCall) -> list[Wish]:
    """The wishes whose scores the viewer sets, with what the list names."""
    return list(scored_by(viewer, call).select_related("student", "studies", "home"))


def proposals_for(rows: Sequence[Wish]) -> dict[str, str]:
    """Proposed scores for those who have none."""
    empty = [row for row in rows if row.score is None]
    return {key: _plain(score) for key, score in proposed_scores(empty).items()}
