"""The thesis of the joint Master: proposed, agreed to in two countries, deposited, judged, defended."""

import uuid
from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models

from salerno.awards.enums import ThesisState
from salerno.awards.models.grades import Grade
from salerno.awards.theses.querysets import ThesisQuerySet
from salerno.common.translated import TranslatedField
from salerno.enrolment.models import Enrolment
from salerno.institutions.models import Institution
from salerno.people.models import Person


class Thesis(models.Model):
    """The thesis of one student in one thesis course. After a fail the same course may have another one.

    ``grade_entered`` is what the jury wrote down, until its chair has confirmed it. ``grade`` is the published one, on a sheet like
    any other: a correction is made there, and nowhere else. ``reason``: why the thesis, or its grade, came back last.
    """

    personal_data = (
        "enrolment", "title", "abstract", "state", "embargo_until", "reason", "returned_by", "defence_at", "place",
        "grade_entered", "graded_by", "grade",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="theses")
    title = TranslatedField()
    abstract = models.TextField(max_length=4000)
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=ThesisState.choices, default=ThesisState.PROPOSED)
    proposed_at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    returned_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="theses_returned")
    embargo_until = models.DateField(null=True, blank=True)
    defence_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    grade_entered = models.CharField(max_length=20, blank=True)
    graded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="theses_graded")
    grade = models.OneToOneField(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="thesis")

    objects = ThesisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "theses"
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=~models.Q(state="graded"), name="one_thesis_is_written_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="a_thesis_starts_before_it_ends"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["announced", "judged", "graded"])
                | (models.Q(defence_at__isnull=False) & ~models.Q(place="")),
                name="a_defence_has_a_time_and_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(state="judged", graded_by__isnull=False, grade__isnull=True)
                | (models.Q(state="graded", grade__isnull=False))
                | (~models.Q(state__in=["judged", "graded"]) & models.Q(grade__isnull=True)),
                name="a_graded_thesis_has_a_published_grade",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def defended_on(self) -> date | None:
        """The day of the defence where the campus is, whoever looks."""
        return self.defence_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() if self.defence_at else None

    def is_confidential(self, on: date) -> bool:
        """Whether an embargo holds on the day ``on``, its last day included."""
        return self.embargo_until is not None and on <= self.embargo_until


class ThesisSupervisor(models.Model):
    """Who supervises, for which institution, and when they agreed to this proposal."""

    personal_data = ("person", "agreed_at")

    thesis = models.ForeignKey(Thesis, on_delete=models.CASCADE, related_name="supervisors")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="theses_supervised")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="theses_supervised")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["thesis", "person"], name="a_person_supervises_a_thesis_once"),
            models.UniqueConstraint(fields=["thesis", "institution"], name="supervisors_come_from_different_institutions"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.institution})"


class ThesisDeposit(models.Model):
    """A version of a thesis, never changed. ``blob`` is the SHA-256 of the exact bytes, under which the blob store keeps them."""

    personal_data = ("thesis", "title", "blob", "embargo_until", "deposited_at")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    thesis = models.ForeignKey(Thesis, on_delete=models.PROTECT, related_name="deposits")
    number = models.PositiveSmallIntegerField()
    title = TranslatedField()
    blob = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    embargo_until = models.DateField(null=True, blank=True)
    deposited_at = models.DateTimeField()

    class Meta:
        ordering = ["thesis", "-number"]
        constraints = [models.UniqueConstraint(fields=["thesis", "number"], name="deposits_are_numbered_in_a_thesis")]

    def __str__(self) -> str:
        return f"{self.thesis} {self.number}"


class JuryMember(models.Model):
    """Who judges a thesis, and for which institution they sit."""

    personal_data = ("person", "is_chair")

    thesis = models.ForeignKey(Thesis, on_delete=models.CASCADE, related_name="jury")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="juries")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="jury_seats")
    is_chair = models.BooleanField(default=False)

    class Meta:
        ordering = ["-is_chair", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["thesis", "person"], name="a_person_sits_in_a_jury_once"),
            models.UniqueConstraint(fields=["thesis"], condition=models.Q(is_chair=True), name="a_jury_has_one_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.institution})"
