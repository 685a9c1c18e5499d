"""A made-up call for traineeships: wishes handed in, scores set, two scenarios to choose from; nothing is published yet."""

from datetime import datetime
from typing import Any

from salerno.mobility.calls.services import scenarios
from salerno.mobility.enums import Method, MobilityKind, Period
from salerno.mobility.models import MobilityCall
from salerno.portal.operations.demo_cohort.calls import dice
from salerno.portal.operations.demo_cohort.cast import AMU, OFFICERS, STUDENTS, Fate
from salerno.portal.operations.demo_cohort.people import person
from salerno.portal.operations.demo_cohort.timeline import PLACES_CLOSED, PLACES_OPENED, PLACES_SCORED, PLACES_WISHED, on_day
from salerno.portal.operations.demo_cohort.wishing import close_and_score, open_call, wish

_VALUES: dict[str, Any] = {
    "kind": MobilityKind.TRAINEESHIP,
    "title": {"en": "Made-up traineeships in spring", "fr": "Stages inventés au printemps"},
    "text": {
        "en": "This call is made up, and so are its hosts' offers. Nobody goes anywhere by it.",
        "fr": "Cet appel est inventé, comme les offres des organismes d’accueil. Personne ne part par lui.",
    },
    "most_choices": 3,
}
_WISH = (Fate.WRITING, Fate.OWING, Fate.READY)
_MOST = 12


def place_students(at: datetime) -> None:
    """From the call to the scenarios: more students than seats, so that somebody must be told why not."""
    days = {"starts_on": on_day(at, 120).date(), "ends_on": on_day(at, 300).date(), "closes_at": on_day(at, PLACES_CLOSED)}
    call = open_call(values={**_VALUES, **days}, period=Period.SPRING, moment=on_day(at, PLACES_OPENED))
    _wish(call, at)
    call = close_and_score(call, closed=on_day(at, PLACES_CLOSED), scored=on_day(at, PLACES_SCORED))
    for method, name in ((Method.DEFERRED, "By the students' lists"), (Method.BEST, "The best total")):
        scenarios.make_scenario(call=call, method=method, name=name, by=person(OFFICERS[AMU]), at=on_day(at, PLACES_SCORED))


def _wish(call: MobilityCall, at: datetime) -> None:
    keys = [str(place.uuid) for place in call.places.order_by("pk")]
    for student in [each for each in STUDENTS if each.fate in _WISH][:_MOST]:
        drawn = dice(student.facts, "places")
        wanted = drawn.sample(range(len(keys)), drawn.randint(1, len(keys)))
        languages = {"en": drawn.choice(("B1", "B2", "C1"))}
        wish(call, student, [keys[number] for number in wanted], languages, on_day(at, PLACES_WISHED))
