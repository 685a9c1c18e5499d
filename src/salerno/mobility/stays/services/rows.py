"""Rows of mobilities locked in one order, so that two acts never wait for each other: call, mobilities; then the record.

PostgreSQL: the record of acts has one head that every act locks, so all other locks are taken before the first act is recorded.
"""

from collections.abc import Iterable

from salerno.mobility.enums import MobilityState
from salerno.mobility.models import Mobility, MobilityCall
from salerno.mobility.querysets import MobilityQuerySet


def locked_call(call: int) -> MobilityCall:
    """The call, locked: whoever gives places on holds it."""
    return MobilityCall.objects.select_for_update(of=("self",)).get(pk=call)


def locked_stay(mobility: Mobility) -> Mobility:
    """One mobility, locked."""
    return _locked().get(pk=mobility.pk)


def locked_stays_in(call: MobilityCall) -> list[Mobility]:
    """All mobilities of a call, locked in the order of their keys."""
    return list(_locked().filter(place__call=call).order_by("pk"))


def locked_stays_of(students: Iterable[int]) -> list[Mobility]:
    """All mobilities of these students (primary keys), locked in the order of their keys."""
    return list(_locked().filter(wish__student__in=list(students)).order_by("pk"))


def _locked() -> MobilityQuerySet:
    return Mobility.objects.select_for_update(of=("self",)).with_sides()


def move(mobility: Mobility, state: MobilityState, **values: object) -> None:
    """Set the state, and ``values`` with it; the rule has said that an arrow leads there."""
    mobility.state = state
    for name, value in values.items():
        setattr(mobility, name, value)
    mobility.save(update_fields=["state", *values])
