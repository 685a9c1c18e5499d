"""Whether a board may act: the same answer greys the button and stops the service."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.utils.translation import gettext as _

from salerno.awards.agreements import AgreementFacts, Seat, Shortfall, from_body, is_carried, requirements, successors
from salerno.awards.degree_rules.audit import Audit
from salerno.awards.enums import GRANTS, BoardRefusal, BoardState, Decision
from salerno.awards.models import Agreement, Board, BoardItem, BoardMember
from salerno.catalogue.models import ProgrammeOffering
from salerno.common.names import country_name
from salerno.people.enums import Role
from salerno.people.models import Person, RoleAssignment
from salerno.people.querysets import RoleQuerySet

SITS = (Role.BOARD_MEMBER, Role.COORDINATOR)

_read: dict[str, AgreementFacts] = {}


def facts_of(agreement: Agreement) -> AgreementFacts:
    """What ``agreement`` says. A version is never changed, so it is read once for a process."""
    if agreement.digest not in _read:
        _read[agreement.digest] = from_body(agreement.body)
    return _read[agreement.digest]


def seats_for(offering: ProgrammeOffering, on: date) -> RoleQuerySet:
    """The roles that let somebody sit on a board of ``offering`` on the day ``on``: at institutions that award its degree."""
    awarding = offering.programme.institutions.filter(is_awarding=True).values("institution")
    return RoleAssignment.objects.in_force(on).filter(role__in=SITS, institution__in=awarding)


def why_not_convene(
    offering: ProgrammeOffering, agreement: Agreement | None, members: Mapping[Person, int], chair: Person, on: date
) -> BoardRefusal | None:
    """The reason for which no such board can be called together, or None. ``members``: for which institution (primary key)."""
    if agreement is None:
        return BoardRefusal.NO_AGREEMENT
    if offering.regulations_id is None:
        return BoardRefusal.NO_REGULATIONS
    if chair not in members:
        return BoardRefusal.NO_CHAIR
    seats = set(seats_for(offering, on).values_list("person", "institution"))
    held = {(person.pk, institution) for person, institution in members.items()}
    return BoardRefusal.NO_SEAT if held - seats else None


def quorum_of(members: Collection[BoardMember], agreement: Agreement, here: Collection[int]) -> tuple[Shortfall, ...]:
    """Everything that the quorum asks for, met or not, with the members ``here`` (primary keys)."""
    seats = [Seat(row.institution.schac, row.institution.country, row.pk in here) for row in members]
    return requirements(facts_of(agreement).board, seats)


def who_is_here(members: Iterable[BoardMember], away: Collection[int] = ()) -> set[int]:
    """The members (primary keys) who are present, but those who step out (``away``)."""
    return {row.pk for row in members if row.is_present and row.pk not in away}


def unmet(asked: Collection[Shortfall]) -> str:
    """What lacks of a quorum, as sentences; nothing: it is there."""
    return " ".join(lacking(item) for item in asked if not item.is_met)


def lacking(shortfall: Shortfall) -> str:
    """What a quorum asks for and who is there, as a sentence."""
    numbers = {"needed": shortfall.needed, "present": shortfall.present}
    if shortfall.key == "national":
        said = _("Members for %(country)s present: %(present)d (%(needed)d needed).")
        return said % {"country": country_name(shortfall.subject), **numbers}
    if shortfall.key == "institutions":
        return _("Institutions represented: %(present)d (%(needed)d needed).") % numbers
    return _("Members present: %(present)d (%(needed)d needed).") % numbers


def proposal_for(audit: Audit) -> Decision:
    """What follows from the degree rules: the board may find otherwise, with a reason, where the rules let it."""
    if not audit.is_satisfied:
        return Decision.DEFER
    return Decision.COMPENSATION if audit.compensated else Decision.AWARD


def why_not_decide(item: BoardItem, audit: Audit, digest: str, decision: Decision, reason: str) -> BoardRefusal | None:
    """The reason for which the board cannot decide ``decision`` on ``item``, or None. ``digest`` is that of ``audit`` now."""
    if item.board.state != BoardState.SITTING:
        return BoardRefusal.NOT_SITTING
    if item.decision:
        return BoardRefusal.DECIDED
    if digest != item.digest:
        return BoardRefusal.CHANGED_MEANWHILE
    if decision in GRANTS and (refusal := _why_not_grant(item, audit, decision)):
        return refusal
    needs_a_reason = decision not in GRANTS or decision != item.proposal
    return BoardRefusal.NO_REASON if needs_a_reason and not reason.strip() else None


def _why_not_grant(item: BoardItem, audit: Audit, decision: Decision) -> BoardRefusal | None:
    if not item.student.is_live:
        return BoardRefusal.STUDIES_ENDED
    if not audit.is_satisfied:
        return BoardRefusal.NOT_SATISFIED
    if audit.compensated and decision != Decision.COMPENSATION:
        return BoardRefusal.NEEDS_COMPENSATION
    if not audit.compensated and decision == Decision.COMPENSATION:
        return BoardRefusal.NOTHING_TO_COMPENSATE
    return None


def in_conflict(item: BoardItem) -> set[int]:
    """The members (primary keys) who declared that they cannot judge this student."""
    return {conflict.member_id for conflict in item.conflicts.all()}


def why_not_votes(item: BoardItem, members: Mapping[int, BoardMember], votes: Mapping[int, str]) -> BoardRefusal | None:
    """The reason for which ``votes`` (by primary key of the member) do not carry a decision on ``item``, or None."""
    declared = in_conflict(item)
    for pk in votes:
        if pk not in members:
            return BoardRefusal.NOT_A_MEMBER
        if not members[pk].is_present:
            return BoardRefusal.ABSENT
        if pk in declared:
            return BoardRefusal.CONFLICT
    if who_is_here(members.values(), declared) - set(votes):
        return BoardRefusal.NO_VOTE
    chair = next((str(pk) for pk, row in members.items() if row.person_id == item.board.chair_id), "")
    by_name = {str(pk): vote for pk, vote in votes.items()}
    return None if is_carried(facts_of(item.board.agreement).board, by_name, chair) else BoardRefusal.NOT_CARRIED


def why_not_open(board: Board, by: Person) -> BoardRefusal | None:
    """The reason for which ``by`` cannot open the meeting, or None. The quorum is asked with those who came."""
    if board.state != BoardState.CONVENED:
        return BoardRefusal.NOT_CONVENED
    return None if board.chair_id == by.pk else BoardRefusal.NOT_CHAIR


def without_chair(board: Board, members: Iterable[BoardMember]) -> BoardRefusal | None:
    """The refusal when whoever is in the chair is not among those present, or None."""
    there = any(row.person_id == board.chair_id and row.is_present for row in members)
    return None if there else BoardRefusal.CHAIR_AWAY


def may_take_chair(board: Board, members: Iterable[BoardMember]) -> list[BoardMember]:
    """The members who may take the chair now: by the agreement, and once the board has met of those who are present."""
    rows = list(members)
    own = next((row.institution.schac for row in rows if row.person_id == board.chair_id), "")
    others = [row for row in rows if row.person_id != board.chair_id and (row.is_present or board.state == BoardState.CONVENED)]
    chosen = successors(facts_of(board.agreement).board.chair, own, {row.pk: row.institution.schac for row in others})
    return [row for row in others if row.pk in chosen]


def why_not_replace_chair(board: Board) -> BoardRefusal | None:
    """The reason for which nobody can take the chair of ``board`` any more, or None."""
    return BoardRefusal.SIGNED if board.state == BoardState.SIGNED else None


def why_not_take_chair(board: Board, members: Iterable[BoardMember], member: BoardMember) -> BoardRefusal | None:
    """The reason for which ``member`` cannot take the chair, or None."""
    if refusal := why_not_replace_chair(board):
        return refusal
    if member.board_id != board.pk:
        return BoardRefusal.NOT_A_MEMBER
    if member.person_id == board.chair_id:
        return BoardRefusal.IN_THE_CHAIR
    if not member.is_present and board.state != BoardState.CONVENED:
        return BoardRefusal.NOT_THERE
    return None if member in may_take_chair(board, members) else BoardRefusal.NOT_NEXT


def why_not_close(board: Board, by: Person) -> BoardRefusal | None:
    """The reason for which ``by`` cannot close the meeting, or None."""
    if board.state != BoardState.SITTING:
        return BoardRefusal.NOT_SITTING
    if board.chair_id != by.pk:
        return BoardRefusal.NOT_CHAIR
    return BoardRefusal.UNDECIDED if board.items.filter(decision="").exists() else None


def why_not_end(board: Board, by: Person) -> BoardRefusal | None:
    """The reason for which ``by`` can neither reopen the meeting nor sign its minutes, or None."""
    if board.state == BoardState.SIGNED:
        return BoardRefusal.SIGNED
    if board.state != BoardState.CLOSED:
        return BoardRefusal.NOT_CLOSED
    return None if board.chair_id == by.pk else BoardRefusal.NOT_CHAIR
