"""What the acts on a learning agreement share: locking, refusing, moving, noting, going back."""

from datetime import datetime
from typing import Any

from salerno.audit.services import record
from salerno.mobility.enums import NEXT_PAPER, PaperState
from salerno.mobility.learning_agreements.selectors.facts import with_all
from salerno.mobility.models import LearningAgreementVersion, Mobility
from salerno.people.models import Person


def lock_mobility(pk: int) -> None:
    """Lock the mobility until the transaction ends: of two acts on it or its agreement the second meets what the first one left.

    It is locked by itself, before anything is read with it: PostgreSQL finds no row whose join has changed while it waited.
    """
    Mobility.objects.select_for_update(of=("self",)).get(pk=pk)


def locked(version: LearningAgreementVersion) -> LearningAgreementVersion:
    """``version`` as it stands now, with all that it names; its mobility is locked."""
    lock_mobility(version.agreement.mobility_id)
    return with_all(LearningAgreementVersion.objects).get(pk=version.pk)


def move(version: LearningAgreementVersion, state: PaperState, *also: str) -> None:
    """Follow the table of states; ``also`` names other fields to save. The rules of each act have been asked already."""
    if state not in NEXT_PAPER[PaperState(version.state)]:
        raise AssertionError(f"{version.state} does not lead to {state}.")
    version.state = state
    version.save(update_fields=["state", *also])


def back_to_draft(version: LearningAgreementVersion, at: datetime) -> None:
    """The student writes again: signatures no longer hold, and are kept; a form from before is refused by its revision."""
    version.signatures.filter(voided_at__isnull=True).update(voided_at=at)
    version.facts, version.digest, version.revision = {}, "", version.revision + 1
    move(version, PaperState.DRAFT, "facts", "digest", "revision")


def note(action: str, version: LearningAgreementVersion, by: Person, at: datetime, **detail: Any) -> None:
    """Put the act into the record, as one on the student's data."""
    student = version.agreement.mobility.wish.student
    record(action=action, actor=by, subject=version, person=student, detail={"number": version.number, **detail}, at=at)
