"""Rows of what students say after a stay."""

import uuid
from functools import reduce
from operator import and_

from django.db import models

from salerno.mobility.enums import ShownTo
from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.querysets import StayReportQuerySet
from salerno.people.models import Person

RATED = ("courses", "welcome", "housing", "language")
MOST_COST = 20_000


class StayReport(models.Model):
    """How a stay was: ratings from 1 to 5, what a month cost in whole euros, a text, and to whom the text may be shown.

    A report that was withdrawn is emptied and its row stays, so that one that was hidden with a reason does not come back by
    withdrawing it and writing it again.
    """

    personal_data = (
        "mobility", "courses", "welcome", "housing", "language", "monthly_cost", "text", "shown_to", "written_at", "changed_at",
        "withdrawn_at", "hidden_at", "hidden_by", "hidden_reason",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.OneToOneField(Mobility, on_delete=models.PROTECT, related_name="report")
    courses = models.PositiveSmallIntegerField(null=True, blank=True)
    welcome = models.PositiveSmallIntegerField(null=True, blank=True)
    housing = models.PositiveSmallIntegerField(null=True, blank=True)
    language = models.PositiveSmallIntegerField(null=True, blank=True)
    monthly_cost = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    shown_to = models.CharField(max_length=12, choices=ShownTo.choices, default=ShownTo.NOBODY)
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    hidden_reason = models.TextField(max_length=2000, blank=True)

    objects = StayReportQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(
                    and_, (models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__range": (1, 5)}) for name in RATED)
                ),
                name="a_rating_is_from_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_cost__isnull=True) | models.Q(monthly_cost__lte=MOST_COST),
                name="a_month_costs_what_can_be",
            ),
            models.CheckConstraint(
                condition=models.Q(hidden_at__isnull=True) | ~models.Q(hidden_reason=""), name="a_hidden_report_has_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True) | models.Q(text="", shown_to=ShownTo.NOBODY),
                name="a_withdrawn_report_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
