"""Local grades: entered on a sheet, seen by a second person, published, corrected with a reason."""

import uuid

from django.db import models

from salerno.awards.enums import SheetState, Standing
from salerno.awards.querysets import GradeQuerySet, GradeSheetQuerySet
from salerno.catalogue.models import CourseOffering
from salerno.enrolment.models import Enrolment
from salerno.people.models import Person


class GradeSheet(models.Model):
    """The grades of one sitting of a course offering. ``revision`` grows with each save: no editor overwrites another."""

    personal_data = ("writers", "confirmed_by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    offering = models.ForeignKey(CourseOffering, on_delete=models.PROTECT, related_name="grade_sheets")
    sitting = models.PositiveSmallIntegerField(default=1)
    scale = models.CharField(max_length=30)
    held_on = models.DateField()
    state = models.CharField(max_length=10, choices=SheetState.choices, default=SheetState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    writers = models.ManyToManyField(Person, related_name="sheets_written", blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets_confirmed")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = GradeSheetQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["offering", "sitting"], name="one_sheet_for_a_sitting"),
            models.UniqueConstraint(
                fields=["offering"], condition=~models.Q(state="published"), name="one_sheet_is_worked_on_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["confirmed", "published"]) | models.Q(confirmed_by__isnull=False),
                name="no_grade_is_published_that_one_person_alone_has_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offering} {self.sitting}"


class Grade(models.Model):
    """The grade of one enrolment at one sitting, in the words of the local scale (``14.5``, ``30L``, ``VG``)."""

    personal_data = ("enrolment", "value", "standing")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(GradeSheet, on_delete=models.PROTECT, related_name="grades")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="grades")
    value = models.CharField(max_length=20, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.WAITING)

    objects = GradeQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "enrolment__learner__full_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "enrolment"], name="one_grade_at_a_sitting"),
            models.CheckConstraint(
                condition=models.Q(value="", standing__in=["waiting", "absent"])
                | (~models.Q(value="") & models.Q(standing__in=["passed", "failed"])),
                name="a_grade_has_words_and_an_absence_has_none",
            ),
        ]

    def __str__(self) -> str:
        return self.value or self.get_standing_display()


class GradeCorrection(models.Model):
    """A published grade was changed. Append-only: the old value is kept, with who changed it and why."""

    personal_data = ("grade", "old_value", "new_value", "reason", "by")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="corrections")
    old_value = models.CharField(max_length=20, blank=True)
    old_standing = models.CharField(max_length=10, choices=Standing.choices)
    new_value = models.CharField(max_length=20, blank=True)
    new_standing = models.CharField(max_length=10, choices=Standing.choices)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grade_corrections")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.old_value} → {self.new_value}"
