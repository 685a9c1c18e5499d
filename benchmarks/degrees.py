"""Run inside a campus: the audit of a thousand made-up students, read from the database. Prints JSON.

Each has fourteen results of the made-up Master and two registrations. The rows are made once; the audit is measured three times,
and the best counts, by the clock on the wall.
"""

import json
import time
from datetime import UTC, date, datetime

import django

django.setup()

from salerno.awards.degrees.selectors.degrees import audits_of  # noqa: E402
from salerno.catalogue.models import CourseOffering, ProgrammeOffering  # noqa: E402
from salerno.catalogue.selectors import rules_of  # noqa: E402
from salerno.catalogue.services import load_made_up_regulations  # noqa: E402
from salerno.enrolment.enums import State  # noqa: E402
from salerno.enrolment.models import Enrolment, ProgrammeEnrolment, Registration  # noqa: E402
from salerno.institutions.models import Institution  # noqa: E402
from salerno.people.models import Person  # noqa: E402

STUDENTS, RESULTS, ROUNDS = 1_000, 14, 3
AT = datetime(2026, 9, 1, 12, tzinfo=UTC)


def make_students() -> list[int]:
    """A cohort with its results; gives the primary keys of the studies."""
    load_made_up_regulations(at=AT)
    cohort = ProgrammeOffering.objects.filter(regulations__isnull=False).select_related("regulations", "programme").first()
    rules = rules_of(cohort.regulations)
    people = Person.objects.bulk_create(
        [Person(email=f"student-{number}@example.org", full_name=f"Student {number}", is_demo=True) for number in range(STUDENTS)],
        batch_size=500,
    )
    studies = ProgrammeEnrolment.objects.bulk_create(
        [
            ProgrammeEnrolment(
                student=person,
                offering=cohort,
                track=rules.tracks[number % len(rules.tracks)].slug,
                family_name=f"Made {number}",
                birth_date=date(2002, 1, 1),
                citizenship="FR",
                admitted_at=AT,
            )
            for number, person in enumerate(people)
        ],
        batch_size=500,
    )
    register(studies)
    pass_courses(studies, {course.code: course for course in cohort.programme.courses.all()}, [*rules.courses])
    return [row.pk for row in studies]


def register(studies: list[ProgrammeEnrolment]) -> None:
    """Each at two universities."""
    universities = [Institution.objects.get(schac=schac) for schac in ("univ-amu.fr", "unipi.it")]
    rows = [
        Registration(enrolment=row, institution=university, student_number=f"B{row.pk}", starts_on=AT.date())
        for row in studies
        for university in universities
    ]
    Registration.objects.bulk_create(rows, batch_size=500)


def pass_courses(studies: list[ProgrammeEnrolment], courses: dict[str, object], codes: list[str]) -> None:
    """Fourteen courses each, others for each student."""
    offerings = {
        code: CourseOffering.objects.create(course=course, institution=course.owners.get().institution)
        for code, course in courses.items()
        if code in codes
    }
    rows = [
        Enrolment(
            learner=row.student,
            offering=offerings[codes[(number + 2 * step) % len(codes)]],
            programme_enrolment=row,
            state=State.COMPLETED,
            enrolled_at=AT,
            completed_at=AT,
        )
        for number, row in enumerate(studies)
        for step in range(RESULTS)
    ]
    Enrolment.objects.bulk_create(rows, batch_size=500)


def seconds(keys: list[int]) -> float:
    """How long the audit of all takes, rows read anew."""
    begun = time.perf_counter()
    audits = audits_of(ProgrammeEnrolment.objects.filter(pk__in=keys))
    taken = time.perf_counter() - begun
    if len(audits) != STUDENTS or not all(audit.allocation for audit in audits.values()):
        raise SystemExit("Not every student was audited.")
    return taken


if __name__ == "__main__":
    keys = make_students()
    print(json.dumps({"seconds": min(seconds(keys) for _round in range(ROUNDS))}))
