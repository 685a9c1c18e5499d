"""Another member takes the chair of a board."""

from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.boards import rules
from salerno.awards.boards.services.boards import locked
from salerno.awards.enums import BoardRefusal
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Board, BoardChairChange, BoardMember
from salerno.messaging.services import send_later
from salerno.people.models import Person


@transaction.atomic
def replace_chair(*, board: Board, member: BoardMember, reason: str, by: Person, at: datetime) -> Board:
    """Let ``member`` take the chair, by the rule of the board's agreement; both are told, and the minutes say so.

    From then on they alone open and close the meeting and sign the minutes.
    """
    board = locked(board)
    members = {row.pk: row for row in board.members.select_related("person", "institution")}
    if refusal := rules.why_not_take_chair(board, members.values(), members.get(member.pk, member)):
        raise BoardRefused(refusal)
    if not reason.strip():
        raise BoardRefused(BoardRefusal.WHY_REPLACED)
    before, after = board.chair, members[member.pk].person
    clause = rules.facts_of(board.agreement).board.chair.clause
    BoardChairChange.objects.create(
        board=board, before=before, after=after, reason=reason.strip()[:300], clause=clause, by=by, at=at
    )
    board.chair = after
    board.save(update_fields=["chair"])
    detail = {"before": str(before.uuid), "reason": reason.strip(), "clause": clause, "agreement": board.agreement.number}
    record(action="board.chair_replaced", actor=by, subject=board, person=after, detail=detail, at=at)
    for person in (before, after):
        _tell(board, person, after, at)
    return board


def _tell(board: Board, person: Person, chair: Person, at: datetime) -> None:
    send_later(
        "awards/board_chair",
        to=person.email,
        language=person.language,
        context={"person": person, "board": board, "programme": board.offering.programme, "chair": chair},
        at=at,
        person_uuid=person.uuid,
        key=f"awards/board_chair/{board.uuid}/{person.uuid}/{at:%Y%m%d%H%M%S}",
    )
