"""Tutors: asked by a link that works once and expires, written to again, found at another address; the log that they open.

SECURITY: 256 random bits, so a plain hash of the token is enough; the mail alone holds the link.
"""

import secrets
from datetime import UTC, datetime, time

from django.db import transaction

from salerno.audit.services import record
from salerno.common.digests import sha256_hex
from salerno.mobility.enums import LogWeekState
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import LogWeek, Mobility, TutorRequest
from salerno.mobility.stays.services.rows import locked_stay
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.refusals import EvaluationRefusal
from salerno.mobility.traineeships.selectors import agreed_on, tutor_of
from salerno.mobility.traineeships.services.notices import ask, unsend
from salerno.people.models import Person

_WITH = ("mobility__wish__student", "mobility__wish__home", "mobility__wish__call", "mobility__wish__studies")
_ALSO = ("mobility__place__institution", "mobility__place__traineeship")


@transaction.atomic
def ask_tutor(*, mobility: Mobility, language: str, by: Person, at: datetime, name: str = "", email: str = "") -> TutorRequest:
    """Send the tutor the link under which the log is read and the certificate signed.

    The address is that of the learning agreement, else of the offer. ``name`` and ``email``: those of whoever supervises by now,
    from the sending university alone.
    """
    mobility = locked_stay(mobility)
    agreed = agreed_on(mobility)
    named = tutor_of(mobility, agreed)
    if email and (email != named[1] or name != named[0]):
        refuse_if(rules.why_not_name_another(mobility=mobility, by=by))
        named = (name, email)
    request = TutorRequest.objects.filter(mobility=mobility).first()
    refuse_if(rules.why_not_ask_tutor(mobility=mobility, request=request, version=agreed.version, email=named[1], by=by))
    token = _new_token()
    request = TutorRequest.objects.create(
        mobility=mobility,
        name=named[0] or named[1],
        email=named[1],
        language=language,
        token_digest=_digest(token),
        asked_at=at,
        expires_at=_expires(mobility, at),
    )
    ask(request, token=token, trainee=trainee_of(mobility), at=at)
    record(action="tutor.asked", actor=by, subject=mobility, person=mobility.wish.student, at=at)
    return request


@transaction.atomic
def ask_again(*, mobility: Mobility, by: Person, at: datetime) -> TutorRequest:
    """Send the tutor a new link; the one before stops working. Once a day, six times in all; an expired one is renewed so."""
    mobility, request = _locked(mobility)
    refuse_if(rules.why_not_ask_again(mobility=mobility, request=request, by=by, at=at))
    return _write_anew(mobility, request, "tutor.asked_again", by, at)


@transaction.atomic
def correct_tutor(*, mobility: Mobility, name: str, email: str, by: Person, at: datetime) -> TutorRequest:
    """Ask whoever supervises by now, at another address; the link that went to the other stops working.

    PRIVACY: whoever reads mail there is told nothing more.
    """
    mobility, request = _locked(mobility)
    refuse_if(rules.why_not_correct(mobility=mobility, request=request, by=by, email=email))
    request.name, request.email = name, email
    return _write_anew(mobility, request, "tutor.corrected", by, at)


def _locked(mobility: Mobility) -> tuple[Mobility, TutorRequest | None]:
    row = locked_stay(mobility)
    return row, TutorRequest.objects.filter(mobility=row).first()


def _write_anew(mobility: Mobility, request: TutorRequest, action: str, by: Person, at: datetime) -> TutorRequest:
    token = _new_token()
    unsend(request)
    request.mobility = mobility
    request.token_digest, request.asked_at, request.expires_at = _digest(token), at, _expires(mobility, at)
    request.sendings += 1
    request.save()
    ask(request, token=token, trainee=trainee_of(mobility), at=at)
    record(action=action, actor=by, subject=mobility, person=mobility.wish.student, at=at)
    return request


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _digest(token: str) -> str:
    return sha256_hex(token.encode())


def _expires(mobility: Mobility, at: datetime) -> datetime:
    """Five weeks after the last day, and five weeks from now at least."""
    return max(at, datetime.combine(rules.last_day(mobility), time(), UTC)) + rules.WORKS_FOR


def trainee_of(mobility: Mobility) -> str:
    """The name by which the host knows the student: that of the studies, else of the account."""
    studies = mobility.wish.studies
    return studies.full_name if studies else mobility.wish.student.display_name


def find_request(token: str) -> TutorRequest | None:
    """Whose link this is, used and expired ones too; None for a link of nobody."""
    return TutorRequest.objects.select_related(*_WITH, *_ALSO).filter(token_digest=_digest(token)).first()


def locked_by(token: str) -> TutorRequest:
    """The request whose link this still is once the mobility is locked: it may have been replaced or used while we waited."""
    found = find_request(token)
    if found is not None:
        locked_stay(found.mobility)
        found = find_request(token)
    if found is None:
        raise MobilityRefused(EvaluationRefusal.REPLACED)
    return found


@transaction.atomic
def open_log(*, token: str, at: datetime) -> TutorRequest:
    """The tutor reads the weeks that are handed in by now: they no longer change. By a button: programs follow links in mails."""
    request = locked_by(token)
    refuse_if(rules.why_not_evaluate(request=request, at=at))
    mobility = request.mobility
    rows = LogWeek.objects.filter(mobility=mobility, state=LogWeekState.HANDED_IN)
    count = rows.update(state=LogWeekState.SEEN, seen_at=at)
    if count or request.opened_at is None:
        request.opened_at = request.opened_at or at
        request.save(update_fields=["opened_at"])
        record(action="tutor.opened", actor=None, subject=mobility, person=mobility.wish.student, detail={"weeks": count}, at=at)
    return request
