"""Rows of enrolments."""

import uuid

from django.db import models

from salerno.catalogue.models import CourseOffering
from salerno.enrolment.enums import State
from salerno.enrolment.querysets import EnrolmentQuerySet
from salerno.people.models import Person


class Enrolment(models.Model):
    """A person in a course offering."""

    personal_data = ("learner", "offering", "state", "enrolled_at", "completed_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    offering = models.ForeignKey(CourseOffering, on_delete=models.PROTECT, related_name="enrolments")
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
