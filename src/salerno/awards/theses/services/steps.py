"""What the acts on a thesis share: locking, refusing, moving, noting."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from salerno.audit.services import record
from salerno.awards.enums import NEXT_THESIS, ThesisRefusal, ThesisState
from salerno.awards.errors import ThesisRefused
from salerno.awards.models import Thesis
from salerno.awards.theses.rules import Seat
from salerno.people.models import Person, RoleAssignment


def why_not_from_there(seats: Collection[Seat], roles: Iterable[str], at: datetime) -> ThesisRefusal | None:
    """Whether each person holds one of ``roles`` at the institution for which they are to sit."""
    rows = RoleAssignment.objects.in_force(at.date()).filter(role__in=roles, person__in=[seat.person for seat in seats])
    held = set(rows.values_list("person", "institution"))
    wanted = {(seat.person.pk, seat.institution.pk) for seat in seats}
    return None if wanted <= held else ThesisRefusal.NOT_FROM_THERE


def give_reason(thesis: Thesis, reason: str, by: Person) -> None:
    """Keep why the thesis comes back, and who says so; the caller saves both fields."""
    refuse_if(None if reason.strip() else ThesisRefusal.NO_REASON)
    thesis.reason, thesis.returned_by = reason.strip()[:500], by


def locked(thesis: Thesis) -> Thesis:
    """``thesis`` as it stands, locked until the transaction ends: of two acts at once the second meets what the first one left."""
    rows = Thesis.objects.select_for_update(of=("self",)).select_related(
        "enrolment__learner",
        "enrolment__offering__course",
        "enrolment__offering__institution__grading_scale",
        "enrolment__programme_enrolment__offering__regulations",
        "graded_by",
    )
    return rows.get(pk=thesis.pk)


def refuse_if(refusal: ThesisRefusal | None) -> None:
    """Raise ``ThesisRefused`` when there is a refusal."""
    if refusal:
        raise ThesisRefused(refusal)


def move(thesis: Thesis, state: ThesisState, *also: str) -> None:
    """Follow the table of states; ``also`` names other fields to save. The rules of each act have been asked already."""
    if state not in NEXT_THESIS[ThesisState(thesis.state)]:
        raise AssertionError(f"{thesis.state} does not lead to {state}.")
    thesis.state = state
    thesis.save(update_fields=["state", *also])


def note(action: str, thesis: Thesis, by: Person, at: datetime, detail: dict[str, Any] | None = None) -> None:
    """Put the act into the record, as one on the student's data."""
    record(action=action, actor=by, subject=thesis, person=thesis.enrolment.learner, detail=detail, at=at)


def supervisors_of(thesis: Thesis, but: Person | None = None) -> list[Person]:
    """The supervisors, without ``but``."""
    rows = thesis.supervisors.select_related("person")
    return [row.person for row in rows if but is None or row.person_id != but.pk]
