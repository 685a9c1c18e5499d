"""Results that were earned elsewhere and count in a degree here."""

import uuid

from django.db import models

from salerno.awards.querysets import RecognisedResultQuerySet
from salerno.enrolment.models import ProgrammeEnrolment


class RecognisedResult(models.Model):
    """A result of another institution, recognised as a course of the student's regulations. Never changed; it may be withdrawn.

    ``schac``: where it was earned, under ``title``. ``value`` of ``scale`` (a code, or the host's own words) is the original grade,
    and stays; ``converted_value`` of ``converted_scale`` stands beside it where both grading tables exist (``tables`` names their
    versions), else it is recognised without a grade. ``source``: the row of the room above that was decided on.
    """

    personal_data = (
        "studies", "course_code", "schac", "title", "ects", "value", "scale", "converted_value", "converted_scale", "passed_on",
        "recognised_at", "withdrawn_at",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    studies = models.ForeignKey(ProgrammeEnrolment, on_delete=models.PROTECT, related_name="recognised_results")
    course_code = models.CharField(max_length=40)
    schac = models.CharField(max_length=255)
    title = models.CharField(max_length=300)
    ects = models.DecimalField(max_digits=4, decimal_places=1)
    value = models.CharField(max_length=40, blank=True)
    scale = models.CharField(max_length=60, blank=True)
    converted_value = models.CharField(max_length=40, blank=True)
    converted_scale = models.CharField(max_length=30, blank=True)
    tables = models.JSONField(default=list, blank=True)
    passed_on = models.DateField()
    source = models.UUIDField()
    recognised_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = RecognisedResultQuerySet.as_manager()

    class Meta:
        ordering = ["passed_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["studies", "course_code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="a_course_is_recognised_once",
            ),
            models.UniqueConstraint(
                fields=["source"], condition=models.Q(withdrawn_at__isnull=True), name="a_source_is_recognised_once"
            ),
            models.CheckConstraint(condition=models.Q(ects__gt=0), name="a_recognised_result_has_credits"),
        ]

    def __str__(self) -> str:
        return f"{self.course_code} {self.schac}"
