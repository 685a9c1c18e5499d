"""Whether a board may act: the same answer greys the button and stops the service."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from salerno.awards.agreements import AgreementFacts, Seat, Shortfall, from_body, is_carried, shortfalls
from salerno.awards.degree_rules.audit import Audit
from salerno.awards.enums import GRANTS, BoardRefusal, BoardState, Decision
from salerno.awards.models import Agreement, Board, BoardItem, BoardMember
from salerno.common.names import country_name

_read: dict[str, AgreementFacts] = {}


def facts_of(agreement: Agreement) -> AgreementFacts:
    """What ``agreement`` says. A version is never changed, so it is read once for a process."""
    if agreement.digest not in _read:
        _read[agreement.digest] = from_body(agreement.body)
    return _read[agreement.digest]


def quorum_of(board: Board) -> tuple[Shortfall, ...]:
    """What the board lacks to decide; nothing: it has a quorum."""
    members = board.members.select_related("institution")
    seats = [Seat(row.institution.schac, row.institution.country, row.is_present) for row in members]
    return shortfalls(facts_of(board.agreement).board, seats)


def lacking(shortfall: Shortfall) -> str:
    """A shortfall as a sentence."""
    numbers = {"needed": shortfall.needed, "present": shortfall.present}
    if shortfall.key == "national":
        said = _("%(country)s asks for %(needed)d members; %(present)d are present.")
        return said % {"country": country_name(shortfall.subject), **numbers}
    if shortfall.key == "institutions":
        return _("%(needed)d institutions must be represented; %(present)d are.") % numbers
    return _("%(needed)d members must be present; %(present)d are.") % numbers


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
    return _why_not_grant(item, audit, decision) if decision in GRANTS else (None if reason.strip() else BoardRefusal.NO_REASON)


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


def why_not_votes(item: BoardItem, members: Mapping[int, BoardMember], votes: Mapping[int, str]) -> BoardRefusal | None:
    """The reason for which ``votes`` (by primary key of the member) do not carry a decision on ``item``, or None."""
    declared = {conflict.member_id for conflict in item.conflicts.all()}
    for pk in votes:
        if pk not in members:
            return BoardRefusal.NOT_A_MEMBER
        if not members[pk].is_present:
            return BoardRefusal.ABSENT
        if pk in declared:
            return BoardRefusal.CONFLICT
    chair = next((str(pk) for pk, row in members.items() if row.person_id == item.board.chair_id), "")
    by_name = {str(pk): vote for pk, vote in votes.items()}
    return None if is_carried(facts_of(item.board.agreement).board, by_name, chair) else BoardRefusal.NOT_CARRIED


def why_not_close(board: Board) -> BoardRefusal | None:
    """The reason for which the board cannot close, or None."""
    if board.state != BoardState.SITTING:
        return BoardRefusal.NOT_SITTING
    return BoardRefusal.UNDECIDED if board.items.filter(decision="").exists() else None
