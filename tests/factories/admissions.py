"""Calls and applications."""

from datetime import UTC, date, datetime

import factory

from salerno.admissions.enums import ApplicationState, CallState
from salerno.admissions.models import Application, Call, Review, Reviewer
from tests.factories.catalogue import ProgrammeOfferingFactory
from tests.factories.institutions import InstitutionFactory
from tests.factories.people import PersonFactory

OPENS, CLOSES = datetime(2026, 11, 1, 12, tzinfo=UTC), datetime(2026, 12, 1, 12, tzinfo=UTC)
RUBRIC = {
    "lowest": 1,
    "highest": 5,
    "criteria": [
        {
            "key": "science",
            "title": {"en": "Science"},
            "weight": 2,
            "anchors": {"1": {"en": "No basis"}, "5": {"en": "Outstanding"}},
        },
        {"key": "motivation", "title": {"en": "Motivation"}, "anchors": {"1": {"en": "None"}, "5": {"en": "Clear"}}},
    ],
}


class CallFactory(factory.django.DjangoModelFactory):
    """An open call with ten places on one track, which asks for nothing but a rubric."""

    class Meta:
        model = Call

    offering = factory.SubFactory(ProgrammeOfferingFactory)
    slug = factory.Sequence(lambda n: f"call-{n}")
    title = {"en": "A call"}
    state = CallState.OPEN
    opens_at = OPENS
    closes_at = CLOSES
    places = 10
    tracks = [{"slug": "biology", "title": {"en": "Biology"}}]
    rubric = RUBRIC
    seed = "seed"


class ApplicationFactory(factory.django.DjangoModelFactory):
    """A whole application that was handed in."""

    class Meta:
        model = Application

    call = factory.SubFactory(CallFactory)
    applicant = factory.SubFactory(PersonFactory)
    state = ApplicationState.SUBMITTED
    track = "biology"
    given_names = "Lea"
    family_name = factory.Sequence(lambda n: f"Learner {n}")
    birth_date = date(2002, 2, 28)
    birth_place = "Marseille"
    citizenship = "FR"
    degree = {"title": "Biology", "eqf_level": 6, "country": "FR", "awarded_on": "2026-07-01"}
    begun_at = OPENS
    submitted_at = OPENS


class ReviewerFactory(factory.django.DjangoModelFactory):
    """Somebody on the list of reviewers."""

    class Meta:
        model = Reviewer

    call = factory.SubFactory(CallFactory)
    person = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)


class ReviewFactory(factory.django.DjangoModelFactory):
    """An application in the hands of a reviewer."""

    class Meta:
        model = Review

    application = factory.SubFactory(ApplicationFactory, state=ApplicationState.ELIGIBLE)
    reviewer = factory.SubFactory(PersonFactory)
    institution = factory.SubFactory(InstitutionFactory)
    assigned_at = CLOSES
