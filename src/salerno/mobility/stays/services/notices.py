"""Letters to students about their mobility. Each is queued in the transaction of the act that it tells of."""

from datetime import datetime
from typing import Any

from salerno.admissions.services.notices import both_zones
from salerno.messaging.services import send_later
from salerno.mobility.models import Mobility


def tell(mobility: Mobility, what: str, *, at: datetime, occasion: str = "", **context: Any) -> None:
    """Queue the letter ``mobility/mail/<what>`` to the student, once for an ``occasion`` (unless given: the moment)."""
    person = mobility.wish.student
    send_later(
        f"mobility/mail/{what}",
        to=person.email,
        language=person.language,
        context={
            "person": person,
            "mobility": mobility,
            "place": mobility.place,
            "until": both_zones(mobility.accept_until, person.time_zone, person.language),
            **context,
        },
        at=at,
        person_uuid=person.uuid,
        key=f"mobility/{what}/{mobility.uuid}/{occasion or at.isoformat()}"[:120],
    )
