"""Examination boards: called together, opened with a quorum, closed. What they decide: ``decisions``; signing: ``degrees``.

Every act of a board locks its row first, so that nothing is decided, put on the agenda or taken back while it closes.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from salerno.audit.services import record
from salerno.awards.agreements import AgreementFacts
from salerno.awards.boards import rules
from salerno.awards.boards.selectors.audits import Looked, changed_among, look_at
from salerno.awards.boards.services.presence import begin_presence, end_presence, keep_presence
from salerno.awards.enums import NEXT_BOARD, BoardRefusal, BoardState
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Agreement, Board, BoardItem, BoardMember
from salerno.catalogue.models import Programme, ProgrammeOffering
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.messaging.services import send_later
from salerno.people.models import Person

_BEFORE_THE_END = (BoardState.CONVENED, BoardState.SITTING)


@transaction.atomic
def publish_agreement(*, facts: AgreementFacts, programme: Programme, by: Person | None, at: datetime) -> tuple[Agreement, bool]:
    """Freeze ``facts`` as the next version, and return whether it is new: the same text again is a no-op."""
    programme = Programme.objects.select_for_update().get(pk=programme.pk)
    if standing := programme.agreements.filter(digest=facts.digest).first():
        return standing, False
    number = 1 + (programme.agreements.aggregate(last=Max("number"))["last"] or 0)
    agreement = Agreement.objects.create(
        programme=programme, number=number, digest=facts.digest, body=dict(facts.body), published_at=at
    )
    record(action="agreement.published", actor=by, subject=agreement, detail={"number": number, "digest": facts.digest}, at=at)
    return agreement, True


@transaction.atomic
def convene(
    *,
    offering: ProgrammeOffering,
    held_on: date,
    place: str,
    members: Mapping[Person, Institution],
    chair: Person,
    by: Person,
    at: datetime,
) -> Board:
    """Call a board together on the newest agreement, with an agenda of all who satisfy the degree rules, and tell its members."""
    agreement = Agreement.objects.filter(programme=offering.programme).order_by("-number").first()
    seats = {person: institution.pk for person, institution in members.items()}
    if refusal := rules.why_not_convene(offering, agreement, seats, chair, at.date()):
        raise BoardRefused(refusal)
    board = Board.objects.create(offering=offering, agreement=agreement, held_on=held_on, place=place, chair=chair)
    BoardMember.objects.bulk_create(
        BoardMember(board=board, person=person, institution=institution) for person, institution in members.items()
    )
    record(action="board.convened", actor=by, subject=board, detail={"members": len(members)}, at=at)
    draw_agenda(board=board, by=by, at=at)
    for person in members:
        _tell(board, person, at)
    return board


@transaction.atomic
def draw_agenda(*, board: Board, by: Person, at: datetime) -> int:
    """Put every student of the cohort on the agenda who satisfies the rules; return how many are new.

    Whoever stands on the agenda of another board that is not over is left to that one.
    """
    board = locked(board)
    elsewhere = BoardItem.objects.exclude(board__state=BoardState.SIGNED).exclude(board=board)
    there = board.items.values("student")
    waiting = ProgrammeEnrolment.objects.live().filter(offering=board.offering)
    looked = look_at(waiting.exclude(pk__in=there).exclude(pk__in=elsewhere.values("student")))
    return _put_on_agenda(board, {pk: seen for pk, seen in looked.items() if seen.audit.is_satisfied}, by, at)


@transaction.atomic
def put_on_agenda(*, board: Board, students: Iterable[ProgrammeEnrolment], by: Person, at: datetime) -> int:
    """Put ``students`` of the cohort on the agenda, whatever their audit says; return how many were not there yet."""
    board = locked(board)
    there = set(board.items.values_list("student", flat=True))
    new = [student for student in students if student.pk not in there and student.offering_id == board.offering_id]
    return _put_on_agenda(board, look_at(new), by, at)


def _put_on_agenda(board: Board, looked: Mapping[int, Looked], by: Person, at: datetime) -> int:
    if board.state not in _BEFORE_THE_END:
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    BoardItem.objects.bulk_create(BoardItem(board=board, student_id=pk, **kept_of(seen)) for pk, seen in looked.items())
    if looked:
        record(action="board.agenda_drawn", actor=by, subject=board, detail={"students": len(looked)}, at=at)
    return len(looked)


def kept_of(looked: Looked) -> dict[str, Any]:
    """What an item keeps of what the board looked at."""
    return {"proposal": rules.proposal_for(looked.audit), "audit": looked.body, "digest": looked.digest}


@transaction.atomic
def note_presence(*, board: Board, present: Iterable[int], by: Person, at: datetime) -> Board:
    """Keep which members (primary keys) are here: somebody comes late, leaves, or comes back, at the moment ``at``.

    Without a quorum nothing more is decided, and whoever is not here does not vote.
    """
    board = locked(board)
    if board.state not in _BEFORE_THE_END:
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    keep_presence(board, set(present), by, at)
    return board


@transaction.atomic
def open_board(*, board: Board, present: Iterable[int], by: Person, at: datetime) -> Board:
    """Open the meeting with the members who came (primary keys). Refused without a quorum; then nothing is kept."""
    board = locked(board)
    if refusal := rules.why_not_open(board, by):
        raise BoardRefused(refusal)
    keep_presence(board, set(present), by, at)
    refuse_without_quorum(board, board.members.select_related("institution"))
    _move(board, BoardState.SITTING, "board.opened", by, at)
    begin_presence(board, at)
    return board


def refuse_without_quorum(board: Board, members: Iterable[BoardMember], away: Iterable[int] = ()) -> None:
    """Raise unless enough ``members`` are here, those who step out (``away``) left aside, and the chair among them."""
    rows = list(members)
    if said := rules.unmet(rules.quorum_of(rows, board.agreement, rules.who_is_here(rows, set(away)))):
        raise BoardRefused(BoardRefusal.NO_QUORUM, said)
    if refusal := rules.without_chair(board, rows):
        raise BoardRefused(refusal)


@transaction.atomic
def close_board(*, board: Board, by: Person, at: datetime) -> Board:
    """End the meeting; the minutes can be read, and wait for the chair."""
    board = locked(board)
    if refusal := rules.why_not_close(board, by):
        raise BoardRefused(refusal)
    refuse_if_changed(board)
    _move(board, BoardState.CLOSED, "board.closed", by, at)
    end_presence(board, at)
    return board


@transaction.atomic
def reopen_board(*, board: Board, by: Person, at: datetime) -> Board:
    """Go on with a meeting whose minutes are not signed: something was forgotten. Who is there is written down anew."""
    board = locked(board)
    if refusal := rules.why_not_end(board, by):
        raise BoardRefused(refusal)
    _move(board, BoardState.SITTING, "board.reopened", by, at)
    board.members.update(is_present=False)
    return board


def refuse_if_changed(board: Board) -> None:
    """Raise, with their names, when a decision rests on results that have changed since the board looked at them."""
    decided = board.items.exclude(decision="").select_related("student")
    if names := [item.student.full_name for item in changed_among(decided)]:
        raise BoardRefused(BoardRefusal.CHANGED_SINCE, ", ".join(names))


def _move(board: Board, state: BoardState, action: str, by: Person, at: datetime) -> None:
    if state not in NEXT_BOARD[BoardState(board.state)]:
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    board.state = state
    board.save(update_fields=["state"])
    record(action=action, actor=by, subject=board, at=at)


def locked(board: Board) -> Board:
    """The board as it stands, locked until the end of the transaction."""
    return Board.objects.select_for_update(of=("self",)).select_related("offering", "agreement").get(pk=board.pk)


def _tell(board: Board, person: Person, at: datetime) -> None:
    send_later(
        "awards/board_convened",
        to=person.email,
        language=person.language,
        context={"person": person, "board": board, "programme": board.offering.programme},
        at=at,
        person_uuid=person.uuid,
        key=f"awards/board_convened/{board.uuid}/{person.uuid}",
    )
