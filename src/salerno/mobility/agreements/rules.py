"""Who may do what to an agreement, a factsheet or an offer, and why not. The same answers stop services and grey buttons."""

from datetime import date

from salerno.institutions.models import Institution
from salerno.mobility.agreements.refusals import AgreementRefusal, FactsheetRefusal, OfferRefusal
from salerno.mobility.agreements.text import digest_of
from salerno.mobility.enums import COORDINATES, NEXT_OFFER, AgreementState, OfferState
from salerno.mobility.models import Condition, InterInstitutionalAgreement, TraineeshipOffer
from salerno.mobility.querysets import coordinated_by
from salerno.people.access import reach_of
from salerno.people.models import Person, RoleAssignment

BOTH_APPROVED = frozenset({AgreementState.APPROVED, AgreementState.IN_FORCE})


def coordinates(person: Person, institution: Institution) -> bool:
    """Whether ``person`` coordinates or administers ``institution`` itself, or all of the consortium."""
    return reach_of(person).everything or institution.pk in coordinated_by(person)


def notes_for(person: Person, institution: Institution, on: date) -> bool:
    """Whether ``person`` notes what ``institution`` has signed elsewhere.

    A partner of whom nobody coordinates anything on this campus approves on paper; the consortium's coordinator notes it.
    """
    has_voice = RoleAssignment.objects.in_force(on).filter(institution=institution, role__in=COORDINATES).exists()
    return reach_of(person).everything and not has_voice


def why_not_draft(*, first: Institution, second: Institution, by: Person | None) -> AgreementRefusal | None:
    """Why ``by`` cannot prepare an agreement between the two."""
    if first.pk == second.pk:
        return AgreementRefusal.ONESELF
    if by is not None and not (coordinates(by, first) or coordinates(by, second)):
        return AgreementRefusal.NOT_YOURS
    return None


def why_not_edit(*, agreement: InterInstitutionalAgreement, by: Person | None) -> AgreementRefusal | None:
    """Why its conditions cannot be changed, or the draft be thrown away."""
    if _is_not_theirs(agreement, by):
        return AgreementRefusal.NOT_YOURS
    return None if agreement.state == AgreementState.DRAFT else AgreementRefusal.NOT_DRAFT


def why_not_propose(*, agreement: InterInstitutionalAgreement, by: Person | None, on: date) -> AgreementRefusal | None:
    """Why it cannot be laid before both sides."""
    if refusal := why_not_edit(agreement=agreement, by=by):
        return refusal
    if agreement.ends_on < on:
        return AgreementRefusal.OVER
    conditions = list(agreement.conditions.all())
    if not conditions:
        return AgreementRefusal.NO_CONDITIONS
    return None if all(map(_is_complete, conditions)) else AgreementRefusal.INCOMPLETE


def why_not_take_back(*, agreement: InterInstitutionalAgreement, by: Person | None) -> AgreementRefusal | None:
    """Why it cannot become a draft again."""
    if _is_not_theirs(agreement, by):
        return AgreementRefusal.NOT_YOURS
    return None if agreement.state == AgreementState.PROPOSED else AgreementRefusal.NOT_PROPOSED


def why_not_approve(
    *, agreement: InterInstitutionalAgreement, institution: Institution, by: Person, on: date
) -> AgreementRefusal | None:
    """Why ``by`` cannot approve for ``institution``, a side. Nobody who speaks for both approves for both."""
    is_side = institution.pk in (agreement.first_id, agreement.second_id)
    speaks = institution.pk in coordinated_by(by)
    if not is_side or not (speaks or notes_for(by, institution, on)):
        return AgreementRefusal.NOT_YOURS
    if agreement.state != AgreementState.PROPOSED:
        return AgreementRefusal.NOT_PROPOSED
    if agreement.ends_on < on:
        return AgreementRefusal.OVER
    approvals = list(agreement.approvals.all())
    if any(row.institution_id == institution.pk for row in approvals):
        return AgreementRefusal.ALREADY
    return AgreementRefusal.SAME_PERSON if speaks and any(row.by_id == by.pk for row in approvals) else None


def why_not_end(*, agreement: InterInstitutionalAgreement, by: Person | None) -> AgreementRefusal | None:
    """Why it cannot be ended before its last day."""
    if _is_not_theirs(agreement, by):
        return AgreementRefusal.NOT_YOURS
    return None if agreement.state in BOTH_APPROVED else AgreementRefusal.NOT_APPROVED


def why_not_follow(*, agreement: InterInstitutionalAgreement, by: Person | None) -> AgreementRefusal | None:
    """Why no next version can be prepared. One that has ended can be renewed."""
    if _is_not_theirs(agreement, by):
        return AgreementRefusal.NOT_YOURS
    if agreement.state not in BOTH_APPROVED | {AgreementState.ENDED}:
        return AgreementRefusal.NOT_APPROVED
    has_next = InterInstitutionalAgreement.objects.filter(replaces=agreement).exists()
    return AgreementRefusal.HAS_NEXT if has_next else None


def why_changed(agreement: InterInstitutionalAgreement, seen: str) -> AgreementRefusal | None:
    """Whether what stands there is not what was read (``seen``: its digest)."""
    return None if seen == digest_of(agreement) else AgreementRefusal.CHANGED_MEANWHILE


def why_not_write_factsheet(*, institution: Institution, by: Person | None) -> FactsheetRefusal | None:
    """Why ``by`` cannot write the factsheet of ``institution``."""
    return FactsheetRefusal.NOT_YOURS if by is not None and not coordinates(by, institution) else None


def why_not_change_offer(*, offer: TraineeshipOffer, by: Person | None) -> OfferRefusal | None:
    """Why an offer cannot be changed."""
    if by is not None and not coordinates(by, offer.host):
        return OfferRefusal.NOT_YOURS
    if offer.state == OfferState.OPEN:
        return OfferRefusal.OPEN
    return OfferRefusal.IN_A_CALL if offer.pk and offer.places_given.exists() else None


def why_not_move_offer(*, offer: TraineeshipOffer, state: OfferState, by: Person | None, on: date) -> OfferRefusal | None:
    """Why an offer cannot be opened or closed."""
    if by is not None and not coordinates(by, offer.host):
        return OfferRefusal.NOT_YOURS
    if state not in NEXT_OFFER[OfferState(offer.state)]:
        return OfferRefusal.NOT_NEXT
    if state == OfferState.CLOSED:
        return None
    if offer.ends_on < on:
        return OfferRefusal.OVER
    return None if offer.outcomes else OfferRefusal.NO_OUTCOMES


def _is_not_theirs(agreement: InterInstitutionalAgreement, by: Person | None) -> bool:
    return by is not None and not InterInstitutionalAgreement.objects.governed_by(by).filter(pk=agreement.pk).exists()


def _is_complete(row: Condition) -> bool:
    """As EWP demands of an agreement, which names a language with each condition; so that each can be handed to a partner."""
    return bool(len(row.isced_f) == 4 and row.eqf_levels and row.places and row.months and row.languages)
