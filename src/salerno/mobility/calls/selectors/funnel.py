"""How far the students of a call have come, from the first wish to the recognised result: as numbers, as bars, as a table."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from salerno.common.plots import Bars, bars
from salerno.enrolment.enums import ProgrammeState
from salerno.mobility.enums import MobilityState, WishState
from salerno.mobility.models import Mobility, MobilityCall

_WAY = (
    MobilityState.ACCEPTED,
    MobilityState.NOMINATED,
    MobilityState.CONFIRMED,
    MobilityState.ARRIVED,
    MobilityState.DEPARTED,
    MobilityState.RECOGNISED,
)
_REACHED = {state: number for number, state in enumerate(_WAY)} | {MobilityState.REFUSED: _WAY.index(MobilityState.NOMINATED)}


@dataclass(frozen=True)
class Funnel:
    """How many students of a cohort have come so far or further. ``begun``: wishes of any state but withdrawn.

    Who declined, let an offer lapse or was cancelled is counted as placed and no further.
    """

    cohort: int
    begun: int
    handed_in: int
    placed: int
    accepted: int
    nominated: int
    confirmed: int
    arrived: int
    departed: int
    recognised: int

    @property
    def stages(self) -> list[tuple[str, int]]:
        """Each stage with its number, in their order."""
        return [
            (_("Students"), self.cohort),
            (_("Have wished"), self.begun),
            (_("Handed in"), self.handed_in),
            (_("Placed"), self.placed),
            (_("Accepted"), self.accepted),
            (_("Nominated"), self.nominated),
            (_("Confirmed by the host"), self.confirmed),
            (_("Arrived"), self.arrived),
            (_("Departed"), self.departed),
            (_("Recognised"), self.recognised),
        ]


def funnel_of(call: MobilityCall) -> Funnel:
    """Three queries."""
    wishes = Counter(call.wishes.values_list("state", flat=True))
    stays = list(Mobility.objects.filter(wish__call=call).values_list("wish", "state"))
    furthest: dict[int, int] = {}
    for wish, state in stays:
        furthest[wish] = max(furthest.get(wish, -1), _REACHED.get(MobilityState(state), -1))
    reached = {str(state): sum(each >= number for each in furthest.values()) for number, state in enumerate(_WAY)}
    return Funnel(
        cohort=call.offering.enrolments.filter(state=ProgrammeState.ACTIVE).count(),
        begun=wishes.total() - wishes[WishState.WITHDRAWN],
        handed_in=wishes[WishState.SUBMITTED],
        placed=len(furthest),
        **reached,
    )


def funnel_plot(funnel: Funnel) -> Bars:
    """The stages as bars; the title says what came of the wishes."""
    title = _("Handed in: %(wishes)d, placed: %(placed)d, arrived: %(gone)d, back with all results recognised: %(done)d")
    given = {"wishes": funnel.handed_in, "placed": funnel.placed, "gone": funnel.arrived, "done": funnel.recognised}
    return bars(title % given, [(label, [(count, str(count))]) for label, count in funnel.stages])
