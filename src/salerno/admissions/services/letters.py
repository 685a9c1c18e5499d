"""Referees: asked by a link that works once, answered without an account."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.enums import ApplicationState, MediaType
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Referee
from salerno.admissions.refusals import RefereeRefusal
from salerno.admissions.scanning import examine
from salerno.admissions.services.drafts import forget_draft
from salerno.admissions.services.notices import ask
from salerno.admissions.services.papers import LETTER, keep
from salerno.admissions.services.rows import locked_application, refuse_if
from salerno.audit.services import record
from salerno.common.digests import sha256_hex
from salerno.people.models import Person

DAYS_AFTER_CLOSING = 7


@transaction.atomic
def ask_referee(
    *, application: Application, name: str, email: str, affiliation: str, language: str, by: Person, at: datetime
) -> Referee:
    """Send a referee a link that takes one letter until a week after the call closes.

    SECURITY: 256 random bits, so a plain hash of the token is enough; the mail alone holds the link.
    """
    application = locked_application(application)
    refuse_if(rules.why_not_ask(application=application, email=email, by=by, at=at))
    token = secrets.token_urlsafe(32)
    referee = Referee.objects.create(
        application=application,
        name=name,
        email=email,
        affiliation=affiliation,
        language=language,
        token_digest=sha256_hex(token.encode()),
        asked_at=at,
        expires_at=application.call.closes_at + timedelta(days=DAYS_AFTER_CLOSING),
    )
    forget_draft(application, "referees", at)
    ask(referee, token=token, at=at)
    record(action="referee.asked", actor=by, subject=application, at=at)
    return referee


def find_referee(token: str) -> Referee | None:
    """Whose link this is, used and expired ones too; None for a link of nobody."""
    rows = Referee.objects.select_related("application__call", "application__applicant")
    return rows.filter(token_digest=sha256_hex(token.encode())).first()


def hand_in_letter(*, token: str, text: str, data: bytes | None, at: datetime) -> Referee:
    """Take the letter, as text or as a PDF, once. The link is dead afterwards."""
    text = text.strip()
    if bool(text) == bool(data):
        raise AdmissionsRefused(RefereeRefusal.TWO if text else RefereeRefusal.EMPTY)
    if data and examine(data) != MediaType.PDF:
        raise AdmissionsRefused(RefereeRefusal.NOT_A_PDF)
    with transaction.atomic():
        referee = Referee.objects.select_for_update(of=("self",)).get(token_digest=sha256_hex(token.encode()))
        refuse_if(rules.why_not_answer_as_referee(referee=referee, at=at))
        application = referee.application
        refuse_if(RefereeRefusal.EXPIRED if application.state == ApplicationState.WITHDRAWN else None)
        referee.answered_at, referee.letter = at, text
        referee.save(update_fields=["answered_at", "letter"])
        if data:
            named = {"name": f"{referee.name}.pdf", "media_type": MediaType.PDF, "referee": referee}
            keep(application=application, kind=LETTER, data=data, at=at, **named)
        record(action="referee.answered", actor=None, subject=application, person=application.applicant, at=at)
    return referee
