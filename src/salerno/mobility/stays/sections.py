"""The desk's part of mobilities, and what waits there."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy, ngettext

from salerno.desk.sections import Group, Section
from salerno.desk.waiting import Waiting
from salerno.mobility.calls.sections import coordinates_mobility
from salerno.mobility.enums import MobilityState, RecognitionState
from salerno.mobility.models import Mobility, Recognition
from salerno.mobility.querysets import coordinated_by
from salerno.mobility.recognition.rules import BACK
from salerno.people.access import reach_of
from salerno.people.models import Person

STAYS = Section(
    "mobility:desk_stays",
    gettext_lazy("Mobilities"),
    coordinates_mobility,
    40,
    Group.MOBILITY,
    more=("/desk/mobility/recognitions/",),
)


def stays_waiting(person: Person, on: date) -> Iterable[Waiting]:
    """Students to be nominated, nominations to be answered, results and appeals to be decided on, transcripts: a few counts."""
    if not coordinates_mobility(person):
        return
    rows = Mobility.objects.governed_by(person).filter(_is_theirs(person))
    count = Counter(rows.values_list("state", flat=True))
    if n := count[MobilityState.ACCEPTED]:
        said = ngettext("%(n)d student waits to be nominated.", "%(n)d students wait to be nominated.", n)
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?state=accepted")
    if n := count[MobilityState.NOMINATED]:
        said = ngettext("%(n)d nomination waits for the host's answer.", "%(n)d nominations wait for the host's answer.", n)
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?state=nominated")
    yield from _transcripts(person)
    yield from _results(person)


def _transcripts(person: Person) -> Iterable[Waiting]:
    """Guests who left and have no transcript; transcripts of which nothing was taken in: by those who act for that side."""
    own = coordinated_by(person)
    left = Mobility.objects.filter(state__in=BACK).exclude(wish__student=person)
    if n := left.filter(place__institution__in=own, transcripts__isnull=True, results__isnull=True).count():
        said = ngettext("%(n)d guest has left without a transcript.", "%(n)d guests have left without a transcript.", n)
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?state=departed")
    if n := left.filter(wish__home__in=own, transcripts__number=1, results__isnull=True).count():
        said = ngettext(
            "%(n)d transcript from a host waits to be taken in.", "%(n)d transcripts from hosts wait to be taken in.", n
        )
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?state=departed")


def _is_theirs(person: Person) -> models.Q:
    """To nominate is for the home university, to answer for the host; whoever sees all of the campus does both."""
    if reach_of(person).everything:
        return models.Q(state__in=[MobilityState.ACCEPTED, MobilityState.NOMINATED])
    own = coordinated_by(person)
    to_nominate = models.Q(state=MobilityState.ACCEPTED, wish__home__in=own)
    return to_nominate | models.Q(state=MobilityState.NOMINATED, place__institution__in=own)


def _results(person: Person) -> Iterable[Waiting]:
    rows = Recognition.objects.governed_by(person).filter(result__mobility__wish__studies__isnull=False)
    open_states = [RecognitionState.WAITING, RecognitionState.APPEALED]
    count = Counter(rows.filter(state__in=open_states).values_list("state", flat=True))
    if n := count[RecognitionState.WAITING]:
        said = ngettext("%(n)d result from a host waits for a decision.", "%(n)d results from hosts wait for a decision.", n)
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?state=departed")
    if n := count[RecognitionState.APPEALED]:
        said = ngettext("%(n)d appeal on a result waits for an answer.", "%(n)d appeals on results wait for an answer.", n)
        yield Waiting(said % {"n": n}, "mobility:desk_stays", n, query="?appeals=1")
