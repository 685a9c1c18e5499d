"""One fresh credential for outside verifiers: of a made-up learner, in a real course, through the ordinary services."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from salerno.awards.degrees.services.granting import grant_on_completion
from salerno.catalogue.models import Course, CourseOffering
from salerno.credentials.errors import CredentialRefused
from salerno.credentials.models import Credential
from salerno.enrolment.enums import State
from salerno.enrolment.models import Enrolment
from salerno.learning.moments import CourseCompleted
from salerno.people.models import Person


@transaction.atomic
def issue_demonstration(*, at: datetime) -> Credential:
    """Grant and issue to a new demonstration learner, who is marked as made up and cannot sign in."""
    course = Course.objects.public().filter(workload_minutes__gt=0).order_by("code").first()
    if course is None:
        raise CredentialRefused("No course is published yet: run `salerno run` or `salerno course publish DIR` first.")
    offering = course.offerings.first() or CourseOffering.objects.create(
        course=course, institution=course.owners.get(role="lead").institution
    )
    number = Person.objects.filter(is_demo=True, email__startswith="demonstration-").count() + 1
    learner = Person.objects.create_user(
        f"demonstration-{number}@example.org", full_name="Made-up Learner", is_demo=True, is_active=False
    )
    enrolment = Enrolment.objects.create(learner=learner, offering=offering, state=State.COMPLETED, enrolled_at=at, completed_at=at)
    grant_on_completion(
        CourseCompleted(
            enrolment=enrolment,
            score=Decimal("0.90"),
            pass_mark=70,
            evidence_minutes=course.workload_minutes,
            at=at,
        )
    )
    return Credential.objects.select_related("key").get(award__enrolment=enrolment)
