"""Results from elsewhere begin to count in a degree, and cease to. The room above decides; here stands what the audit reads."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.boards.services.after_boards import flag_decisions
from salerno.awards.enums import RecognitionRefusal
from salerno.awards.errors import RecognitionRefused
from salerno.awards.models import Award, RecognisedResult
from salerno.catalogue.selectors import rules_of
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment
from salerno.people.models import Person


@dataclass(frozen=True)
class Earned:
    """What was earned elsewhere: where (``schac``), under which ``title``, with which grade (``scale``: a code, or words)."""

    schac: str
    title: str
    passed_on: date
    value: str = ""
    scale: str = ""


@dataclass(frozen=True)
class Converted:
    """The grade on the student's own scale, and the versions of grading tables that say so."""

    value: str
    scale: str
    tables: tuple[str, ...]


@transaction.atomic
def recognise(
    *,
    studies: ProgrammeEnrolment,
    course_code: str,
    ects: Decimal,
    earned: Earned,
    converted: Converted | None,
    source: uuid.UUID,
    by: Person,
    at: datetime,
) -> RecognisedResult:
    """Have ``earned`` count as the course ``course_code``; ``converted`` of None: recognised without a grade.

    The studies are locked first, as for the publication of a grade: a course counts once, and a board that has decided on other
    results is told. Raises ``RecognitionRefused``.
    """
    studies = _locked(studies)
    if refusal := why_not_recognise(studies=studies, course_code=course_code, ects=ects):
        raise RecognitionRefused(refusal)
    row = RecognisedResult.objects.create(
        studies=studies,
        course_code=course_code,
        schac=earned.schac,
        title=earned.title,
        ects=ects,
        value=earned.value,
        scale=earned.scale,
        converted_value=converted.value if converted else "",
        converted_scale=converted.scale if converted else "",
        tables=list(converted.tables) if converted else [],
        passed_on=earned.passed_on,
        source=source,
        recognised_at=at,
    )
    detail = {"course": course_code, "ects": str(ects), "where": earned.schac}
    record(action="result.recognised", actor=by, subject=row, person=studies.student, detail=detail, at=at)
    flag_decisions([studies.pk], by=by, at=at)
    return row


def why_not_recognise(*, studies: ProgrammeEnrolment, course_code: str, ects: Decimal) -> RecognitionRefusal | None:
    """Whether a result can count as ``course_code``: known to the regulations, not passed and not recognised before."""
    if _has_degree(studies):
        return RecognitionRefusal.DEGREE_GRANTED
    if not studies.is_live:
        return RecognitionRefusal.STUDIES_ENDED
    regulations = studies.offering.regulations
    if regulations is None or course_code not in rules_of(regulations).courses:
        return RecognitionRefusal.UNKNOWN_COURSE
    if ects <= 0:
        return RecognitionRefusal.NO_CREDITS
    passed = Enrolment.objects.filter(programme_enrolment=studies, offering__course__code=course_code, state=State.COMPLETED)
    if passed.exists():
        return RecognitionRefusal.PASSED_HERE
    is_recognised = studies.recognised_results.standing().filter(course_code=course_code).exists()
    return RecognitionRefusal.RECOGNISED_ALREADY if is_recognised else None


@transaction.atomic
def withdraw(*, source: uuid.UUID, reason: str, by: Person, at: datetime) -> RecognisedResult:
    """Take back what was recognised for ``source``; it stays as a row that no longer counts. Raises ``RecognitionRefused``."""
    known = RecognisedResult.objects.standing().filter(source=source).select_related("studies").first()
    if known is None:
        raise RecognitionRefused(RecognitionRefusal.WITHDRAWN)
    studies = _locked(known.studies)
    row = RecognisedResult.objects.select_for_update(of=("self",)).get(pk=known.pk)
    if row.withdrawn_at is not None:
        raise RecognitionRefused(RecognitionRefusal.WITHDRAWN)
    if _has_degree(studies):
        raise RecognitionRefused(RecognitionRefusal.DEGREE_GRANTED)
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    detail = {"course": row.course_code, "reason": reason}
    record(action="result.recognition_withdrawn", actor=by, subject=row, person=studies.student, detail=detail, at=at)
    flag_decisions([studies.pk], by=by, at=at)
    return row


def _locked(studies: ProgrammeEnrolment) -> ProgrammeEnrolment:
    rows = ProgrammeEnrolment.objects.select_for_update(of=("self",)).select_related("offering__regulations", "student")
    return rows.get(pk=studies.pk)


def _has_degree(studies: ProgrammeEnrolment) -> bool:
    return Award.objects.standing().degrees().filter(programme_enrolment=studies).exists()


def export_recognised(person: Person) -> list[dict[str, Any]]:
    """The person's results from elsewhere."""
    names = (
        "uuid", "course_code", "schac", "title", "ects", "value", "scale", "converted_value", "converted_scale", "passed_on",
        "recognised_at", "withdrawn_at",
    )  # fmt: skip
    return list(RecognisedResult.objects.of(person).values(*names))
