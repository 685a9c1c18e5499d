"""Signing a board's minutes, and with it granting the degrees; withdrawing them."""

import uuid
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.degree_facts import as_json
from salerno.awards.enums import GRANTS, NEXT_BOARD, AwardKind, BoardRefusal, BoardState
from salerno.awards.errors import BoardRefused
from salerno.awards.minutes.facts import as_json as as_minutes
from salerno.awards.models import Award, Board, BoardItem
from salerno.awards.moments import award_granted, award_withdrawn
from salerno.awards.selectors.degree_facts import DegreeReader
from salerno.awards.selectors.minutes import minutes_of
from salerno.common.digests import sha256_hex
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services import graduate
from salerno.institutions.models import Institution
from salerno.messaging.services import send_later
from salerno.people.models import Person


@transaction.atomic
def sign_minutes(*, board: Board, by: Person, at: datetime) -> Board:
    """Freeze the minutes of a closed board as its chair signs them, and grant what was decided.

    The exact PDF is kept with its SHA-256, which the record of acts holds too. A student who no longer studies gets no degree: the
    minutes stay as they were, and the item says why.
    """
    board = (
        Board.objects.select_for_update(of=("self",))
        .select_related("offering__programme", "offering__academic_session", "offering__regulations", "agreement", "chair")
        .get(pk=board.pk)
    )
    if BoardState.SIGNED not in NEXT_BOARD[BoardState(board.state)]:
        raise BoardRefused(BoardRefusal.NOT_CLOSED)
    if board.chair_id != by.pk:
        raise BoardRefused(BoardRefusal.NOT_CHAIR)
    minutes = minutes_of(board, signed_at=at)
    board.minutes, board.minutes_pdf = as_minutes(minutes.facts), minutes.pdf
    board.minutes_digest, board.state, board.signed_at = sha256_hex(minutes.pdf), BoardState.SIGNED, at
    board.save(update_fields=["minutes", "minutes_pdf", "minutes_digest", "state", "signed_at"])
    record(action="board.minutes_signed", actor=by, subject=board, detail={"sha256": board.minutes_digest}, at=at)
    _grant_all(board, by, at)
    return board


def _grant_all(board: Board, by: Person, at: datetime) -> None:
    items = list(board.items.filter(decision__in=GRANTS).select_related("student__student"))
    reader = DegreeReader(board, [item.student for item in items])
    for item in items:
        student = ProgrammeEnrolment.objects.select_for_update().get(pk=item.student_id)
        if not student.is_live:
            item.not_granted_because = str(BoardRefusal.STUDIES_ENDED.label)
            item.save(update_fields=["not_granted_because"])
            continue
        for institution in reader.awarding(item.student):
            _grant(item, institution, reader, at)
        graduate(enrolment=student, by=by, at=at)
        _tell(item, at)


def _grant(item: BoardItem, institution: Institution, reader: DegreeReader, at: datetime) -> Award:
    award_uuid = uuid.uuid4()
    number = _next_number(institution, at)
    facts = reader.facts(item, institution, award_uuid=str(award_uuid), number=number, at=at)
    award = Award.objects.create(
        uuid=award_uuid,
        kind=AwardKind.DEGREE,
        learner=item.student.student,
        programme_enrolment=item.student,
        institution=institution,
        number=number,
        granted_at=at,
        facts=as_json(facts),
    )
    record(action="award.granted", actor=None, subject=award, person=award.learner, detail={"number": number}, at=at)
    award_granted(award, at)
    return award


def _next_number(institution: Institution, at: datetime) -> str:
    """The next in the institution's series of the year; its row is locked, and numbers of withdrawn degrees stay given."""
    Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    series = f"{institution.code}-{at.year}-"
    last = Award.objects.filter(institution=institution, number__startswith=series).order_by("-number").first()
    return f"{series}{1 + (int(last.number.removeprefix(series)) if last else 0):05}"


@transaction.atomic
def withdraw_award(*, award: Award, reason: str, by: Person, at: datetime) -> Award:
    """Withdraw a degree, with the reason; what proves it is revoked in the same transaction."""
    award = Award.objects.select_for_update(of=("self",)).select_related("learner").get(pk=award.pk)
    if award.withdrawn_at is not None:
        raise BoardRefused(BoardRefusal.WITHDRAWN)
    if not reason.strip():
        raise BoardRefused(BoardRefusal.NO_REASON)
    award.withdrawn_at, award.withdrawn_because = at, reason.strip()[:300]
    award.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(action="award.withdrawn", actor=by, subject=award, person=award.learner, detail={"reason": reason}, at=at)
    award_withdrawn(award, by, at)
    return award


def _tell(item: BoardItem, at: datetime) -> None:
    person = item.student.student
    send_later(
        "awards/degree_granted",
        to=person.email,
        language=person.language,
        context={"person": person, "programme": item.board.offering.programme},
        at=at,
        person_uuid=person.uuid,
        key=f"awards/degree_granted/{item.uuid}",
    )
