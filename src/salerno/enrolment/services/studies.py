"""What changes the studies of a student in a programme."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.catalogue.models import ProgrammeOffering, Regulations
from salerno.enrolment import rules
from salerno.enrolment.enums import ProgrammeRefusal, ProgrammeState, State
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.facts import CivilFacts
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.enrolment.services.courses import withdraw
from salerno.enrolment.services.registrations import close_registrations, reopen_registrations
from salerno.people.models import Person


@transaction.atomic
def admit_to_programme(
    *, student: Person, offering: ProgrammeOffering, track: str, civil: CivilFacts, by: Person | None, at: datetime
) -> ProgrammeEnrolment:
    """Enrol ``student`` in a cohort, in one of the tracks of its regulations. Registrations at institutions follow.

    The cohort's row is locked first: two officers cannot give the last place, nor admit the same person twice. It is read alone:
    had it waited for a change of its regulations, PostgreSQL would join them as they were, and find none.
    """
    offering = ProgrammeOffering.objects.select_for_update().get(pk=offering.pk)
    _refuse_if(rules.why_not_admit(student=student, offering=offering, track=track))
    enrolment = ProgrammeEnrolment.objects.create(student=student, offering=offering, track=track, admitted_at=at, **asdict(civil))
    detail = {"track": track, "regulations": str(offering.regulations.uuid)}
    record(action="studies.admitted", actor=by, subject=enrolment, person=student, detail=detail, at=at)
    return enrolment


@transaction.atomic
def interrupt(*, enrolment: ProgrammeEnrolment, reason: str, by: Person | None, at: datetime) -> ProgrammeEnrolment:
    """Let the student pause. Registrations stay: whether one is registered while away is the institution's own rule."""
    return _move(enrolment, ProgrammeState.INTERRUPTED, reason=reason, by=by, at=at)


@transaction.atomic
def resume(*, enrolment: ProgrammeEnrolment, by: Person | None, at: datetime) -> ProgrammeEnrolment:
    """Let the student come back."""
    return _move(enrolment, ProgrammeState.ACTIVE, reason="", by=by, at=at)


@transaction.atomic
def withdraw_from_programme(*, enrolment: ProgrammeEnrolment, reason: str, by: Person | None, at: datetime) -> ProgrammeEnrolment:
    """End the studies without a degree: open registrations end, seats in courses are given back, what was passed stays."""
    enrolment = _move(enrolment, ProgrammeState.WITHDRAWN, reason=reason, by=by, at=at)
    for seat in enrolment.course_enrolments.filter(state=State.ACTIVE):
        withdraw(enrolment=seat, by=by, at=at, reason=reason)
    return enrolment


@transaction.atomic
def graduate(*, enrolment: ProgrammeEnrolment, by: Person | None, at: datetime) -> ProgrammeEnrolment:
    """End the studies with the degree. Whether the rules are satisfied is decided by the board, above this room."""
    return _move(enrolment, ProgrammeState.GRADUATED, reason="", by=by, at=at)


@transaction.atomic
def study_again(*, enrolment: ProgrammeEnrolment, reason: str, by: Person | None, at: datetime) -> ProgrammeEnrolment:
    """Let the studies of a graduate go on, whose every degree was withdrawn for ``reason``: a board may take them up again.

    Registrations that ended with the studies are open again under their numbers. Whether a degree stands is known above this room.
    """
    enrolment = _locked(enrolment)
    _refuse_if(rules.why_not_study_again(enrolment=enrolment))
    reopen_registrations(enrolment=enrolment, ended_on=enrolment.ended_at.date())
    enrolment.state, enrolment.reason, enrolment.ended_at = ProgrammeState.ACTIVE, reason[:300], None
    enrolment.save(update_fields=["state", "reason", "ended_at"])
    detail = {"reason": reason}
    record(action="studies.taken_up_again", actor=by, subject=enrolment, person=enrolment.student, detail=detail, at=at)
    return enrolment


def _locked(enrolment: ProgrammeEnrolment) -> ProgrammeEnrolment:
    """Not its key: PostgreSQL checks the foreign keys of a row that is changed twice in a transaction, and would wait for it."""
    return ProgrammeEnrolment.objects.select_for_update(no_key=True).get(pk=enrolment.pk)


def _move(
    enrolment: ProgrammeEnrolment, state: ProgrammeState, *, reason: str, by: Person | None, at: datetime
) -> ProgrammeEnrolment:
    enrolment = _locked(enrolment)
    _refuse_if(rules.why_not_move(enrolment=enrolment, state=state))
    enrolment.state, enrolment.reason = state, reason[:300]
    if not enrolment.is_live:
        enrolment.ended_at = at
        close_registrations(enrolment=enrolment, on=at.date())
    enrolment.save()
    action = "studies.resumed" if state == ProgrammeState.ACTIVE else f"studies.{state.value}"
    detail = {"reason": reason} if reason else {}
    record(action=action, actor=by, subject=enrolment, person=enrolment.student, detail=detail, at=at)
    return enrolment


@transaction.atomic
def pin_regulations(*, offering: ProgrammeOffering, regulations: Regulations, by: Person | None, at: datetime) -> ProgrammeOffering:
    """Let ``regulations`` hold for a cohort; refused once anybody was admitted to it. The same version again changes nothing."""
    offering = ProgrammeOffering.objects.select_for_update().get(pk=offering.pk)
    if offering.regulations_id == regulations.pk:
        return offering
    _refuse_if(rules.why_not_pin_regulations(offering=offering, regulations=regulations, by=by))
    offering.regulations = regulations
    offering.save(update_fields=["regulations"])
    detail = {"regulations": str(regulations.uuid), "number": regulations.number}
    record(action="programme_offering.regulations_pinned", actor=by, subject=offering, detail=detail, at=at)
    return offering


def _refuse_if(refusal: ProgrammeRefusal | None) -> None:
    if refusal:
        raise ProgrammeRefused(refusal)


def export_studies(person: Person) -> list[dict[str, Any]]:
    """The person's studies in programmes with all registrations, for a download of their data."""
    studies = person.programme_enrolments.select_related("offering__programme").prefetch_related("registrations__institution")
    return [
        {
            "uuid": row.uuid,
            "programme": row.offering.programme.code,
            **{name: getattr(row, name) for name in ProgrammeEnrolment.personal_data if name not in ("student", "offering")},
            "registrations": [
                {
                    "institution": each.institution.code,
                    "student_number": each.student_number,
                    "fee_status": each.fee_status,
                    "starts_on": each.starts_on,
                    "ends_on": each.ends_on,
                }
                for each in row.registrations.all()
            ],
        }
        for row in studies
    ]
