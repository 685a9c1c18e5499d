"""What changes where a student is registered: two or more institutions make a dual enrolment."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from salerno.audit.services import record
from salerno.enrolment import rules
from salerno.enrolment.enums import FeeStatus, ProgrammeRefusal
from salerno.enrolment.errors import ProgrammeRefused
from salerno.enrolment.models import ProgrammeEnrolment, Registration
from salerno.enrolment.moments import NumberGiven, number_given
from salerno.institutions.models import Institution
from salerno.people.models import Person


@transaction.atomic
def register_at(
    *,
    enrolment: ProgrammeEnrolment,
    institution: Institution,
    student_number: str,
    starts_on: date,
    by: Person | None,
    at: datetime,
    fee_status: str = FeeStatus.PAYS,
) -> Registration:
    """Register the student at ``institution`` under its local number; a registration that waits for one gets it.

    Both rows are locked: the institution's, for whose numbers two students may compete, and the student's.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    locked = ProgrammeEnrolment.objects.select_for_update(of=("self",))
    enrolment = locked.select_related("offering__programme", "student").get(pk=enrolment.pk)
    number = student_number.strip()
    if refusal := rules.why_not_register(enrolment=enrolment, institution=institution, student_number=number):
        raise ProgrammeRefused(refusal)
    values = {"student_number": number, "starts_on": starts_on, "fee_status": fee_status}
    registration, is_new = Registration.objects.update_or_create(
        enrolment=enrolment, institution=institution, ends_on=None, student_number="", defaults=values
    )
    action = "registration.created" if is_new else "registration.numbered"
    detail = {"institution": institution.code}
    record(action=action, actor=by, subject=registration, person=enrolment.student, detail=detail, at=at)
    number_given(NumberGiven(registration, by, at))
    return registration


@transaction.atomic
def register_each(
    *,
    enrolments: Iterable[ProgrammeEnrolment],
    institution: Institution,
    starts_on: date,
    by: Person | None,
    at: datetime,
    fee_status: str = FeeStatus.PAYS,
) -> dict[int, ProgrammeRefusal | None]:
    """Register those of ``enrolments`` who may be at ``institution``, whose office gives the numbers later (``give_numbers``).

    Return by primary key why one was not, or None for who was. The rows are locked in one order: the institution's first.
    """
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    keys = [row.pk for row in enrolments]
    locked = ProgrammeEnrolment.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    rows = list(locked.select_related("offering", "student"))
    refusals = rules.why_not_register_each(enrolments=rows, institution=institution)
    for row in rows:
        if refusals[row.pk] is None:
            registration = Registration.objects.create(
                enrolment=row, institution=institution, starts_on=starts_on, fee_status=fee_status
            )
            detail = {"institution": institution.code}
            record(action="registration.created", actor=by, subject=registration, person=row.student, detail=detail, at=at)
    return refusals


@transaction.atomic
def end_registration(*, registration: Registration, on: date, by: Person | None, at: datetime) -> Registration:
    """End it on the day ``on``; the number stays given for good."""
    registration = Registration.objects.select_for_update(of=("self",)).select_related("enrolment__student").get(pk=registration.pk)
    if registration.ends_on is not None:
        raise ProgrammeRefused(ProgrammeRefusal.ENDED)
    if on < registration.starts_on:
        raise ProgrammeRefused(ProgrammeRefusal.DATES_WRONG)
    registration.ends_on = on
    registration.save(update_fields=["ends_on"])
    record(action="registration.ended", actor=by, subject=registration, person=registration.enrolment.student, at=at)
    return registration


@transaction.atomic
def change_fee_status(*, registration: Registration, fee_status: str, by: Person | None, at: datetime) -> Registration:
    """Who pays for the student here; the same again changes nothing."""
    registration = Registration.objects.select_for_update(of=("self",)).select_related("enrolment__student").get(pk=registration.pk)
    if registration.fee_status != fee_status:
        detail = {"before": registration.fee_status, "after": fee_status}
        registration.fee_status = fee_status
        registration.save(update_fields=["fee_status"])
        person = registration.enrolment.student
        record(action="registration.fee_changed", actor=by, subject=registration, person=person, detail=detail, at=at)
    return registration


def close_registrations(*, enrolment: ProgrammeEnrolment, on: date) -> None:
    """End what is still open, with the studies; a registration that would start later ends on its first day."""
    for registration in enrolment.registrations.filter(ends_on__isnull=True):
        registration.ends_on = max(on, registration.starts_on)
        registration.save(update_fields=["ends_on"])


def reopen_registrations(*, enrolment: ProgrammeEnrolment, ended_on: date) -> None:
    """Open again what ended with the studies, on the day ``ended_on`` or to begin later; what had ended before stays ended."""
    for registration in enrolment.registrations.filter(ends_on__gte=ended_on):
        registration.ends_on = None
        registration.save(update_fields=["ends_on"])
