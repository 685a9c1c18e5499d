"""A made-up call for traineeships: wishes handed in, scores set, two scenarios to choose from; nothing is published yet."""

from datetime import datetime
from typing import Any

from salerno.mobility.calls.selectors.scores import scored_by, seen_of
from salerno.mobility.calls.selectors.sources import sources_for
from salerno.mobility.calls.services import calls, places, scenarios, scores, wishes
from salerno.mobility.calls.services.wishes import Wished
from salerno.mobility.enums import Method, MobilityKind
from salerno.mobility.models import MobilityCall
from salerno.portal.operations.demo_cohort.calls import dice
from salerno.portal.operations.demo_cohort.cast import AMU, OFFICERS, STUDENTS, Fate
from salerno.portal.operations.demo_cohort.people import cohort, person
from salerno.portal.operations.demo_cohort.timeline import PLACES_CLOSED, PLACES_OPENED, PLACES_SCORED, PLACES_WISHED, on_day

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
_SCORES = 62, 12  # mean and spread of the made-up scores, of 100


def place_students(at: datetime) -> None:
    """From the call to the scenarios: more students than seats, so that somebody must be told why not."""
    call = _open_call(at)
    _wish(call, at)
    call = calls.close_call(call=call, by=person(OFFICERS[AMU]), at=on_day(at, PLACES_CLOSED))
    _score(call, at)
    for method, name in ((Method.DEFERRED, "By the students' lists"), (Method.BEST, "The best total")):
        scenarios.make_scenario(call=call, method=method, name=name, by=person(OFFICERS[AMU]), at=on_day(at, PLACES_SCORED))


def _open_call(at: datetime) -> MobilityCall:
    by, moment = person(OFFICERS[AMU]), on_day(at, PLACES_OPENED)
    moments = {"opens_at": moment, "closes_at": on_day(at, PLACES_CLOSED)}
    days = {"starts_on": on_day(at, 120).date(), "ends_on": on_day(at, 300).date()}
    call = calls.create_call(offering=cohort(), values={**_VALUES, **moments, **days}, by=by, at=moment)
    keys = [source.key for source in sources_for(call)]
    places.add_places_from(call=call, keys=keys, period="spring", by=by, at=moment)
    return calls.open_call(call=call, by=by, at=moment)


def _wish(call: MobilityCall, at: datetime) -> None:
    keys = [str(place.uuid) for place in call.places.order_by("pk")]
    for student in [each for each in STUDENTS if each.fate in _WISH][:_MOST]:
        drawn, by = dice(student.facts, "places"), person(student.facts.email)
        wanted = drawn.sample(range(len(keys)), drawn.randint(1, len(keys)))
        wished = Wished([keys[number] for number in wanted], {"languages": {"en": drawn.choice(("B1", "B2", "C1"))}})
        wish = wishes.save_wishes(call=call, wished=wished, revision=0, by=by, at=on_day(at, PLACES_WISHED))
        wishes.hand_in(wish=wish, by=by, at=on_day(at, PLACES_WISHED))


def _score(call: MobilityCall, at: datetime) -> None:
    """Each university scores its own students."""
    for email in OFFICERS.values():
        by = person(email)
        rows = list(scored_by(by, call).select_related("student"))
        texts = {str(row.uuid): str(max(0, min(100, round(_drawn(row.student.email).gauss(*_SCORES))))) for row in rows}
        scores.save_scores(call=call, texts=texts, seen=seen_of(rows), by=by, at=on_day(at, PLACES_SCORED))


def _drawn(email: str) -> Any:
    facts = next(student.facts for student in STUDENTS if student.facts.email == email)
    return dice(facts, "score")
