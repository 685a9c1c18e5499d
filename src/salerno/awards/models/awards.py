"""Rows of awards."""

import uuid

from django.db import models

from salerno.catalogue.models import Course
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Award(models.Model):
    """A decision to grant. ``facts`` are frozen: names, score, outcomes and languages as they stood."""

    personal_data = ("learner", "facts", "granted_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    learner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="awards")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="awards")
    enrolment = models.OneToOneField(Enrolment, on_delete=models.PROTECT, related_name="award")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="awards")
    granted_at = models.DateTimeField()
    facts = models.JSONField()

    class Meta:
        ordering = ["-granted_at"]

    def __str__(self) -> str:
        return str(self.uuid)
