"""What a student does: write wishes, hand them in, take them back, withdraw."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from salerno.audit.services import record
from salerno.institutions.models import Institution
from salerno.mobility.calls import rules
from salerno.mobility.calls.refusals import WishRefusal
from salerno.mobility.calls.services.rows import locked_wish
from salerno.mobility.enums import WishState
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import Choice, MobilityCall, Wish
from salerno.people.models import Person


@dataclass(frozen=True)
class Wished:
    """What stands on the form: uuids of places in their order, needs as ``Wish.needs`` keeps them, a note."""

    places: Sequence[str]
    needs: dict[str, Any] = field(default_factory=dict)
    note: str = ""


@transaction.atomic
def save_wishes(*, call: MobilityCall, wished: Wished, revision: int, by: Person, at: datetime) -> Wish:
    """Keep what ``by`` wishes in the call. ``revision``: as of which the form was shown, 0 for the first.

    What another window has saved since is never overwritten. Whoever had withdrawn writes again as long as the call is open.
    """
    wish = _own(call, by)
    refuse_if(rules.why_not_write(call=wish.call, wish=wish, by=by, at=at))
    refuse_if(WishRefusal.CHANGED_MEANWHILE if revision != wish.revision else None)
    known = list(call.places.select_related("condition"))
    refuse_if(rules.why_not_choose(call=wish.call, home=wish.home, wanted=wished.places, known=known))
    wish.needs, wish.note, wish.state = wished.needs, wished.note, WishState.DRAFT
    wish.revision += 1
    wish.save(update_fields=["needs", "note", "state", "revision"])
    by_uuid = {str(place.uuid): place for place in known}
    wish.choices.all().delete()
    Choice.objects.bulk_create(Choice(wish=wish, place=by_uuid[key], rank=rank) for rank, key in enumerate(wished.places, start=1))
    return wish


def _own(call: MobilityCall, by: Person) -> Wish:
    """The wishes of ``by``, locked; begun when there are none. Two windows that begin at once begin one."""
    if row := Wish.objects.of(by).filter(call=call).first():
        return locked_wish(row)
    studies = rules.studies_in(call, by)
    home: Institution | None = rules.home_of(studies) if studies else None
    if studies is None or home is None:
        raise MobilityRefused(WishRefusal.NOT_IN_COHORT)
    try:
        with transaction.atomic():
            row = Wish.objects.create(call=call, student=by, studies=studies, home=home)
    except IntegrityError as error:
        raise MobilityRefused(WishRefusal.CHANGED_MEANWHILE) from error
    return locked_wish(row)


@transaction.atomic
def hand_in(*, wish: Wish, by: Person, at: datetime) -> Wish:
    """Hand the wishes in: from here on they count."""
    wish = _moved(wish, WishState.SUBMITTED, by, at)
    wish.submitted_at = at
    wish.save(update_fields=["state", "submitted_at"])
    record(action="wish.handed_in", actor=by, subject=wish, detail={"choices": wish.choices.count()}, at=at)
    return wish


@transaction.atomic
def take_back(*, wish: Wish, by: Person, at: datetime) -> Wish:
    """Take wishes back to change them, as long as the call is open."""
    wish = _moved(wish, WishState.DRAFT, by, at)
    wish.submitted_at = None
    wish.save(update_fields=["state", "submitted_at"])
    record(action="wish.taken_back", actor=by, subject=wish, at=at)
    return wish


@transaction.atomic
def withdraw(*, wish: Wish, by: Person, at: datetime) -> Wish:
    """Want no place in this call, until places are published. What was written stays, for whoever writes again."""
    wish = _moved(wish, WishState.WITHDRAWN, by, at)
    wish.submitted_at = None
    wish.save(update_fields=["state", "submitted_at"])
    record(action="wish.withdrawn", actor=by, subject=wish, at=at)
    return wish


def _moved(wish: Wish, state: WishState, by: Person, at: datetime) -> Wish:
    wish = locked_wish(wish)
    refuse_if(rules.why_not_move_wish(wish=wish, state=state, by=by, at=at))
    wish.state = state
    return wish
