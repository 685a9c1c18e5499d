"""What may be done with a call, its places, wishes and scenarios, and why not."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import TextChoices

from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.enums import Standing
from salerno.institutions.models import Institution
from salerno.mobility.calls.refusals import CallRefusal, ScenarioRefusal, SeatsRefusal, WishRefusal
from salerno.mobility.enums import NEXT_CALL, NEXT_WISH, CallState, Tier, WishState
from salerno.mobility.models import MobilityCall, Place, Wish
from salerno.people.models import Person

_PUBLISHED = (CallState.PUBLISHED, CallState.ENDED)


def tier_of(institution: Institution) -> Tier:
    """Consortium members go before associated partners; whoever is neither stands in no table of ours and is said by hand."""
    return Tier.ASSOCIATED if institution.standing == Standing.ASSOCIATED else Tier.CONSORTIUM


def why_not_govern(*, call: MobilityCall, by: Person | None) -> CallRefusal | None:
    """The reason for which ``by`` does nothing with the call, or None. ``by`` of None: the campus itself."""
    return None if by is None or MobilityCall.objects.governed_by(by).filter(pk=call.pk).exists() else CallRefusal.NOT_YOURS


def why_not_edit(*, call: MobilityCall, by: Person | None) -> CallRefusal | None:
    """The reason for which the call and its places cannot be changed, or None."""
    if refusal := why_not_govern(call=call, by=by):
        return refusal
    return None if call.state == CallState.DRAFT else CallRefusal.NOT_DRAFT


def why_not_move(*, call: MobilityCall, state: CallState, by: Person | None, at: datetime) -> CallRefusal | None:
    """The reason for which the call cannot be opened, closed or ended now, or None. It is published by its scenario."""
    if refusal := why_not_govern(call=call, by=by):
        return refusal
    if state not in NEXT_CALL[CallState(call.state)] or state == CallState.PUBLISHED:
        return CallRefusal.NOT_NEXT
    if state == CallState.OPEN and not call.places.filter(capacity__gt=0).exists():
        return CallRefusal.NO_PLACES
    return CallRefusal.CLOSING_PASSED if state == CallState.OPEN and call.closes_at <= at else None


def why_not_change_seats(*, call: MobilityCall, by: Person | None, at: datetime, reason: str = "-") -> TextChoices | None:
    """The reason for which places of a published call get no other number of seats now, or None."""
    if refusal := why_not_govern(call=call, by=by):
        return refusal
    if call.state != CallState.PUBLISHED:
        return SeatsRefusal.NOT_PUBLISHED
    if at.date() >= call.starts_on:
        return SeatsRefusal.BEGUN
    return None if reason.strip() else SeatsRefusal.NO_REASON


def home_of(studies: ProgrammeEnrolment) -> Institution | None:
    """The sending institution: of the open registrations the earliest. Of a dual enrolment that is where the student began."""
    first = studies.registrations.open().select_related("institution").order_by("starts_on", "pk").first()
    return first.institution if first else None


def studies_in(call: MobilityCall, person: Person) -> ProgrammeEnrolment | None:
    """The studies that let ``person`` choose in the call; an interruption does not end them, but nobody goes from one."""
    return ProgrammeEnrolment.objects.of(person).filter(offering=call.offering_id, state=ProgrammeState.ACTIVE).first()


def is_open_to(place: Place, home: Institution) -> bool:
    """Whether students of ``home`` may choose the place: it lies elsewhere, and its agreement is their university's.

    A place without a condition (an offer, or one added by hand) is for students of every home.
    """
    if place.institution_id == home.pk:
        return False
    return place.condition is None or place.condition.sending_id == home.pk


def why_not_write(*, call: MobilityCall, wish: Wish | None, by: Person, at: datetime) -> WishRefusal | None:
    """The reason for which ``by`` cannot change the wishes in the call now, or None."""
    if wish is not None and wish.student_id != by.pk:
        return WishRefusal.NOT_YOURS
    if refusal := why_not_open(call=call, at=at):
        return refusal
    return WishRefusal.NOT_DRAFT if wish is not None and wish.state == WishState.SUBMITTED else None


def why_not_open(*, call: MobilityCall, at: datetime) -> WishRefusal | None:
    """The reason for which the call takes no wishes now, or None."""
    if call.state == CallState.DRAFT or (call.state == CallState.OPEN and at < call.opens_at):
        return WishRefusal.NOT_OPEN_YET
    return None if call.state == CallState.OPEN and at < call.closes_at else WishRefusal.CLOSED


def why_not_choose(*, call: MobilityCall, home: Institution, wanted: Collection[str], known: Iterable[Place]) -> WishRefusal | None:
    """The reason for which the places ``wanted`` (uuids in their order) cannot be somebody's list, or None."""
    if len(wanted) > call.most_choices:
        return WishRefusal.TOO_MANY
    if len(set(wanted)) < len(wanted):
        return WishRefusal.SAME_RANK
    allowed = {str(place.uuid) for place in known if is_open_to(place, home)}
    return None if set(wanted) <= allowed else WishRefusal.NO_SUCH_PLACE


def why_not_move_wish(*, wish: Wish, state: WishState, by: Person, at: datetime) -> WishRefusal | None:
    """The reason for which the wishes cannot be handed in, taken back or withdrawn, or None.

    Withdrawing is possible until places are published: a student who leaves the night before makes the scenario outdated.
    """
    if wish.student_id != by.pk:
        return WishRefusal.NOT_YOURS
    if wish.call.state in _PUBLISHED:
        return WishRefusal.PUBLISHED
    if state not in NEXT_WISH[WishState(wish.state)]:
        return WishRefusal.NOT_NEXT
    if state != WishState.WITHDRAWN and (refusal := why_not_open(call=wish.call, at=at)):
        return refusal
    return WishRefusal.EMPTY if state == WishState.SUBMITTED and not wish.choices.exists() else None


def why_not_score(*, call: MobilityCall) -> CallRefusal | None:
    """The reason for which scores of the call no longer change, or None. Whose scores: ``Wish.objects.governed_by``."""
    return CallRefusal.SCORES_FIXED if call.state in _PUBLISHED else None


def why_not_compute(*, call: MobilityCall, by: Person | None) -> ScenarioRefusal | None:
    """The reason for which ``by`` makes no scenario now, or None."""
    if why_not_govern(call=call, by=by):
        return ScenarioRefusal.NOT_YOURS
    if call.state in _PUBLISHED:
        return ScenarioRefusal.ALREADY
    return None if call.state == CallState.CLOSED else ScenarioRefusal.NOT_CLOSED
