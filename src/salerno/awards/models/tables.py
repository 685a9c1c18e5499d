"""Grading tables: how often an institution gives each of its passing grades."""

import uuid

from django.db import models

from salerno.awards.enums import TableSource
from salerno.institutions.models import Institution


class GradingTable(models.Model):
    """One frozen version of the ECTS grading table of an institution in a field of study (ISCED-F; empty: all fields).

    ``rows`` are ``[grade, percentage]``, best first; ``graded`` is how many passing grades they come from, where known.
    """

    personal_data = ()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="grading_tables")
    scale = models.CharField(max_length=30)
    isced_f = models.CharField(max_length=4, blank=True)
    number = models.PositiveIntegerField()
    years = models.CharField(max_length=40)
    source = models.CharField(max_length=10, choices=TableSource.choices)
    rows = models.JSONField()
    graded = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    is_made_up = models.BooleanField(default=False)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["institution", "scale", "isced_f", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["institution", "scale", "isced_f", "number"], name="one_table_for_each_version"),
            models.UniqueConstraint(fields=["institution", "scale", "isced_f", "digest"], name="a_table_is_published_once"),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.isced_f or '*'} {self.number}"
