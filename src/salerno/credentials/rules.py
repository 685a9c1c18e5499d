"""Whether one may have documents made: the same answer greys the button and stops the service."""

from salerno.awards.enums import GRANTS, BoardState
from salerno.awards.models import Board
from salerno.credentials.enums import DocumentsRefusal
from salerno.people.access import reach_of
from salerno.people.models import Person


def administers(person: Person | None, board: Board) -> bool:
    """Whether ``person`` administers a university that awards the board's programme."""
    reach = reach_of(person)
    awarding = board.offering.programme.institutions.filter(is_awarding=True, institution__in=reach.people_of)
    return reach.everything or awarding.exists()


def why_not_order(board: Board, by: Person | None) -> DocumentsRefusal | None:
    """The reason for which ``by`` cannot have the documents of ``board``'s degrees made, or None."""
    if not administers(by, board):
        return DocumentsRefusal.NOT_YOURS
    if board.state != BoardState.SIGNED:
        return DocumentsRefusal.NOT_SIGNED
    granted = board.items.filter(decision__in=GRANTS, not_granted_because="")
    return None if granted.exists() else DocumentsRefusal.NO_DEGREES
