"""Who is there while a board sits, from when to when: the board's row is locked by whoever calls."""

from datetime import datetime

from salerno.audit.services import record
from salerno.awards.enums import BoardRefusal, BoardState
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Board, BoardMember, BoardPresence
from salerno.people.models import Person


def keep_presence(board: Board, present: set[int], by: Person, at: datetime) -> None:
    """Let the members ``present`` (primary keys) be here, and no others; while the board sits, the moment is kept."""
    members = list(board.members.select_related("person"))
    if present - {member.pk for member in members}:
        raise BoardRefused(BoardRefusal.NOT_A_MEMBER)
    changed = [member for member in members if member.is_present != (member.pk in present)]
    if not changed:
        return
    for member in changed:
        member.is_present = not member.is_present
    BoardMember.objects.bulk_update(changed, ["is_present"])
    came, left = ([member for member in changed if member.is_present is here] for here in (True, False))
    if board.state == BoardState.SITTING:
        _came(came, at)
        BoardPresence.objects.filter(member__in=left, left_at__isnull=True).update(left_at=at)
    detail = {
        "present": len(present),
        "members": len(members),
        "came": [str(member.person.uuid) for member in came],
        "left": [str(member.person.uuid) for member in left],
    }
    record(action="board.presence_noted", actor=by, subject=board, detail=detail, at=at)


def begin_presence(board: Board, at: datetime) -> None:
    """The meeting opens with all who are here."""
    _came(list(board.members.filter(is_present=True)), at)


def end_presence(board: Board, at: datetime) -> None:
    """The meeting is over for all who are still here; that they were there at the end stays with them."""
    BoardPresence.objects.filter(member__board=board, left_at__isnull=True).update(left_at=at)


def _came(members: list[BoardMember], at: datetime) -> None:
    BoardPresence.objects.bulk_create(BoardPresence(member=member, came_at=at) for member in members)
