"""The minutes of a board, as facts and as the document."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation

from salerno.awards.agreements import Shortfall
from salerno.awards.boards.rules import facts_of, in_conflict, lacking, quorum_of, who_is_here
from salerno.awards.enums import Vote
from salerno.awards.minutes.document import minutes_pdf
from salerno.awards.minutes.facts import ChairChange, CitedClause, Conflict, Item, Member, MinutesFacts, QuorumLine, Stay
from salerno.awards.models import Board, BoardChairChange, BoardItem, BoardMember
from salerno.catalogue.selectors import rules_of
from salerno.common.names import country_name


@dataclass(frozen=True)
class Minutes:
    """What the minutes say, and the exact bytes of the document."""

    facts: MinutesFacts
    pdf: bytes


def minutes_of(board: Board, *, signed_at: datetime | None = None, language: str = "en", ready: Minutes | None = None) -> Minutes:
    """The minutes of ``board`` as it stands; without ``signed_at`` a draft, which says so. Eight queries.

    ``ready``: minutes in the same language that were made before, given back when they still say what there is to say.
    """
    facts = minutes_facts(board, signed_at=signed_at)
    return ready if ready and ready.facts == facts else Minutes(facts, minutes_pdf(facts, language))


def minutes_facts(board: Board, *, signed_at: datetime | None = None) -> MinutesFacts:
    """Everything that the minutes of ``board`` say."""
    agreement = facts_of(board.agreement)
    items = list(
        board.items.select_related("student").prefetch_related(
            "conflicts__member__person", "votes", "student__registrations__institution"
        )
    )
    changes = tuple(_chair_change(row) for row in board.chair_changes.select_related("before", "after"))
    cited = {item.clause for item in items} | {change.clause for change in changes}
    members = list(board.members.select_related("person", "institution").prefetch_related("presences"))
    return MinutesFacts(
        board_uuid=str(board.uuid),
        programme=dict(board.offering.programme.title),
        cohort=dict(board.offering.academic_session.name),
        agreement_title=dict(agreement.title),
        agreement_version=board.agreement.number,
        held_on=board.held_on,
        place=board.place,
        members=tuple(_member(row, board) for row in members),
        quorum=_quorum(board, members, items),
        items=tuple(_item(item, members) for item in items),
        clauses=tuple(
            CitedClause(clause.number, dict(clause.title), dict(clause.text))
            for clause in agreement.clauses
            if clause.number in cited
        ),
        chair=board.chair.display_name,
        signed_at=signed_at,
        chair_changes=changes,
        is_made_up=agreement.is_made_up or rules_of(board.offering.regulations).is_made_up,
    )


def _member(row: BoardMember, board: Board) -> Member:
    return Member(
        name=row.person.display_name,
        institution=dict(row.institution.name),
        is_present=row.is_present,
        is_chair=row.person_id == board.chair_id,
        stays=tuple(Stay(stay.came_at, stay.left_at) for stay in row.presences.all()),
    )


def _chair_change(row: BoardChairChange) -> ChairChange:
    return ChairChange(row.before.display_name, row.after.display_name, row.at, row.reason, row.clause)


def _smallest(board: Board, members: list[BoardMember], items: list[BoardItem]) -> list[Shortfall]:
    """Each rule of the quorum as it stood at the decision at which fewest were there; without a decision, as it stands now.

    Whoever is present and may judge votes or abstains, so those who voted are those who were there.
    """
    voters = [{vote.member_id for vote in item.votes.all()} for item in items if item.decision]
    counts = [quorum_of(members, board.agreement, here) for here in voters or [who_is_here(members)]]
    return [min(of_rule, key=lambda asked: asked.present) for of_rule in zip(*counts, strict=True)]


def _quorum(board: Board, members: list[BoardMember], items: list[BoardItem]) -> tuple[QuorumLine, ...]:
    """Each rule with its sentence in the languages of the interface; of a country, with the text of the agreement."""
    national = {rule.country: dict(rule.text) for rule in facts_of(board.agreement).board.national}
    lines = []
    for asked in _smallest(board, members, items):
        said: dict[str, str] = {}
        names: dict[str, str] = {}
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                said[language] = lacking(asked)
                names[language] = country_name(asked.subject) if asked.subject else ""
        subject = names if asked.subject else {}
        lines.append(QuorumLine(national.get(asked.subject, said), asked.needed, asked.present, subject))
    return tuple(lines)


def _absent(item: BoardItem, members: list[BoardMember]) -> tuple[str, ...]:
    """Who was at the meeting, but not at the decision on ``item``."""
    accounted = {vote.member_id for vote in item.votes.all()} | in_conflict(item)
    gone = [row for row in members if row.pk not in accounted and row.presences.all()] if item.decision else []
    return tuple(row.person.display_name for row in gone)


def _item(item: BoardItem, members: list[BoardMember]) -> Item:
    votes = Counter(vote.vote for vote in item.votes.all())
    numbers = {row.institution.code: row.student_number for row in item.student.registrations.all() if row.student_number}
    return Item(
        student=item.student.full_name,
        numbers=numbers,
        proposal=item.proposal,
        decision=item.decision,
        clause=item.clause,
        votes_for=votes[Vote.FOR],
        votes_against=votes[Vote.AGAINST],
        abstained=votes[Vote.ABSTAINS],
        conflicts=tuple(Conflict(row.member.person.display_name, row.reason) for row in item.conflicts.all()),
        reason=item.reason,
        not_granted=item.not_granted_because,
        absent=_absent(item, members),
    )
