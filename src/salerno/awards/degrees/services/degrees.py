"""Signing a board's minutes, and with it granting the degrees; withdrawing them."""

import uuid
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.boards.rules import why_not_end
from salerno.awards.boards.selectors.minutes import Minutes, minutes_of
from salerno.awards.boards.services.boards import locked, refuse_if_changed
from salerno.awards.degrees.facts import as_json
from salerno.awards.degrees.selectors.facts import DegreeReader
from salerno.awards.enums import GRANTS, AwardKind, BoardRefusal, BoardState
from salerno.awards.errors import BoardRefused
from salerno.awards.minutes.facts import as_json as as_minutes
from salerno.awards.models import Award, Board, BoardItem
from salerno.awards.moments import award_granted, award_withdrawn
from salerno.common.digests import sha256_hex
from salerno.enrolment.enums import ProgrammeState
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.services import graduate, study_again
from salerno.institutions.models import Institution
from salerno.messaging.services import send_later
from salerno.people.models import Person


def sign_minutes(*, board: Board, by: Person, at: datetime) -> Board:
    """Freeze the minutes of a closed board as its chair signs them, and grant what was decided: all of it, or nothing.

    The exact PDF is kept with its SHA-256, which the record of acts holds too. A student who no longer studies gets no degree, and
    the item says why. Nobody is awarded on results that have changed since the board decided: then nothing is signed.

    The document is typeset before the transaction, for which on SQLite everybody waits who writes, and kept if what it says still
    holds inside.
    """
    at = at.replace(microsecond=0)  # the minutes print the moment of the signature, and a PDF names none that is smaller
    board = _read(board)
    if refusal := why_not_end(board, by):
        raise BoardRefused(refusal)
    return _sign(board, minutes_of(board, signed_at=at), by, at)


@transaction.atomic
def _sign(board: Board, ready: Minutes, by: Person, at: datetime) -> Board:
    board = _locked_with_all_it_grants(board)
    if refusal := why_not_end(board, by):
        raise BoardRefused(refusal)
    refuse_if_changed(board)
    items = list(board.items.filter(decision__in=GRANTS).select_related("student__student"))
    _refuse_without_numbers(items)
    for item in items:
        if not item.student.is_live:
            item.not_granted_because = str(BoardRefusal.STUDIES_ENDED.label)
            item.save(update_fields=["not_granted_because"])
    minutes = minutes_of(board, signed_at=at, ready=ready)
    board.minutes, board.minutes_pdf = as_minutes(minutes.facts), minutes.pdf
    board.minutes_digest, board.state, board.signed_at = sha256_hex(minutes.pdf), BoardState.SIGNED, at
    board.save(update_fields=["minutes", "minutes_pdf", "minutes_digest", "state", "signed_at"])
    record(action="board.minutes_signed", actor=by, subject=board, detail={"sha256": board.minutes_digest}, at=at)
    _grant_all(board, [item for item in items if item.student.is_live], by, at)
    return board


def _locked_with_all_it_grants(board: Board) -> Board:
    """The board, then the awarding institutions, then the students: the order in which every service locks them.

    The board is locked before it is read with its chair: PostgreSQL finds no row whose join has changed while it waited.
    """
    awarding = Institution.objects.filter(programmes__programme__offerings__boards=board, programmes__is_awarding=True)
    locked(board)
    board = _read(board)
    list(Institution.objects.select_for_update(of=("self",)).filter(pk__in=awarding.values("pk")).order_by("pk"))
    students = ProgrammeEnrolment.objects.select_for_update(of=("self",)).filter(board_items__board=board)
    list(students.order_by("pk"))
    return board


def _read(board: Board) -> Board:
    related = ("offering__programme", "offering__academic_session", "offering__regulations", "agreement", "chair")
    return Board.objects.select_related(*related).get(pk=board.pk)


def _refuse_without_numbers(items: list[BoardItem]) -> None:
    waiting = Registration.objects.filter(
        enrolment__in=[item.student_id for item in items if item.student.is_live], student_number="", ends_on__isnull=True
    )
    names = {row.enrolment.full_name for row in waiting.select_related("enrolment")}
    if names:
        raise BoardRefused(BoardRefusal.NO_NUMBER, ", ".join(sorted(names)))


def _grant_all(board: Board, items: list[BoardItem], by: Person, at: datetime) -> None:
    reader = DegreeReader(board, [item.student for item in items])
    for item in items:
        for institution in reader.awarding(item.student):
            _grant(item, institution, reader, at)
        graduate(enrolment=item.student, by=by, at=at)
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
    """The next in the series of the institution, whose row is locked, in this year; numbers of withdrawn degrees stay given."""
    series = f"{institution.code}-{at.year}-"
    last = Award.objects.filter(institution=institution, number__startswith=series).order_by("-number").first()
    return f"{series}{1 + (int(last.number.removeprefix(series)) if last else 0):05}"


@transaction.atomic
def withdraw_award(*, award: Award, reason: str, by: Person, at: datetime) -> Award:
    """Withdraw a degree, with the reason; what proves it is revoked in the same transaction.

    With the last one that stands the studies go on, so that a board can decide on the student again. The studies are locked
    before the degree: of two officers who each withdraw one of two degrees, the second sees both. Not their key, to which whoever
    keeps a document of the degree refers meanwhile.
    """
    list(ProgrammeEnrolment.objects.select_for_update(no_key=True).filter(pk=award.programme_enrolment_id))
    award = Award.objects.select_for_update(of=("self",)).select_related("learner").get(pk=award.pk)
    if award.withdrawn_at is not None:
        raise BoardRefused(BoardRefusal.WITHDRAWN)
    if not reason.strip():
        raise BoardRefused(BoardRefusal.WHY_WITHDRAWN)
    award.withdrawn_at, award.withdrawn_because = at, reason.strip()[:300]
    award.save(update_fields=["withdrawn_at", "withdrawn_because"])
    record(action="award.withdrawn", actor=by, subject=award, person=award.learner, detail={"reason": reason}, at=at)
    award_withdrawn(award, by, at)
    _let_study_again(award, by, at)
    _tell_withdrawn(award, at)
    return award


def _let_study_again(award: Award, by: Person, at: datetime) -> None:
    studies = award.programme_enrolment
    if studies is not None and studies.state == ProgrammeState.GRADUATED and not studies.awards.standing().exists():
        study_again(enrolment=studies, reason=award.withdrawn_because, by=by, at=at)


def _tell_withdrawn(award: Award, at: datetime) -> None:
    """PRIVACY: the reason stands on a page behind the sign-in, not in the letter."""
    person = award.learner
    send_later(
        "awards/degree_withdrawn",
        to=person.email,
        language=person.language,
        context={"person": person, "award": award, "programme": award.programme_enrolment.offering.programme},
        at=at,
        person_uuid=person.uuid,
        key=f"awards/degree_withdrawn/{award.uuid}",
    )


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
