"""Referees: asked by a link that works once, answered without an account."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from salerno.admissions import rules
from salerno.admissions.enums import MediaType
from salerno.admissions.errors import AdmissionsRefused
from salerno.admissions.models import Application, Referee
from salerno.admissions.refusals import RefereeRefusal, RequestRefusal
from salerno.admissions.scanning import examine
from salerno.admissions.services.drafts import forget_draft
from salerno.admissions.services.notices import ask, tell_referee, unsend
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
    token = _new_token()
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
    application.referees_asked += 1
    application.save(update_fields=["referees_asked"])
    forget_draft(application, "referees", at)
    ask(referee, token=token, at=at)
    record(action="referee.asked", actor=by, subject=application, at=at)
    return referee


def _new_token() -> str:
    return secrets.token_urlsafe(32)


@transaction.atomic
def send_again(*, referee: Referee, by: Person, at: datetime) -> Referee:
    """Send the referee a new link; the one before stops working. Once a day, three times at most."""
    referee = _locked(referee)
    refuse_if(rules.why_not_send_again(referee=referee, by=by, at=at))
    return _write_anew(referee, "referee.asked_again", by, at, what="reminded")


@transaction.atomic
def correct_address(*, referee: Referee, email: str, by: Person, at: datetime) -> Referee:
    """Ask the referee at another address; the link that went to the wrong one stops working.

    PRIVACY: whoever reads mail there is told nothing more.
    """
    referee = _locked(referee)
    refuse_if(rules.why_not_correct(referee=referee, email=email, by=by, at=at))
    referee.email = email
    return _write_anew(referee, "referee.corrected", by, at, what="asked")


@transaction.atomic
def withdraw_request(*, referee: Referee, by: Person, at: datetime) -> None:
    """Take the request back: the link stops working, and name and address go. Whom our mail has reached is told."""
    referee = _locked(referee)
    refuse_if(rules.why_not_withdraw_request(referee=referee, by=by))
    if unsend(referee):
        tell_referee(referee, "withdrawn", at=at)
    application = referee.application
    record(action="referee.withdrawn", actor=by, subject=application, person=application.applicant, at=at)
    referee.delete()


def _locked(referee: Referee) -> Referee:
    """The referee's row after the application's, as everywhere: a letter that comes in at the same moment waits, or was first."""
    application = locked_application(referee.application_id)
    row = Referee.objects.select_for_update().filter(pk=referee.pk).first()
    if row is None:
        raise AdmissionsRefused(RequestRefusal.WITHDRAWN)
    row.application = application
    return row


def _write_anew(referee: Referee, action: str, by: Person, at: datetime, *, what: str) -> Referee:
    token = _new_token()
    unsend(referee)
    referee.token_digest, referee.asked_at = sha256_hex(token.encode()), at
    referee.sendings += 1
    referee.save()
    ask(referee, token=token, at=at, what=what)
    record(action=action, actor=by, subject=referee.application, person=referee.application.applicant, at=at)
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
        referee = _locked_by(token)
        refuse_if(rules.why_not_answer_as_referee(referee=referee, at=at))
        application = referee.application
        referee.answered_at, referee.letter = at, text
        referee.save(update_fields=["answered_at", "letter"])
        if data:
            named = {"name": f"{referee.name}.pdf", "media_type": MediaType.PDF, "referee": referee}
            keep(application=application, kind=LETTER, data=data, at=at, **named)
        record(action="referee.answered", actor=None, subject=application, person=application.applicant, at=at)
    return referee


def _locked_by(token: str) -> Referee:
    """The referee whose link this still is once the rows are locked: it may have been replaced or withdrawn while we waited."""
    found = find_referee(token)
    try:
        referee = _locked(found) if found else None
    except AdmissionsRefused:
        referee = None
    if referee is None or referee.token_digest != sha256_hex(token.encode()):
        raise AdmissionsRefused(RefereeRefusal.REPLACED)
    return referee
