"""Examination boards: convened, opened with a quorum, deciding student by student, closed, signed."""

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from salerno.audit.services import record
from salerno.awards import board_rules as rules
from salerno.awards.agreements import AgreementFacts
from salerno.awards.degree_rules.audit import Audit
from salerno.awards.enums import NEXT_BOARD, BoardRefusal, BoardState, Decision, Vote
from salerno.awards.errors import BoardRefused
from salerno.awards.models import Agreement, Board, BoardConflict, BoardItem, BoardMember, BoardVote
from salerno.awards.selectors.degrees import audits_of
from salerno.catalogue.models import Programme, ProgrammeOffering
from salerno.common.digests import canonical_json, sha256_hex
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution
from salerno.messaging.services import send_later
from salerno.people.models import Person


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
    if agreement is None:
        raise BoardRefused(BoardRefusal.NO_AGREEMENT)
    if offering.regulations_id is None:
        raise BoardRefused(BoardRefusal.NO_REGULATIONS)
    if chair not in members:
        raise BoardRefused(BoardRefusal.NO_CHAIR)
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
    """Put every student of the cohort on the agenda who satisfies the rules and does not stand there; return how many."""
    there = board.items.values("student")
    students = list(ProgrammeEnrolment.objects.live().filter(offering=board.offering).exclude(pk__in=there))
    audits = audits_of(students)
    ready = [student for student in students if audits[student.pk].is_satisfied]
    return _put_on_agenda(board, ready, audits, by, at)


@transaction.atomic
def put_on_agenda(*, board: Board, students: Iterable[ProgrammeEnrolment], by: Person, at: datetime) -> int:
    """Put ``students`` of the cohort on the agenda, whatever their audit says; return how many were not there yet."""
    there = set(board.items.values_list("student", flat=True))
    new = [student for student in students if student.pk not in there and student.offering_id == board.offering_id]
    return _put_on_agenda(board, new, audits_of(new), by, at)


def _put_on_agenda(board: Board, students: list[ProgrammeEnrolment], audits: Mapping[int, Audit], by: Person, at: datetime) -> int:
    if board.state not in (BoardState.CONVENED, BoardState.SITTING):
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    BoardItem.objects.bulk_create(BoardItem(board=board, student=student, **_looked_at(audits[student.pk])) for student in students)
    if students:
        record(action="board.agenda_drawn", actor=by, subject=board, detail={"students": len(students)}, at=at)
    return len(students)


def _looked_at(audit: Audit) -> dict[str, Any]:
    body = audit_body(audit)
    return {"proposal": rules.proposal_for(audit), "audit": body, "digest": sha256_hex(canonical_json(body))}


def audit_body(audit: Audit) -> dict[str, Any]:
    """An audit as the values that an agenda keeps: what was needed and reached of each rule, and what was compensated."""
    return {
        "track": audit.track,
        "satisfied": audit.is_satisfied,
        "compensated": list(audit.compensated),
        "allocation": audit.allocation,
        "lines": [
            {
                "key": line.key,
                "subject": line.subject,
                "unit": line.unit,
                **{name: str(value) if name != "lacking" else list(value) for name, value in dataclasses.asdict(line.now).items()},
            }
            for line in audit.lines
        ],
    }


@transaction.atomic
def open_board(*, board: Board, present: Iterable[int], by: Person, at: datetime) -> Board:
    """Open the meeting with the members who came (primary keys). Refused without a quorum; who came is kept either way."""
    board = _locked(board)
    if board.state not in (BoardState.CONVENED, BoardState.SITTING):
        raise BoardRefused(BoardRefusal.NOT_CONVENED)
    here = set(present)
    for member in board.members.all():
        if member.is_present != (member.pk in here):
            member.is_present = member.pk in here
            member.save(update_fields=["is_present"])
    _refuse_without_quorum(board)
    if board.state == BoardState.CONVENED:
        _move(board, BoardState.SITTING, "board.opened", by, at, {"present": len(here)})
    return board


def _refuse_without_quorum(board: Board) -> None:
    if short := rules.quorum_of(board):
        raise BoardRefused(BoardRefusal.NO_QUORUM, " ".join(rules.lacking(item) for item in short))


@transaction.atomic
def declare_conflict(*, item: BoardItem, member: BoardMember, reason: str, by: Person, at: datetime) -> BoardConflict:
    """Note that ``member`` cannot judge this student: they do not vote on it. Before the decision alone."""
    item = _locked_item(item)
    if member.board_id != item.board_id:
        raise BoardRefused(BoardRefusal.NOT_A_MEMBER)
    if item.decision:
        raise BoardRefused(BoardRefusal.DECIDED)
    conflict, is_new = BoardConflict.objects.get_or_create(item=item, member=member, defaults={"reason": reason})
    if is_new:
        detail = {"member": str(member.person.uuid)}
        record(action="board.conflict_declared", actor=by, subject=item, person=item.student.student, detail=detail, at=at)
    return conflict


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

    The item is locked and the audit made again: two officers cannot decide at once, and nobody is awarded on results that have
    changed since the board looked at them. The decision cites the clause of the board's agreement.
    """
    item = _locked_item(item)
    audit = audits_of([item.student])[item.student.pk]
    digest = sha256_hex(canonical_json(audit_body(audit)))
    if refusal := rules.why_not_decide(item, audit, digest, decision, reason):
        raise BoardRefused(refusal)
    _refuse_without_quorum(item.board)
    members = {row.pk: row for row in item.board.members.all()}
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
    declared = {conflict.member_id for conflict in item.conflicts.all()}
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
    item = _locked_item(item)
    if item.decision:
        raise BoardRefused(BoardRefusal.DECIDED)
    for name, value in _looked_at(audits_of([item.student])[item.student.pk]).items():
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
    detail = {"decision": item.decision, "votes": list(item.votes.values_list("vote", flat=True))}
    item.votes.all().delete()
    item.decision, item.clause, item.reason, item.decided_at = "", "", "", None
    item.save(update_fields=["decision", "clause", "reason", "decided_at"])
    record(action="board.decision_taken_back", actor=by, subject=item, person=item.student.student, detail=detail, at=at)
    return item


@transaction.atomic
def close_board(*, board: Board, by: Person, at: datetime) -> Board:
    """End the meeting; the minutes can be read, and wait for the chair."""
    board = _locked(board)
    if refusal := rules.why_not_close(board):
        raise BoardRefused(refusal)
    _move(board, BoardState.CLOSED, "board.closed", by, at)
    return board


@transaction.atomic
def reopen_board(*, board: Board, by: Person, at: datetime) -> Board:
    """Go on with a meeting whose minutes are not signed: something was forgotten."""
    board = _locked(board)
    if board.state != BoardState.CLOSED:
        raise BoardRefused(BoardRefusal.NOT_CLOSED)
    _move(board, BoardState.SITTING, "board.reopened", by, at)
    return board


def _move(board: Board, state: BoardState, action: str, by: Person, at: datetime, detail: dict[str, Any] | None = None) -> None:
    if state not in NEXT_BOARD[BoardState(board.state)]:
        raise BoardRefused(BoardRefusal.NOT_SITTING)
    board.state = state
    board.save(update_fields=["state"])
    record(action=action, actor=by, subject=board, detail=detail, at=at)


def _locked(board: Board) -> Board:
    return Board.objects.select_for_update(of=("self",)).select_related("offering", "agreement").get(pk=board.pk)


def _locked_item(item: BoardItem) -> BoardItem:
    rows = BoardItem.objects.select_for_update(of=("self",)).select_related("board__agreement", "student__student")
    return rows.get(pk=item.pk)


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
