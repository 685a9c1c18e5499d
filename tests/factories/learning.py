"""Learners' traces."""

import uuid
from datetime import UTC, datetime

import factory

from salerno.learning.models import ActivityProgress, ProblemReport, Submission
from tests.factories.courseware import CourseVersionFactory
from tests.factories.enrolment import EnrolmentFactory
from tests.factories.people import PersonFactory

_WHEN = datetime(2026, 10, 2, 12, tzinfo=UTC)


class ActivityProgressFactory(factory.django.DjangoModelFactory):
    """An activity that a learner has opened; ``completed_at`` says that it is done."""

    class Meta:
        model = ActivityProgress

    enrolment = factory.SubFactory(EnrolmentFactory)
    activity_key = "why"
    opened_at = _WHEN


class SubmissionFactory(factory.django.DjangoModelFactory):
    """A reflection that was written to the teacher."""

    class Meta:
        model = Submission

    idempotency_key = factory.LazyFunction(uuid.uuid4)
    enrolment = factory.SubFactory(EnrolmentFactory)
    version = factory.SubFactory(CourseVersionFactory, course=factory.SelfAttribute("..enrolment.offering.course"))
    activity_key = "why"
    text = "I would ask who was in the table."
    is_shared = True
    submitted_at = _WHEN


class ProblemReportFactory(factory.django.DjangoModelFactory):
    """A problem with a page that nobody has answered yet."""

    class Meta:
        model = ProblemReport

    version = factory.SubFactory(CourseVersionFactory)
    activity_key = "why"
    reporter = factory.SubFactory(PersonFactory)
    text = factory.Sequence(lambda n: f"The figure lacks a unit ({n}).")
    reported_at = _WHEN
