"""Letters of admissions. Each is queued in the transaction of the act that it tells of, once for an application and occasion."""

import zoneinfo
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format

from salerno.admissions.models import Application, Referee
from salerno.messaging.enums import State
from salerno.messaging.models import Message
from salerno.messaging.services import send_later
from salerno.people.models import Person

PARIS = zoneinfo.ZoneInfo("Europe/Paris")


def tell(application: Application, what: str, *, at: datetime, occasion: str = "", **context: Any) -> bool:
    """Queue the letter ``admissions/mail/<what>`` to the applicant; whether it is new. ``occasion`` tells two of one kind apart."""
    person = application.applicant
    if person is None:
        return False
    message = send_later(
        f"admissions/mail/{what}",
        to=person.email,
        language=person.language,
        context=_context(application, person, context),
        at=at,
        person_uuid=person.uuid,
        key=f"admissions/{what}/{application.uuid}/{occasion}"[:120],
    )
    return message.queued_at == at


def ask(referee: Referee, *, token: str, at: datetime, what: str = "asked") -> None:
    """Queue the letter that asks a referee, or reminds one (``reminded``), with the link that works once."""
    tell_referee(referee, what, at=at, token=token, until=both_zones(referee.expires_at, None, referee.language))


def tell_referee(referee: Referee, what: str, *, at: datetime, **context: Any) -> None:
    """Queue the letter ``admissions/mail/referee_<what>`` in the referee's language."""
    application = referee.application
    send_later(
        f"admissions/mail/referee_{what}",
        to=referee.email,
        language=referee.language,
        context={"referee": referee, "application": application, "call": application.call, **context},
        at=at,
        key=f"{_key_of(referee)}/{what}/{referee.sendings}",
    )


def unsend(referee: Referee) -> int:
    """Take back letters to a referee that have not left yet, so that no dead link is sent; return how many have left."""
    rows = Message.objects.filter(key__startswith=_key_of(referee))
    rows.filter(state=State.QUEUED).delete()
    return rows.count()


def _key_of(referee: Referee) -> str:
    return f"admissions/referee/{referee.application.uuid}/{referee.uuid.hex}"


def letter_text(application: Application, what: str, **context: Any) -> str:
    """What ``tell`` would send, for a preview: subject, empty line, body."""
    person = application.applicant
    if person is None:
        return ""
    with translation.override(person.language):
        return render_to_string(f"admissions/mail/{what}.txt", {**_context(application, person, context), "base_url": ""}).strip()


def _context(application: Application, person: Person, context: dict[str, Any]) -> dict[str, Any]:
    until = context.pop("until", None)
    said = both_zones(until, person.time_zone, person.language) if until else ""
    return {"person": person, "application": application, "call": application.call, "until": said, **context}


def both_zones(at: datetime, zone: str | None, language: str) -> str:
    """A deadline as the call states it, in Paris, and in the reader's zone where that differs."""
    with translation.override(language):
        paris = date_format(timezone.localtime(at, PARIS), "DATETIME_FORMAT")
        theirs = date_format(timezone.localtime(at, zoneinfo.ZoneInfo(zone)), "DATETIME_FORMAT") if zone else paris
        return f"{paris} (Europe/Paris)" if theirs == paris else f"{paris} (Europe/Paris), {theirs} ({zone})"
