"""The part of the desk where calls for mobility are prepared and places given out."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy, ngettext

from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.mobility.enums import COORDINATES, CallState
from salerno.mobility.models import MobilityCall
from salerno.people.access import reach_of
from salerno.people.models import Person


def coordinates_mobility(person: Person) -> bool:
    """Whoever coordinates or administers at some institution; which calls are theirs is asked of each."""
    return any(held.role in COORDINATES for held in reach_of(person).roles)


_BELOW_A_CALL = ("/desk/mobility/scenarios/", "/desk/mobility/places/")
CALLS = Section(
    "mobility:desk_calls", gettext_lazy("Calls for mobility"), coordinates_mobility, 32, Group.MOBILITY, more=_BELOW_A_CALL
)


def calls_waiting(person: Person, on: date) -> Iterable[Waiting]:
    """Calls that are closed, whose places wait to be given out: one query."""
    if not coordinates_mobility(person):
        return
    count = MobilityCall.objects.governed_by(person).filter(state=CallState.CLOSED).count()
    if count:
        said = ngettext("In %(n)d call places wait to be given out.", "In %(n)d calls places wait to be given out.", count)
        yield Waiting(said % {"n": count}, "mobility:desk_calls", count)
