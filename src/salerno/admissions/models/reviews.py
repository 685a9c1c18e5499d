"""Rows of reviews."""

import uuid

from django.db import models

from salerno.admissions.enums import ConflictKind, ReviewState
from salerno.admissions.models.applications import Application
from salerno.admissions.querysets import ReviewQuerySet
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Review(models.Model):
    """An application in the hands of a reviewer, then what was found. ``total`` is on the rubric's scale.

    ``is_third``: asked for because the first reviewers disagreed.
    """

    personal_data = ("application", "reviewer", "scores", "comments", "total", "assigned_at", "submitted_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.ASSIGNED)
    is_third = models.BooleanField(default=False)
    scores = models.JSONField(default=dict, blank=True)
    comments = models.JSONField(default=dict, blank=True)
    comment = models.TextField(max_length=4000, blank=True)
    total = models.DecimalField(max_digits=6, decimal_places=3, null=True, blank=True)
    assigned_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["application", "assigned_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["application", "reviewer"], name="one_reviews_an_application_once"),
            models.CheckConstraint(
                condition=~models.Q(state=ReviewState.SUBMITTED) | models.Q(total__isnull=False, submitted_at__isnull=False),
                name="a_submitted_review_has_a_total",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class Conflict(models.Model):
    """Somebody says that they must not judge an applicant. Never taken back: whoever is in doubt stays out."""

    personal_data = ("application", "person", "kind", "declared_at")

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicts")
    kind = models.CharField(max_length=10, choices=ConflictKind.choices)
    declared_at = models.DateTimeField()

    class Meta:
        ordering = ["application", "declared_at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "person"], name="a_conflict_with_an_applicant_is_declared_once")
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.kind}"
