"""What every made-up call for mobility goes through: opened with all the places there are, wished in, closed, scored."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from salerno.mobility.calls.selectors.scores import scored_by, seen_of
from salerno.mobility.calls.selectors.sources import sources_for
from salerno.mobility.calls.services import calls, places, scores, wishes
from salerno.mobility.calls.services.wishes import Wished
from salerno.mobility.models import MobilityCall
from salerno.portal.operations.demo_cohort.calls import dice
from salerno.portal.operations.demo_cohort.cast import AMU, OFFICERS, STUDENTS, Student
from salerno.portal.operations.demo_cohort.people import cohort, person

_SCORES = 62, 12  # mean and spread of the made-up scores, of 100


def open_call(*, values: Mapping[str, Any], period: str, moment: datetime) -> MobilityCall:
    """A call with every place that agreements in force and open offers give, opened at ``moment``."""
    by = person(OFFICERS[AMU])
    call = calls.create_call(offering=cohort(), values={**values, "opens_at": moment}, by=by, at=moment)
    places.add_places_from(call=call, keys=[source.key for source in sources_for(call)], period=period, by=by, at=moment)
    return calls.open_call(call=call, by=by, at=moment)


def wish(call: MobilityCall, student: Student, keys: Sequence[str], languages: Mapping[str, str], moment: datetime) -> None:
    """``student`` ranks the places ``keys`` and hands in."""
    by = person(student.email)
    wished = Wished(keys, {"languages": dict(languages)})
    row = wishes.save_wishes(call=call, wished=wished, revision=0, by=by, at=moment)
    wishes.hand_in(wish=row, by=by, at=moment)


def close_and_score(call: MobilityCall, *, closed: datetime, scored: datetime) -> MobilityCall:
    """The call is closed; each university scores its own students."""
    call = calls.close_call(call=call, by=person(OFFICERS[AMU]), at=closed)
    for email in OFFICERS.values():
        by = person(email)
        rows = list(scored_by(by, call).select_related("student"))
        texts = {str(row.uuid): _score(row.student.email) for row in rows}
        scores.save_scores(call=call, texts=texts, seen=seen_of(rows), by=by, at=scored)
    return call


def _score(email: str) -> str:
    facts = next(student.facts for student in STUDENTS if student.email == email)
    return str(max(0, min(100, round(dice(facts, "score").gauss(*_SCORES)))))
