"""Rows of nominations that come in from universities which do not work on the campus."""

import uuid

from django.db import models

from salerno.mobility.enums import Period
from salerno.mobility.models.agreements import Condition
from salerno.mobility.models.calls import Wish
from salerno.mobility.querysets import NominationQuerySet
from salerno.people.models import Person


class Nomination(models.Model):
    """A partner named a student to an institution of the campus, whose coordinator entered it.

    It waits, holding a seat of its condition, until the student takes it (``wish`` and the mobility are made then); one that is
    withdrawn or not answered by ``answer_until`` is deleted. What the partner said of the student stands here, since there are no
    studies of theirs on the campus: learning agreement and transcript read it.
    """

    personal_data = (
        "email", "given_names", "family_name", "language", "birth_date", "citizenship", "student_number", "programme", "eqf_level",
        "isced_f", "starts_on", "ends_on", "made_by", "made_at", "wish",
    )  # fmt: skip

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    condition = models.ForeignKey(Condition, on_delete=models.PROTECT, related_name="nominations")
    email = models.EmailField()
    given_names = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    language = models.CharField(max_length=5, default="en")
    birth_date = models.DateField(null=True, blank=True)
    citizenship = models.CharField(max_length=2, blank=True)
    student_number = models.CharField(max_length=40, blank=True)
    programme = models.CharField(max_length=200, blank=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    isced_f = models.CharField(max_length=4, blank=True)
    period = models.CharField(max_length=20, choices=Period.choices, default=Period.AUTUMN)
    starts_on = models.DateField()
    ends_on = models.DateField()
    answer_until = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    wish = models.OneToOneField(Wish, on_delete=models.PROTECT, related_name="nomination", null=True, blank=True)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["condition", "email", "starts_on"],
                condition=models.Q(wish__isnull=True),
                name="a_guest_waits_once_for_the_same_days",
            ),
            models.CheckConstraint(condition=models.Q(starts_on__lt=models.F("ends_on")), name="a_guest_leaves_after_arriving"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def full_name(self) -> str:
        """Given names, then the family name."""
        return f"{self.given_names} {self.family_name}".strip()
