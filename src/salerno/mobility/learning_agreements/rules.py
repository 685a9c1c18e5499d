"""Whether one may act on a learning agreement: the same answer greys the button and stops the service."""

from collections.abc import Collection
from datetime import timedelta

from salerno.mobility.enums import PAPER_UNDER_WAY, SIGNS_NEXT, MobilityKind, MobilityState, PaperKind, PaperState, Signer
from salerno.mobility.learning_agreements.refusals import PaperRefusal
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.mobility.querysets import coordinated_by
from salerno.people.models import Person

WRITTEN_IN = frozenset({MobilityState.ACCEPTED, MobilityState.NOMINATED, MobilityState.CONFIRMED, MobilityState.ARRIVED})
BEFORE_THE_STAY = timedelta(days=30)
"""So long before a stay its learning agreement should be in force."""
OTHER_END = {Signer.SENDING: Signer.RECEIVING, Signer.RECEIVING: Signer.SENDING}
SIGNED = frozenset({PaperState.LEARNER, PaperState.SENDING})


def mobility_of(version: LearningAgreementVersion) -> Mobility:
    """The mobility that ``version`` is about."""
    return version.agreement.mobility


def is_student(mobility: Mobility, person: Person) -> bool:
    """Whether the mobility is the person's own."""
    return mobility.wish.student_id == person.pk


def end_of(version: LearningAgreementVersion, role: str) -> int:
    """The institution (by id) for which ``role`` signs: of the student, none that exists."""
    ends = {Signer.SENDING: mobility_of(version).wish.home_id, Signer.RECEIVING: mobility_of(version).place.institution_id}
    return ends.get(Signer(role), 0)


def why_not_begin(mobility: Mobility, by: Person) -> PaperRefusal | None:
    """The reason for which ``by`` cannot begin the learning agreement of ``mobility``, or None."""
    if not is_student(mobility, by):
        return PaperRefusal.NOT_YOURS
    return None if mobility.state in WRITTEN_IN else PaperRefusal.NO_PLACE


def why_not_write(version: LearningAgreementVersion, by: Person) -> PaperRefusal | None:
    """The reason for which ``by`` cannot change what ``version`` says, or None."""
    if refusal := why_not_begin(mobility_of(version), by):
        return refusal
    return None if version.state == PaperState.DRAFT else PaperRefusal.SIGNED


def why_not_change(newest: LearningAgreementVersion, by: Person) -> PaperRefusal | None:
    """The reason for which ``by`` cannot begin a change after ``newest``, the last version that was not given up, or None."""
    if refusal := why_not_begin(mobility_of(newest), by):
        return refusal
    if newest.state in PAPER_UNDER_WAY:
        return PaperRefusal.STANDS
    if mobility_of(newest).kind == MobilityKind.BLENDED:
        return PaperRefusal.SHORT
    return None if newest.state == PaperState.IN_FORCE else PaperRefusal.NOT_IN_FORCE


def why_not_give_up(version: LearningAgreementVersion, by: Person) -> PaperRefusal | None:
    """The reason for which ``by`` cannot give ``version`` up, or None: the version in force holds on."""
    if not is_student(mobility_of(version), by):
        return PaperRefusal.NOT_YOURS
    is_open_change = version.kind == PaperKind.CHANGE and version.state in PAPER_UNDER_WAY
    return None if is_open_change else PaperRefusal.NO_WITHDRAWAL


def why_not_take_back(version: LearningAgreementVersion, by: Person) -> PaperRefusal | None:
    """The reason for which the student cannot take the signature back, or None. Once the sending side signed, it sends back."""
    if not is_student(mobility_of(version), by):
        return PaperRefusal.NOT_YOURS
    return None if version.state == PaperState.LEARNER else PaperRefusal.SIGNED


def why_not_sign(version: LearningAgreementVersion, by: Person, signed_by: Collection[int]) -> PaperRefusal | None:
    """The reason for which ``by`` cannot sign ``version`` now, or None. ``signed_by``: who signed it already, by id."""
    role = SIGNS_NEXT.get(PaperState(version.state))
    if role is None:
        return PaperRefusal.NOT_YOUR_TURN
    if mobility_of(version).state not in WRITTEN_IN:
        return PaperRefusal.NO_PLACE
    if role == Signer.LEARNER:
        return None if is_student(mobility_of(version), by) else PaperRefusal.NOT_YOUR_TURN
    return _why_not_sign_for(version, role, by, signed_by)


def _why_not_sign_for(
    version: LearningAgreementVersion, role: Signer, by: Person, signed_by: Collection[int]
) -> PaperRefusal | None:
    """SECURITY: roles at that institution alone count: whoever sees everything on the campus signs for nobody else."""
    if is_student(mobility_of(version), by):
        return PaperRefusal.OWN_PAPER
    ends = coordinated_by(by)
    if end_of(version, role) not in ends:
        return PaperRefusal.NOT_YOUR_TURN if end_of(version, OTHER_END[role]) in ends else PaperRefusal.NOT_THEIR_COORDINATOR
    return PaperRefusal.BOTH_ENDS if by.pk in signed_by else None


def why_not_sign_elsewhere(version: LearningAgreementVersion, by: Person, *, has_coordinators: bool) -> PaperRefusal | None:
    """The reason for which ``by`` cannot record that the institution whose turn it is signed elsewhere, or None.

    A coordinator of the other one does it, only where that institution has nobody on the campus (``has_coordinators``).
    """
    role = SIGNS_NEXT.get(PaperState(version.state))
    if role not in OTHER_END:
        return PaperRefusal.NOT_YOUR_TURN
    if mobility_of(version).state not in WRITTEN_IN:
        return PaperRefusal.NO_PLACE
    if is_student(mobility_of(version), by):
        return PaperRefusal.OWN_PAPER
    if end_of(version, OTHER_END[role]) not in coordinated_by(by):
        return PaperRefusal.NOT_THEIR_COORDINATOR
    return PaperRefusal.SIGNS_ITSELF if has_coordinators else None


def why_not_send_back(version: LearningAgreementVersion, by: Person) -> PaperRefusal | None:
    """The reason for which ``by`` cannot send ``version`` back to the student, or None: either end can, until it is in force."""
    if is_student(mobility_of(version), by):
        return PaperRefusal.OWN_PAPER
    if not {end_of(version, Signer.SENDING), end_of(version, Signer.RECEIVING)} & coordinated_by(by):
        return PaperRefusal.NOT_THEIR_COORDINATOR
    return None if version.state in SIGNED else PaperRefusal.NOT_YOUR_TURN
