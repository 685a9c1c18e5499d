"""Granting awards."""

from typing import Any

from django.db import transaction

from salerno.audit.services import record
from salerno.awards.models import Award
from salerno.awards.moments import award_granted
from salerno.learning.moments import CourseCompleted
from salerno.people.models import Person


@transaction.atomic
def grant_on_completion(moment: CourseCompleted) -> None:
    """Grant the award of a completed course, once for an enrolment; rooms above issue what proves it."""
    enrolment = moment.enrolment
    award, is_new = Award.objects.get_or_create(
        enrolment=enrolment,
        defaults={
            "learner": enrolment.learner,
            "course": enrolment.offering.course,
            "institution": enrolment.offering.institution,
            "granted_at": moment.at,
            "facts": _frozen_facts(moment),
        },
    )
    if is_new:
        record(action="award.granted", actor=None, subject=award, person=enrolment.learner, at=moment.at)
        award_granted(award, moment.at)


def _frozen_facts(moment: CourseCompleted) -> dict[str, Any]:
    """Everything a credential will say, as it stands at this moment."""
    offering = moment.enrolment.offering
    course = offering.course
    owners = [owner.institution for owner in course.owners.select_related("institution")]
    outcomes = course.outcomes.filter(is_retired=False)
    return {
        "learner_name": moment.enrolment.learner.display_name,
        "course_code": course.code,
        "course_slug": course.slug,
        "title": course.title,
        "summary": course.summary,
        "languages": course.languages,
        "language_of_study": offering.language,
        "ects_credits": str(course.ects_credits) if course.ects_credits is not None else None,
        "workload_minutes": course.workload_minutes,
        "evidence_minutes": moment.evidence_minutes,
        "eqf_level": course.eqf_level,
        "isced_f": course.isced_f,
        "participation": course.participation,
        "outcomes": [{"key": row.key, "title": row.title, "uuid": str(row.uuid)} for row in outcomes],
        "score": str(moment.score),
        "pass_mark": moment.pass_mark,
        "institutions": [{"name": row.name, "schac": row.schac, "country": row.country, "slug": row.slug} for row in owners],
        "awarding": {
            "name": offering.institution.name,
            "schac": offering.institution.schac,
            "country": offering.institution.country,
            "slug": offering.institution.slug,
            "website": offering.institution.website,
        },
        "licence": course.licence,
    }


def export_awards(person: Person) -> list[dict[str, Any]]:
    """The person's awards, for a download of their data."""
    return list(person.awards.values("uuid", "granted_at", "facts"))
