"""The tutor signs: the certificate is frozen, the departure is confirmed by it, and its credits are proposed for recognition."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.timezone import localdate

from salerno.audit.services import record
from salerno.catalogue.selectors import rules_of
from salerno.institutions.models import Institution
from salerno.mobility.enums import LogWeekState, MobilityState, Reached, ResultSource
from salerno.mobility.errors import MobilityRefused, refuse_if
from salerno.mobility.models import LogWeek, Mobility, TraineeshipCertificate, TutorRequest
from salerno.mobility.papers.certificates import CertificateFacts, as_json, certificate_pdf
from salerno.mobility.papers.facts import End
from salerno.mobility.recognition.services import Line, enter_results
from salerno.mobility.stays.services.rows import move
from salerno.mobility.traineeships import rules
from salerno.mobility.traineeships.refusals import EvaluationRefusal
from salerno.mobility.traineeships.selectors import agreed_on, title_of
from salerno.mobility.traineeships.services.notices import tell_signed
from salerno.mobility.traineeships.services.tutors import find_request, locked_by, trainee_of

LANGUAGE = "en"
"""Of the frozen document, as of the learning agreement that it completes."""


@dataclass(frozen=True, kw_only=True)
class Evaluation:
    """What the tutor fills in."""

    starts_on: date
    ends_on: date
    hours: Decimal
    tasks: str
    acquired: str
    reached: str
    evaluation: str
    tutor: str
    position: str = ""
    sector: str = ""


def sign_certificate(*, token: str, evaluation: Evaluation, at: datetime) -> TraineeshipCertificate:
    """Take the tutor's evaluation, once: the link is dead afterwards.

    The document is set before the transaction, for which on SQLite everybody waits who writes, and kept if it still holds inside.
    Raises ``CannotPrint`` for letters that no font has.
    """
    at = at.replace(microsecond=0)  # the document prints the moment, and a PDF names none that is smaller
    request = find_request(token)
    if request is None:
        raise MobilityRefused(EvaluationRefusal.REPLACED)
    _refuse(request, evaluation, at)
    facts = _facts(uuid.uuid4(), request, evaluation, at)
    return _sign(token, evaluation, facts, certificate_pdf(facts, LANGUAGE), at)


@transaction.atomic
def _sign(token: str, evaluation: Evaluation, facts: CertificateFacts, pdf: bytes, at: datetime) -> TraineeshipCertificate:
    """The mobility is locked: of two windows one signs."""
    request = locked_by(token)
    _refuse(request, evaluation, at)
    mobility = request.mobility
    refuse_if(EvaluationRefusal.CHANGED_MEANWHILE if _facts(facts.certificate, request, evaluation, at) != facts else None)
    certificate = TraineeshipCertificate.objects.create(
        uuid=facts.certificate, mobility=mobility, facts=as_json(facts), digest=facts.digest, pdf=pdf, signed_at=at
    )
    request.answered_at, request.name, request.email = at, evaluation.tutor, ""
    request.save(update_fields=["answered_at", "name", "email"])
    _depart(mobility, evaluation.ends_on, at)
    _propose(mobility, evaluation, at)
    detail = {"sha256": facts.digest, "reached": evaluation.reached}
    record(action="tutor.certified", actor=None, subject=mobility, person=mobility.wish.student, detail=detail, at=at)
    tell_signed(mobility, tutor=evaluation.tutor, at=at)
    return certificate


def _refuse(request: TutorRequest, evaluation: Evaluation, at: datetime) -> None:
    days = {"starts_on": evaluation.starts_on, "ends_on": evaluation.ends_on}
    refuse_if(rules.why_not_certify(request=request, **days, at=at, today=localdate(at)))


def _facts(key: uuid.UUID | str, request: TutorRequest, evaluation: Evaluation, at: datetime) -> CertificateFacts:
    mobility = request.mobility
    agreed = agreed_on(mobility)
    seen = list(LogWeek.objects.filter(mobility=mobility, state=LogWeekState.SEEN))
    studies = mobility.wish.studies
    return CertificateFacts(
        certificate=str(key),
        agreement=f"{agreed.facts.agreement} / {agreed.facts.number}" if agreed.facts else "",
        trainee=agreed.facts.student.full_name if agreed.facts else trainee_of(mobility),
        sending=_end(mobility.wish.home),
        receiving=_end(mobility.place.institution),
        title=title_of(mobility, agreed),
        weeks=len(seen),
        logged=sum((week.hours for week in seen), Decimal(0)),
        signed_at=at,
        is_made_up=bool(studies and studies.offering.regulations and rules_of(studies.offering.regulations).is_made_up),
        **vars(evaluation),
    )


def _end(institution: Institution) -> End:
    return End(name=dict(institution.name), schac=institution.schac, country=institution.country)


def _depart(mobility: Mobility, on: date, at: datetime) -> None:
    """The host certifies the last day: nobody need confirm the departure as well."""
    if mobility.state == MobilityState.ARRIVED:
        move(mobility, MobilityState.DEPARTED, departed_on=on)
        detail = {"departed_on": on.isoformat()}
        record(action="mobility.departed", actor=None, subject=mobility, person=mobility.wish.student, detail=detail, at=at)


def _propose(mobility: Mobility, evaluation: Evaluation, at: datetime) -> None:
    """Credits as the learning agreement says; the sending university decides. What was entered by hand before stands alone."""
    lines = list(_lines(mobility, evaluation)) if mobility.state == MobilityState.DEPARTED else []
    known = set(mobility.results.values_list("code", flat=True))
    new = [line for line in lines if line.code not in known]
    if new:
        enter_results(mobility=mobility, lines=new, source=ResultSource.TUTOR, by=None, at=at)


def _lines(mobility: Mobility, evaluation: Evaluation) -> Iterator[Line]:
    """One result for each row of table B. The host has no code for it: it is named as the agreement does."""
    agreed = agreed_on(mobility)
    rows = agreed.facts.body.live("recognised") if agreed.facts else ()
    title = title_of(mobility, agreed)
    for row in rows:
        yield Line(
            title=(title if len(rows) == 1 else f"{title}: {row.title}")[:300],
            ects=row.ects,
            earned_on=evaluation.ends_on,
            code=row.code,
            is_passed=evaluation.reached != Reached.NOT,
        )
