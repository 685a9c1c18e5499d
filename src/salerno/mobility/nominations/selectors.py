"""Under which conditions one may nominate, and what is free of them."""

from datetime import date

from django.db.models import QuerySet

from salerno.common.translated import in_language
from salerno.mobility.enums import COORDINATES, HOLDS_A_PLACE, AgreementState
from salerno.mobility.learning_agreements.selectors.facts import coordinators_of
from salerno.mobility.models import Condition, InterInstitutionalAgreement, Mobility, Nomination
from salerno.mobility.nominations.rules import Known
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of
from salerno.people.models import Person, RoleAssignment

_APPROVED = (AgreementState.APPROVED, AgreementState.IN_FORCE)


def year_of(day: date) -> tuple[date, date]:
    """The academic year of ``day``, from 1 August to 31 July, in which an agreement counts its places."""
    first = day.year - (day.month < 8)
    return date(first, 8, 1), date(first + 1, 7, 31)


def conditions_for(person: Person, today: date) -> QuerySet[Condition]:
    """Conditions that send students to institutions of ``person`` from universities with nobody on the campus. One query."""
    here = RoleAssignment.objects.in_force(today).filter(role__in=COORDINATES).values("institution")
    rows = Condition.objects.filter(places__gt=0, agreement__state__in=_APPROVED, agreement__ends_on__gte=today).exclude(
        sending__in=here
    )
    if not reach_of(person).everything:
        rows = rows.filter(receiving__in=coordinated_by(person))
    return rows.select_related("agreement", "sending", "receiving").order_by("sending__position", "sending__slug", "pk")


def label_of(condition: Condition) -> str:
    """``University Elsewhere → University of Pisa: Studies, 0988, 2 a year``."""
    ends = f"{in_language(condition.sending.name)} → {in_language(condition.receiving.name)}"
    return f"{ends}: {condition.get_kind_display()}, {condition.isced_f} ({condition.agreement.code})"


def known_of(condition: Condition, starts_on: date, today: date) -> Known:
    """What holds of ``condition`` for a stay that begins on ``starts_on``. Four queries."""
    in_force = InterInstitutionalAgreement.objects.holding_on(starts_on).filter(pk=condition.agreement_id).exists()
    return Known(
        is_in_force=in_force,
        sends_itself=bool(coordinators_of(condition.sending, today)),
        seats_left=condition.places - taken_in(condition, starts_on),
    )


def taken_in(condition: Condition, starts_on: date) -> int:
    """Seats of ``condition`` that are held in the academic year of ``starts_on``: by stays, and by nominations that wait."""
    days = {"starts_on__range": year_of(starts_on)}
    stays = Mobility.objects.filter(place__condition=condition, state__in=HOLDS_A_PLACE, **days)
    return stays.count() + Nomination.objects.waiting().filter(condition=condition, **days).count()


def is_elsewhere(person: Person, nomination: Nomination) -> bool:
    """Whether a stay of ``person`` overlaps with the days of ``nomination``."""
    rows = Mobility.objects.of(person).filter(state__in=HOLDS_A_PLACE)
    return rows.filter(starts_on__lte=nomination.ends_on, ends_on__gte=nomination.starts_on).exists()


def nominations_for(person: Person) -> QuerySet[Nomination]:
    """Those of the institutions that the person coordinates, with what a list names."""
    rows = Nomination.objects.governed_by(person)
    return rows.select_related("condition__sending", "condition__receiving", "condition__agreement", "wish").prefetch_related(
        "wish__mobilities"
    )
