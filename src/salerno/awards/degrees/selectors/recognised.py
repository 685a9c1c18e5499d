"""Results recognised from elsewhere, as the documents of a degree list them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from salerno.awards.degree_rules.records import RECOGNISED
from salerno.awards.degrees.facts import ConvertedGrade, Result
from salerno.awards.models import RecognisedResult
from salerno.catalogue.regulations.facts import ProgrammeRules
from salerno.enrolment.models import ProgrammeEnrolment
from salerno.institutions.models import Institution


@dataclass(frozen=True)
class Recognised:
    """By student (primary key) what is recognised; by ``schac`` each host."""

    rows: dict[int, list[RecognisedResult]]
    hosts: dict[str, Institution]


def recognised_by(students: Iterable[ProgrammeEnrolment]) -> Recognised:
    """What counts of each student. Two queries."""
    rows: dict[int, list[RecognisedResult]] = {}
    for row in RecognisedResult.objects.standing().filter(studies__in=list(students)):
        rows.setdefault(row.studies_id, []).append(row)
    wanted = {row.schac for found in rows.values() for row in found}
    return Recognised(rows, {host.schac: host for host in Institution.objects.filter(schac__in=wanted)})


def recognised_result(row: RecognisedResult, rules: ProgrammeRules, semester: int, givers: Collection[str]) -> Result:
    """``row`` as a result: the course that it replaces with the title under which it was passed, the grade as the host gave it.

    ``givers``: the institutions of the programme by ``schac``; a conversion is said only by one of these.
    """
    course = rules.courses.get(row.course_code)
    return Result(
        code=row.course_code,
        title={language: f"{text} ({row.title})" for language, text in course.title.items()} if course else {"en": row.title},
        schac=row.schac,
        semester=semester,
        kind=RECOGNISED,
        credits=row.ects,
        grade=row.value,
        scale=row.scale,
        passed_on=row.passed_on,
        language="",
        hours=(course.practical_hours or None) if course else None,
        outcomes=_outcomes(row, rules),
        converted=_converted(row, givers),
    )


def _outcomes(row: RecognisedResult, rules: ProgrammeRules) -> tuple[dict[str, str], ...]:
    course = rules.courses.get(row.course_code)
    keys = course.outcomes if course else ()
    return tuple(dict(outcome.title) for outcome in rules.outcomes if outcome.key in keys)


def _converted(row: RecognisedResult, givers: Collection[str]) -> tuple[ConvertedGrade, ...]:
    target = row.tables[-1].split(" ")[0] if row.tables else ""
    if not row.converted_value or target not in givers:
        return ()
    value = row.converted_value
    return (ConvertedGrade(target, row.converted_scale, value, value, value, tuple(row.tables)),)
