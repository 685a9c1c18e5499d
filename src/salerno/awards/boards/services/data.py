"""What examination boards hold about a person, for a download of their data."""

from typing import Any

from django.db.models import Q

from salerno.awards.models import BoardChairChange, BoardItem
from salerno.people.models import Person


def export_boards(person: Person) -> list[dict[str, Any]]:
    """What boards decided on the person, and where the person sat. PRIVACY: never how single members voted on them, nor on whom
    the person voted: the first is the members' own, the second the other students'."""
    return [*_decided_on(person), *_sat(person), *_chairs(person)]


def _chairs(person: Person) -> list[dict[str, Any]]:
    rows = BoardChairChange.objects.filter(Q(before=person) | Q(after=person)).select_related("board")
    return [
        {
            "as": "took the chair" if row.after_id == person.pk else "left the chair",
            "uuid": row.board.uuid,
            "at": row.at,
            "reason": row.reason,
            "clause": row.clause,
        }
        for row in rows
    ]


def _decided_on(person: Person) -> list[dict[str, Any]]:
    rows = BoardItem.objects.filter(student__student=person).select_related("board__agreement", "board__offering__programme")
    return [
        {
            "as": "student",
            "uuid": row.uuid,
            "programme": row.board.offering.programme.code,
            "held_on": row.board.held_on,
            "looked_at": row.audit,
            "proposal": row.proposal,
            "decision": row.decision,
            "clause": row.clause,
            "agreement": row.board.agreement.number,
            "reason": row.reason,
            "decided_at": row.decided_at,
            "not_granted_because": row.not_granted_because,
        }
        for row in rows
    ]


def _sat(person: Person) -> list[dict[str, Any]]:
    rows = person.board_seats.select_related("board__offering__programme", "institution")
    rows = rows.prefetch_related("conflicts", "votes", "presences")
    return [
        {
            "as": "chair" if row.board.chair_id == person.pk else "member",
            "uuid": row.board.uuid,
            "programme": row.board.offering.programme.code,
            "held_on": row.board.held_on,
            "institution": row.institution.schac,
            "present": row.is_present,
            "there": [(stay.came_at, stay.left_at) for stay in row.presences.all()],
            "votes": [vote.vote for vote in row.votes.all()],
            "conflicts": [conflict.reason for conflict in row.conflicts.all()],
        }
        for row in rows
    ]
