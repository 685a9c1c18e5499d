"""Whether a nomination may be entered, withdrawn and taken: what a page says beforehand and what stops the service are the same."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from salerno.mobility.models import Condition, Nomination
from salerno.mobility.nominations.refusals import NominationRefusal
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of
from salerno.people.models import Person

DAYS_OF_A_MONTH = 31


@dataclass(frozen=True)
class Known:
    """What a condition is judged by, for the days that are asked for: read once, with the condition locked."""

    is_in_force: bool
    sends_itself: bool
    seats_left: int


def receives(by: Person, condition: Condition) -> bool:
    """Whether ``by`` acts for the receiving institution."""
    return reach_of(by).everything or condition.receiving_id in coordinated_by(by)


def why_not_nominate(
    *, condition: Condition, starts_on: date, ends_on: date, answer_until: datetime, known: Known, by: Person, at: datetime
) -> NominationRefusal | None:
    """By the receiving institution, under an agreement in force, for a seat that is free, for no longer than agreed."""
    if not receives(by, condition):
        return NominationRefusal.NOT_RECEIVING
    if known.sends_itself:
        return NominationRefusal.SENDS_ITSELF
    if not known.is_in_force:
        return NominationRefusal.NOT_IN_FORCE
    if Decimal((ends_on - starts_on).days) > condition.months * DAYS_OF_A_MONTH:
        return NominationRefusal.TOO_LONG
    if answer_until < at:
        return NominationRefusal.PAST
    if starts_on <= answer_until.date():
        return NominationRefusal.OVER
    return None if known.seats_left > 0 else NominationRefusal.FULL


def why_not_withdraw(*, nomination: Nomination, by: Person) -> NominationRefusal | None:
    """By the receiving institution, until the student has taken it."""
    if not receives(by, nomination.condition):
        return NominationRefusal.NOT_RECEIVING
    return NominationRefusal.TAKEN if nomination.wish_id else None


def is_for(nomination: Nomination, person: Person) -> bool:
    """SECURITY: whoever signed in with the address to which the nomination was sent, which a code has proven."""
    return nomination.email.casefold() == person.email.casefold()


def why_not_take(*, nomination: Nomination, by: Person, at: datetime, is_elsewhere: bool) -> NominationRefusal | None:
    """By the student, until the day. ``is_elsewhere``: another stay of theirs overlaps with it."""
    if not is_for(nomination, by):
        return NominationRefusal.NOT_YOURS
    if at > nomination.answer_until:
        return NominationRefusal.LATE
    return NominationRefusal.ELSEWHERE if is_elsewhere else None
