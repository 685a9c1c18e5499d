"""Rows of results that come from a host, and of what the sending university decides on them."""

import uuid

from django.db import models

from salerno.mobility.enums import RecognitionState, ResultSource
from salerno.mobility.models.mobilities import Mobility
from salerno.mobility.querysets import HostResultQuerySet, RecognitionQuerySet
from salerno.people.models import Person


class HostResult(models.Model):
    """A result as the host gave it: what, when, how many credits, which grade. It never changes.

    ``scale``: the code of a scale that the campus knows, or the host's own words; empty where no grade was given. ``entered_by`` is
    empty when the tutor of a traineeship, who has no account, certified it.
    """

    personal_data = (
        "mobility", "code", "title", "ects", "value", "scale", "isced_f", "is_passed", "earned_on", "source", "entered_by",
        "entered_at",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    mobility = models.ForeignKey(Mobility, on_delete=models.PROTECT, related_name="results")
    code = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=300)
    ects = models.DecimalField(max_digits=4, decimal_places=1)
    value = models.CharField(max_length=40, blank=True)
    scale = models.CharField(max_length=60, blank=True)
    isced_f = models.CharField(max_length=4, blank=True)
    is_passed = models.BooleanField(default=True)
    earned_on = models.DateField()
    source = models.CharField(max_length=10, choices=ResultSource.choices)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    entered_at = models.DateTimeField()

    objects = HostResultQuerySet.as_manager()

    class Meta:
        ordering = ["earned_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["mobility", "code", "title"], name="a_result_of_a_host_is_entered_once"),
            models.CheckConstraint(condition=models.Q(ects__gte=0), name="a_result_of_a_host_has_no_debt"),
            models.CheckConstraint(
                condition=models.Q(entered_by__isnull=False) | models.Q(source=ResultSource.TUTOR),
                name="somebody_enters_a_result_or_a_tutor_certifies_it",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Recognition(models.Model):
    """What becomes of a result: proposed, then decided. ``course_code``: of the student's regulations.

    ``converted_value`` of ``converted_scale`` is frozen with the decision, with the names of the two grading tables; empty where a
    table is missing: then it is recognised without a grade. ``appeal_until``: the end of the last day on which the student can
    appeal against a refusal. ``counted_with``: the row that counts for several results which are recognised together as one course;
    it has the credits of all, and the others have none.
    """

    personal_data = (
        "result", "state", "course_code", "ects", "converted_value", "converted_scale", "reason", "decided_by", "decided_at",
        "appeal_until", "counted_with",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    result = models.OneToOneField(HostResult, on_delete=models.PROTECT, related_name="recognition")
    state = models.CharField(max_length=10, choices=RecognitionState.choices, default=RecognitionState.WAITING)
    course_code = models.CharField(max_length=40, blank=True)
    ects = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    converted_value = models.CharField(max_length=40, blank=True)
    converted_scale = models.CharField(max_length=30, blank=True)
    tables = models.JSONField(default=list, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    appeal_until = models.DateTimeField(null=True, blank=True)
    counted_with = models.ForeignKey("self", on_delete=models.PROTECT, related_name="counts_also", null=True, blank=True)

    objects = RecognitionQuerySet.as_manager()

    class Meta:
        ordering = ["result__earned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=RecognitionState.RECOGNISED)
                | (~models.Q(course_code="") & (models.Q(ects__gt=0) | models.Q(counted_with__isnull=False))),
                name="what_is_recognised_names_its_course",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[RecognitionState.REFUSED, RecognitionState.UPHELD]) | ~models.Q(reason=""),
                name="a_refused_recognition_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)


class RecognitionAppeal(models.Model):
    """The student asks for another look at a refusal, once; ``answer`` is the reason of what was decided then."""

    personal_data = ("recognition", "text", "asked_at", "answer", "answered_by", "answered_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recognition = models.OneToOneField(Recognition, on_delete=models.PROTECT, related_name="appeal")
    text = models.TextField(max_length=4000)
    asked_at = models.DateTimeField()
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)
