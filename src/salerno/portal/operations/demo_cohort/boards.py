"""Two boards: one that has met and awarded, one that is called together and finds its agenda waiting."""

from datetime import datetime

from salerno.awards.boards.services import boards, decisions
from salerno.awards.degrees.services import degrees
from salerno.awards.enums import BoardState, Decision
from salerno.awards.models import Board, BoardItem
from salerno.credentials import services
from salerno.portal.operations.demo_cohort.cast import AMU, BOARD, CHAIR, OFFICERS, STUDENTS, Fate
from salerno.portal.operations.demo_cohort.people import cohort, person, studies_by_number, universities
from salerno.portal.operations.demo_cohort.timeline import (
    FIRST_BOARD,
    FIRST_BOARD_CONVENED,
    MINUTES_SIGNED,
    SECOND_BOARD,
    SECOND_BOARD_CONVENED,
    on_day,
)


def _convene(at: datetime, held: int, convened: int, place: str) -> Board:
    there = universities()
    members = {person(email): there[schac] for email, schac in BOARD.items()}
    return boards.convene(
        offering=cohort(),
        held_on=on_day(at, held).date(),
        place=place,
        members=members,
        chair=person(CHAIR),
        by=person(OFFICERS[AMU]),
        at=on_day(at, convened),
    )


def hold_first_board(at: datetime) -> None:
    """It awards to all who satisfy the rules, one of them with distinction, and defers one whose thesis is not graded."""
    board = _convene(at, FIRST_BOARD, FIRST_BOARD_CONVENED, "Marseille, room 1 (made up)")
    chair, moment = board.chair, on_day(at, FIRST_BOARD)
    deferred = next(student for student in STUDENTS if student.fate == Fate.DEFERRED)
    known = studies_by_number()
    boards.put_on_agenda(board=board, students=[known[deferred.number]], by=chair, at=on_day(at, FIRST_BOARD_CONVENED))
    present = board.members.values_list("pk", flat=True)
    board = boards.open_board(board=board, present=present, by=chair, at=moment)
    items = list(board.items.select_related("board__agreement", "student__student").order_by("pk"))
    best, *others = [item for item in items if item.proposal == Decision.AWARD]
    _decide(best, Decision.DISTINCTION, "The best results of the cohort (made up).", moment)
    [waits] = [item for item in items if item.proposal == Decision.DEFER]
    _decide(waits, Decision.DEFER, "The thesis has no grade yet.", moment)
    decisions.decide_as_proposed(items=others, by=chair, at=moment)
    boards.close_board(board=board, by=chair, at=on_day(at, FIRST_BOARD, 3))


def _decide(item: BoardItem, decision: Decision, reason: str, moment: datetime) -> None:
    votes = decisions.unanimous(item)
    decisions.decide(item=item, decision=decision, votes=votes, by=item.board.chair, at=moment, reason=reason)


def sign_first_minutes(at: datetime) -> None:
    """The chair signs: the degrees are granted, and what proves them is issued."""
    board = Board.objects.get(offering=cohort(), state=BoardState.CLOSED)
    degrees.sign_minutes(board=board, by=board.chair, at=on_day(at, MINUTES_SIGNED))


def order_documents(at: datetime) -> None:
    """The documents of those degrees are left to the worker, which makes them as it would any."""
    board = Board.objects.get(offering=cohort(), state=BoardState.SIGNED)
    services.order_documents(board=board, by=person(OFFICERS[AMU]), at=at)


def convene_second_board(at: datetime) -> None:
    """Its agenda is made from who satisfies the rules by now."""
    _convene(at, SECOND_BOARD, SECOND_BOARD_CONVENED, "Pisa, room 2 (made up)")
