"""Courses, programmes and their offerings."""

from datetime import date

import factory

from salerno.catalogue.enums import CourseKind, OwnerRole
from salerno.catalogue.models import (
    AcademicSession,
    Course,
    CourseOffering,
    CourseOwner,
    Outcome,
    Programme,
    ProgrammeInstitution,
    ProgrammeOffering,
)
from tests.factories.institutions import InstitutionFactory


class AcademicSessionFactory(factory.django.DjangoModelFactory):
    """A year."""

    class Meta:
        model = AcademicSession

    code = factory.Sequence(lambda n: f"session-{n}")
    name = {"en": "A year"}
    starts_on = date(2026, 9, 1)
    ends_on = date(2027, 8, 31)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    """A public programme that nobody gives yet."""

    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"programme-{n}")
    code = factory.Sequence(lambda n: f"P-{n}")
    title = factory.Sequence(lambda n: {"en": f"Programme {n}"})
    languages = ["en"]
    eqf_level = 7
    is_public = True


class ProgrammeInstitutionFactory(factory.django.DjangoModelFactory):
    """An institution that gives a programme."""

    class Meta:
        model = ProgrammeInstitution

    programme = factory.SubFactory(ProgrammeFactory)
    institution = factory.SubFactory(InstitutionFactory)


class CourseFactory(factory.django.DjangoModelFactory):
    """A public course of half an hour; ``owner=`` makes an institution its leading owner."""

    class Meta:
        model = Course
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"course-{n}")
    code = factory.Sequence(lambda n: f"C-{n}")
    title = factory.Sequence(lambda n: {"en": f"Course {n}"})
    kind = CourseKind.MOOC
    languages = ["en"]
    workload_minutes = 30
    is_public = True

    @factory.post_generation
    def owner(self, create: bool, extracted: object, **options: object) -> None:
        """The institution that leads the course."""
        if create and extracted is not None:
            CourseOwner.objects.create(course=self, institution=extracted, role=OwnerRole.LEAD)


class OutcomeFactory(factory.django.DjangoModelFactory):
    """What one can do after a course."""

    class Meta:
        model = Outcome

    course = factory.SubFactory(CourseFactory)
    key = factory.Sequence(lambda n: f"outcome-{n}")
    title = factory.Sequence(lambda n: {"en": f"Do thing {n}"})


class CourseOfferingFactory(factory.django.DjangoModelFactory):
    """A public offering at any time, without a limit of seats, of a course that its institution owns."""

    class Meta:
        model = CourseOffering

    institution = factory.SubFactory(InstitutionFactory)
    course = factory.LazyAttribute(lambda offering: CourseFactory(owner=offering.institution))


class ProgrammeOfferingFactory(factory.django.DjangoModelFactory):
    """A cohort without regulations; ``tests.support.studies`` makes one that has some."""

    class Meta:
        model = ProgrammeOffering

    programme = factory.SubFactory(ProgrammeFactory)
    academic_session = factory.SubFactory(AcademicSessionFactory)
