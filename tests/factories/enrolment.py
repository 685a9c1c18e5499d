"""Enrolments."""

from datetime import UTC, datetime

import factory

from salerno.enrolment.models import Enrolment
from tests.factories.catalogue import CourseOfferingFactory
from tests.factories.people import PersonFactory


class EnrolmentFactory(factory.django.DjangoModelFactory):
    """Somebody who studies in an offering."""

    class Meta:
        model = Enrolment

    learner = factory.SubFactory(PersonFactory)
    offering = factory.SubFactory(CourseOfferingFactory)
    enrolled_at = datetime(2026, 10, 1, 12, tzinfo=UTC)
