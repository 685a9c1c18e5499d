"""What a board decides on one student: conflicts, the vote, the decision, and taking it back."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.boards import rules
from salerno.awards.boards.selectors.audits import look_at
from salerno.awards.boards.services.boards import kept_of, locked, refuse_without_quorum
from salerno.awards.enums import BoardRefusal, BoardState, Decision, Vote
from salerno.awards.errors import BoardRefused
from salerno.awards.models import BoardConflict, BoardItem, BoardMember, BoardVote
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.people.models import Person


@transaction.atomic
def declare_conflict(*, item: BoardItem, member: BoardMember, reason: str, by: Person, at: datetime) -> BoardConflict:
    """Note that ``member`` cannot judge this student: they neither vote on it nor count for its quorum. Before the decision."""
    item = _undecided(item)
    if member.board_id != item.board_id:
        raise BoardRefused(BoardRefusal.NOT_A_MEMBER)
    conflict, is_new = BoardConflict.objects.get_or_create(item=item, member=member, defaults={"reason": reason.strip()})
    if is_new:
        _record_conflict("board.conflict_declared", item, member, by, at)
    return conflict


@transaction.atomic
def lift_conflict(*, item: BoardItem, member: BoardMember, by: Person, at: datetime) -> None:
    """Take a declaration back that was made by mistake. Before the decision."""
    item = _undecided(item)
    gone, _by_model = item.conflicts.filter(member=member).delete()
    if gone:
        _record_conflict("board.conflict_lifted", item, member, by, at)


def _record_conflict(action: str, item: BoardItem, member: BoardMember, by: Person, at: datetime) -> None:
    detail = {"member": str(member.person.uuid)}
    record(action=action, actor=by, subject=item, person=item.student.student, detail=detail, at=at)


@transaction.atomic
def decide(
    *,
    item: BoardItem,
    decision: Decision,
    votes: Mapping[int, str],
    by: Person,
    at: datetime,
    reason: str = "",
) -> BoardItem:
    """Write down what the board decided on one student, and how each member (primary key) voted.

    The board and the student are locked and the audit made again: two officers cannot decide at once, and nobody is awarded on
    results that have changed since the board looked at them. The decision cites the clause of the board's agreement.
    """
    item = _locked_item(item)
    item.student = ProgrammeEnrolment.objects.select_for_update(of=("self",)).select_related("student").get(pk=item.student_id)
    looked = look_at([item.student])[item.student_id]
    if refusal := rules.why_not_decide(item, looked.audit, looked.digest, decision, reason):
        raise BoardRefused(refusal)
    members = {row.pk: row for row in item.board.members.select_related("institution")}
    refuse_without_quorum(item.board, members.values(), rules.in_conflict(item))
    if refusal := rules.why_not_votes(item, members, votes):
        raise BoardRefused(refusal)
    item.decision, item.reason, item.decided_at = decision, reason.strip(), at
    item.clause = rules.facts_of(item.board.agreement).decisions[decision]
    item.save(update_fields=["decision", "reason", "decided_at", "clause"])
    BoardVote.objects.bulk_create(BoardVote(item=item, member=members[pk], vote=vote) for pk, vote in votes.items())
    detail = {"decision": decision, "clause": item.clause, "agreement": item.board.agreement.number}
    record(action="board.decided", actor=by, subject=item, person=item.student.student, detail=detail, at=at)
    return item


def unanimous(item: BoardItem) -> dict[int, str]:
    """The votes of a decision to which nobody objects: all who are present and may vote are for it."""
    declared = rules.in_conflict(item)
    return {member.pk: Vote.FOR for member in item.board.members.all() if member.is_present and member.pk not in declared}


def decide_as_proposed(*, items: Iterable[BoardItem], by: Person, at: datetime) -> dict[int, BoardRefused | None]:
    """Award, en bloc and unanimously, to each of ``items`` as the rules propose; by primary key why one was not, or None.

    Each is a transaction of its own. What asks for a reason (to defer) is not decided so.
    """
    results: dict[int, BoardRefused | None] = {}
    for item in items:
        try:
            decide(item=item, decision=Decision(item.proposal), votes=unanimous(item), by=by, at=at)
            results[item.pk] = None
        except BoardRefused as error:
            results[item.pk] = error
    return results


@transaction.atomic
def look_again(*, item: BoardItem, by: Person, at: datetime) -> BoardItem:
    """Make the audit of an undecided student again, because the results have changed."""
    item = _undecided(item)
    for name, value in kept_of(look_at([item.student])[item.student_id]).items():
        setattr(item, name, value)
    item.save(update_fields=["proposal", "audit", "digest"])
    record(action="board.looked_again", actor=by, subject=item, person=item.student.student, at=at)
    return item


@transaction.atomic
def take_back(*, item: BoardItem, by: Person, at: datetime) -> BoardItem:
    """Take a decision back while the board sits: the student is undecided again. The record of acts keeps what it was."""
    item = _locked_item(item)
    if item.board.state != BoardState.SITTING:
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    if not item.decision:
        raise BoardRefused(BoardRefusal.NOT_DECIDED)
    votes = {str(row.member.person.uuid): row.vote for row in item.votes.select_related("member__person")}
    detail = {"decision": item.decision, "clause": item.clause, "votes": votes}
    item.votes.all().delete()
    item.decision, item.clause, item.reason, item.decided_at = "", "", "", None
    item.save(update_fields=["decision", "clause", "reason", "decided_at"])
    record(action="board.decision_taken_back", actor=by, subject=item, person=item.student.student, detail=detail, at=at)
    return item


def _undecided(item: BoardItem) -> BoardItem:
    item = _locked_item(item)
    if item.decision:
        raise BoardRefused(BoardRefusal.DECIDED)
    return item


def _locked_item(item: BoardItem) -> BoardItem:
    """The item as it stands. Its board is locked first: whoever acts on another student of the board waits, too."""
    locked(item.board)
    return BoardItem.objects.select_related("board__agreement", "student__student").get(pk=item.pk)
