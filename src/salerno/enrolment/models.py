"""Rows of enrolments."""

import uuid

from django.db import models

from salerno.catalogue.models import CourseOffering, ProgrammeOffering
from salerno.enrolment.enums import LIVE, FeeStatus, Gender, ProgrammeState, State
from salerno.enrolment.querysets import EnrolmentQuerySet, ProgrammeEnrolmentQuerySet, RegistrationQuerySet
from salerno.institutions.models import Institution
from salerno.people.models import Person


class ProgrammeEnrolment(models.Model):
    """A student in a cohort of a programme, with the civil data that a degree is made out to, as papers say them.

    The names are the student's own at admission and stand apart from the account: a diploma names no nickname.
    """

    personal_data = (
        "student", "offering", "track", "state", "given_names", "family_name", "birth_date", "birth_place", "citizenship",
        "gender", "admitted_at", "ended_at", "reason",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    student = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="programme_enrolments")
    offering = models.ForeignKey(ProgrammeOffering, on_delete=models.PROTECT, related_name="enrolments")
    track = models.SlugField(max_length=80)
    state = models.CharField(max_length=12, choices=ProgrammeState.choices, default=ProgrammeState.ACTIVE)
    given_names = models.CharField(max_length=150)
    family_name = models.CharField(max_length=150)
    birth_date = models.DateField()
    birth_place = models.CharField(max_length=120)
    citizenship = models.CharField(max_length=2)
    gender = models.CharField(max_length=10, choices=Gender.choices, default=Gender.NOT_SAID)
    admitted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = ProgrammeEnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_names", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "offering"],
                condition=models.Q(state__in=LIVE),
                name="one_live_enrolment_in_a_programme_offering",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, state__in=LIVE)
                | (models.Q(ended_at__isnull=False) & ~models.Q(state__in=LIVE)),
                name="studies_that_have_ended_have_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_live(self) -> bool:
        """Whether the student studies or has interrupted, and may come back."""
        return self.state in LIVE

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given_names} {self.family_name}".strip()


class Registration(models.Model):
    """A student at one institution: the local number, who pays, from when until when. Two or more are a dual enrolment.

    ``student_number`` is empty until the institution's office has given it.
    """

    personal_data = ("enrolment", "institution", "student_number", "fee_status", "starts_on", "ends_on")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="registrations")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="registrations")
    student_number = models.CharField(max_length=40, blank=True)
    fee_status = models.CharField(max_length=20, choices=FeeStatus.choices, default=FeeStatus.PAYS)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "student_number"],
                condition=~models.Q(student_number=""),
                name="a_student_number_is_given_once",
            ),
            models.UniqueConstraint(
                fields=["enrolment", "institution"],
                condition=models.Q(ends_on__isnull=True),
                name="one_open_registration_at_an_institution",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(starts_on__lte=models.F("ends_on")),
                name="a_registration_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.student_number}"


class Enrolment(models.Model):
    """A person in a course offering. ``programme_enrolment``: the studies of which it is part, for a course of a programme."""

    personal_data = ("learner", "offering", "programme_enrolment", "state", "enrolled_at", "completed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    offering = models.ForeignKey(CourseOffering, on_delete=models.PROTECT, related_name="enrolments")
    programme_enrolment = models.ForeignKey(
        ProgrammeEnrolment, on_delete=models.PROTECT, related_name="course_enrolments", null=True, blank=True
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    enrolled_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-enrolled_at"]
        constraints = [models.UniqueConstraint(fields=["learner", "offering"], name="one_enrolment_in_an_offering")]

    def __str__(self) -> str:
        return str(self.uuid)
